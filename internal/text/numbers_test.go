package text

import (
	"slices"
	"testing"
)

func TestNumbers(t *testing.T) {
	for s, want := range map[string][]Number{
		"More than 80 people":            {{2, 3, 80, Cardinal, More}},
		"over eighty":                    {{1, 2, 80, Cardinal, More}},
		"at least 80":                    {{2, 3, 80, Cardinal, More}},
		"80 or more":                     {{0, 1, 80, Cardinal, More}},
		"80-plus people":                 {{0, 1, 80, Cardinal, More}},
		"80+ people":                     {{0, 1, 80, Cardinal, More}},
		"fewer than 80":                  {{2, 3, 80, Cardinal, Fewer}},
		"nearly 80":                      {{1, 2, 80, Cardinal, Fewer}},
		"no more than 80":                {{3, 4, 80, Cardinal, Fewer}},
		"no fewer than 80":               {{3, 4, 80, Cardinal, More}},
		"about 80":                       {{1, 2, 80, Cardinal, Roughly}},
		"80":                             {{0, 1, 80, Cardinal, Exact}},
		"1,500.5 miles":                  {{0, 1, 1500.5, Cardinal, Exact}},
		"12%":                            {{0, 1, 12, Percent, Exact}},
		"twelve percent":                 {{0, 1, 12, Percent, Exact}},
		"12 per cent":                    {{0, 1, 12, Percent, Exact}},
		"two-year terms":                 {{0, 1, 2, Cardinal, Exact}},
		"twenty-five men":                {{0, 2, 25, Cardinal, Exact}},
		"twenty-one men":                 {{0, 2, 21, Cardinal, Exact}},
		"two hundred thousand":           {{0, 3, 200000, Cardinal, Exact}},
		"3.5 million dollars":            {{0, 2, 3.5e6, Cardinal, Exact}},
		"3 dozen eggs":                   {{0, 2, 36, Cardinal, Exact}},
		"the 3rd and the third":          {{1, 2, 3, Ordinal, Exact}, {4, 5, 3, Ordinal, Exact}},
		"the twenty-fifth day":           {{1, 3, 25, Ordinal, Exact}},
		"April 12, 2017":                 {{1, 2, 12, Cardinal, Exact}, {2, 3, 2017, Cardinal, Exact}},
		"in the 1990s":                   {{2, 3, 1990, Cardinal, Exact}},
		"one of them":                    nil,
		"the B3 strain and the 4x4 race": nil,
		"twenty":                         {{0, 1, 20, Cardinal, Exact}},
		"99999999999999999999":           nil,
		"":                               nil,
	} {
		if got := Numbers(s, Tokens(s)); !slices.Equal(got, want) {
			t.Errorf("Numbers(%q) = %+v, want %+v", s, got, want)
		}
	}
}

func FuzzNumbers(f *testing.F) {
	f.Add("No more than twenty-five hundred million per cent or more")
	f.Fuzz(func(t *testing.T, s string) {
		toks, last := Tokens(s), 0
		for _, n := range Numbers(s, toks) {
			if n.From < last || n.To <= n.From || n.To > len(toks) {
				t.Fatalf("%q has the number %+v of %d tokens", s, n, len(toks))
			}
			last = n.To
		}
		if got := Namings(s, toks); len(got) != len(toks) {
			t.Fatalf("%d namings of %d tokens", len(got), len(toks))
		}
	})
}
