package extract

// weights are what each feature of a sentence is worth, as log-odds of being the
// sentence that answers rather than another one; written by TestFit.
var weights = features{
	fHere:       3.23,
	fBefore:     3.79,
	fAfter:      0.806,
	fEarlier:    1.12,
	fLater:      -2.19,
	fTitle:      5.59,
	fRelative:   1.78,
	fOthers:     0.963,
	fPhrase:     2.93,
	fPassage:    0.603,
	fFirst:      0.251,
	fPlace:      -0.531,
	fPronoun:    0.462,
	fHasThing:   -0.000216,
	fHasPerson:  0.455,
	fHasTime:    1.53,
	fHasPlace:   1.46,
	fHasNumber:  1.28,
	fHasReason:  4.95,
	fNearThing:  0.858,
	fNearPerson: 2.5,
	fNearTime:   2.76,
	fNearPlace:  0.176,
	fNearNumber: 6.23,
}

// doubts are what each ground is worth, as log-odds of the best sentence's being an
// answer rather than not; written by TestFit, where some are set by hand.
var doubts = grounds{
	gOne:            -0.458,
	gHere:           0.221,
	gNovel:          -0.208,
	gTerms:          0.102,
	gWords:          0.358,
	gNames:          -0.0256,
	gRareMissing:    -0.935,
	gMissing:        0.016,
	gNamesAbsent:    -0.694,
	gNumbersMissing: -0.965,
	gUnknown:        -0.9,
	gNegated:        -2.18,
	gTurned:         -0.246,
	gContrary:       -1.15,
	gSwapped:        -0.504,
	gUnnamed:        -3,
	gMissingShare:   -0.819,
	gStrict:         -0.263,
	gLate:           -0.57,
	gHas:            0.452,
	gNear:           0.172,
	gPlace:          0.31,
	gNumber:         -0.366,
}
