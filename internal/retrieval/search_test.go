package retrieval

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/retrieval/embed"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden rankings anew")

func openStory(t testing.TB) *Index {
	t.Helper()
	c, err := article.Load(context.Background(), "../../corpus")
	if err != nil {
		t.Fatal(err)
	}
	x, _ := mustOpen(t, c, Options{Aliases: storyAliases(t)})
	return x
}

// TestRankingsOfTheStory compares the best four passages for each question of
// testdata/story.golden with those that the file has, so that a change of the ranking
// shows as a change of the file: run with -update, and read the difference.
func TestRankingsOfTheStory(t *testing.T) {
	const path = "testdata/story.golden"
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	x := openStory(t)
	var b strings.Builder
	for line := range strings.Lines(string(raw)) {
		question, ok := strings.CutPrefix(line, "? ")
		switch {
		case ok:
			writeRanking(&b, x, strings.TrimSpace(question))
		case strings.HasPrefix(line, "#"):
			b.WriteString(line)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(raw), b.String()); diff != "" && !*update {
		t.Error(diff)
	}
}

func writeRanking(b *strings.Builder, x *Index, question string) {
	fmt.Fprintf(b, "? %s\n", question)
	r, err := x.Search(context.Background(), question, 4)
	if err != nil {
		fmt.Fprintf(b, "  %v\n", err)
	}
	for _, h := range r.Hits {
		_, number, _ := strings.Cut(h.Passage.ID, "#")
		start := strings.Join(strings.Fields(h.Passage.Text[:min(60, len(h.Passage.Text))]), " ")
		fmt.Fprintf(b, "  #%-2s words %-2d vectors %-2d [%s] %s…\n", number, h.Lexical, h.Vector, strings.Join(h.Matched, " "), start)
	}
}

func TestSearchIsTheSameEveryTime(t *testing.T) {
	texts := make([]string, 120)
	for i := range texts {
		texts[i] = []string{"gas attack in Syria", "talks on a gas attack", "veto"}[i%3] // many ties
	}
	first, _ := mustOpen(t, corpusOf(texts...), Options{})
	want := ranking(t, first, "the gas attack")
	if len(want) < depth || !slices.IsSortedFunc(want[:40], func(a, b string) int { return len(a) - len(b) }) {
		t.Fatalf("got %v", want)
	}
	var wg sync.WaitGroup
	for range 4 {
		x, _ := mustOpen(t, corpusOf(texts...), Options{})
		for range 5 {
			wg.Go(func() {
				if diff := cmp.Diff(want, ranking(t, x, "the gas attack")); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
	wg.Wait()
}

func TestSearchBounds(t *testing.T) {
	x, _ := mustOpen(t, corpusOf("gas attack", "peace talks"), Options{})
	for _, tt := range []struct {
		question string
		k, want  int
	}{
		{"gas", 0, 0}, {"gas", -1, 0}, {"gas", 1, 1}, {"gas peace", 99, 3}, {"", 5, 0}, {"the of", 5, 0}, {"\xff\x00 🙂", 5, 0},
	} {
		r, err := x.Search(context.Background(), tt.question, tt.k)
		if err != nil || len(r.Hits) != tt.want || r.Query != tt.question {
			t.Errorf("%q, %d: %d hits, %v", tt.question, tt.k, len(r.Hits), err)
		}
		for i, h := range r.Hits {
			if h.Rank != i+1 {
				t.Errorf("hit %d has rank %d", i, h.Rank)
			}
		}
	}
	empty, _ := mustOpen(t, &article.Corpus{}, Options{})
	if r, err := empty.Search(context.Background(), "gas", 3); err != nil || len(r.Hits) != 0 {
		t.Errorf("an empty corpus: %v, %v", r.Hits, err)
	}
}

func TestSearchBoundsWhatAPastedTextCosts(t *testing.T) {
	x, _ := mustOpen(t, corpusOf("gas attack", "peace talks"), Options{})
	long := "gas " + strings.Repeat("word", 1<<16) + strings.Repeat(" peace talks", 1<<14)
	if q := x.understand(long); len(q.terms) != maxTerms {
		t.Errorf("%d terms count", len(q.terms))
	}
	if got := ranking(t, x, long); got[0] != "story#2" {
		t.Errorf("got %v", got)
	}
}

// first is the passage that ranks first, and its matched words.
func first(t *testing.T, x *Index, question string) (*article.Passage, string) {
	t.Helper()
	r, err := x.Search(context.Background(), question, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Hits) == 0 {
		return &article.Passage{}, ""
	}
	return r.Hits[0].Passage, strings.Join(r.Hits[0].Matched, " ")
}

func TestQuestionsAboutTheArticleFindItsHeader(t *testing.T) {
	x := openStory(t)
	for _, q := range []string{
		"who wrote this?", "Who is the author of this article?", "what is the headline", "What's this article called?",
		"when was this published?", "when was it written", "what is the title of the story", "what's the source of this", "wrote this who",
	} {
		if p, _ := first(t, x, q); p.Number != 0 {
			t.Errorf("%q finds %s first", q, p.ID)
		}
	}
	for _, q := range []string{"who published the fake news", "what did the author of the plan say", "who called Assad an animal",
		"who wrote the article about the oil price"} {
		if p, _ := first(t, x, q); p.Number == 0 {
			t.Errorf("%q finds the header first", q)
		}
	}
}

func TestSearchFindsWhatWasMeant(t *testing.T) {
	aliases, err := ParseAliases("a", strings.NewReader("Rex => Tillerson\nUS, United States, America\nkilled, death toll"))
	if err != nil {
		t.Fatal(err)
	}
	x, _ := mustOpen(t, corpusOf(
		"Tillerson flew to Moscow.",
		"The Shayrat air base was struck.",
		"Eighty people were killed.",
		"The United States wants talks.",
		"European diplomats waited.",
		"Lavrov spoke to reporters.",
	), Options{Aliases: aliases})
	for _, tt := range []struct{ question, want, matched string }{
		{"where did tilerson go", "story#1", "tilerson"},
		{"shyrat", "story#2", "shyrat"},
		{"what did Rex do", "story#1", "Rex"},
		{"the death toll?", "story#3", "death toll"},
		{"what does the US want", "story#4", "US want"},
		{"Europe", "story#5", "Europe"},
		{"wat does amercia want", "story#4", "amercia want"},
		{"lvarov spkoe", "story#6", "lvarov spkoe"},
	} {
		if p, matched := first(t, x, tt.question); p.ID != tt.want || matched != tt.matched {
			t.Errorf("%q: %s by %q, want %s by %q", tt.question, p.ID, matched, tt.want, tt.matched)
		}
	}
}

// remote hides that the offline embedder weighs queries itself.
type remote struct{ Embedder }

// meaning is an embedder of a model that knows one thing: what is about rain.
type meaning struct{}

func (meaning) Name() string { return "meaning" }

func (meaning) Embed(_ context.Context, texts []string) ([][]float32, error) {
	var out [][]float32
	for _, s := range texts {
		v := []float32{1, 0.1}
		if strings.Contains(s, "rain") || strings.Contains(s, "drizzle") || strings.Contains(s, "wet") {
			v = []float32{0.1, 1}
		}
		out = append(out, v)
	}
	return out, nil
}

func TestAModelsVectorsFindWhatNoWordDoes(t *testing.T) {
	x, _ := mustOpen(t, corpusOf("Envoys met.", "A drizzle fell.", "It was sunny there."), Options{Embedder: meaning{}})
	if p, matched := first(t, x, "was it wet"); p.ID != "story#2" || matched != "" {
		t.Errorf("found %s by %q", p.ID, matched)
	}
}

// slow is an embedder whose server answers passages, and then no more: it gives up
// when told to, at once, and says until when it would have waited.
type slow struct {
	*embed.Hash
	opened bool
	until  time.Time
}

func (s *slow) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	if !s.opened {
		return s.Hash.Embed(ctx, texts)
	}
	s.until, _ = ctx.Deadline()
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestSearchDoesNotSpendAllItsTimeOnTheEmbedder(t *testing.T) {
	s := &slow{Hash: embed.New()}
	x, _ := mustOpen(t, corpusOf("gas attack"), Options{Embedder: remote{s}})
	s.opened = true
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	r, err := x.Search(ctx, "gas", 3)
	if err != nil || len(r.Hits) == 0 || !strings.Contains(r.Degraded, "did not answer within") {
		t.Errorf("%d hits, degraded %q, %v", len(r.Hits), r.Degraded, err)
	}
	if end, _ := ctx.Deadline(); end.Sub(s.until) < time.Second {
		t.Errorf("the embedder was left until %v before the end", end.Sub(s.until))
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	x, _ := mustOpen(t, corpusOf("gas attack"), Options{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Search(ctx, "gas", 3); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSearchGoesOnByWordsWhenTheEmbedderFails(t *testing.T) {
	e := &counting{Hash: embed.New()}
	x, _ := mustOpen(t, corpusOf("gas attack", "peace talks"), Options{Embedder: remote{e}})
	if r, err := x.Search(context.Background(), "peace", 3); err != nil || r.Degraded != "" || r.Hits[0].Vector == 0 {
		t.Fatalf("while it works: %+v, %v", r, err)
	}
	e.fail = errors.New("429 too many requests")
	r, err := x.Search(context.Background(), "peace", 3)
	if err != nil || r.Degraded != "vector search is unavailable: 429 too many requests" {
		t.Errorf("degraded: %q, %v", r.Degraded, err)
	}
	if len(r.Hits) == 0 || r.Hits[0].Passage.ID != "story#2" {
		t.Errorf("got %+v", r.Hits)
	}
}
