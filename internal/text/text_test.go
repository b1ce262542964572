package text

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestTokens(t *testing.T) {
	tests := []struct {
		name, in, folds, stems string
	}{
		{"plain words", "The envoys said no.", "the envoys said no", "the envoy say no"},
		{"initialisms lose their points", "the U.S. and the U.N.", "the us and the un", "the us and the un"},
		{"a decimal is no initialism", "3.5 percent", "3.5 percent", "3.5 percent"},
		{"numbers lose their commas", "1,200 dead", "1200 dead", "1200 dead"},
		{"possessives are cut", "Assad's allies’ Tillerson’s", "assad allies tillerson", "assad alli tillerson"},
		{"diacritics are folded", "Sweyn Tjúguskegg, naïve", "sweyn tjuguskegg naive", "sweyn tjuguskegg naiv"},
		{"hyphens divide", "co-hosting six-year", "co hosting six year", "co host six year"},
		{"irregular forms", "children fought, men wrote", "children fought men wrote", "child fight man write"},
		{"no words", " — … 🙂 \n", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var folds, stems []string
			for _, k := range Tokens(tt.in) {
				folds = append(folds, k.Fold)
				stems = append(stems, k.Stem)
			}
			if diff := cmp.Diff(tt.folds, strings.Join(folds, " ")); diff != "" {
				t.Error("folds:", diff)
			}
			if diff := cmp.Diff(tt.stems, strings.Join(stems, " ")); diff != "" {
				t.Error("stems:", diff)
			}
		})
	}
}

func TestTokensTellTheCountryFromThePronoun(t *testing.T) {
	for in, stop := range map[string]bool{
		"tell us":            true,
		"Us too":             true,
		"US policies":        false,
		"why did the us act": false,
		"the U.S. envoy":     false,
	} {
		for _, k := range Tokens(in) {
			if k.Fold == "us" && k.Stop != stop {
				t.Errorf("%q: the us is a function word: %v, want %v", in, k.Stop, stop)
			}
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Moscow":     "moscow",
		"ÉCOLE":      "ecole",
		"ﬁnd":        "find",
		"don’t":      "don't",
		"Straße":     "straße",
		"İstanbul":   "istanbul",
		"":           "",
		"ＮＡＴＯ":       "nato",
		"Norðmaðr":   "norðmaðr",
		"co\u00adop": "co\u00adop",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTokensWithUsesTheStemmer(t *testing.T) {
	got := TokensWith("Two words", func(fold string) string { return "<" + fold + ">" })
	if len(got) != 2 || got[0].Stem != "<two>" || got[1].Stem != "<words>" {
		t.Errorf("got %+v", got)
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{paragraph, "U.S.", "a\u0301’s", "\xff\xfe", "1,2,3", "...", "I.B.M.s", "’s", "日本語 テキスト", "é́́", "\ufdfa", "0!\xf2 0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, k := range Tokens(s) {
			if k.Start < end || k.End <= k.Start || k.End > len(s) {
				t.Fatalf("token %+v after offset %d in %d bytes", k, end, len(s))
			}
			end = k.End
			if k.Fold == "" || k.Stem == "" || strings.ContainsFunc(k.Fold+k.Stem, unicode.IsSpace) {
				t.Fatalf("empty token, or one with white space: %+v", k)
			}
		}
	})
}

const paragraph = `Russian Federation blocked a Western effort at the UN Security Council on Wednesday to condemn the gas attack and push Assad to cooperate with global inquiries into the incident. The U.S. and its allies’ 1,200 envoys said “no”. `

// BenchmarkTokens shows what a stemmer that remembers is worth.
func BenchmarkTokens(b *testing.B) {
	s := strings.Repeat(paragraph, 3)
	known := map[string]string{}
	stemmers := map[string]Stemmer{"stemming": Stem, "remembering": func(fold string) string {
		if _, ok := known[fold]; !ok {
			known[fold] = Stem(fold)
		}
		return known[fold]
	}}
	for name, stem := range stemmers {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				TokensWith(s, stem)
			}
		})
	}
}
