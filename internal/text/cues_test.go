package text

import "testing"

func TestCues(t *testing.T) {
	for _, tt := range []struct {
		word                        string
		negates, reports, hedges, i bool
	}{
		{word: "not", negates: true},
		{word: "didn't", negates: true},
		{word: "denied", negates: true, reports: true},
		{word: "said", reports: true, i: true},
		{word: "could", hedges: true},
		{word: "alleged", reports: true, hedges: true},
		{word: "knew", i: true},
		{word: "bridge"},
		{word: ""},
	} {
		if Negates(tt.word) != tt.negates || Reports(tt.word) != tt.reports || Hedges(tt.word) != tt.hedges || Irregular(tt.word) != tt.i {
			t.Errorf("%q: negates %v, reports %v, hedges %v, irregular %v", tt.word,
				Negates(tt.word), Reports(tt.word), Hedges(tt.word), Irregular(tt.word))
		}
	}
}

func TestOpposedAndAlike(t *testing.T) {
	for _, tt := range []struct {
		a, b           string
		opposed, alike bool
	}{
		{"praised", "criticised", true, false},
		{"criticising", "praise", true, false},
		{"lost", "wins", true, false},
		{"praised", "lauded", false, true},
		{"stay", "remain", false, true},
		{"praise", "bridge", false, false},
		{"bridge", "bridge", false, false},
	} {
		a, b := Stem(tt.a), Stem(tt.b)
		if Opposed(a, b) != tt.opposed || Opposed(b, a) != tt.opposed || Alike(a, b) != tt.alike {
			t.Errorf("%s and %s: opposed %v, alike %v", tt.a, tt.b, Opposed(a, b), Alike(a, b))
		}
	}
}
