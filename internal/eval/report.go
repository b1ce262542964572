package eval

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Report is the figures of a run: of all questions, then of each kind.
type Report struct {
	Groups     []Group   `json:"groups"` // the first, without a name, is all questions
	Violations []string  `json:"violations"`
	Unlocated  []string  `json:"unlocated"` // ids of questions whose evidence is not in the corpus
	Failures   []Failure `json:"failures"`
}

// Group is the figures of the questions of one kind.
type Group struct {
	Kind      string  `json:"kind"`
	Questions int     `json:"questions"`
	Figures   Figures `json:"figures"`
}

// Figures are measured values, in the order of the table. One that nothing could be
// measured for is left out.
type Figures []Figure

// Figure is one measured value and how many questions it is of.
type Figure struct {
	Name  string
	Value float64
	Of    int
}

// MarshalJSON writes figures as an object: {"hit1":{"value":0.9,"of":40}, …}.
func (fs Figures) MarshalJSON() ([]byte, error) {
	object := map[string]any{}
	for _, f := range fs {
		object[f.Name] = map[string]any{"value": f.Value, "of": f.Of}
	}
	return json.Marshal(object)
}

// Get finds a figure by its name.
func (fs Figures) Get(name string) (Figure, bool) {
	i := slices.IndexFunc(fs, func(f Figure) bool { return f.Name == name })
	if i < 0 {
		return Figure{}, false
	}
	return fs[i], true
}

// Failure is a question that went wrong, for those who improve things.
type Failure struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"`
	What     string `json:"what"` // what went wrong, in a few words
	Question string `json:"question"`
	Expected string `json:"expected"`
	Got      string `json:"got"`
	Rank     int    `json:"rank"` // of the first right passage; 0: not among the first ten
}

func newReport(outcomes []Outcome) Report {
	r := Report{Violations: []string{}, Unlocated: []string{}, Failures: []Failure{}}
	byKind := map[string][]Outcome{}
	for _, o := range outcomes {
		q := o.Question
		byKind[q.Kind] = append(byKind[q.Kind], o)
		for _, v := range o.Violations {
			r.Violations = append(r.Violations, q.ID+": "+v)
		}
		if q.Answerable && !o.Located {
			r.Unlocated = append(r.Unlocated, q.ID)
		}
		if what := o.failure(); what != "" {
			r.Failures = append(r.Failures, Failure{
				ID: q.ID, Kind: q.Kind, What: what, Question: q.Question, Expected: q.expected(), Got: o.Got, Rank: o.Rank,
			})
		}
	}
	r.Groups = []Group{group("", outcomes)}
	for kind, of := range byKind {
		if kind != "" {
			r.Groups = append(r.Groups, group(kind, of))
		}
	}
	slices.SortFunc(r.Groups, func(a, b Group) int { return cmp.Compare(a.Kind, b.Kind) })
	return r
}

func group(kind string, outcomes []Outcome) Group {
	return Group{Kind: kind, Questions: len(outcomes), Figures: figuresOf(metrics, outcomes)}
}

// failure says what went wrong with a question; "" where nothing did.
func (o Outcome) failure() string {
	switch q := o.Question; {
	case !q.Answerable && o.Answered:
		return "answered what the articles do not say"
	case !q.Answerable:
		return ""
	case !o.Answered && o.Located && o.Rank == 0:
		return "abstained: the passage was not found"
	case !o.Answered:
		return "abstained"
	case o.Located && !o.Any:
		return "cited something else"
	case o.Located && !o.First:
		return "cited something else first"
	}
	return ""
}

// expected is what would have been right, in words.
func (q Question) expected() string {
	switch {
	case !q.Answerable:
		return "no answer"
	case len(q.Evidence) > 0:
		texts := make([]string, len(q.Evidence))
		for i, e := range q.Evidence {
			texts[i] = e.Text
		}
		return strings.Join(texts, " | ")
	default:
		return fmt.Sprintf("something from %s", strings.Join(q.Articles, " or "))
	}
}
