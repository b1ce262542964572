package ledger_test

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/ledger"
	"footnote/internal/ledger/ledgertest"
	"footnote/internal/retrieval"
)

var (
	scale    = flag.Int("scale", 20_000, "how many answers the ledger of BenchmarkScale holds")
	articles = flag.Int("scale.articles", 200, "from how many articles they cite")
	scaleDir = flag.String("scale.dir", "", "keep that ledger here for the next time; a fresh directory for each -scale and -scale.articles")
)

// BenchmarkAnswer is what the ledger adds to an answer: all of its writes, one after
// the other, with nobody else to share the disk with.
func BenchmarkAnswer(b *testing.B) {
	ctx := context.Background()
	db := open(b)
	a := bigArticle("syria")
	o := ledgertest.Answered(b, &a.Passages[2], words(a, 2, 0), words(a, 2, 1))
	for i := range 8 {
		o.Answer.Passages = append(o.Answer.Passages, retrieval.Hit{Passage: &a.Passages[3+i], Rank: 3 + i})
	}
	o.Answer.Passages = o.Answer.Passages[:8]
	var took []time.Duration
	for b.Loop() {
		id := fmt.Sprint(len(took))
		start := time.Now()
		q := ledgertest.Question(id, "How many people died in Khan Sheikhoun?")
		for _, err := range []error{db.Begin(ctx, q), db.Acknowledge(ctx, id), db.Posted(ctx, id, id), db.Finish(ctx, id, o)} {
			if err != nil {
				b.Fatal(err)
			}
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
}

// bigArticle has 40 paragraphs of three sentences, no two alike.
func bigArticle(slug string) *article.Article {
	var paragraphs []string
	for p := range 40 {
		text := ""
		for s := range 3 {
			text += fmt.Sprintf("In %s, paragraph %d, sentence %d says what was said by those who saw it happen. ", slug, p+1, s+1)
		}
		paragraphs = append(paragraphs, text[:len(text)-1])
	}
	return ledgertest.Article(slug, paragraphs...)
}

// words is a sentence, from 0, of a passage of a bigArticle.
func words(a *article.Article, passage, sentence int) string {
	return fmt.Sprintf("In %s, paragraph %d, sentence %d says what was said by those who saw it happen.", a.Slug, passage, sentence+1)
}

// BenchmarkScale measures a large ledger: -scale 1000000 -scale.dir DIR for the real
// thing, which takes minutes to make and some GB.
func BenchmarkScale(b *testing.B) {
	ctx := context.Background()
	dir := *scaleDir
	if dir == "" {
		dir = b.TempDir()
	}
	db := openIn(b, dir)
	if _, err := db.ByID(ctx, "seed 0"); err != nil {
		start := time.Now()
		generate(b, db, dir)
		b.Logf("made %d answers in %s", *scale, time.Since(start).Round(time.Second))
	}
	if info, err := os.Stat(filepath.Join(dir, ledger.FileName)); err == nil {
		b.Logf("%d MB", info.Size()>>20)
	}
	check := func(b *testing.B, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Run("one answer", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_, err := db.ByID(ctx, fmt.Sprintf("copy %d", i*7919%*scale+1))
			check(b, err)
		}
	})
	b.Run("by message", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			_, err := db.ByMessage(ctx, fmt.Sprintf("m%d", i*7919%*scale+1))
			check(b, err)
		}
	})
	b.Run("recent", func(b *testing.B) {
		for b.Loop() {
			_, err := db.Recent(ctx, "g1", 25)
			check(b, err)
		}
	})
	b.Run("review queue", func(b *testing.B) {
		at := ledgertest.Noon
		for b.Loop() {
			at = at.Add(time.Hour)
			_, err := db.Next(ctx, "g1", "mod", at, time.Minute)
			check(b, err)
		}
	})
	b.Run("review queue, waiting", func(b *testing.B) {
		for b.Loop() {
			_, err := db.Waiting(ctx, "g1")
			check(b, err)
		}
	})
	b.Run("approved", func(b *testing.B) {
		for b.Loop() {
			_, err := db.Approved(ctx, "g1", "Who won the match yesterday?", 0.95)
			if err != ledger.ErrUnknown {
				b.Fatal(err)
			}
		}
	})
	b.Run("answering", func(b *testing.B) {
		a := bigArticle("article-0")
		o := ledgertest.Answered(b, &a.Passages[2], words(a, 2, 0), words(a, 2, 1))
		for b.Loop() {
			check(b, db.Record(ctx, ledgertest.Question("new "+rand.Text(), "How many?"), o))
		}
	})
	b.Run("stale check", func(b *testing.B) { staleCheck(b, db) })
	b.Run("stats", func(b *testing.B) {
		for b.Loop() {
			_, err := db.Stats(ctx, ledgertest.Noon.AddDate(0, 0, -30), ledgertest.Noon)
			check(b, err)
		}
	})
}

