package answer_test

import (
	"strings"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/openai/openaitest"
)

// TestAdversaries lets every liar loose on every kind of question.
func TestAdversaries(t *testing.T) {
	questions := []string{haley, "How many people were killed?", "What did Trump say about Putin?",
		"Who is the US ambassador to the UN?", "When did the Syrian chemical weapons program end?", "Did they know?"}
	for _, liar := range openaitest.Adversaries() {
		t.Run(liar.Name, func(t *testing.T) {
			t.Parallel()
			lied := false
			s := written(t, double(t, openaitest.Writes(func(r openaitest.Request) string { return liar.Reply(r.Passages()) })))
			for _, q := range questions {
				a := ask(t, s, answer.Request{Question: q})
				lied = lied || len(a.Dropped) > 0
				if a.Mode == answer.Extract {
					continue
				}
				for _, c := range a.Claims {
					if stands(a, c.Text()) { // the part of a lie that is true
						continue
					}
					t.Errorf("%s got through: %q, citing %q", q, c.Text(), c.Citations()[0].Quote)
				}
			}
			if !lied {
				t.Error("this adversary never lied")
			}
		})
	}
}

// stands reports whether a sentence is, word for word, one that was retrieved.
func stands(a answer.Answer, sentence string) bool {
	for _, h := range a.Passages {
		for _, s := range h.Passage.Sentences {
			if strings.TrimRight(h.Passage.Text[s.Start:s.End], ".") == strings.TrimRight(sentence, ".") {
				return true
			}
		}
	}
	return false
}
