package retrieval

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lines writes aliases as "entry = other, other", with "≠" for an entry that is replaced.
func (a *Aliases) lines() []string {
	var out []string
	for key, e := range a.entries {
		var others []string
		for _, o := range e.others {
			others = append(others, strings.Join(o, " "))
		}
		sign := "="
		if e.replaced {
			sign = "≠"
		}
		out = append(out, fmt.Sprintf("%s %s %s", key, sign, strings.Join(others, ", ")))
	}
	slices.Sort(out)
	return out
}

func TestParseAliases(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
		err      string
	}{
		{"nothing", "\n  \n# a comment\n", nil, ""},
		{"a group", "US, America\n", []string{"america = us", "us = america"}, ""},
		{"stems speak for their forms", "attacks, raided", []string{"attack = raid", "raid = attack"}, ""},
		{"several words, function words left out", "Bank of England, the Old Lady", []string{"bank england = old ladi", "old ladi = bank england"}, ""},
		{"a mapping", "Rex, boss => Tillerson", []string{"boss ≠ tillerson", "rex ≠ tillerson"}, ""},
		{"a mapping that keeps itself", "Rex => Rex, Tillerson", []string{"rex = tillerson"}, ""},
		{"lines add up", "a1, b1\na1, c1", []string{"a1 = b1, c1", "b1 = a1", "c1 = a1"}, ""},
		{"a group and itself", "attack, attacks", []string{"attack = "}, ""},
		{"escapes", `Washington\, D.C., capital`, []string{"capit = washington dc", "washington dc = capit"}, ""},
		{"an escaped arrow", `a1 \=> b1, c1`, []string{"a1 b1 = c1", "c1 = a1 b1"}, ""},
		{"windows line ends", "US, America\r\nUN, United Nations\r\n", []string{"america = us", "un = unit nation", "unit nation = un", "us = america"}, ""},
		{"one alone", "x1, y1\nlonely", []string{"x1 = y1", "y1 = x1"},
			`a.txt:2: one entry alone is an alias of nothing: write "a, b" or "a => b"`},
		{"an empty entry", "gas,, air", nil, "a.txt:1: an entry is empty: remove a comma, or write what it stands for"},
		{"an empty side", "gas =>", nil, "a.txt:1: an entry is empty: remove a comma, or write what it stands for"},
		{"two arrows", "a1 => b1 => c1", nil, `a.txt:1: a line holds at most one "=>"`},
		{"function words", "gas, it is", nil, `a.txt:1: "it is" holds only function words, which are not searched for`},
		{"each bad line is said", "x1\n\ny1", nil, `a.txt:1: one entry alone is an alias of nothing: write "a, b" or "a => b"` + "\n" +
			`a.txt:3: one entry alone is an alias of nothing: write "a, b" or "a => b"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := ParseAliases("a.txt", strings.NewReader(tt.in))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(tt.err, got); diff != "" {
				t.Error("error:", diff)
			}
			if diff := cmp.Diff(tt.want, a.lines()); diff != "" {
				t.Error("aliases:", diff)
			}
		})
	}
}

func TestAliasesGiveTheLongestEntry(t *testing.T) {
	a, err := ParseAliases("a", strings.NewReader("secretary, clerk\nsecretary of state, Tillerson"))
	if err != nil {
		t.Fatal(err)
	}
	if e, n := a.at([]string{"secretari", "state", "said"}); n != 2 || e.others[0][0] != "tillerson" {
		t.Errorf("got %v of %d words", e, n)
	}
	if _, n := (*Aliases)(nil).at([]string{"secretari"}); n != 0 {
		t.Error("no aliases gave one")
	}
}

// The aliases that the story comes with are read without complaint, and name its people.
func TestAliasesOfTheStory(t *testing.T) {
	a := storyAliases(t)
	if a.Len() < 500 {
		t.Errorf("only %d entries", a.Len())
	}
	for in, want := range map[string]string{"rex": "tillerson", "us": "unit state", "khan sheikhoun": "khan sheikhun"} {
		e, n := a.at(strings.Fields(in))
		if n == 0 || !slices.ContainsFunc(e.others, func(o []string) bool { return strings.Join(o, " ") == want }) {
			t.Errorf("%q does not stand for %q: %v", in, want, e.others)
		}
	}
}

func storyAliases(t testing.TB) *Aliases {
	t.Helper()
	f, err := os.Open("../../corpus/aliases.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := ParseAliases("aliases.txt", f)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func FuzzParseAliases(f *testing.F) {
	for _, s := range []string{"a, b => c\n#x", `a\,b, c\`, "=>", "a =>=> b", "\xff, \x00", ",,,", "US, U.S. => USA"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, _ := ParseAliases("f", strings.NewReader(s))
		for key, e := range a.entries {
			stems := strings.Fields(key)
			if _, n := a.at(stems); n != len(stems) || n == 0 {
				t.Fatalf("entry %q is found as %d words", key, n)
			}
			for _, o := range e.others {
				if len(o) == 0 || slices.Equal(o, stems) {
					t.Fatalf("entry %q stands for %q", key, o)
				}
			}
		}
	})
}
