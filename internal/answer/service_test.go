package answer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// fakeIndex is a Searcher over passages in a fixed order.
type fakeIndex struct {
	passages []string
	degraded string
	err      error
	asked    []string // the queries, in order
	k        int      // of the last query
}

func (f *fakeIndex) Search(_ context.Context, query string, k int) (retrieval.Result, error) {
	f.asked, f.k = append(f.asked, query), k
	if f.err != nil {
		return retrieval.Result{}, f.err
	}
	return retrieval.Result{Query: query, Hits: hits(f.passages...), Degraded: f.degraded}, nil
}

// hits makes each text the only sentence of a passage of the article "story".
func hits(texts ...string) []retrieval.Hit {
	a := &article.Article{Slug: "story", Title: "A story", Passages: make([]article.Passage, len(texts)+1)}
	var out []retrieval.Hit
	for i, t := range texts {
		a.Passages[i+1] = article.Passage{
			ID: fmt.Sprintf("story#%d", i+1), Number: i + 1, Text: t, Article: a, Paragraph: i + 1,
			Sentences: []article.Sentence{{Span: article.Span{End: len(t)}}},
		}
		out = append(out, retrieval.Hit{Passage: &a.Passages[i+1], Rank: i + 1, Score: 1 / float64(i+1)})
	}
	return out
}

// firstSentence extracts the first passage whole.
type firstSentence struct{}

func (firstSentence) Extract(_ string, res retrieval.Result) Extraction {
	if len(res.Hits) == 0 {
		return Extraction{Reason: "Nothing was found."}
	}
	p := res.Hits[0].Passage
	c, ok := verify.Verbatim(1, p, article.Span{End: len(p.Text)})
	return Extraction{Claims: []verify.Claim{c}, Answered: ok, Confidence: 0.9}
}

func TestAskWithoutModel(t *testing.T) {
	index := &fakeIndex{passages: []string{"Haley spoke.", "Putin did not."}, degraded: "127.0.0.1:8080 is down"}
	s := &Service{Searcher: index, Extractor: firstSentence{}, Log: slog.New(slog.DiscardHandler)}
	var shown []string
	a, err := s.Ask(t.Context(), Request{ID: "7", Question: "Who spoke?"}, func(c verify.Claim) { shown = append(shown, c.Text()) })
	if err != nil {
		t.Fatal(err)
	}
	if !a.Answered || a.Mode != Extract || len(shown) != 1 || shown[0] != "Haley spoke." || index.k != DefaultPassages {
		t.Errorf("got %+v, shown %q, k %d", a, shown, index.k)
	}
	if len(a.Notices) != 1 || strings.Contains(a.Notices[0], "127.0.0.1") {
		t.Errorf("notices %q", a.Notices)
	}
}

func TestAskFails(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	broken := errors.New("the index is gone")
	for name, tc := range map[string]struct {
		ctx   context.Context
		index fakeIndex
		want  error
	}{
		"search failed": {t.Context(), fakeIndex{err: broken}, broken},
		"context ended": {ended, fakeIndex{passages: []string{"A."}}, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			s := &Service{Searcher: &tc.index, Extractor: firstSentence{}}
			if _, err := s.Ask(tc.ctx, Request{Question: "Who?"}, nil); !errors.Is(err, tc.want) {
				t.Errorf("error %v, want %v", err, tc.want)
			}
		})
	}
}

func TestAnswerJSON(t *testing.T) {
	s := &Service{Searcher: &fakeIndex{passages: []string{"Haley spoke."}}, Extractor: firstSentence{}}
	a, err := s.Ask(t.Context(), Request{ID: "7", Question: "Who spoke?", K: 3}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a.Elapsed, a.Raw = 1500000, "never in JSON"
	got, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"7","question":"Who spoke?","answered":true,"mode":"extract","confidence":0.9,
"claims":[{"text":"Haley spoke.","score":1,"citations":[{"number":1,"passage":"story#1","article":"story","title":"A story","quote":"Haley spoke.","start":0,"end":12}]}],
"passages":[{"id":"story#1","article":"story","rank":1,"score":1,"text":"Haley spoke.","lexical":0,"vector":0}],
"dropped":[],"elapsed_ms":1.5}`
	if string(got) != strings.ReplaceAll(want, "\n", "") {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
