package verify

import (
	"sort"
	"testing"
)

func TestTmp(t *testing.T) {
	ps := story(t)
	e := New(nil).Evidence(ps)
	for _, p := range ps {
		for _, s := range p.Sentences {
			t.Logf("%s %v %q", p.ID, s.Fragment, p.Text[s.Start:s.End])
		}
	}
	var tr, fa [][2]float64
	for _, l := range labels(t) {
		c, _ := e.locate(l.draft(t, ps).Quotes)
		x := &examination{claim: l.Claim, words: words(l.Claim), all: e.passages, aliases: e.verifier.aliases}
		for _, p := range e.passages {
			if q := p.quoted(c); len(q) > 0 {
				x.cited = append(x.cited, p)
				x.focus = append(x.focus, q...)
			}
		}
		f := x.focused()
		q, ci, all := 0., 0., 0.
		for _, w := range x.words {
			if w.kind != content {
				continue
			}
			all++
			if x.in(w, f) {
				q++
				ci++
			} else if holds(w, x.cited) {
				ci++
			}
		}
		if l.Supported {
			tr = append(tr, [2]float64{q / all, ci / all})
		} else {
			fa = append(fa, [2]float64{q / all, ci / all})
		}
	}
	sort.Slice(tr, func(i, j int) bool { return tr[i][0] < tr[j][0] })
	sort.Slice(fa, func(i, j int) bool { return fa[i][0] < fa[j][0] })
	t.Logf("%.2f", tr[:40])
	t.Logf("%.2f", fa[:60])
}
