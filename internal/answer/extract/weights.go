package extract

// weights are what each feature of a sentence is worth, as log-odds of being the
// sentence that answers rather than another one; fitted by TestFit.
var weights = features{
	fHere:       3.24,
	fBefore:     3.89,
	fAfter:      0.815,
	fEarlier:    1.17,
	fLater:      -2.08,
	fTitle:      5.49,
	fRelative:   1.85,
	fOthers:     0.921,
	fPhrase:     2.95,
	fPassage:    0.593,
	fFirst:      0.273,
	fPlace:      -0.507,
	fPronoun:    0.484,
	fHasThing:   0.26,
	fHasPerson:  0.517,
	fHasTime:    1.54,
	fHasPlace:   1.46,
	fHasNumber:  1.37,
	fHasReason:  4.73,
	fNearThing:  0.966,
	fNearPerson: 2.28,
	fNearTime:   2.73,
	fNearPlace:  0.236,
	fNearNumber: 6.16,
}

// doubts are what each ground is worth, as log-odds of the best sentence's being an
// answer rather than not; fitted by TestFit.
var doubts = grounds{
	gOne:            -1.75,
	gHere:           0.358,
	gPassage:        0.122,
	gNovel:          -0.145,
	gTerms:          0.116,
	gWords:          0.52,
	gNames:          -0.0587,
	gRareMissing:    -0.129,
	gMissing:        -0.0708,
	gNamesAbsent:    -0.622,
	gNumbersMissing: -1.13,
	gUnknown:        -0.179,
	gNegated:        -2.16,
	gTurned:         -0.206,
	gContrary:       -1.14,
	gSwapped:        -0.624,
	gStrict:         -0.27,
	gLate:           -0.544,
	gHas:            0.506,
	gNear:           0.225,
	gPlace:          0.339,
	gNumber:         -0.315,
}
