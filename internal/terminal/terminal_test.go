package terminal

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// haley is a passage of two sentences; header is what is known of its article.
func haley() (header, body *article.Passage) {
	a := &article.Article{
		Slug: "syria", Title: "Russian Federation challenges United States to prove chemical attack in Syria",
		Author: "Leroy Wright", Published: time.Date(2017, 4, 13, 0, 0, 0, 0, time.UTC), Header: "Author: Leroy Wright\n",
	}
	header = &article.Passage{ID: "syria#0", Text: a.Header, Article: a}
	body = &article.Passage{ID: "syria#14", Number: 14, Paragraph: 16, Article: a,
		Text: "US Ambassador to the United Nations, Nikki Haley, called on Moscow to stop protecting Assad, and said the US wants to work with Russian Federation toward a political solution for Syria. Nobody replied."}
	return header, body
}

func claim(t *testing.T, p *article.Passage, quote string) verify.Claim {
	t.Helper()
	start := strings.Index(p.Text, quote)
	c, ok := verify.Verbatim(1, p, article.Span{Start: start, End: start + len(quote)})
	if !ok {
		t.Fatalf("%q is not in %s", quote, p.ID)
	}
	return c
}

func TestGolden(t *testing.T) {
	header, body := haley()
	first := claim(t, body, body.Text[:strings.Index(body.Text, " Nobody")])
	second := claim(t, body, "Nobody replied.")
	byline, ok := claim(t, header, "Author: Leroy Wright").Also(body, article.Span{Start: 0, End: 13})
	if !ok {
		t.Fatal("no second citation")
	}
	var notes verify.Footnotes
	for _, c := range []*verify.Claim{&first, &second, &byline} {
		*c, _ = notes.Add(*c)
	}
	hits := []retrieval.Hit{
		{Passage: body, Rank: 1, Score: 0.0328, Lexical: 1, Vector: 2, Matched: []string{"Haley", "Assad"}},
		{Passage: header, Rank: 2, Score: 0.0161, Vector: 1},
	}
	for _, tt := range []struct {
		name  string
		print func(*Printer)
	}{
		{"answer", func(p *Printer) {
			a := answer.Answer{Answered: true, Mode: answer.Extract, Claims: []verify.Claim{first, second}, Passages: hits}
			for _, c := range a.Claims {
				p.Claim(c)
			}
			p.Answer(a)
		}},
		{"metadata", func(p *Printer) {
			p.Claim(byline)
			p.Answer(answer.Answer{Answered: true, Mode: answer.Extract, Claims: []verify.Claim{byline}})
		}},
		{"abstention", func(p *Printer) {
			p.Understood("What did Nikki Haley say about Iran?")
			p.Answer(answer.Answer{Passages: hits, Notices: []string{"The model did not answer in time, so only the articles were quoted."}})
		}},
		{"nothing", func(p *Printer) { p.Answer(answer.Answer{}) }},
		{"search", func(p *Printer) {
			p.Search(retrieval.Result{Hits: hits, Degraded: "vector search is unavailable: no answer from the server"})
		}},
		{"search-nothing", func(p *Printer) { p.Search(retrieval.Result{}) }},
		{"index", func(p *Printer) {
			p.Index(&article.Corpus{Articles: []*article.Article{body.Article}, Version: "0123456789abcdef"},
				retrieval.Report{Passages: 25, Embedded: 3, Unchanged: 21, Removed: 2, Bad: 1})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plain, painted bytes.Buffer
			tt.print(&Printer{w: &plain, width: unknown})
			tt.print(&Printer{w: &painted, width: unknown, color: true})
			golden(t, tt.name, plain.Bytes())
			if got := text.StripEscape(painted.String()); got != plain.String() {
				t.Errorf("colour changes what is said:\n%s", cmp.Diff(plain.String(), got))
			}
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestNoColourAwayFromATerminal(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if p := New(f); p.color || p.width != unknown {
		t.Errorf("a file is printed on as on a terminal: %+v", p)
	}
}

// Whatever a passage holds, a terminal must not be steered by it.
func FuzzParagraph(f *testing.F) {
	for _, s := range []string{"plain words", "\x1b[2J\x1b]0;owned\x07", "a\u202eb\u2066c", "\xff\xfe", "日本語の文章 with wide 字", strings.Repeat("x", 300)} {
		f.Add(s, 60)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		var out bytes.Buffer
		p := &Printer{w: &out, width: min(max(width, narrowest), widest)}
		p.paragraph(margin+"[1] ", margin+"    ", s)
		for _, r := range out.String() {
			if r != '\n' && (r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)) {
				t.Fatalf("%q lets %U through: %q", s, r, out.String())
			}
		}
		flat := strings.Join(strings.Fields(strings.ReplaceAll(out.String(), "[1]", "")), "")
		if want := strings.ReplaceAll(strings.ReplaceAll(oneLine(s), "[1]", ""), " ", ""); flat != want && !strings.Contains(s, "[1]") {
			t.Fatalf("words lost: %q became %q", want, flat)
		}
	})
}

func TestClip(t *testing.T) {
	for _, tt := range []struct {
		in   string
		n    int
		want string
	}{
		{"short", 10, "short"},
		{"cut at a word here", 12, "cut at a …"},
		{"unbreakablelongword", 8, "unbreaka …"},
		{"ééééé ééééé", 7, "ééééé …"},
	} {
		if got := clip(tt.in, tt.n); got != tt.want {
			t.Errorf("clip(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
		}
	}
}
