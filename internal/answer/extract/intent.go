package extract

import (
	"regexp"
	"strings"
)

// intent is what a message wants of the one who answers.
type intent int

const (
	wantsAnswer intent = iota // a question about what the articles say
	wantsTalk                 // a greeting, thanks, a question about the bot
	wantsOrders               // an instruction to do something else than answer
)

// intentOf tells a question from what only looks like one.
func intentOf(question string, q *query) intent {
	switch {
	case orders.MatchString(question):
		return wantsOrders
	case q.isTalk():
		return wantsTalk
	}
	return wantsAnswer
}

// orders are instructions to whoever answers: to forget its task, to tell its secrets,
// to say what it is told, to write something else. A question that merely holds one of
// these words is none.
var orders = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`\b(ignore|disregard|forget|override|bypass|drop|skip)\b.{0,40}\b(instructions?|rules?|prompts?|articles?|passages?|guidelines?|polic(y|ies)|restrictions?|everything|previous|above|sources?|limits?)\b`,
	`\b(print|reveal|show|output|translate|repeat|leak|dump|display|expose|tell|give|send|what('s| is| are))\b.{0,30}\b(system prompt|your (\w+ )?(prompt|instructions?|rules|configuration|config|token|password|secrets?|(api )?key)|hidden (prompt|configuration|instructions?)|api[ _-]?keys?|environment variables?)\b`,
	`\b(pretend|imagine|role-?play|suppose|act as|you are now|you're now|from now on|repeat after me|developer mode|jailbreak|do anything now)\b`,
	`\b(write|compose|make up|invent|generate|draw|code)\b( me| us)? (a|an|some|the)\b.{0,20}\b(poem|song|story|essay|code|script|joke|program|tweet|haiku|limerick|speech|letter)\b`,
	`\b(you must|you have to|i order you|i command you|as (the|your) (developer|admin|administrator|owner|creator))\b`,
	`\b(answer|respond|reply|say)\b.{0,20}\bwithout\b.{0,12}\b(citations?|citing|quot(es?|ing)|sources?|footnotes?)`,
	`\bdo(n't| not) (quote|cite)\b`,
	`^\s*(system|assistant|developer|admin)\s*:`,
	`</?\w+>|<\||\[/?inst\]|@everyone|@here|https?://`,
}, "|"))

// talk is the words of small talk, and of questions about the bot.
var talk = set(`hi hello hey hiya yo sup morning afternoon evening night good bye goodbye later cya thanks thank thx ty cheers
	please pls ok okay cool nice great awesome lol lmao haha hahaha wow yes yep yeah no nope sorry welcome bot robot human
	help everyone all guys folks friend doing going today day you're ur u r test testing ping pong real ai name joke love
	hate stupid dumb smart best wow amazing feel feeling work see there`)

// isTalk reports whether a message holds nothing but small talk.
func (q *query) isTalk() bool {
	for _, t := range q.terms {
		if !talk[t.Fold] {
			return false
		}
	}
	return true
}

// field is what of an article's header the question asks for: "Title", "Author",
// "Source", "Published" or "URL"; "" when it is not about an article itself. Rest is the
// terms that say which article.
func (q *query) field() (field string, rest []int) {
	pointed := false
	for i, t := range q.terms {
		switch f := fields[t.Fold]; {
		case f != "" && field == "":
			field = f
		case pieces[t.Fold]:
			pointed = true
		case f == "" && !about[t.Fold]:
			rest = append(rest, i)
		}
	}
	if field == "" || len(rest) > 0 && !pointed || !pointed && len(q.words) > longestBare {
		return "", nil
	}
	return q.fieldAsked(field), rest
}

// longestBare is how many words a question about an article may have that does not say
// "article": "who was this written by?".
const longestBare = 6

// fieldAsked settles between the fields that a word may stand for: "published" asks for
// a date after "when", for an author or a source after "who" and "where".
func (q *query) fieldAsked(field string) string {
	for _, w := range q.words {
		if whenWords[w.Fold] {
			return "Published"
		}
	}
	if field == "Published" {
		return "Source"
	}
	return field
}

var (
	// pieces point at an article.
	pieces = set(`article story piece post page text writeup`)
	// whenWords ask for a date.
	whenWords = set(`when date day year month old recent recently`)
	// about are words that a question about an article itself may hold besides.
	about = set(`name named person people tell know full called come came out here read see show give news please the behind responsible online print`)
	// fields are the words that ask for what a header holds.
	fields = map[string]string{
		"title": "Title", "headline": "Title", "heading": "Title", "titled": "Title", "headlined": "Title",
		"wrote": "Author", "written": "Author", "write": "Author", "writer": "Author", "author": "Author", "authored": "Author",
		"byline": "Author", "journalist": "Author", "reporter": "Author", "columnist": "Author",
		"source": "Source", "outlet": "Source", "newspaper": "Source", "publisher": "Source", "website": "Source", "site": "Source",
		"magazine": "Source", "url": "URL", "link": "URL",
		"published": "Published", "publish": "Published", "posted": "Published", "updated": "Published", "dated": "Published",
		"publication": "Published", "released": "Published",
	}
)
