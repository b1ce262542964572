package article_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"footnote/internal/article"
)

const squad = "../../../shared/data/squad/"

// On eight encyclopedia articles, whose paragraphs are long and clean, a passage is a
// paragraph and no sentence is taken for a fragment.
func TestSquadPassages(t *testing.T) {
	c := squadCorpus(t)
	const longest = 2400
	for _, a := range c.Articles {
		var paragraphs []string
		for p := range strings.SplitSeq(a.Body, "\n\n") {
			if p = strings.TrimSpace(p); p != "" && len(p) <= longest {
				paragraphs = append(paragraphs, p)
			}
		}
		passages := map[string]bool{}
		for i := range a.Passages {
			p := &a.Passages[i]
			passages[p.Text] = true
			for _, s := range p.Sentences {
				if s.Fragment {
					t.Errorf("%s: taken for a fragment: %q", p.ID, p.Text[s.Start:s.End])
				}
			}
		}
		for _, p := range paragraphs {
			if !passages[p] {
				t.Errorf("%s: no passage is the paragraph %.60q", a.Slug, p)
			}
		}
	}
}

// The evidence of its questions, which somebody else cut into sentences, is mostly cut
// the same here. Where it is not, a quotation or an abbreviation was kept whole.
func TestSquadSentences(t *testing.T) {
	c := squadCorpus(t)
	sentences := map[string]bool{}
	for _, a := range c.Articles {
		for i := range a.Passages {
			for _, s := range a.Passages[i].Sentences {
				sentences[a.Passages[i].Text[s.Start:s.End]] = true
			}
		}
	}
	same, all := 0, 0
	for text := range squadEvidence(t) {
		all++
		if sentences[text] {
			same++
		}
	}
	const floor = 0.98
	if share := float64(same) / float64(all); share < floor {
		t.Errorf("%d of %d sentences are cut as in the evidence: %.3f, want %.2f at least", same, all, share, floor)
	}
}

func squadCorpus(t *testing.T) *article.Corpus {
	t.Helper()
	if _, err := os.Stat(squad); err != nil {
		t.Skip("the measuring data is not beside the project: ", err)
	}
	c := load(t, squad+"corpus")
	if len(c.Problems) > 0 {
		t.Errorf("problems: %v", c.Problems)
	}
	return c
}

// squadEvidence is every sentence that the questions give as evidence.
func squadEvidence(t *testing.T) map[string]bool {
	t.Helper()
	f, err := os.Open(squad + "questions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]bool{}
	for in := bufio.NewScanner(f); in.Scan(); {
		var q struct{ Evidence []struct{ Text string } }
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		for _, e := range q.Evidence {
			out[e.Text] = true
		}
	}
	return out
}
