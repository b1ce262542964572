package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/ledger"
	"footnote/internal/retrieval"
)

// noon is when everything in these tests happens, give or take.
var noon = time.Date(2017, 4, 12, 12, 0, 0, 0, time.UTC)


func newArticle(slug string, paragraphs ...string) *article.Article {
	a := &article.Article{
		Slug: slug, Title: strings.ToUpper(slug), Author: "Jo Doe", Source: "The Paper", URL: "https://example.org/" + slug,
		Published: time.Date(2017, 4, 12, 0, 0, 0, 0, time.UTC), Body: strings.Join(paragraphs, "\n\n"),
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

// claim quotes words of a passage whole.
func claim(t testing.TB, number int, p *article.Passage, words string) verify.Claim {
	t.Helper()
	start := strings.Index(p.Text, words)
	c, ok := verify.Verbatim(number, p, article.Span{Start: start, End: start + len(words)})
	if start < 0 || !ok {
		t.Fatalf("%q can't be quoted from %q", words, p.Text)
	}
	return c
}

// story is an article of which the tests quote the second paragraph.
func story() *article.Article {
	return newArticle("syria",
		"The strike came at dawn.",
		"More than 80 people died in Khan Sheikhoun, aid workers said. “He’s an animal.”",
		"Russia denied it.")
}

// answered is the outcome of a question that a answers with the given words of its
// second paragraph.
func answered(t testing.TB, a *article.Article, words ...string) ledger.Outcome {
	t.Helper()
	o := ledger.Outcome{At: noon.Add(2 * time.Second), Corpus: "v1", Answer: answer.Answer{
		Answered: true, Mode: answer.Extract, Confidence: 0.9, Elapsed: 1234 * time.Microsecond,
		Passages: []retrieval.Hit{
			{Passage: &a.Passages[2], Rank: 1, Score: 2.5, Lexical: 1, Vector: 2},
			{Passage: &a.Passages[0], Rank: 2, Score: 1, Vector: 1},
		},
	}}
	for i, w := range words {
		o.Answer.Claims = append(o.Answer.Claims, claim(t, i+1, &a.Passages[2], w))
	}
	return o
}

const died = "More than 80 people died in Khan Sheikhoun, aid workers said."

func question(id, text string) ledger.Question {
	return ledger.Question{ID: id, Via: ledger.ViaCommand, Guild: "g", Channel: "c", Member: "m", Text: text,
		Asked: noon, Application: "app", Token: "secret"}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRecordKeepsAllOfIt(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	db, err := ledger.Open(ctx, dir)
	must(t, err)

	a := story()
	q := question("1", "How many died?")
	q.Follows = "0"
	o := answered(t, a, died, "“He’s an animal.”")
	o.Answer.Mode, o.Answer.Model, o.Answer.Raw = answer.Written, "gpt", "{\"claims\":\x00\xff"
	o.Answer.Usage = answer.Usage{Prompt: 900, Completion: 80}
	o.Answer.Understood, o.Answer.Notices = "How many people died?", []string{"One notice.", "Another."}
	o.Answer.Dropped = []answer.Dropped{{Text: "14 died.", Reason: "14 is not in the passage"}}

	must(t, db.Begin(ctx, q))
	must(t, db.Acknowledge(ctx, "1"))
	must(t, db.Posted(ctx, "1", "m1"))
	must(t, db.Posted(ctx, "1", "m2"))
	must(t, db.Posted(ctx, "1", "m1"))
	must(t, db.Finish(ctx, "1", o))
	must(t, db.Close())

	got, err := openIn(t, dir).ByMessage(ctx, "m2")
	must(t, err)
	want := ledger.Record{Question: q, Answer: o.Answer, Corpus: "v1", At: o.At}
	want.Application, want.Token, want.State, want.Messages = "", "", ledger.Answered, []string{"m1", "m2"}
	want.Answer.ID, want.Answer.Question = "1", q.Text
	// Of the article, the header was retrieved, the second paragraph cited, and the
	// other two stand beside it: all four are there. Its body and sentences are not kept.
	opts := cmp.Options{
		cmp.Comparer(func(x, y verify.Claim) bool {
			return x.Text() == y.Text() && x.Score() == y.Score() && cmp.Equal(x.Citations(), y.Citations(), sameArticle)
		}),
		sameArticle,
	}
	if diff := cmp.Diff(want, got, opts); diff != "" {
		t.Error(diff)
	}
}

// sameArticle compares passages without going round in circles.
var sameArticle = cmp.Options{
	cmpopts.IgnoreFields(article.Article{}, "Body", "BodyOffset", "Path"),
	cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Article" && len(p) > 12 }, cmp.Ignore()),
}

func TestByIDUnknown(t *testing.T) {
	ctx := context.Background()
	db := open(t)
	must(t, db.Begin(ctx, question("1", "How many died?")))
	for _, id := range []string{"", "2", "1"} { // 1 is not finished
		if _, err := db.ByID(ctx, id); !errors.Is(err, ledger.ErrUnknown) {
			t.Errorf("ByID(%q): %v, want ErrUnknown", id, err)
		}
		if _, err := db.ByMessage(ctx, id); !errors.Is(err, ledger.ErrUnknown) {
			t.Errorf("ByMessage(%q): %v, want ErrUnknown", id, err)
		}
	}
}
