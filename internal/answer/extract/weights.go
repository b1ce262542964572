package extract

// weights are what each feature of a sentence is worth, as log-odds of being the
// sentence that answers rather than another one; fitted by TestFit.
var weights = features{
	fHere:       3.22,
	fBefore:     3.86,
	fAfter:      0.891,
	fEarlier:    1.18,
	fLater:      -2.07,
	fTitle:      5.51,
	fRelative:   1.83,
	fOthers:     0.953,
	fPhrase:     2.96,
	fPassage:    0.593,
	fFirst:      0.271,
	fPlace:      -0.505,
	fPronoun:    0.471,
	fHasThing:   0.259,
	fHasPerson:  0.534,
	fHasTime:    1.54,
	fHasPlace:   1.46,
	fHasNumber:  1.36,
	fHasReason:  4.74,
	fNearThing:  0.978,
	fNearPerson: 2.22,
	fNearTime:   2.75,
	fNearPlace:  0.22,
	fNearNumber: 6.19,
}

// doubts are what each ground is worth, as log-odds of the best sentence's being an
// answer rather than not; fitted by TestFit.
var doubts = grounds{
	gOne:            -1.25,
	gHere:           0.126,
	gPassage:        0.107,
	gNovel:          -0.167,
	gTerms:          0.0932,
	gWords:          0.549,
	gNames:          -0.0468,
	gRareMissing:    -0.116,
	gMissing:        -0.00424,
	gNamesAbsent:    -0.605,
	gNumbersMissing: -1.19,
	gUnknown:        -0.0547,
	gNegated:        -2.17,
	gTurned:         -0.248,
	gContrary:       -1.16,
	gSwapped:        -0.596,
	gUnnamed:        0.202,
	gMissingShare:   -0.8,
	gStrict:         -0.252,
	gLate:           -0.568,
	gHas:            0.495,
	gNear:           0.0697,
	gPlace:          0.363,
	gNumber:         -0.338,
}
