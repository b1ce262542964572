package verify

import (
	"testing"

	"footnote/internal/article"
)

// The claims of a model are verified against the eight passages of their question.
func benchmarkPassages(b *testing.B) ([]*labelled, *Verifier) {
	var out []*labelled
	for _, l := range labels(b) {
		if l.Supported && len(l.Quotes) == 1 {
			out = append(out, &l)
		}
	}
	return out, community(b)
}

func BenchmarkClaim(b *testing.B) {
	claims, v := benchmarkPassages(b)
	eight := story(b)[4:12]
	var drafts []Draft
	for _, l := range claims {
		for i, p := range eight {
			if _, _, ok := Locate(l.Quotes[0], p.Text); ok {
				drafts = append(drafts, Draft{l.Claim, []Quote{{i + 1, l.Quotes[0]}}})
			}
		}
	}
	b.Run("prepared", func(b *testing.B) {
		e := v.Evidence(eight)
		for i := 0; b.Loop(); i++ {
			e.Claim(drafts[i%len(drafts)])
		}
	})
	b.Run("new passages", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			fresh := make([]*article.Passage, len(eight))
			for j, p := range eight {
				again := *p
				fresh[j] = &again
			}
			v.Claim(drafts[i%len(drafts)], fresh)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	claims, v := benchmarkPassages(b)
	e := v.Evidence(story(b)[4:12])
	for i := 0; b.Loop(); i++ {
		e.Find(claims[i%len(claims)].Claim)
	}
}

func BenchmarkCheck(b *testing.B) {
	claims, v := benchmarkPassages(b)
	e := v.Evidence(story(b)[4:12])
	for i := 0; b.Loop(); i++ {
		e.Check(claims[i%len(claims)].Claim)
	}
}

func BenchmarkLocate(b *testing.B) {
	p := story(b)[6]
	for b.Loop() {
		Locate("the United States maintains was used to launch", p.Text)
	}
}
