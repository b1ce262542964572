package text

import (
	"strings"
	"testing"
)

func TestNamings(t *testing.T) {
	for s, want := range map[string]string{ // the words that are names, surely or perhaps or of a day
		"Lavrov met Tillerson in Moscow.":           "Lavrov? Tillerson Moscow",
		"Rex Tillerson spoke.":                      "Rex Tillerson",
		"Yesterday the OPCW spoke.":                 "Yesterday? OPCW",
		"the B3 strain in the 1990s":                "B3",
		"He came on Friday, April 12.":              "Friday~ April~",
		"They may come in May.":                     "May~",
		"May they come.":                            "",
		"It ended. Russia won.":                     "Russia?",
		"He said: \"Never mind Assad.\"":            "Never? Assad",
		"* Moscow calls":                            "Moscow?",
		"a claim of Mr. Smith, of the U.S. Embassy": "Mr Smith U.S Embassy",
		"nobody named here":                         "",
	} {
		toks := Tokens(s)
		var got []string
		for i, n := range Namings(s, toks) {
			if n != NotName {
				got = append(got, s[toks[i].Start:toks[i].End]+[...]string{MayName: "?", IsName: "", Calendar: "~"}[n])
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("names of %q are %q, want %q", s, got, want)
		}
	}
}

func TestCanonical(t *testing.T) {
	for fold, want := range map[string]string{
		"usa": "us", "united states": "us", "american": "us", "russian federation": "russia", "russians": "russia", "syrian": "syria",
		"united nations": "un", "tillerson": "", "": "",
	} {
		got, ok := Canonical(fold)
		if got != want || ok != (want != "") {
			t.Errorf("Canonical(%q) = %q, %v", fold, got, ok)
		}
	}
}
