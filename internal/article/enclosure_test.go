package article

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEnclosures(t *testing.T) {
	tests := []struct {
		name, text           string
		quotations, brackets []string
	}{
		{"straight", `He said "so it is", and "not".`, []string{`"so it is"`, `"not"`}, nil},
		{"curly", "He said “so it is”.", []string{"“so it is”"}, nil},
		{"French", "Il dit « oui ».", []string{"« oui »"}, nil},
		{"brackets", "It (the ship [of war]) left (again).", nil, []string{"(the ship [of war]", "(again)"}},
		{"a quotation in brackets", `It ("the ship") left.`, []string{`"the ship"`}, []string{`("the ship")`}},
		{"never closed", `He said "so it is.`, nil, nil},
		{"opened twice", `"One never closed. "Two".`, []string{`"Two"`}, nil},
		{"closed twice", `So" it is".`, nil, nil},
		{"inches", `A 5" gun and a 6" gun.`, nil, nil},
		{"a mark alone", `"`, nil, nil},
		{"too long to stay whole", `"` + strings.Repeat("word ", 101) + `end"`, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := enclosuresOf(tt.text)
			if diff := cmp.Diff(tt.quotations, texts(tt.text, e.quotations)); diff != "" {
				t.Errorf("quotations (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.brackets, texts(tt.text, e.brackets)); diff != "" {
				t.Errorf("brackets (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHold(t *testing.T) {
	const text = `Say "a. b" (c. d) e.`
	e := enclosuresOf(text)
	for i := range text {
		inside := i > strings.Index(text, `"`) && i <= strings.LastIndex(text, `"`) ||
			i > strings.Index(text, "(") && i <= strings.Index(text, ")")
		if got := e.hold(i); got != inside {
			t.Errorf("hold(%d), at %q, is %t", i, text[i:], got)
		}
	}
}
