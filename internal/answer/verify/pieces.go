package verify

import (
	"regexp"
	"strings"
)

// pieces cuts what is to be checked into its statements: the lines of a list apart, and
// without what only frames them: list marks, "(Passage 2)", "Based on the given passages,".
func pieces(claim string) []string {
	var out []string
	for _, line := range strings.Split(claim, "\n") {
		line = strings.TrimSpace(frame.ReplaceAllString(marker.ReplaceAllString(line, ""), " "))
		if !wordless(line) {
			out = append(out, line)
		}
	}
	return out
}

var marker = regexp.MustCompile(`^\s*(?:\(?\d{1,2}[.):]\)?(?:\s+|$)|[*+•–-]\s+|#+\s+)`)

var frame = regexp.MustCompile(`(?i)\b(?:based on|according to|from) (?:the|these|this) ?(?:given|provided|above)? ?(?:passages?|information|text|article|context)(?: provided| given)?,?(?: here (?:is|are)[^:]*:| it (?:is clear|appears|seems|can be seen) that| we can (?:see|conclude|infer) that)?` +
	`|\(?\bpassages? \d(?:,? (?:and )?(?:passage )?\d)*\)?:?` +
	`|^(?:sure[,!] ?)?here(?:'s|’s| is| are) [^:]{0,90}:` +
	`|^sure[,!]`)
