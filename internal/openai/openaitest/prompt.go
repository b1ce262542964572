package openaitest

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// Passage is a passage as the prompt shows it.
type Passage struct {
	Number int
	Text   string
}

var markLine = regexp.MustCompile(`(?m)^=== [0-9a-f]+ (article|passage|question|end)(?: (\d+))?.*\n`)

// Passages reads the numbered passages out of the prompt.
func (r Request) Passages() []Passage {
	var out []Passage
	r.sections(func(kind, number, body string) {
		if n, err := strconv.Atoi(number); err == nil && kind == "passage" {
			out = append(out, Passage{n, body})
		}
	})
	return out
}

// Question reads the question out of the prompt; "" when the prompt asks something else.
func (r Request) Question() string {
	question := ""
	r.sections(func(kind, _, body string) {
		if kind == "question" {
			question = body
		}
	})
	return question
}

func (r Request) sections(visit func(kind, number, body string)) {
	marks := markLine.FindAllStringSubmatchIndex(r.User, -1)
	for i, m := range marks {
		end := len(r.User)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		number := ""
		if m[4] >= 0 {
			number = r.User[m[4]:m[5]]
		}
		visit(r.User[m[2]:m[3]], number, strings.TrimSuffix(r.User[m[1]:end], "\n"))
	}
}

// Quote is a quote as the protocol has it.
type Quote struct {
	Passage int    `json:"passage"`
	Quote   string `json:"quote"`
}

// Claim is a claim as the protocol has it.
type Claim struct {
	Text   string  `json:"text"`
	Quotes []Quote `json:"quotes"`
}

// Claims writes a reply of the protocol.
func Claims(claims ...Claim) string {
	if claims == nil {
		claims = []Claim{}
	}
	b, err := json.Marshal(map[string]any{"claims": claims})
	if err != nil {
		panic(err)
	}
	return string(b)
}
