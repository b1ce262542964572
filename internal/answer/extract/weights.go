package extract

// weights are what each feature of a sentence is worth, as log-odds of being the
// sentence that answers rather than another one; fitted by TestFit.
var weights = features{
	fHere:       3.22,
	fBefore:     3.87,
	fAfter:      0.91,
	fEarlier:    1.2,
	fLater:      -2.06,
	fTitle:      5.61,
	fRelative:   1.84,
	fOthers:     0.962,
	fPhrase:     2.94,
	fPassage:    0.592,
	fFirst:      0.267,
	fPlace:      -0.506,
	fPronoun:    0.469,
	fHasThing:   0.259,
	fHasPerson:  0.533,
	fHasTime:    1.54,
	fHasPlace:   1.45,
	fHasNumber:  1.32,
	fHasReason:  4.73,
	fNearThing:  0.962,
	fNearPerson: 2.19,
	fNearTime:   2.76,
	fNearPlace:  0.196,
	fNearNumber: 6.17,
}

// doubts are what each ground is worth, as log-odds of the best sentence's being an
// answer rather than not; fitted by TestFit, but for gUnnamed: too few questions there
// ask who did what "he" did.
var doubts = grounds{
	gOne:            -1.08,
	gHere:           0.464,
	gNovel:          -0.175,
	gTerms:          0.0827,
	gWords:          0.5,
	gNames:          -0.0241,
	gRareMissing:    -0.74,
	gMissing:        0.0146,
	gNamesAbsent:    -0.699,
	gNumbersMissing: -1.23,
	gUnknown:        -0.0829,
	gNegated:        -2.17,
	gTurned:         -0.246,
	gContrary:       -1.17,
	gSwapped:        -0.575,
	gUnnamed:        -3,
	gMissingShare:   -0.818,
	gStrict:         -0.266,
	gLate:           -0.568,
	gHas:            0.47,
	gNear:           0.165,
	gPlace:          0.341,
	gNumber:         -0.337,
}
