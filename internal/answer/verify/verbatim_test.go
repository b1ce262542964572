package verify

import (
	"testing"

	"footnote/internal/article"
)

func TestVerbatim(t *testing.T) {
	p := &article.Passage{Text: "One. Two."}
	for _, tc := range []struct {
		span article.Span
		want string
	}{
		{article.Span{Start: 5, End: 9}, "Two."},
		{article.Span{Start: 0, End: 9}, "One. Two."},
		{article.Span{Start: 5, End: 10}, ""},
		{article.Span{Start: -1, End: 4}, ""},
		{article.Span{Start: 4, End: 4}, ""},
	} {
		c, ok := Verbatim(3, p, tc.span)
		if ok != (tc.want != "") || c.Text() != tc.want {
			t.Errorf("Verbatim(%v) = %q, %v; want %q", tc.span, c.Text(), ok, tc.want)
		}
		for _, cite := range c.Citations() {
			if cite.Number != 3 || p.Text[cite.Start:cite.End] != cite.Quote || cite.Quote != tc.want {
				t.Errorf("Verbatim(%v) cites %+v", tc.span, cite)
			}
		}
	}
	if _, ok := Verbatim(1, nil, article.Span{Start: 0, End: 1}); ok {
		t.Error("a claim was made of no passage")
	}
}
