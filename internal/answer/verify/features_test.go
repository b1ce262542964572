package verify

import (
	"math"
	"testing"
)

// TestFeatures measures statements against one text, feature by feature.
func TestFeatures(t *testing.T) {
	const text = "Haley called on Moscow to stop protecting Assad. The council did not agree on 12 points in the long talks."
	ln := math.Log1p
	for _, tt := range []struct {
		statement string
		feature   int
		want      float64
	}{
		{"Haley called on Moscow.", unnamed, 0},
		{"Haley called on Tehran.", unnamed, ln(1)},
		{"The council agreed on 12 points.", miscounted, 0},
		{"The council agreed on 14 points.", miscounted, ln(1)},
		{"Haley protects Assad.", coverage, 1},
		{"Haley protects bridges.", coverage, 2. / 3},
		{"It was so.", coverage, 1},
		{"Haley stopped the council.", window, 1},
		{"Haley painted the bridges.", window, 1. / 3},
		{"The council did not agree.", pairs, 1},
		{"Assad agrees.", pairs, 0},
		{"Haley painted seven old bridges.", novelRun, ln(3)},
		{"Haley called on Moscow to stop.", novelRun, 0},
		{"Haley called on Moscow to stop.", uncopiedRun, 0},
		{"Haley painted on Moscow to stop.", uncopiedRun, ln(2)},
		{"The council did agree on 12 points.", strayNumbers, 0},
		{"Haley called on 12 bridges.", strayNumbers, 1},
		{"Haley did not call on Moscow.", negated, 1},
		{"The council did not agree.", negated, 0},
		{"Haley called while Moscow agreed.", compared, 1},
		{"Haley called.", compared, 0},
		{"Haley called because of Moscow.", causal, 1},
		{"Haley called.", causal, 0},
	} {
		e := New(nil).Evidence(loose([]string{text}))
		if got := e.search(tt.statement).features()[tt.feature]; math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%q: feature %d is %.3f, want %.3f", tt.statement, tt.feature, got, tt.want)
		}
	}
}

// TestScore: more against a statement never scores more.
func TestScore(t *testing.T) {
	sound := features{coverage: 1, window: 1, pairs: 1}
	if sound.score() < 0.8 {
		t.Errorf("a copied statement scores %.2f", sound.score())
	}
	for _, i := range []int{unnamed, miscounted, novelRun, uncopiedRun, strayNumbers, negated, compared, causal} {
		worse := sound
		worse[i]++
		if worse.score() >= sound.score() {
			t.Errorf("feature %d speaks for a statement", i)
		}
	}
	if nothing := (features{novelRun: ln9}); nothing.score() > 0.3 {
		t.Errorf("an invented statement scores %.2f", nothing.score())
	}
}

const ln9 = 2.197
