package discord

import (
	"strconv"
	"strings"
)

// idModerate begins the custom id of everything that only moderators may use.
const idModerate = "mod:"

// verb is what a control does.
type verb string

const (
	doSupport    verb = "yes"     // number: the claim
	doUnsupport  verb = "no"      // number: the claim
	doApprove    verb = "approve" // number: 0, as in all below unless they say so
	doKeep       verb = "keep"
	doAskRetract verb = "retract" // opens the modal that asks why
	doRetract    verb = "why"     // that modal
	doUndo       verb = "undo"    // number: the verdict
	doSkip       verb = "skip"
	doNext       verb = "next"
	doSources    verb = "sources"
	doPage       verb = "page" // number: the page of claims to show
)

// where is what a control stands on, and so what is shown after it was used.
type where string

const (
	inCheck  where = "c" // the panel under "Check sources"
	inReview where = "r" // the panel of /review
	inLog    where = "l" // a message in the log channel, or a sentence about one act
)

// control is what a moderator's button or modal is for. It carries all that is needed to
// act on it; nothing that it says is believed before it was checked.
type control struct {
	verb     verb
	where    where
	question string // the ID of the question
	page     int    // of the panel's claims, from 0
	number   int64
}

// id is the control as a custom id, at most 70 characters.
func (c control) id() string {
	return idModerate + strings.Join([]string{
		string(c.verb), string(c.where), c.question, strconv.Itoa(c.page), strconv.FormatInt(c.number, 10),
	}, ":")
}

// with is the control beside c that does something else.
func (c control) with(v verb, number int64) control {
	c.verb, c.number = v, number
	return c
}

// parseControl reads what id wrote. It refuses everything else.
func parseControl(id string) (c control, ok bool) {
	rest, ok := strings.CutPrefix(id, idModerate)
	parts := strings.Split(rest, ":")
	if !ok || len(parts) != 5 {
		return control{}, false
	}
	page, err1 := strconv.Atoi(parts[3])
	number, err2 := strconv.ParseInt(parts[4], 10, 64)
	c = control{verb(parts[0]), where(parts[1]), parts[2], page, number}
	if err1 != nil || err2 != nil || page < 0 || number < 0 || c.id() != id {
		return control{}, false
	}
	return c, c.verb.known() && c.where.known() && isID(c.question)
}

func (v verb) known() bool {
	switch v {
	case doSupport, doUnsupport, doApprove, doKeep, doAskRetract, doRetract, doUndo, doSkip, doNext, doSources, doPage:
		return true
	}
	return false
}

func (w where) known() bool { return w == inCheck || w == inReview || w == inLog }

// isID reports whether s may be one of Discord's ids.
func isID(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}
