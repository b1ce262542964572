package lexical

import (
	"slices"
	"strings"
	"testing"
)

func TestKin(t *testing.T) {
	x := index("|europ european settl settler settlement norman normandi coloni colonist polic polici war warn state")
	for stem, want := range map[string]string{
		"europ":  "european",
		"settl":  "settler", // "settlement" shares too little
		"norman": "normandi",
		"coloni": "colonist",
		"war":    "", // too short a root
		"absent": "",
		"":       "",
	} {
		if got := strings.Join(x.Kin(stem), " "); got != want {
			t.Errorf("kin of %q: %q, want %q", stem, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	s := NewSpeller(strings.Fields("tillerson shayrat lavrov putin attack council stoltenberg russia russian assad attach 2017 attack"))
	for word, want := range map[string]string{
		"tilerson":    "tillerson",
		"shyrat":      "shayrat",
		"lavrow":      "lavrov",
		"puti":        "", // too short to tell
		"stoltenbuug": "stoltenberg",
		"stultinburg": "",
		"ptuin":       "putin", // neighbours swapped: one edit
		"stoltenburg": "stoltenberg",
		"attaxk":      "attack",
		"attac":       "attach attack", // both one edit away
		"russians":    "russian",       // nearer than "russia"
		"2018":        "",              // a number means itself
		"as":          "",
		"zzzzzz":      "",
		"council":     "council",
	} {
		if got := strings.Join(s.Nearest(word), " "); got != want {
			t.Errorf("nearest to %q: %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"abc", "abc", 0}, {"abc", "ab", 1}, {"abc", "xbc", 1}, {"abc", "acb", 1},
		{"abc", "cab", 2}, {"abcd", "", 3}, {"abcdef", "fedcba", 3}, {"ca", "abc", 3},
		{strings.Repeat("a", 80), strings.Repeat("a", 80), 3}, // too long to be a typing mistake
	} {
		if got := distance(tt.a, tt.b, 2); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// FuzzNearest checks what must hold for any words: what is found is known, all of it is
// equally far, and the distance is the same both ways.
func FuzzNearest(f *testing.F) {
	f.Add("tillerson shayrat", "tilerson")
	f.Add("é ü", "e")
	f.Add("", "x")
	f.Fuzz(func(t *testing.T, words, word string) {
		known := strings.Fields(words)
		limit := editLimit(word)
		for i, w := range NewSpeller(known).Nearest(word) {
			d := distance(w, word, limit)
			if i == 0 {
				limit = d
			}
			if !slices.Contains(known, w) || d > limit || d != limit || distance(word, w, limit) != d {
				t.Fatalf("%q is given as near to %q: %d edits, limit %d", w, word, d, limit)
			}
		}
		New([]Document{{Body: known}}).Kin(word)
	})
}
