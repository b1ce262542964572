package discord

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/ledger"
	"footnote/internal/retrieval"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file of testdata.
func golden(t testing.TB, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}

func joinPages(pages []string) string {
	return strings.Join(pages, "\n\n=== next message ===\n\n") + "\n"
}

// sample is an article with three paragraphs.
func sample() *article.Article {
	a := &article.Article{
		Slug: "mine", Title: "The mine closes", Author: "Ann Author", Source: "The *Daily* Example",
		URL: "https://example.org/mine?a=1", Published: time.Date(2017, 4, 12, 0, 0, 0, 0, time.UTC),
		Updated: time.Date(2017, 4, 13, 0, 0, 0, 0, time.UTC),
	}
	for i, text := range []string{
		"Title: The mine closes",
		"The mine opened in 1890.\nIt was the first.",
		"It closed on Monday. About 300 people lost their work, the union said.",
		"The owner did not answer questions.",
	} {
		a.Passages = append(a.Passages, article.Passage{ID: "mine#" + string(rune('0'+i)), Number: i, Paragraph: i, Text: text, Article: a})
	}
	return a
}

// quoted is a verbatim claim of words of one passage, numbered.
func quoted(t testing.TB, n int, p *article.Passage, words string) verify.Claim {
	t.Helper()
	at := strings.Index(p.Text, words)
	c, ok := verify.Verbatim(n, p, article.Span{Start: at, End: at + len(words)})
	if at < 0 || !ok {
		t.Fatalf("%q is not in %q", words, p.Text)
	}
	return c
}

func recordOf(claims ...verify.Claim) ledger.Record {
	return ledger.Record{Answer: answer.Answer{Answered: true, Claims: claims}}
}

func TestRenderGolden(t *testing.T) {
	a := sample()
	closed := quoted(t, 1, &a.Passages[2], "It closed on Monday.")
	people := quoted(t, 2, &a.Passages[2], "About 300 people lost their work, the union said.")
	about := quoted(t, 3, &a.Passages[0], "Title: The mine closes")
	hits := []retrieval.Hit{{Passage: &a.Passages[3], Rank: 1}, {Passage: &a.Passages[1], Rank: 2}}
	for name, pages := range map[string][]string{
		"answer-extract":  render(view{Question: "When did the *mine* close?", Claims: []verify.Claim{closed, people}, Mode: answer.Extract, Done: true}),
		"answer-written":  render(view{Claims: []verify.Claim{people, about}, Mode: answer.Written, Done: true, Notices: []string{"The daily budget is used up."}}),
		"answer-partial":  render(view{Question: "When?", Understood: "When did the mine close?", Claims: []verify.Claim{closed}}),
		"abstention":      render(view{Question: "Who owns it?", Done: true, Nearest: hits}),
		"abstention-bare": render(view{Done: true}),
		"sources":         renderSources(recordOf(closed, people, about)),
		"search":          renderPassages(hits, "vector search is unavailable"),
		"search-nothing":  renderPassages(nil, ""),
		"check-yes":       renderCheck(answer.Checked{Claim: "The mine closed on Monday", Supported: true, Citations: closed.Citations(), Passages: hits}),
		"check-no":        renderCheck(answer.Checked{Claim: "The mine closed on *Friday*", Reasons: []string{"Friday is not in the passage"}, Passages: hits}),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, joinPages(pages)) })
	}
	t.Run("articles", func(t *testing.T) {
		undated := &article.Article{Slug: "undated", Title: "Undated"}
		first, n := renderArticles([]*article.Article{a, undated}, 0)
		golden(t, "articles", first+"\n")
		if n != 1 {
			t.Errorf("%d pages", n)
		}
	})
}

// A long answer is cut between claims, and each page has the footnotes of its claims.
func TestRenderCutsBetweenClaims(t *testing.T) {
	var texts []string
	for i := range 30 {
		texts = append(texts, strings.Repeat("word ", 20)+"number "+string(rune('A'+i))+".")
	}
	claims := claimsOf(t, "A title", texts...)
	pages := render(view{Question: "q", Claims: claims, Done: true, Mode: answer.Written})
	if len(pages) < 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for _, c := range claims {
		line := strings.Join(claimLine(c), "")
		before, quote, after := footnote(c.Citations()[0])
		note := before + strings.Join(quote, "") + after
		found := 0
		for _, p := range pages {
			if strings.Contains(p, "\n"+line+"\n") || strings.HasPrefix(p, line+"\n") {
				found++
				if !strings.Contains(p, note) {
					t.Errorf("the page of %q lacks its footnote", line)
				}
			}
		}
		if found != 1 {
			t.Errorf("%q is on %d pages", line, found)
		}
	}
	checkPages(t, pages)
}

