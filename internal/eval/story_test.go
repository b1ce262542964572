package eval_test

import (
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/eval"
)

// The project's own question set keeps its promises: its evidence stands in the
// article word for word and holds an answer, and there are enough questions of each
// kind for a rate to mean something.
func TestStorySet(t *testing.T) {
	set, err := eval.ReadFile("../../evals/story.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	c, err := article.Load(t.Context(), "../../corpus")
	if err != nil {
		t.Fatal(err)
	}
	kinds, seen := map[string]int{}, map[string]string{}
	for _, q := range set {
		kinds[q.Kind]++
		if same := strings.ToLower(q.Question); seen[same] != "" {
			t.Errorf("%s and %s ask the same: %s", seen[same], q.ID, q.Question)
		} else {
			seen[same] = q.ID
		}
		if q.Answerable && len(q.Evidence) == 0 {
			t.Errorf("%s: answerable, but without evidence", q.ID)
		}
		checkEvidence(t, c, q)
	}
	for kind, least := range map[string]int{
		"plain": 35, "paraphrased": 20, "mistyped": 12, "chat": 12, "metadata": 5,
		"lookalike": 25, "offtopic": 8, "smalltalk": 6, "attack": 10,
	} {
		if kinds[kind] < least {
			t.Errorf("%d questions of kind %s, want %d at least", kinds[kind], kind, least)
		}
	}
}

// checkEvidence fails where evidence is not in its article, or an answer in no evidence.
func checkEvidence(t *testing.T, c *article.Corpus, q eval.Question) {
	t.Helper()
	all := ""
	for _, e := range q.Evidence {
		if a, ok := c.Article(e.Article); !ok || !strings.Contains(a.Body, e.Text) {
			t.Errorf("%s: not in %s: %q", q.ID, e.Article, e.Text)
		}
		all += e.Text + "\n"
	}
	for _, answer := range q.Answer {
		if !strings.Contains(all, answer) {
			t.Errorf("%s: the answer %q is not in its evidence", q.ID, answer)
		}
	}
}
