package retrieval

import (
	"context"
	"fmt"
	"math/rand"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/retrieval/embed"
)

// synthetic is a corpus of n passages of about 90 words, drawn from a vocabulary of
// 30,000 made-up words by Zipf's law, and questions of eight words each of which stand
// in one of them.
func synthetic(n int) (*article.Corpus, []string) {
	r := rand.New(rand.NewSource(1))
	words := inventWords(r, 30000)
	zipf := rand.NewZipf(r, 1.1, 8, uint64(len(words)-1))
	sentence := func() string {
		s := make([]string, 12+r.Intn(12))
		for i := range s {
			s[i] = words[zipf.Uint64()]
		}
		return strings.ToUpper(s[0][:1]) + strings.Join(s, " ")[1:] + "."
	}
	c := &article.Corpus{}
	var questions []string
	for i := range n {
		if i%30 == 0 {
			slug := fmt.Sprintf("article-%d", i/30)
			c.Articles = append(c.Articles, &article.Article{Slug: slug, Title: sentence()})
		}
		a := c.Articles[len(c.Articles)-1]
		p := article.Passage{ID: fmt.Sprintf("%s#%d", a.Slug, i%30), Number: i % 30, Article: a}
		for range 5 {
			s := sentence()
			p.Sentences = append(p.Sentences, article.Sentence{Span: article.Span{Start: len(p.Text), End: len(p.Text) + len(s)}})
			p.Text += s + " "
		}
		a.Passages = append(a.Passages, p)
		if i%50 == 0 {
			ws := strings.Fields(p.Text)
			questions = append(questions, "When did the "+strings.Join(ws[len(ws)-8:], " of ")+"?")
		}
	}
	return c, questions
}

func inventWords(r *rand.Rand, n int) []string {
	syllables := strings.Fields("ba co de fi gu ha ja ka le mi no pa ra si tu va wo ze chi sta gro ple tri")
	seen := map[string]bool{}
	var out []string
	for len(out) < n {
		w := ""
		for range 2 + r.Intn(3) {
			w += syllables[r.Intn(len(syllables))]
		}
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

const passages = 10000

// BenchmarkSearch reports the median and 99th percentile of single searches.
func BenchmarkSearch(b *testing.B) {
	c, questions := synthetic(passages)
	x, _, err := Open(context.Background(), c, Options{})
	if err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if _, err := x.Search(context.Background(), questions[i%len(questions)], 10); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkOpen opens the index, at first and from the cache, and reports the memory
// that the process got from the system for it.
func BenchmarkOpen(b *testing.B) {
	c, _ := synthetic(passages)
	for _, from := range []string{"first", "cache"} {
		b.Run(from, func(b *testing.B) {
			o := Options{Embedder: embed.New()}
			if from == "cache" {
				o.Cache = &memory{}
				if _, _, err := Open(context.Background(), c, o); err != nil {
					b.Fatal(err)
				}
			}
			for b.Loop() {
				if _, _, err := Open(context.Background(), c, o); err != nil {
					b.Fatal(err)
				}
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.Sys)/(1<<20), "system-MB")
		})
	}
}
