package answer

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// questions reads the questions of a question set.
func questions(t testing.TB, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip("there is no such question set: ", err)
	}
	defer f.Close()
	var out []string
	for in := bufio.NewScanner(f); in.Scan(); {
		var q struct{ Question string }
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		out = append(out, q.Question)
	}
	return out
}

// prompted is the tokens of the prompt for each question, and of the plain prompt that
// puts the same eight passages in whole, each with what is known of its article.
func prompted(t testing.TB, corpusDir string, questions []string) (ours, plain []int) {
	t.Helper()
	corpus, err := article.Load(t.Context(), corpusDir)
	if err != nil {
		t.Skip("there is no such corpus: ", err)
	}
	index, _, err := retrieval.Open(t.Context(), corpus, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		res, err := index.Search(t.Context(), q, DefaultPassages)
		if err != nil {
			t.Fatal(err)
		}
		system, user := prompt(q, res.Hits)
		ours = append(ours, tokens(system)+tokens(user))
		var b strings.Builder
		b.WriteString("Answer the question from the passages below. Cite the passages that you use.\n")
		for i, h := range res.Hits {
			fmt.Fprintf(&b, "\nPassage %d\n%s\n%s\n", i+1, strings.TrimSpace(h.Passage.Article.Header), h.Passage.Text)
		}
		plain = append(plain, tokens(b.String()+"\nQuestion: "+q))
	}
	slices.Sort(ours)
	slices.Sort(plain)
	return ours, plain
}

// TestPromptOnTheStory holds the prompt of every question of the project's own set to
// its bound, with the instructions.
func TestPromptOnTheStory(t *testing.T) {
	ours, _ := prompted(t, "../../corpus", questions(t, "../../evals/story.jsonl"))
	if most := ours[len(ours)-1]; most >= 1500 {
		t.Errorf("a prompt takes %d tokens", most)
	}
}

// BenchmarkPromptTokens measures no time but prompts, in tokens, beside plain stuffing.
func BenchmarkPromptTokens(b *testing.B) {
	for _, set := range []struct{ name, corpus, questions string }{
		{"story", "../../corpus", "../../evals/story.jsonl"},
		{"squad", "../../../shared/data/squad/corpus", "../../../shared/data/squad/questions.jsonl"},
	} {
		b.Run(set.name, func(b *testing.B) {
			all := questions(b, set.questions)
			var ours, plain []int
			for b.Loop() {
				ours, plain = prompted(b, set.corpus, all[:min(len(all), 500)])
			}
			n := len(ours)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(ours[n/2]), "tokens-p50")
			b.ReportMetric(float64(ours[n-1]), "tokens-max")
			b.ReportMetric(float64(plain[n/2]), "plain-p50")
			b.ReportMetric(float64(plain[n-1]), "plain-max")
		})
	}
}
