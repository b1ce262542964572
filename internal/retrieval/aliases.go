package retrieval

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"footnote/internal/text"
)

// Aliases is what a community's words stand for. The zero value and nil hold none.
type Aliases struct {
	entries map[string]alias // by stems, joined with a space
	longest int              // the most stems that an entry has
	folds   []string         // every word of every entry
}

type alias struct {
	others   [][]string // what else the entry may be called, as stems
	replaced bool       // the entry itself is not looked for: it stood left of "=>"
}

// ParseAliases reads aliases in the format of Solr's synonym filter:
//
//	# a comment
//	US, USA, United States        any of these finds all of them
//	Rex, secretary => Tillerson   either of the left finds only the right
//
// A backslash takes the special meaning of the character after it. Lines for the same
// entry add up. The good lines are returned even when err, which has a line
// "name:line: what is wrong" for each bad one, is not nil.
func ParseAliases(name string, r io.Reader) (*Aliases, error) {
	a := &Aliases{entries: map[string]alias{}}
	var errs []error
	lines := bufio.NewScanner(r)
	n := 0
	for lines.Scan() {
		n++
		if err := a.addLine(lines.Text()); err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, n, err))
		}
	}
	if err := lines.Err(); err != nil {
		errs = append(errs, fmt.Errorf("%s:%d: %w", name, n+1, err))
	}
	return a, errors.Join(errs...)
}

// Len is the number of entries.
func (a *Aliases) Len() int {
	if a == nil {
		return 0
	}
	return len(a.entries)
}

func (a *Aliases) addLine(line string) error {
	if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
		return nil
	}
	sides := split(line, "=>")
	if len(sides) > 2 {
		return errors.New(`a line holds at most one "=>"`)
	}
	left, err := a.read(sides[0])
	if err != nil {
		return err
	}
	if len(sides) == 1 {
		if len(left) < 2 {
			return errors.New(`one entry alone is an alias of nothing: write "a, b" or "a => b"`)
		}
		for _, e := range left {
			a.add(e, left, false)
		}
		return nil
	}
	right, err := a.read(sides[1])
	if err != nil {
		return err
	}
	for _, e := range left {
		a.add(e, right, true)
	}
	return nil
}

func (a *Aliases) add(entry []string, others [][]string, replaced bool) {
	key := strings.Join(entry, " ")
	old := a.entries[key]
	for _, o := range others {
		if slices.Equal(o, entry) {
			replaced = false
		} else if !slices.ContainsFunc(old.others, func(k []string) bool { return slices.Equal(k, o) }) {
			old.others = append(old.others, o)
		}
	}
	old.replaced = old.replaced || replaced
	a.entries[key] = old
	a.longest = max(a.longest, len(entry))
}

// words is every word of every entry, folded.
func (a *Aliases) words() []string {
	if a == nil {
		return nil
	}
	return a.folds
}

// read is the stems of each entry of a comma-separated list.
func (a *Aliases) read(list string) ([][]string, error) {
	var out [][]string
	for _, raw := range split(list, ",") {
		var stems []string
		word := unescape(raw)
		for _, t := range text.Tokens(word) {
			if !t.Stop {
				stems = append(stems, t.Stem)
				a.folds = append(a.folds, t.Fold)
			}
		}
		switch {
		case strings.TrimSpace(word) == "":
			return nil, errors.New("an entry is empty: remove a comma, or write what it stands for")
		case len(stems) == 0:
			return nil, fmt.Errorf("%q holds only function words, which are not searched for", strings.TrimSpace(word))
		}
		out = append(out, stems)
	}
	return out, nil
}

// split cuts s at every sep that no backslash stands before.
func split(s, sep string) []string {
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.HasPrefix(s[i:], sep):
			out = append(out, s[from:i])
			i += len(sep) - 1
			from = i + 1
		}
	}
	return append(out, s[from:])
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// Others is what else a whole phrase may be called. It and they are stems joined with a
// space.
func (a *Aliases) Others(phrase string) []string {
	if a == nil {
		return nil
	}
	var out []string
	for _, o := range a.entries[phrase].others {
		out = append(out, strings.Join(o, " "))
	}
	return out
}

// at returns the longest entry that stems begin with, and its length; 0 when none.
func (a *Aliases) at(stems []string) (alias, int) {
	if a == nil {
		return alias{}, 0
	}
	for n := min(a.longest, len(stems)); n > 0; n-- {
		if e, ok := a.entries[strings.Join(stems[:n], " ")]; ok {
			return e, n
		}
	}
	return alias{}, 0
}
