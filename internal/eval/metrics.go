package eval

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// metric is one thing that is measured.
type metric[O any] struct {
	name  string // as floors and JSON name it
	label string // as the table does
	// measure returns the value and how many questions it is of; 0: nothing to measure.
	measure func([]O) (float64, int)
}

// metrics are all that is measured, in the order of the table.
//
// An answerable question that gets no answer counts as missed in evidence_first,
// evidence_any and answer_quoted; precision is of the answers given alone.
var metrics = []metric[Outcome]{
	{"hit1", "passage hit@1", mean(located, within(1))},
	{"hit4", "passage hit@4", mean(located, within(4))},
	{"hit10", "passage hit@10", mean(located, within(10))},
	{"mrr10", "MRR@10", mean(located, Outcome.reciprocal)},
	{"best_sentence", "best sentence is evidence", mean(offered, is(func(o Outcome) bool { return o.Best }))},
	{"evidence_first", "evidence cited first", mean(located, is(func(o Outcome) bool { return o.First }))},
	{"evidence_any", "evidence cited at all", mean(located, is(func(o Outcome) bool { return o.Any }))},
	{"precision", "evidence first, of answers", mean(answered, is(func(o Outcome) bool { return o.First }))},
	{"answer_quoted", "answer inside a quote", mean(hasAnswer, is(func(o Outcome) bool { return o.Quoted }))},
	{"answered", "answered when answerable", mean(answerable, is(Outcome.didAnswer))},
	{"abstained", "abstained when not", mean(unanswerable, is(func(o Outcome) bool { return !o.Answered }))},
	{"balanced", "balanced accuracy", balanced},
	{"auc", "AUC of confidence", auc},
	{"p50_ms", "latency p50, ms", percentile(50)},
	{"p99_ms", "latency p99, ms", percentile(99)},
	{"violations", "invariants broken", violated},
}

func figuresOf[O any](metrics []metric[O], of []O) Figures {
	var out Figures
	for _, m := range metrics {
		if value, n := m.measure(of); n > 0 {
			out = append(out, Figure{m.name, value, n})
		}
	}
	return out
}

// labels are the metrics of questions and of claims, as tables name them, in order.
func labels() (names, labels []string) {
	for _, m := range metrics {
		names, labels = append(names, m.name), append(labels, m.label)
	}
	for _, m := range claimMetrics {
		names, labels = append(names, m.name), append(labels, m.label)
	}
	return names, labels
}

func answerable(o Outcome) bool   { return o.Question.Answerable }
func unanswerable(o Outcome) bool { return !o.Question.Answerable }
func located(o Outcome) bool      { return answerable(o) && o.Located }
func offered(o Outcome) bool      { return located(o) && o.Offered }
func answered(o Outcome) bool     { return located(o) && o.Answered }
func hasAnswer(o Outcome) bool    { return answerable(o) && len(o.Question.Answer) > 0 }

func (o Outcome) didAnswer() bool { return o.Answered }

// reciprocal is one over the rank of the first right passage; 0 without one.
func (o Outcome) reciprocal() float64 {
	if o.Rank == 0 {
		return 0
	}
	return 1 / float64(o.Rank)
}

// within is 1 where the right passage is among the first k.
func within(k int) func(Outcome) float64 {
	return is(func(o Outcome) bool { return o.Rank > 0 && o.Rank <= k })
}

func is(holds func(Outcome) bool) func(Outcome) float64 {
	return func(o Outcome) float64 {
		if holds(o) {
			return 1
		}
		return 0
	}
}

// mean is the mean value of the outcomes that count.
func mean(counts func(Outcome) bool, value func(Outcome) float64) func([]Outcome) (float64, int) {
	return func(outcomes []Outcome) (float64, int) {
		sum, n := 0.0, 0
		for _, o := range outcomes {
			if counts(o) {
				sum += value(o)
				n++
			}
		}
		return sum / float64(n), n
	}
}

// balanced is the mean of the two rates of deciding rightly, so that neither always
// answering nor never answering is worth more than one half.
func balanced(outcomes []Outcome) (float64, int) {
	yes, n := mean(answerable, is(Outcome.didAnswer))(outcomes)
	no, m := mean(unanswerable, is(func(o Outcome) bool { return !o.Answered }))(outcomes)
	if n == 0 || m == 0 {
		return 0, 0
	}
	return (yes + no) / 2, n + m
}

// auc is the chance that an answerable question has a higher confidence than one that
// is not, ties counting half: the area under the ROC curve, from ranks (Mann and
// Whitney 1947).
func auc(outcomes []Outcome) (float64, int) {
	sorted := slices.SortedFunc(slices.Values(outcomes), func(a, b Outcome) int { return cmp.Compare(a.Confidence, b.Confidence) })
	rankSum, n := 0.0, 0
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j].Confidence == sorted[i].Confidence {
			j++
		}
		for _, o := range sorted[i:j] {
			if answerable(o) {
				rankSum += float64(i+1+j) / 2 // the mean of the ranks i+1 … j, which are tied
				n++
			}
		}
		i = j
	}
	m := len(sorted) - n
	if n == 0 || m == 0 {
		return 0, 0
	}
	return (rankSum - float64(n*(n+1))/2) / float64(n*m), n + m
}

// percentile is the p-th percentile of the times taken, in milliseconds, by nearest rank.
func percentile(p float64) func([]Outcome) (float64, int) {
	return func(outcomes []Outcome) (float64, int) {
		if len(outcomes) == 0 {
			return 0, 0
		}
		times := make([]time.Duration, len(outcomes))
		for i, o := range outcomes {
			times[i] = o.Elapsed
		}
		slices.Sort(times)
		at := int(math.Ceil(p/100*float64(len(times)))) - 1
		return float64(times[max(at, 0)]) / float64(time.Millisecond), len(times)
	}
}

// violated counts the broken invariants.
func violated(outcomes []Outcome) (float64, int) {
	n := 0
	for _, o := range outcomes {
		n += len(o.Violations)
	}
	return float64(n), len(outcomes)
}
