package extract

var featureNames = [featureCount]string{"fHere", "fBefore", "fAfter", "fEarlier", "fLater", "fTitle", "fRelative", "fOthers", "fPhrase", "fPassage", "fFirst", "fPlace", "fPronoun", "fHasThing", "fHasPerson", "fHasTime", "fHasPlace", "fHasNumber", "fHasReason", "fNearThing", "fNearPerson", "fNearTime", "fNearPlace", "fNearNumber"}

var groundNames = [groundCount]string{"gOne", "gHere", "gNovel", "gTerms", "gWords", "gNames", "gRareMissing", "gMissing", "gNamesAbsent", "gNumbersMissing", "gUnknown", "gNegated", "gTurned", "gContrary", "gSwapped", "gUnnamed", "gMissingShare", "gStrict", "gLate", "gHas", "gNear", "gPlace", "gNumber"}
