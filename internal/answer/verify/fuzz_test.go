package verify

import (
	"strings"
	"testing"
	"unicode/utf8"

	"footnote/internal/article"
)

// FuzzLocate: what is located is whole, valid text that folds as the quote does.
func FuzzLocate(f *testing.F) {
	for _, s := range []string{"80 people", "“cannot stay in power”", "they did", "a … b", "\u00ad", "e\u0301t\xe9", "İstanbul", "ﬁ", "", "\xff"} {
		f.Add(s, "More than 80 people said he “cannot stay in power”, they didn’t; a b\u00a0…\u0301 \xff")
	}
	f.Fuzz(func(t *testing.T, quote, text string) {
		start, end, ok := Locate(quote, text)
		if !ok {
			if start != 0 || end != 0 {
				t.Fatalf("not found, at %d to %d", start, end)
			}
			return
		}
		if start < 0 || start >= end || end > len(text) {
			t.Fatalf("found at %d to %d of %d", start, end, len(text))
		}
		if got := text[start:end]; !utf8.ValidString(got) || unframe(string(fold(got).bytes)) != unframe(string(fold(quote).bytes)) {
			t.Fatalf("%q was located as %q", quote, got)
		}
	})
}

// FuzzClaim is the promise: whatever is proposed, of whatever passages, a Claim has a
// citation, and each is a verbatim quote of a passage that was retrieved.
func FuzzClaim(f *testing.F) {
	for i, s := range quoted[1:] {
		f.Add(s, s, quoted[1+i/2], i+1, "Reuters said so")
	}
	f.Add("“80” – ‘x’ said…", "said\xff", "\xffsaid \u202e 80% or more said by A who B.", 1, "a")
	f.Add("1.", "is 1.", "It is 1. \"\"", 1, "")
	f.Add("According to", "according to her", "she, according to her, \"said\"", 1, "her")
	f.Fuzz(func(t *testing.T, text, quote, a string, n int, alias string) {
		retrieved := []*article.Passage{article.Loose("a", a), {ID: "bare", Text: quote}, article.Loose("c", text)}
		v := New(func(string) []string { return []string{alias} })
		claims := make([]Claim, 3)
		var verdicts [3]Verdict
		claims[0], verdicts[0] = v.Claim(Draft{text, []Quote{{n, quote}}}, retrieved)
		claims[1], verdicts[1] = v.Claim(Draft{a, []Quote{{1, quote}, {2, quote}, {3, text}}}, retrieved)
		claims[2], verdicts[2] = v.Find(text, retrieved)
		for i, c := range claims {
			keeps(t, c, verdicts[i], retrieved)
		}
		verdict, citations := v.Check(text, retrieved)
		coherent(t, verdict)
		for _, c := range citations {
			verbatimQuote(t, c, retrieved)
		}
	})
}

// keeps checks all that is promised of a claim and the verdict on it.
func keeps(t *testing.T, c Claim, v Verdict, retrieved []*article.Passage) {
	t.Helper()
	coherent(t, v)
	if !v.Supported {
		if c.Text() != "" || len(c.Citations()) != 0 {
			t.Fatalf("a claim was made although it was refused: %+v", c)
		}
		return
	}
	if s := c.Text(); s == "" || len(s) > MaxClaim || !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r\x00\u202e") {
		t.Fatalf("the claim is %q", s)
	}
	if len(c.Citations()) == 0 {
		t.Fatalf("%q has no citation", c.Text())
	}
	for _, cite := range c.Citations() {
		verbatimQuote(t, cite, retrieved)
	}
	if again, err := Recorded(c.Text(), c.Score(), c.Citations()); err != nil || again.Text() != c.Text() {
		t.Fatalf("it can't be recorded: %v", err)
	}
}

func coherent(t *testing.T, v Verdict) {
	t.Helper()
	if !(v.Score >= 0 && v.Score <= 1) || v.Supported != (v.Score >= enoughScore) || v.Supported != (len(v.Reasons) == 0) {
		t.Fatalf("the verdict is %+v", v)
	}
	for _, r := range v.Reasons {
		if !utf8.ValidString(r) {
			t.Fatalf("the reason %q is not text", r)
		}
	}
}

func verbatimQuote(t *testing.T, c Citation, retrieved []*article.Passage) {
	t.Helper()
	known := false
	for _, p := range retrieved {
		known = known || p == c.Passage
	}
	if !known || c.Number < 1 {
		t.Fatalf("cites %+v", c)
	}
	if c.Start < 0 || c.End > len(c.Passage.Text) || c.Passage.Text[c.Start:c.End] != c.Quote {
		t.Fatalf("%q is not at %d to %d", c.Quote, c.Start, c.End)
	}
	if c.Quote == "" || len(c.Quote) > MaxQuote || !utf8.ValidString(c.Quote) {
		t.Fatalf("the quote is %q", c.Quote)
	}
}
