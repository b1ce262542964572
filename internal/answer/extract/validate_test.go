package extract

import (
	"cmp"
	"slices"
	"testing"
)

// crossValidate fits on all articles but one, measures on that one, and so for each.
func crossValidate(t *testing.T, ex []*example) {
	var articles []string
	for _, e := range ex {
		if !slices.Contains(articles, e.article) {
			articles = append(articles, e.article)
		}
	}
	var all []judged
	asked, right := 0, 0
	for _, a := range articles {
		var train, test []*example
		for _, e := range ex {
			if e.article == a {
				test = append(test, e)
			} else {
				train = append(train, e)
			}
		}
		w := fitWeights(train)
		d := fitDoubts(trials(train, &w, elsewhereCount))
		n, k := firstRight(test, &w)
		asked, right = asked+n, right+k
		one := judge(trials(test, &w, 0), &d)
		all = append(all, one...)
		t.Logf("%-24s %3d answerable, best sentence right %.3f, AUC %.3f", a, n, float64(k)/float64(n), auc(one))
	}
	yes, no := rates(all)
	t.Logf("on unseen articles: best sentence right %.4f of %d; AUC %.4f; at the threshold answered %.3f, abstained %.3f, balanced %.4f",
		float64(right)/float64(asked), asked, auc(all), yes, no, (yes+no)/2)
}

// firstRight counts the answerable examples, and those whose best sentence is right.
func firstRight(ex []*example, w *features) (asked, right int) {
	for _, e := range ex {
		if !e.Answerable {
			continue
		}
		asked++
		if c := ranked(e.cands, w); c != nil && e.holds(c) {
			right++
		}
	}
	return asked, right
}

type judged struct {
	confidence float64
	answerable bool
}

func judge(ts []trial, d *grounds) []judged {
	var out []judged
	for _, t := range ts {
		out = append(out, judged{t.g.confidence(d), t.answerable})
	}
	return out
}

// rates are how many of the answerable were answered, and of the others were not.
func rates(js []judged) (yes, no float64) {
	var answerable, others float64
	for _, j := range js {
		if j.answerable {
			answerable++
			yes += is(j.confidence >= threshold)
		} else {
			others++
			no += is(j.confidence < threshold)
		}
	}
	return ratio(yes, answerable), ratio(no, others)
}

// auc is the chance that an answerable question has the higher confidence.
func auc(js []judged) float64 {
	sorted := slices.SortedFunc(slices.Values(js), func(a, b judged) int { return cmp.Compare(a.confidence, b.confidence) })
	pairs, below, answerable := 0.0, 0.0, 0.0
	for _, j := range sorted {
		if j.answerable {
			answerable++
			pairs += below
		} else {
			below++
		}
	}
	return ratio(pairs, answerable*below)
}
