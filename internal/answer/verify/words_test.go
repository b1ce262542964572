package verify

import (
	"fmt"
	"strings"
	"testing"

	"footnote/internal/text"
)

func cut(s string) []word { return words(s, text.Stem) }

func TestWords(t *testing.T) {
	for s, want := range map[string]string{ // key/kind of each word: function words in brackets, glue in braces
		"The United States praised him":    "(the) us prais (him)",
		"American and Russian Federation":  "us (and) russia",
		"More than 80 people":              "{more} (than) #80 {peopl}",
		"eighty":                           "#80",
		"two hundred thousand men":         "#200000 man",
		"the third and the 3rd":            "(the) #3th (and) (the) #3th",
		"12 percent":                       "#12 percent",
		"one knew":                         "{one} know",
		"including significant findings":   "{includ} {signific} find",
		"he ruled it out in May":           "(he) rule (it) (out) (in) may",
		"they may":                         "(they) (may)",
		"":                                 "",
		"—":                                "",
		"U.S. Ambassador":                  "us ambassador",
		"Tillerson’s":                      "tillerson",
		"Great Britain's and Britain":      "uk (and) uk",
		"\xff\xfe80":                       "#80",
		"B3":                               "b3",
		"forty-two":                        "#42",
		"the sixth-year and six-year wars": "(the) #6th year (and) #6 year war",
	} {
		var got []string
		for _, w := range cut(s) {
			got = append(got, fmt.Sprintf([...]string{content: "%s", glue: "{%s}", function: "(%s)"}[w.kind], w.key))
			if w.start < 0 || w.start >= w.end || w.end > len(s) {
				t.Errorf("%q: %q stands at %d to %d", s, w.key, w.start, w.end)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("words(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		a, b string // the last word of each is compared
		want bool
	}{
		{"the praise", "they praised", true},
		{"they know", "they knew", true},
		{"80", "eighty", true},
		{"80", "81", false},
		{"3", "third", false},
		{"of diplomacy", "of diplomats", true}, // forms that begin alike
		{"by Tillerson", "by Tillerson's", true},
		{"by Tillerson", "by Tillerman", false}, // names must agree
		{"the West", "the Western", true},
		{"the US", "an American", true},
		{"on Wednesday", "on Wedneday", true}, // a misprint in a day
		{"on Tuesday", "on Thursday", false},
		{"in June", "in July", false},
		{"by Putin", "by putting", false},
	} {
		a, b := cut(tt.a), cut(tt.b)
		if got := same(a[len(a)-1], b[len(b)-1]); got != tt.want {
			t.Errorf("%q and %q: %v", tt.a, tt.b, got)
		}
	}
}

func TestOneEdit(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"wednesday", "wedneday", true}, {"wedneday", "wednesday", true}, {"april", "aprik", true}, {"april", "april", true},
		{"april", "aprilxx", false}, {"april", "arpil", false}, {"", "a", true}, {"", "", true}, {"ab", "cd", false},
	} {
		if got := oneEdit(tt.a, tt.b); got != tt.want {
			t.Errorf("oneEdit(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}
