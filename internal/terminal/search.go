package terminal

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"footnote/internal/retrieval"
)

// Search prints a ranking and why each passage stands where it does.
func (p *Printer) Search(r retrieval.Result) {
	if len(r.Hits) == 0 {
		p.paragraph(margin, margin, "No passage has anything of this.", text.Bold)
	}
	for _, h := range r.Hits {
		lead := fmt.Sprintf("%3d. ", h.Rank)
		rest := strings.Repeat(" ", len(lead))
		p.paragraph(lead, rest, source(h.Passage), text.Bold)
		p.paragraph(rest, rest, why(h), text.Faint)
		p.paragraph(rest+"│ ", rest+"│ ", clip(h.Passage.Text, 320))
		p.printf("\n")
	}
	if r.Degraded != "" {
		p.paragraph(margin, margin, r.Degraded, text.Faint)
	}
}

func why(h retrieval.Hit) string {
	parts := []string{fmt.Sprintf("score %.4f", h.Score), place("words", h.Lexical), place("vectors", h.Vector)}
	if len(h.Matched) > 0 {
		parts = append(parts, "matched: "+strings.Join(h.Matched, ", "))
	}
	return strings.Join(parts, " · ")
}

func place(by string, rank int) string {
	if rank == 0 {
		return "not found by " + by
	}
	return fmt.Sprintf("by %s #%d", by, rank)
}
