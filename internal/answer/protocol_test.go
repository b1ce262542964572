package answer

import (
	"reflect"
	"strings"
	"testing"

	"footnote/internal/answer/verify"
)

func drafts(reply string, size int) []verify.Draft {
	var d decoder
	var out []verify.Draft
	for len(reply) > 0 {
		n := min(size, len(reply))
		out = append(out, d.write(reply[:n])...)
		reply = reply[n:]
	}
	return out
}

func TestDecoder(t *testing.T) {
	one := []verify.Draft{{Text: "She spoke.", Quotes: []verify.Quote{{Passage: 2, Text: "spoke"}}}}
	const claim = `{"text":"She spoke.","quotes":[{"passage":2,"quote":"spoke"}]}`
	const whole = `{"claims":[` + claim + `]}`
	for name, tc := range map[string]struct {
		reply string
		want  []verify.Draft
	}{
		"as asked":             {whole, one},
		"spread out":           {"{\n \"claims\" : [\n\t{ \"text\" : \"She spoke.\" , \"quotes\" : [ { \"passage\" : 2 , \"quote\" : \"spoke\" } ] } ] }\n", one},
		"two":                  {`{"claims":[` + claim + "," + claim + `]}`, append(one, one...)},
		"in a fence":           {"```json\n" + whole + "\n```", one},
		"in prose":             {`Here's "what" you asked for: ` + whole + ` I hope that "helps {you}".`, one},
		"after thoughts":       {`<think>{"text":"no","quotes":[]} or "so</think>` + whole, one},
		"thoughts alone":       {`<think>` + claim, nil},
		"a bare list":          {"[" + claim + "]", one},
		"bare, one a line":     {claim + "\n" + claim, append(one, one...)},
		"cut after a claim":    {`{"claims":[` + claim + `,{"text":"And th`, one},
		"cut within it":        {`{"claims":[{"text":"She spoke.","quotes":[{"passage":2,"quote":"spoke"}`, nil},
		"number as text":       {strings.Replace(whole, "2", `"[2]"`, 1), one},
		"number as a fraction": {strings.Replace(whole, "2", "2.0", 1), one},
		"half a number":        {strings.Replace(whole, "2", "2.5", 1), []verify.Draft{{Text: "She spoke.", Quotes: []verify.Quote{{Passage: 0, Text: "spoke"}}}}},
		"one quote, no list":   {`{"text":"She spoke.","quotes":{"passage":2,"quote":"spoke"}}`, one},
		"a key twice":          {`{"text":"He spoke.","text":"She spoke.","quotes":[],"quotes":[{"passage":2,"quote":"spoke"}]}`, one},
		"more keys":            {`{"id":1,"text":"She spoke.","why":{"a":"b"},"quotes":[{"passage":2,"quote":"spoke","n":[]}]}`, one},
		"brackets in strings":  {`{"text":"{\"text\":\"}","quotes":[]}`, []verify.Draft{{Text: `{"text":"}`}}},
		"escapes":              {`{"text":"\"\u00e9\\","quotes":[]}`, []verify.Draft{{Text: `"é\`}}},
		"no quotes":            {`{"claims":[{"text":"She spoke."}]}`, []verify.Draft{{Text: "She spoke."}}},
		"wrong quotes":         {`{"text":"She spoke.","quotes":[1,"spoke",null,{"passage":2},{"quote":7},[{}]]}`, []verify.Draft{{Text: "She spoke."}}},
		"a text that is none":  {`{"claims":[{"text":7,"quotes":[]},{"text":null},{"text":{"text":["a"]}}]}`, nil},
		"a quote with a text":  {`{"passage":2,"text":"spoke"}`, nil},
		"nothing":              {"", nil},
		"a lone bracket":       {"}", nil},
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{1, 3, 1000} {
				if got := drafts(tc.reply, size); !reflect.DeepEqual(got, tc.want) {
					t.Errorf("in pieces of %d: got %+v, want %+v", size, got, tc.want)
				}
			}
		})
	}
}

func TestDecoderSaysNone(t *testing.T) {
	for reply, want := range map[string]bool{
		`{"claims":[]}`: true, "```\n{ \"claims\": [] }": true,
		`{"claims":null}`: false, `{"claims":[{}]}`: false, `{}`: false, `[]`: false, `{"claims":{}}`: false,
	} {
		var d decoder
		if d.write(reply); d.none != want {
			t.Errorf("%s says that there are none: %v", reply, d.none)
		}
	}
}

func TestDecoderIsBounded(t *testing.T) {
	var d decoder
	for range 100 {
		d.write(strings.Repeat("{", 1000))
	}
	if !d.full() || len(d.buf) > maxReply || len(d.open) > maxDepth {
		t.Errorf("kept %d bytes and %d objects", len(d.buf), len(d.open))
	}
	if got := drafts(`{"text":"a","quotes":[`+strings.Repeat(`{"passage":1,"quote":"a"},`, 50)+`{}]}`, 100); len(got) != 1 || len(got[0].Quotes) != maxQuotes {
		t.Errorf("kept %d quotes of a claim", len(got[0].Quotes))
	}
}

// FuzzDecoder checks that drafts do not depend on how the stream is cut.
func FuzzDecoder(f *testing.F) {
	f.Add(`{"claims":[{"text":"a","quotes":[{"passage":1,"quote":"b"}]}]}`, 5)
	f.Add("<think>{</think>```json\n{\"text\":\"\\\"\"}", 1)
	f.Fuzz(func(t *testing.T, reply string, size int) {
		if size < 1 || size > 64 {
			size = 7
		}
		if a, b := drafts(reply, size), drafts(reply, max(1, len(reply))); !reflect.DeepEqual(a, b) {
			t.Errorf("in pieces %+v, at once %+v", a, b)
		}
	})
}
