package ledgertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/ledger"
	"footnote/internal/retrieval"
)

// Noon is when things happen in tests, give or take.
var Noon = time.Date(2017, 4, 12, 12, 0, 0, 0, time.UTC)

// Article makes an article of paragraphs, each a passage, numbered from 1.
func Article(slug string, paragraphs ...string) *article.Article {
	a := &article.Article{
		Slug: slug, Title: "About " + slug, Author: "Jo Doe", Source: "The Paper", URL: "https://example.org/" + slug,
		Published: Noon.AddDate(0, 0, -1), Body: strings.Join(paragraphs, "\n\n"),
	}
	a.Header = "Title: " + a.Title + "\n"
	a.Passages = append(a.Passages, article.Passage{ID: slug + "#0", Text: a.Header, Span: article.Span{End: len(a.Header)}, Article: a})
	at := 0
	for i, text := range paragraphs {
		a.Passages = append(a.Passages, article.Passage{
			ID: fmt.Sprintf("%s#%d", slug, i+1), Number: i + 1, Paragraph: i + 1,
			Text: text, Span: article.Span{Start: at, End: at + len(text)}, Article: a,
		})
		at += len(text) + 2
	}
	return a
}

// Corpus makes a corpus of articles.
func Corpus(version string, articles ...*article.Article) *article.Corpus {
	return &article.Corpus{Version: version, Articles: articles}
}

// Words of Story's second paragraph that tests quote.
const (
	Died   = "More than 80 people died in Khan Sheikhoun, aid workers said."
	Animal = "“He’s an animal.”"
)

// Story is an article of three paragraphs.
func Story() *article.Article {
	return Article("syria", "The strike came at dawn.", Died+" "+Animal, "Russia denied it.")
}

// Quote makes the claim that is words of p, verbatim, under a footnote's number.
func Quote(t testing.TB, number int, p *article.Passage, words string) verify.Claim {
	t.Helper()
	start := strings.Index(p.Text, words)
	if start < 0 {
		t.Fatalf("%q does not hold %q", p.Text, words)
	}
	c, ok := verify.Verbatim(number, p, article.Span{Start: start, End: start + len(words)})
	if !ok {
		t.Fatalf("%q can't be quoted", words)
	}
	return c
}

// Answered is an outcome that quotes words of p, each in a claim, and retrieved p and
// the header of its article.
func Answered(t testing.TB, p *article.Passage, words ...string) ledger.Outcome {
	t.Helper()
	o := ledger.Outcome{At: Noon.Add(time.Second), Corpus: "v1", Answer: answer.Answer{
		Answered: true, Mode: answer.Extract, Confidence: 0.9, Elapsed: 1234 * time.Microsecond,
		Passages: []retrieval.Hit{
			{Passage: p, Rank: 1, Score: 2.5, Lexical: 1, Vector: 2},
			{Passage: &p.Article.Passages[0], Rank: 2, Score: 1, Vector: 1},
		},
	}}
	for i, w := range words {
		o.Answer.Claims = append(o.Answer.Claims, Quote(t, i+1, p, w))
	}
	return o
}

// Abstained is the outcome of a question that the articles don't answer.
func Abstained(p *article.Passage) ledger.Outcome {
	return ledger.Outcome{At: Noon.Add(time.Second), Corpus: "v1", Answer: answer.Answer{
		Mode: answer.Extract, Reason: "The articles don't say.", Elapsed: time.Millisecond,
		Passages: []retrieval.Hit{{Passage: p, Rank: 1, Score: 0.5}},
	}}
}

// Question is one that a member of the guild "g" asked by a command at Noon.
func Question(id, text string) ledger.Question {
	return ledger.Question{
		ID: id, Via: ledger.ViaCommand, Guild: "g", Channel: "c", Member: "member-of-" + id, Text: text,
		Asked: Noon, Application: "app", Token: "secret-" + id,
	}
}

// View is a record as plain words, to be compared: what it holds and what it cites.
type View struct {
	Question  ledger.Question
	Outcome   string // "answered by extract of corpus v1 in 1.2ms", or the failure
	Claims    []string
	Retrieved []string
	Dropped   []answer.Dropped
	Model     string // its name, raw output and usage
	Said      string // what was understood, the reason and the notices
}

// ViewOf makes a record's View.
func ViewOf(r ledger.Record) View {
	a := r.Answer
	v := View{
		Question: r.Question, Dropped: a.Dropped,
		Outcome: fmt.Sprintf("answered=%t by %s of corpus %q at %s in %s, confidence %g, failure %q", a.Answered, a.Mode, r.Corpus, r.At, a.Elapsed, a.Confidence, r.Failure),
		Model:   fmt.Sprintf("%s %q %+v", a.Model, a.Raw, a.Usage),
		Said:    fmt.Sprintf("id %s, question %q, understood %q, reason %q, notices %q", a.ID, a.Question, a.Understood, a.Reason, a.Notices),
	}
	for _, c := range a.Claims {
		s := fmt.Sprintf("%q %g", c.Text(), c.Score())
		for _, cite := range c.Citations() {
			before, after := cite.Passage.Neighbours()
			s += fmt.Sprintf("\n[%d] %q at %d to %d of %s, between %s and %s", cite.Number, cite.Quote, cite.Start, cite.End,
				place(cite.Passage), place(before), place(after))
		}
		v.Claims = append(v.Claims, s)
	}
	for _, h := range a.Passages {
		v.Retrieved = append(v.Retrieved, fmt.Sprintf("%d %g %d %d %s", h.Rank, h.Score, h.Lexical, h.Vector, place(h.Passage)))
	}
	return v
}

// place is a passage and all that is known of its article.
func place(p *article.Passage) string {
	if p == nil {
		return "nothing"
	}
	a := p.Article
	return fmt.Sprintf("%s %q (paragraph %d, bytes %d to %d; %s by %s in %s, %s, %s, %s)", p.ID, p.Text, p.Paragraph, p.Span.Start, p.Span.End,
		a.Title, a.Author, a.Source, a.URL, a.Published, a.Updated)
}
