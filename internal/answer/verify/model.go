package verify

import "math"

// enoughScore is the least score of a supported statement. The model's bias is set so
// that this is where responses are told apart best.
const enoughScore = 0.5

// weights of the features in the log-odds that a statement is unsupported, and bias.
// TestFit fitted them on sentences that models wrote and people marked: RAGTruth (Niu et
// al., ACL 2024), question answering and summaries together.
var weights = features{
	unnamed:      1.118,
	miscounted:   1.215,
	coverage:     -1.235,
	window:       -0.656,
	pairs:        -0.761,
	novelRun:     0.818,
	uncopiedRun:  0.243,
	strayNumbers: 0.700,
	negated:      0.109,
	compared:     0.442,
	causal:       0.331,
}

const bias = -0.547

// score is how well a statement is supported, in 0..1.
func (f features) score() float64 {
	z := bias
	for i, w := range weights {
		z += w * f[i]
	}
	return 1 / (1 + math.Exp(z))
}