// While claims come in, the first message only ever grows.
func TestRenderIsStable(t *testing.T) {
	claims := claimsOf(t, "A title", strings.Repeat("one ", 150), strings.Repeat("two ", 150), strings.Repeat("three ", 150))
	body := func(p string) string { return strings.Split(p, "\n\n-# ")[0] }
	last := ""
	for n := 1; n <= len(claims); n++ {
		first := body(render(view{Claims: claims[:n]})[0])
		if !strings.HasPrefix(first, last) {
			t.Errorf("with %d claims the first message begins differently", n)
		}
		last = first
	}
}

func checkPages(t testing.TB, pages []string) {
	t.Helper()
	for _, p := range pages {
		if n := size(p); n > maxMessage || n == 0 {
			t.Errorf("a message of %d units", n)
		}
	}
}

// However hostile the words, they fit, and nothing in them is active but what is ours.
func TestRenderHostile(t *testing.T) {
	for name, s := range hostile {
		t.Run(name, func(t *testing.T) {
			a := &article.Article{Slug: "x", Title: s, Author: s, Source: s, URL: "https://x.example/" + s}
			p := &article.Passage{ID: "x#1", Number: 1, Paragraph: 1, Text: "Said: " + s, Article: a}
			a.Passages = []article.Passage{*p}
			hits := []retrieval.Hit{{Passage: p, Rank: 1}, {Passage: p, Rank: 2}, {Passage: p, Rank: 3}}
			var claims []verify.Claim
			if c, ok := verify.Verbatim(1, p, article.Span{End: len("Said: ")}); ok {
				claims = append(claims, c)
			}
			if c, ok := verify.Verbatim(2, p, article.Span{End: len(p.Text)}); ok {
				claims = append(claims, c)
			}
			for _, pages := range [][]string{
				render(view{Question: s, Understood: s, Claims: claims, Notices: []string{s}, Done: true}),
				render(view{Question: s, Understood: s, Claims: claims}),
				render(view{Question: s, Nearest: hits, Done: true}),
				renderSources(recordOf(claims...)), renderPassages(hits, s),
				renderCheck(answer.Checked{Claim: s, Reasons: []string{s}, Passages: hits}),
			} {
				checkPages(t, pages)
				for _, page := range pages {
					checkOurs(t, page)
				}
			}
			content, _ := renderArticles([]*article.Article{a}, 0)
			checkPages(t, []string{content})
		})
	}
}

// ours is the markup that the bot itself puts at the beginning of lines, and its bold.
var safeLinks = regexp.MustCompile(`<https?:[^<> ]+>`)

var ours = strings.NewReplacer("-# ", "", "> ", "", "• ", "", "**", "", "\n", " ")

func checkOurs(t testing.TB, page string) {
	t.Helper()
	for _, line := range strings.Split(page, "\n") {
		line = safeLinks.ReplaceAllString(ours.Replace(line), "")
		for _, re := range active[:5] {
			if m := re.FindString(line); m != "" {
				t.Errorf("%q is active in %q", m, line)
			}
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range hostile {
		s = s[:min(len(s), 300)] // the long ones have tests of their own
		f.Add(s, s, s, uint8(3))
	}
	f.Add("q", "t", strings.Repeat("Some words that go on. ", 60), uint8(7))
	f.Fuzz(func(t *testing.T, question, title, text string, n uint8) {
		a := &article.Article{Slug: "x", Title: title, Source: title}
		var claims []verify.Claim
		var notes verify.Footnotes
		for i := range int(n % 8) {
			p := &article.Passage{ID: "x#1", Number: i, Paragraph: i, Text: text[:len(text)*(i+1)/8], Article: a}
			a.Passages = append(a.Passages, *p)
			if c, ok := verify.Verbatim(1, p, article.Span{End: len(p.Text)}); ok {
				if c, ok = notes.Add(c); ok {
					claims = append(claims, c)
				}
			}
		}
		checkPages(t, render(view{Question: question, Claims: claims, Done: true}))
		checkPages(t, render(view{Question: question, Claims: claims, Understood: question}))
		if len(claims) > 0 {
			checkPages(t, renderSources(recordOf(claims...)))
		}
	})
}

func TestSafeLink(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/a?b=c": "<https://example.org/a?b=c>",
		"javascript:alert(1)":       "",
		"https://user:pw@evil.org":  "",
		"https://a.org/ b":          "<https://a.org/%20b>",
		"https://a.org/>x":          "<https://a.org/%3Ex>",
		"https://a.org/)":           "",
		"/relative":                 "",
		"":                          "",
	} {
		if got := safeLink(in); got != want {
			t.Errorf("safeLink(%q) = %q, want %q", in, got, want)
		}
	}
}
