package article_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"footnote/internal/article"
)

// FuzzMarkdown and its like: whatever a file holds, loading it ends in an article
// whose offsets are right, or in a problem, and never in a panic.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{
		good, "---\n---\n", "---\ntitle: [a, b]\npublished: 2017-04-12\n---\n# H\n\ntext", "\ufeff---\r\ntitle: x\r\n---\r\nA.\r\n\r\nB.",
		"> - a\n>   1. b\n\n    code\n\n~~~\nx\n", "a\n===\n\n[a]: b\n[^1]: note\n", "<div>\nx\n</div>\n\n<!-- c -->", "* * *\n\t-\tx\n",
		"---\ntitle: &a x\nauthor: *a\n---\ny", "|a|b|\n|-|-|\n|1|2|\n", "a  \nb\\\nc",
	} {
		f.Add(seed)
	}
	fuzzFormat(f, "a.md")
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"One.\n\nTwo.\n", "a\r\n\r\nb", strings.Repeat("word ", 300) + "\nx", "• a\n• b", "\u2029a\u0085b"} {
		f.Add(seed)
	}
	fuzzFormat(f, "a.txt")
}

func FuzzPage(f *testing.F) {
	page, err := os.ReadFile("testdata/page.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(page), "<p>x", "<table><tr><td>a<td>b", "<h1>a<br>b</h1><pre> c </pre>", "<title>&#0;</title>\u00a0", "<svg><p>x"} {
		f.Add(seed)
	}
	fuzzFormat(f, "a.html")
}

func fuzzFormat(f *testing.F, name string) {
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := article.Load(t.Context(), dir)
		if err != nil {
			if !strings.Contains(err.Error(), name) {
				t.Errorf("error %v does not name the file", err)
			}
			return
		}
		check(t, c.Articles[0], content)
	})
}

// check fails where an article breaks what its types promise.
func check(t *testing.T, a *article.Article, file string) {
	t.Helper()
	if a.Title == "" || !strings.HasPrefix(a.Header, "Title: "+a.Title+"\n") {
		t.Errorf("title %q, header %q", a.Title, a.Header)
	}
	if a.BodyOffset >= 0 && file[a.BodyOffset:] != a.Body {
		t.Errorf("the body is not the file's bytes from %d on", a.BodyOffset)
	}
	end := 0
	for i := range a.Passages {
		p := &a.Passages[i]
		source := a.Body
		if i == 0 {
			source = a.Header
		}
		if p.Number != i || p.Article != a || source[p.Span.Start:p.Span.End] != p.Text || !utf8.ValidString(p.Text) {
			t.Fatalf("passage %d: %+v is not at its place", i, p)
		}
		if i > 0 {
			if p.Span.Start < end || p.Paragraph < 1 {
				t.Fatalf("passage %d starts at %d, before %d; paragraph %d", i, p.Span.Start, end, p.Paragraph)
			}
			end = p.Span.End
		}
		checkSentences(t, p)
	}
}

// checkSentences fails where a passage's sentences overlap or leave out a word.
func checkSentences(t *testing.T, p *article.Passage) {
	t.Helper()
	end := 0
	for _, s := range p.Sentences {
		if s.Start < end || s.End <= s.Start || s.End > len(p.Text) {
			t.Fatalf("sentence %v after %d of %d bytes %q", s, end, len(p.Text), p.Text)
		}
		if gap := p.Text[end:s.Start]; strings.ContainsFunc(gap, unicode.IsLetter) {
			t.Errorf("lost %q of %q", gap, p.Text)
		}
		end = s.End
	}
	if rest := strings.TrimSpace(p.Text[end:]); rest != "" {
		t.Errorf("lost %q of %q", rest, p.Text)
	}
}
