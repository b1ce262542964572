package extract

import (
	"footnote/internal/retrieval"
	"footnote/internal/text"
)

// kind is what sort of thing a question asks for.
type kind int

const (
	asksThing   kind = iota // what, which, or a sentence to complete
	asksPerson              // who, whose, which president
	asksTime                // when, what year, how long ago
	asksPlace               // where, what country
	asksNumber              // how many, what percentage
	asksReason              // why
	asksManner              // how
	asksWhether             // is, did, can
)

// query is a question taken apart.
type query struct {
	text    string
	asks    kind
	words   []word
	terms   []retrieval.Term // its content words
	at      []int            // by term: its index in words
	total   float64          // the sum of the terms' weights; a little above 0 at least
	wh      int              // the index in words of the question word; -1: none
	focus   int              // the index in terms of the noun after it ("what treaty"); -1: none
	subject bool             // the question word is the verb's subject: "who called", not "who did he call"
	lasting bool             // "how long"
	naming  bool             // "what is the name of ..."
	negated bool             // "who did not", "never"
}

// analyze takes a question apart.
func analyze(question string, lex Lexicon) query {
	q := query{text: question, wh: -1, focus: -1, words: wordsOf(question, lex.Tokens(question), nil), total: 1e-9}
	byStart := map[int]int{}
	for i, w := range q.words {
		byStart[w.Start] = i
		q.negated = q.negated || negations[w.Fold]
		if _, ok := questionWords[w.Fold]; ok && q.wh < 0 {
			q.wh = i
		}
	}
	for _, t := range lex.Terms(question) {
		if at := byStart[t.Start]; fillers[t.Fold] || at == q.wh || measures[t.Fold] && q.word(at-1) == "how" {
			continue
		}
		q.terms = append(q.terms, t)
		q.at = append(q.at, byStart[t.Start])
		q.total += t.Weight
	}
	q.findKind()
	return q
}

// findKind finds what is asked for, and how the question word stands in its clause.
func (q *query) findKind() {
	if q.wh < 0 {
		if len(q.words) > 0 && auxiliaries[q.words[0].Fold] {
			q.asks = asksWhether
		}
		return
	}
	wh := q.words[q.wh].Fold
	q.asks = questionWords[wh]
	q.subject = q.wh+1 < len(q.words) && !q.words[q.wh+1].Stop
	q.findFocus()
	for t, at := range q.at {
		if at > q.wh {
			q.naming = q.asks == asksThing && q.terms[t].Fold == "name"
			break
		}
	}
	switch next := q.word(q.wh + 1); {
	case wh == "how" && (next == "long" || next == "recently"):
		q.asks, q.lasting = asksTime, next == "long"
	case wh == "how" && measures[next]:
		q.asks = asksNumber
	case q.naming:
		q.asks = asksPerson // at least, a name
	case q.asks == asksThing && q.focus >= 0:
		if k, ok := focusKinds[q.terms[q.focus].Stem]; ok {
			q.asks = k
		}
	}
}

// findFocus finds the content word right after "what", "which" or "how many": the noun
// that the answer is one of, or counts.
func (q *query) findFocus() {
	switch q.words[q.wh].Fold {
	case "what", "which", "how", "wich":
	default:
		return
	}
	for t, at := range q.at {
		if at <= q.wh {
			continue
		}
		for i := q.wh + 1; i < at; i++ {
			if q.words[i].Stop && !measures[q.words[i].Fold] {
				return
			}
		}
		q.focus = t
		return
	}
}

// isType reports whether term t is the noun that only says what kind of thing is asked
// for, so that an answer need not hold it: the country of "which country".
func (q *query) isType(t int) bool {
	_, ok := focusKinds[q.terms[t].Stem]
	return ok && t == q.focus && q.asks != asksNumber
}

// word is the folded word at i; "" outside the question.
func (q *query) word(i int) string {
	if i < 0 || i >= len(q.words) {
		return ""
	}
	return q.words[i].Fold
}

var questionWords = map[string]kind{
	"who": asksPerson, "whom": asksPerson, "whose": asksPerson, "who's": asksPerson, "whos": asksPerson,
	"when": asksTime, "where": asksPlace, "why": asksReason, "how": asksManner,
	"what": asksThing, "which": asksThing, "what's": asksThing, "whats": asksThing, "wich": asksThing,
}

// focusKinds are nouns, stemmed, that say what kind of thing "what" and "which" ask for.
var focusKinds = kindsOf(map[kind]string{
	asksTime:  `year date day month century decade time period weekday`,
	asksPlace: `country city place state region location continent town area nation island village province capital`,
	asksNumber: `percentage percent number amount population proportion share size height weight distance length age
		cost price ratio`,
	asksPerson: `person leader king queen president emperor minister chief man woman general governor author
		journalist reporter spokesman spokeswoman official`,
})

func kindsOf(words map[kind]string) map[string]kind {
	out := map[string]kind{}
	for k, list := range words {
		for w := range set(list) {
			out[text.Stem(w)] = k
		}
	}
	return out
}

var (
	auxiliaries = set(`is are was were am be been do does did has have had can could will would shall should may might must
		isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't`)
	negations = set(`not never no nobody nothing none neither nor cannot without except isn't aren't wasn't weren't don't
		doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't isnt arent wasnt werent dont doesnt didnt cant wont`)
	// fillers are chat's words around a question: they ask for nothing.
	fillers = set(`yo hey hi hello lol lmao haha smh tbh imo btw pls plz please thx thanks ok okay kk wait bruh bro dude guys
		man omg wtf hmm um uh er well so like really actually again exactly quick quickly q someone somebody anyone anybody
		tell explain wondering wonder know tl dr tldr idk gonna wanna gotta got get gets ur u r w b c just maybe kinda sorta anyway come and but`)
	measures = set(`many much old far tall high deep big large often fast heavy wide few long`)
)
