package discord

import (
	"fmt"
	"time"

	"footnote/internal/answer/verify"
)

// How little is shown of a struck claim, so that its answer still fits its messages.
const (
	struckWhole   = iota // its words and its footnotes
	struckAlone          // its words
	struckExcerpt        // their beginning
	tersest       = struckExcerpt
)

const (
	maxStruck      = 1000 // units of a struck claim
	maxStruckTerse = 60
)

// struckLine is a claim that a moderator found unsupported at a time, and the footnotes
// that it needs.
func struckLine(c verify.Claim, at time.Time, terse int) ([]string, []verify.Citation) {
	limit, cites := maxStruck, c.Citations()
	if terse >= struckExcerpt {
		limit = maxStruckTerse
	}
	line := "~~" + excerpt(c.Text(), limit) + "~~"
	if terse >= struckAlone {
		cites = nil
	}
	for _, cite := range cites {
		line += fmt.Sprintf(" [%d]", cite.Number)
	}
	return []string{line + "\n-# " + fmt.Sprintf(sayStruck, day(at))}, cites
}

// renderWithin is render in no more than so many messages, if that can be had by showing
// less of the struck claims.
func renderWithin(v view, messages int) []string {
	for ; ; v.terse++ {
		pages := render(v)
		if len(pages) <= messages || v.terse == tersest || len(v.Struck) == 0 {
			return pages
		}
	}
}
