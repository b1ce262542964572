package extract

import (
	"fmt"
	"go/format"
	"os"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	if *fitDir == "" || !*writeFlag {
		t.Skip("no -fit")
	}
	ex, _ := loadExamples(t, *fitDir)
	m := fitSoftmax(ex, *l2Flag, nil)
	rows := append(weighAll(ex, m), elsewhereRows(ex, m, *augFlag)...)
	l := fitLogit(rows, *al2, nil)
	var d grounds
	d[gOne] = l.b
	for f := range d {
		if f != gOne {
			d[f] = l.w[f] / l.sd[f]
			d[gOne] -= l.w[f] * l.mu[f] / l.sd[f]
		}
	}
	d[gUnnamed] = -3
	var b strings.Builder
	b.WriteString(`package extract

// weights are what each feature of a sentence is worth, as log-odds of being the
// sentence that answers rather than another one; fitted by TestFit.
var weights = features{
`)
	for f, w := range m.w {
		fmt.Fprintf(&b, "%s: %.3g,\n", featureNames[f], w)
	}
	b.WriteString(`}

// doubts are what each ground is worth, as log-odds of the best sentence's being an
// answer rather than not; fitted by TestFit, but for gUnnamed: too few questions there
// ask who did what "he" did.
var doubts = grounds{
`)
	for f, w := range d {
		fmt.Fprintf(&b, "%s: %.3g,\n", groundNames[f], w)
	}
	b.WriteString("}\n")
	src, err := format.Source([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("weights.go", src, 0o644); err != nil {
		t.Fatal(err)
	}
}
