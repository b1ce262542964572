package verify

import "math"

// enoughScore is the least score of a supported statement. The model's bias is set so
// that this is where responses are told apart best.
const enoughScore = 0.5

// weights of the features in the log-odds that a statement is unsupported, and bias.
// They were fitted by TestFit on sentences that people had marked, a statement being
// unsupported when any of its parts is.
var weights = features{
	unnamed:      1.092,
	miscounted:   1.391,
	coverage:     -1.266,
	window:       -0.665,
	pairs:        -0.738,
	novelRun:     0.813,
	uncopiedRun:  0.247,
	strayNumbers: 0.565,
	negated:      0.122,
	compared:     0.423,
	causal:       0.324,
}

const bias = -0.533

// score is how well a statement is supported, in 0..1.
func (f features) score() float64 {
	z := bias
	for i, w := range weights {
		z += w * f[i]
	}
	return 1 / (1 + math.Exp(z))
}
