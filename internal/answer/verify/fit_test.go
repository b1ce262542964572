package verify

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"footnote/internal/article"
)

func TestDump(t *testing.T) {
	path := os.Getenv("DUMP")
	if path == "" {
		t.Skip()
	}
	f, err := os.Open("../../../../shared/data/ragtruth/claims.jsonl")
	if err != nil {
		t.Skip(err)
	}
	out, _ := os.Create(path)
	defer out.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	cache := map[string][]*prepared{}
	for s.Scan() {
		var r struct {
			ID, Response, Task, Claim string
			Passages                  []string
			Supported                 bool
		}
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		key := strings.Join(r.Passages, "|")
		if cache[key] == nil {
			for _, p := range r.Passages {
				cache[key] = append(cache[key], prepare(article.Loose("x", p)))
			}
		}
		ps := pieces(r.Claim)
		for i, c := range ps {
			e := &Evidence{verifier: New(nil), passages: cache[key]}
			x := e.search(c)
			ft := measure(c, x.words, cache[key])
			var rules []int
			for _, f := range []func(){x.marks, x.quotations, x.quantities, x.names, x.negations, x.hedges, x.opposites, x.substitutions, x.roles, x.attributed, x.substance} {
				n := len(x.reasons)
				f()
				rules = append(rules, len(x.reasons)-n)
			}
			fmt.Fprintf(out, "%s\t%s\t%s\t%v\t%d", r.ID, r.Response, r.Task, r.Supported, i)
			for _, x := range rules {
				fmt.Fprintf(out, "\t%d", x)
			}
			for _, x := range ft {
				fmt.Fprintf(out, "\t%.5g", x)
			}
			fmt.Fprintf(out, "\t%s\n", strings.ReplaceAll(c, "\t", " "))
		}
	}
}
