package extract

// weights are what each feature of a sentence is worth, as log-odds of being the
// sentence that answers rather than another one; written by TestFit.
var weights = features{
	fHere:       3.26,
	fBefore:     3.84,
	fAfter:      0.822,
	fEarlier:    1.13,
	fLater:      -2.23,
	fTitle:      5.59,
	fRelative:   1.79,
	fOthers:     0.949,
	fPhrase:     2.88,
	fPassage:    0.6,
	fFirst:      0.247,
	fPlace:      -0.539,
	fPronoun:    0.478,
	fHasThing:   -0.000208,
	fHasPerson:  0.451,
	fHasTime:    1.49,
	fHasPlace:   1.46,
	fHasNumber:  1.06,
	fHasReason:  4.94,
	fNearThing:  0.875,
	fNearPerson: 2.51,
	fNearTime:   2.85,
	fNearPlace:  0.187,
	fNearNumber: 6.41,
}

// doubts are what each ground is worth, as log-odds of the best sentence's being an
// answer rather than not; written by TestFit, where some are set by hand.
var doubts = grounds{
	gOne:            -0.679,
	gHere:           0.632,
	gNovel:          -0.216,
	gTerms:          0.102,
	gWords:          0.275,
	gNames:          -0.0244,
	gRareMissing:    -0.927,
	gMissing:        0.0474,
	gNamesAbsent:    -0.729,
	gNumbersMissing: -0.937,
	gUnknown:        -0.9,
	gNegated:        -2.18,
	gTurned:         -0.246,
	gContrary:       -1.28,
	gSwapped:        -0.452,
	gUnnamed:        -3,
	gMissingShare:   -0.475,
	gStrict:         -0.255,
	gLate:           -0.585,
	gHas:            0.414,
	gNear:           0.145,
	gPlace:          0.272,
	gNumber:         -0.442,
}
