package verify

import (
	"regexp"
	"slices"
	"strings"

	"footnote/internal/text"
)

// carry judges whether what is cited carries the sentence: first what would make it
// false or foreign, then how much of it stands there.
func (e *Evidence) carry(sentence string, citations []Citation) Verdict {
	x := &examination{claim: sentence, words: words(sentence, e.verifier.stem), all: e.passages, aliases: e.verifier.aliases}
	for _, p := range e.passages {
		if quoted := p.quoted(citations); len(quoted) > 0 {
			x.cited = append(x.cited, p)
			x.focus = append(x.focus, quoted...)
		}
	}
	x.recognise()
	f := x.features() // which objects to names and numbers
	x.marks()
	x.quotations()
	x.negations()
	x.hedges()
	x.opposites()
	x.substitutions()
	x.roles()
	x.attributed()
	x.clauses()
	x.substance()
	if len(x.reasons) > 0 {
		return Verdict{Score: f.score() * enoughScore * 0.99, Reasons: x.reasons}
	}
	return Verdict{Supported: true, Score: enoughScore + f.score()*(1-enoughScore)}
}

// quoted is the sentences of p that the citations touch.
func (p *prepared) quoted(citations []Citation) []sentence {
	var out []sentence
	for _, s := range p.sentences {
		if slices.ContainsFunc(citations, func(c Citation) bool {
			return c.Passage == p.passage && c.Start < s.span.End && s.span.Start < c.End
		}) {
			out = append(out, s)
		}
	}
	return out
}

// marks objects to addresses, mentions and markup that the cited passages don't have.
func (x *examination) marks() {
	if !strings.ContainsAny(x.claim, ".@<`*_~|]#>/") {
		return
	}
	for _, m := range foreign.FindAllString(x.claim, -1) {
		found := false
		for _, p := range x.cited {
			found = found || strings.Contains(p.passage.Text, m)
		}
		if !found {
			x.object("%q is not in the passage", m)
		}
	}
}

// foreign is what a plain sentence does not hold: links, mentions, code, Markdown and HTML.
var foreign = regexp.MustCompile("(?i)[a-z]+://\\S+|\\bwww\\.\\S+|\\b[a-z0-9-]+\\.(?:com|org|net|gg|io|ru|co)\\b\\S*|@\\w+|<[@#:!/a-z][^>]*>?|`+|\\*\\*|__|~~|\\|\\||\\]\\(|^#+ |^> ")

// quotations objects to words in quotation marks that are not the cited passages' own.
func (x *examination) quotations() {
	if !strings.ContainsAny(x.claim, "\"“") {
		return
	}
	for _, m := range quotation.FindAllStringSubmatch(x.claim, -1) {
		found := false
		for _, p := range x.cited {
			_, _, ok := p.folded.findLoose(m[1])
			found = found || ok
		}
		if !found {
			x.object("the words %q are not in the passage", m[1])
		}
	}
}

var quotation = regexp.MustCompile(`["“]([^"“”]+)["”]`)

// Shares of a claim's content words.
const (
	enoughQuoted = 0.6 // that the sentences quoted must hold
	enoughCited  = 0.6 // that the passages cited must hold
	enoughPlain  = 0.3 // of those that are no names, that the sentences quoted must hold
)

// substance objects to a claim whose words are for the most part not there.
func (x *examination) substance() {
	focus := x.focused()
	quoted, cited, all, names, named := 0.0, 0.0, 0.0, 0.0, 0.0
	var missing []string
	for i, w := range x.words {
		if w.kind != content {
			continue
		}
		all++
		if w.named() {
			names++
		}
		switch {
		case x.inPhrase(i, focus), !w.named() && meant(w, focus):
			quoted++
			cited++
			if w.named() {
				named++
			}
		case holds(w, x.cited):
			cited++
		default:
			missing = append(missing, x.written(w))
		}
	}
	if all == 0 {
		x.object("the claim states nothing")
	} else if quoted/all < enoughQuoted || cited/all < enoughCited || share(quoted-named, all-names) < enoughPlain {
		x.object("too little of it is in the passage: not %s", list(missing))
	}
}

// meant reports whether a word that means the same stands among others.
func meant(w word, others []word) bool {
	return slices.ContainsFunc(others, func(o word) bool { return text.Alike(w.key, o.key) })
}

// list writes up to four words for people.
func list(ws []string) string {
	if len(ws) > 4 {
		return strings.Join(ws[:4], ", ") + ", …"
	}
	return strings.Join(ws, ", ")
}