// staleCheck changes one paragraph of one article, back and forth.
func staleCheck(b *testing.B, db *ledger.DB) {
	ctx := context.Background()
	whole, edited := ledgertest.Corpus("whole"), ledgertest.Corpus("edited")
	for i := range *articles {
		a := bigArticle(fmt.Sprintf("article-%d", i))
		whole.Articles, edited.Articles = append(whole.Articles, a), append(edited.Articles, a)
	}
	changed := *edited.Articles[0]
	changed.Passages = append([]article.Passage(nil), changed.Passages...)
	changed.Passages[7].Text = "This paragraph was rewritten."
	edited.Articles[0] = &changed
	if _, err := db.Correct(ctx, whole, ledgertest.Noon); err != nil {
		b.Fatal(err)
	}
	var stale int
	at := ledgertest.Noon
	for i := 0; b.Loop(); i++ {
		at = at.Add(time.Second)
		got, err := db.Correct(ctx, []*article.Corpus{edited, whole}[i%2], at)
		if err != nil || len(got.Changed) != 1 {
			b.Fatal(got, err)
		}
		stale = max(stale, got.Stale)
	}
	b.ReportMetric(float64(stale), "stale")
	if _, err := db.Correct(ctx, edited, at.Add(time.Second)); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	n, err := db.QueueStale(ctx)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("queued %d stale answers in %s", n, time.Since(start).Round(time.Millisecond))
}

// generate makes a large ledger: every article is cited once by way of the ledger
// itself, and then the database multiplies the answers.
func generate(b *testing.B, db *ledger.DB, dir string) {
	ctx := context.Background()
	for i := range *articles {
		a := bigArticle(fmt.Sprintf("article-%d", i))
		o := ledger.Outcome{At: ledgertest.Noon, Answer: answer.Answer{Answered: true, Confidence: 0.9}}
		for p := 1; p < len(a.Passages); p++ {
			o.Answer.Passages = append(o.Answer.Passages, retrieval.Hit{Passage: &a.Passages[p], Rank: p})
			for s := range 3 {
				o.Answer.Claims = append(o.Answer.Claims, ledgertest.Quote(b, p*3+s-2, &a.Passages[p], words(a, p, s)))
			}
		}
		if err := db.Record(ctx, ledgertest.Question(fmt.Sprint("seed ", i), "seed"), o); err != nil {
			b.Fatal(err)
		}
	}
	numbers := fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d), k (k) AS (SELECT 100000)`, *scale)
	raw(b, dir, "PRAGMA synchronous = off", "PRAGMA cache_size = -500000",
		numbers+` INSERT INTO question (key, id, via, guild, channel, member, text, same, private, follows, asked, application, token, state, owner)
			SELECT k + i, 'copy ' || i, 'ask', 'g' || (i % 20), 'c', 'member ' || (i % 5000), 'What is said of number ' || (i % 30000) || '?',
				'what is said of number ' || (i % 30000), 0, '', 1490000000000 + i * 1000, '', '', 'answered', '' FROM n, k`,
		numbers+` INSERT INTO answer (question, at, answered, mode, understood, reason, failure, confidence, notices, elapsed, model, raw, prompt, completion)
			SELECT k + i, 1490000001000 + i * 1000, 1, 'extract', '', '', '', 0.9, 'null', 20000, '', '', 0, 0 FROM n, k`,
		numbers+`, r (r) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8))
			INSERT INTO retrieved (question, rank, passage, score, lexical, vector)
			SELECT k + i, r, 1 + (i * 31 + r * 17) % (SELECT max(key) FROM passage), 1.0 / r, r, r FROM n, k, r ORDER BY i, r`,
		numbers+`, c (c) AS (VALUES (1), (2))
			INSERT INTO claim (question, number, text, score)
			SELECT k + i, c, (SELECT words FROM quote WHERE key = 1 + (i * 13 + c * 7) % (SELECT max(key) FROM quote)), 1 FROM n, k, c ORDER BY i, c`,
		numbers+`, c (c) AS (VALUES (1), (2))
			INSERT INTO citation (question, claim, place, number, quote)
			SELECT k + i, c, 1, c, 1 + (i * 13 + c * 7) % (SELECT max(key) FROM quote) FROM n, k, c ORDER BY i, c`,
		numbers+` INSERT INTO message (id, question, place) SELECT 'm' || i, k + i, 1 FROM n, k`,
		numbers+` INSERT INTO feedback (question, member, helpful, why, at) SELECT k + i, 'x', i % 40 = 0, '', 1490000002000 FROM n, k WHERE i % 20 = 0`,
		numbers+` INSERT INTO review (question, guild, reasons, rank, weight, opened)
			SELECT k + i, 'g' || (i % 20), 1 << (i / 20 % 5), i / 20 % 5, 1, 1490000002000 + i FROM n, k WHERE i % 7 = 0`,
		"ANALYZE")
}
