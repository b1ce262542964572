package verify

import "testing"

func TestLocate(t *testing.T) {
	const story = "\u201cBut we can start by working together to actually de\u2011escalate the conflict\u201d, she said\u00a0on\n  Friday\u2026 More than 180 people didn\u2019t agree; 1,500.5 did."
	for _, tt := range []struct{ name, quote, want string }{
		{"as it stands", "she said", "she said"},
		{"plain quotation marks", `"But we can start`, "\u201cBut we can start"},
		{"single for double", `'But we can start`, "\u201cBut we can start"},
		{"a frame that the text lacks", `"working together"`, "working together"},
		{"an ellipsis at either end", "... working together …", "working together"},
		{"plain hyphen", "actually de-escalate", "actually de\u2011escalate"},
		{"soft hyphen in the quote", "con\u00adflict", "conflict"},
		{"white space of any kind", "said on Friday...", "said\u00a0on\n  Friday\u2026"},
		{"plain apostrophe", "people didn't agree", "people didn\u2019t agree"},
		{"stitched over a gap", "But we can start … she said", ""},
		{"stitched without a mark", "start working together", ""},
		{"altered word", "she says", ""},
		{"altered case", "She said", ""},
		{"a negation cut off", "More than 180 people did", ""},
		{"a number cut short", "80 people", ""},
		{"a number cut at its comma", "500.5 did", ""},
		{"a number cut at its point", "1,500", ""},
		{"a word cut short", "to actual", ""},
		{"nothing", "", ""},
		{"only marks", "…", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start, end, ok := Locate(tt.quote, story)
			if ok != (tt.want != "") || story[start:end] != tt.want {
				t.Errorf("Locate(%q) = %q, %v; want %q", tt.quote, story[start:end], ok, tt.want)
			}
		})
	}
}
