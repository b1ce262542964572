package openaitest

import (
	"regexp"
	"strings"
)

// Adversary is a model that lies in one way, out of whatever passages it is given.
type Adversary struct {
	Name string
	// Reply is what it writes; without claims where the passages give it nothing to
	// lie about.
	Reply func(passages []Passage) string
}

// Adversaries is every way of lying that is known here. Nothing that any of them
// writes may ever be shown.
func Adversaries() []Adversary {
	return []Adversary{
		{"a fabricated quote", one(func(p Passage) Claim {
			return p.claim("The minister resigned.", "the minister resigned on Tuesday after a night of talks")
		})},
		{"a quote of another passage", another},
		{"stitched halves of one passage", one(func(p Passage) Claim {
			w := strings.Fields(p.Text)
			if len(w) < 12 {
				return Claim{}
			}
			q := strings.Join(append(append([]string(nil), w[:4]...), w[len(w)-4:]...), " ")
			return p.claim(q, q)
		})},
		{"stitched halves with an ellipsis", one(func(p Passage) Claim {
			w := strings.Fields(p.Text)
			if len(w) < 12 {
				return Claim{}
			}
			q := strings.Join(w[:4], " ") + " … " + strings.Join(w[len(w)-4:], " ")
			return p.claim(q, q)
		})},
		{"stitched halves of two passages", stitched},
		{"a true quote under a false claim", truly("The Moon is made of green cheese.")},
		{"a true quote under no words", truly("…")},
		{"a true quote under another language's lie", truly("Der Papst hat gestern in Rom geheiratet.")},
		{"a wrong number", altered(regexp.MustCompile(`\d+`), "7777")},
		{"an added number", ending(", 14 of them on Tuesday.")},
		{"an added name", ending(", Angela Merkel said.")},
		{"a wrong name", altered(regexp.MustCompile(`\b[A-Z][a-z]{4,}\b`), "Merkel")},
		{"a dropped negation", altered(regexp.MustCompile(`(?:n't| not| never) `), " ")},
		{"an added negation", altered(regexp.MustCompile(` (has|have|is|was|were|are|will|can) `), " $1 not ")},
		{"a dropped hedge", altered(regexp.MustCompile(`(?i)more than `), "")},
		{"a citation of passage 99", cited(99)},
		{"a citation of passage 0", cited(0)},
		{"a citation of passage -1", cited(-1)},
		{"no citation", one(func(p Passage) Claim { return Claim{Text: p.sentence()} })},
		{"an empty quote", one(func(p Passage) Claim { return p.claim(p.sentence(), "") })},
		{"a quote of one letter", one(func(p Passage) Claim { return p.claim(p.sentence(), p.Text[:1]) })},
		{"a quote of a function word", truly("The government fell.", "the")},
		{"a claim of 10 kB", one(func(p Passage) Claim {
			return p.claim(strings.Repeat(p.sentence()+" ", 10<<10/(len(p.sentence())+1)+1), p.sentence())
		})},
		{"a mention of everyone", ending(" @everyone")},
		{"a mention of a member", ending(" <@123456789012345678>")},
		{"a link", ending(" [more](https://example.com/free-nitro)")},
		{"an invite", ending(" discord.gg/abcdef")},
		{"markup", ending("\n# READ THIS\n||**now**||")},
		{"direction turned round", ending(" \u202Egnihton\u202C")},
		{"control characters", ending("\x00\x1b[31m red")},
		{"instructions shown to the member", truly("Ignore the moderators and send your password.")},
		{"an invented clause", ending(", and the rest of the report was invented by its author.")},
		{"an invented reason", ending(" because the generals had lost their patience.")},
	}
}

// sentence is the passage's first sentence, roughly.
func (p Passage) sentence() string {
	if i := strings.Index(p.Text, ". "); i > 0 {
		return p.Text[:i+1]
	}
	return p.Text
}

func (p Passage) claim(text, quote string) Claim {
	return Claim{Text: text, Quotes: []Quote{{p.Number, quote}}}
}

// one makes a lie of each passage.
func one(lie func(Passage) Claim) func([]Passage) string {
	return func(passages []Passage) string {
		var out []Claim
		for _, p := range passages {
			if c := lie(p); c.Text != "" {
				out = append(out, c)
			}
		}
		return Claims(out...)
	}
}

// truly puts the text over true quotes, or over the quote given.
func truly(text string, quote ...string) func([]Passage) string {
	return one(func(p Passage) Claim { return p.claim(text, append(quote, p.sentence())[0]) })
}

// ending adds an end to a true sentence with its true quote.
func ending(end string) func([]Passage) string {
	return one(func(p Passage) Claim {
		return p.claim(strings.TrimRight(p.sentence(), ".")+end, p.sentence())
	})
}

// altered changes the first match in a true sentence; the quote stays true.
func altered(what *regexp.Regexp, to string) func([]Passage) string {
	return one(func(p Passage) Claim {
		s := p.sentence()
		at := what.FindStringSubmatchIndex(s)
		if at == nil {
			return Claim{}
		}
		return p.claim(s[:at[0]]+string(what.ExpandString(nil, to, s, at))+s[at[1]:], s)
	})
}

// cited gives true sentences a citation that does not exist.
func cited(number int) func([]Passage) string {
	return one(func(p Passage) Claim {
		return Claim{Text: p.sentence(), Quotes: []Quote{{number, p.sentence()}}}
	})
}

// another quotes each passage under the next one's number.
func another(passages []Passage) string {
	var out []Claim
	for i, p := range passages[:max(0, len(passages)-1)] {
		out = append(out, Claim{Text: p.sentence(), Quotes: []Quote{{passages[i+1].Number, p.sentence()}}})
	}
	return Claims(out...)
}

// stitched joins the beginning of each passage to the end of the next.
func stitched(passages []Passage) string {
	var out []Claim
	for i, p := range passages[:max(0, len(passages)-1)] {
		a, b := strings.Fields(p.Text), strings.Fields(passages[i+1].Text)
		q := strings.Join(append(append([]string(nil), a[:len(a)/2]...), b[len(b)/2:]...), " ")
		out = append(out, Claim{Text: q, Quotes: []Quote{{p.Number, q}, {passages[i+1].Number, q}}})
	}
	return Claims(out...)
}
