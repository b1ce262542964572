package terminal

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"footnote/internal/answer"
)

// Check prints a verdict on a claim: the words of the articles that carry it, or why it
// is not supported.
func (p *Printer) Check(c answer.Checked) {
	verdict := "Not supported by the articles"
	if c.Supported {
		verdict = "Supported by the articles"
	}
	p.paragraph(margin, margin, fmt.Sprintf("%s (score %.2f).", verdict, c.Score), text.Bold)
	for _, r := range c.Reasons {
		p.paragraph(margin+"- ", margin+"  ", r)
	}
	for _, cite := range c.Citations {
		lead := fmt.Sprintf("%s[%d] ", margin, cite.Number)
		rest := strings.Repeat(" ", len(lead))
		p.printf("\n")
		p.paragraph(lead, rest, "“"+cite.Quote+"”")
		p.paragraph(rest, rest, source(cite.Passage), text.Faint)
	}
}
