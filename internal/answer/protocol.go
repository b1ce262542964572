package answer

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"footnote/internal/answer/verify"
)

// Limits of one reply.
const (
	maxClaims = 6        // shown
	maxDrafts = 24       // looked at
	maxQuotes = 6        // of one claim
	maxReply  = 32 << 10 // bytes
	maxDepth  = 16       // objects within objects
)

// decoder cuts drafts out of a reply while it streams in. It asks for nothing but
// objects that hold a text, wherever they stand: fences, prose, a missing outer
// bracket or a cut-off end cost only what they hide.
type decoder struct {
	buf     []byte
	at      int   // bytes looked at
	open    []int // where the objects begin that are not yet closed
	quoted  bool  // within a string
	escaped bool  // after its backslash
	none    bool  // the reply said that there are no claims
}

// write takes the next piece and returns the drafts that it closed.
func (d *decoder) write(piece string) []verify.Draft {
	d.buf = append(d.buf, piece[:min(len(piece), maxReply-len(d.buf))]...)
	if d.thinks() {
		return nil
	}
	var out []verify.Draft
	for ; d.at < len(d.buf); d.at++ {
		if object := d.step(d.buf[d.at]); object != nil {
			if draft, ok := d.draft(object); ok {
				out = append(out, draft)
			}
		}
	}
	return out
}

// full reports whether the reply is longer than any that makes sense.
func (d *decoder) full() bool { return len(d.buf) >= maxReply || len(d.open) >= maxDepth }

// thinks reports whether the reply so far is the thoughts that some models write first,
// and skips them once they end.
func (d *decoder) thinks() bool {
	const begin, end = "<think>", "</think>"
	head := strings.TrimSpace(string(d.buf[:min(len(d.buf), 64)]))
	if d.at > 0 || !strings.HasPrefix(head, begin) && !strings.HasPrefix(begin, head) {
		return false
	}
	i := bytes.Index(d.buf, []byte(end))
	if i >= 0 {
		d.at = i + len(end)
	}
	return i < 0
}

// step takes one byte and returns the object that it closes, if any.
func (d *decoder) step(c byte) []byte {
	switch {
	case d.escaped:
		d.escaped = false
	case d.quoted && c == '\\':
		d.escaped = true
	case c == '"' && len(d.open) > 0:
		d.quoted = !d.quoted
	case d.quoted:
	case c == '{' && len(d.open) < maxDepth:
		d.open = append(d.open, d.at)
	case c == '}' && len(d.open) > 0:
		start := d.open[len(d.open)-1]
		d.open = d.open[:len(d.open)-1]
		return d.buf[start : d.at+1]
	}
	return nil
}

// draft reads an object as a claim. One without a text is none, nor is one that is
// itself a quote.
func (d *decoder) draft(object []byte) (verify.Draft, bool) {
	var in struct {
		Text    *string
		Quotes  json.RawMessage
		Passage json.RawMessage
		Claims  *[]json.RawMessage
	}
	if json.Unmarshal(object, &in) != nil {
		return verify.Draft{}, false
	}
	if in.Claims != nil && len(*in.Claims) == 0 {
		d.none = true
	}
	if in.Text == nil || in.Passage != nil {
		return verify.Draft{}, false
	}
	return verify.Draft{Text: *in.Text, Quotes: readQuotes(in.Quotes)}, true
}

// readQuotes reads a list of quotes, or one that stands alone. What is no quote is left out.
func readQuotes(raw json.RawMessage) []verify.Quote {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		list = []json.RawMessage{raw}
	}
	var out []verify.Quote
	for _, item := range list[:min(len(list), maxQuotes)] {
		var q struct {
			Passage any
			Quote   string
		}
		if json.Unmarshal(item, &q) == nil && q.Quote != "" {
			out = append(out, verify.Quote{Passage: number(q.Passage), Text: q.Quote})
		}
	}
	return out
}

// number reads a passage's number, which some models write as "1" or "[1]"; 0 when it
// is none.
func number(v any) int {
	switch v := v.(type) {
	case float64:
		if n := int(v); float64(n) == v {
			return n
		}
	case string:
		if n, err := strconv.Atoi(strings.Trim(v, "[]# ")); err == nil {
			return n
		}
	}
	return 0
}
