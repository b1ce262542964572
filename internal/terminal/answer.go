package terminal

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// nearest is how many passages are offered beside an abstention.
const nearest = 3

// Understood says which question is being answered, when it is not the one typed.
func (p *Printer) Understood(question string) {
	if question != "" {
		p.paragraph(margin, margin, "Understood as: "+question, text.Faint)
		p.printf("\n")
	}
}

// Claim prints one claim with its footnote numbers. Claims come as they are verified;
// Answer then prints what belongs below them.
func (p *Printer) Claim(c verify.Claim) {
	var marks strings.Builder
	for _, n := range numbers(c) {
		fmt.Fprintf(&marks, " [%d]", n)
	}
	body := c.Text()
	if verbatim(c) {
		body = "“" + body + "”"
	}
	p.paragraph(margin, margin, body+marks.String(), text.Bold)
	p.printf("\n")
}

// Answer prints what follows the claims: the footnotes, or the abstention with the
// nearest passages, then the notices.
func (p *Printer) Answer(a answer.Answer) {
	if a.Answered {
		p.footnotes(a.Claims)
		if a.Mode == answer.Extract {
			p.paragraph(margin, margin, "Quoted from the articles, word for word.", text.Faint)
		}
	} else {
		p.abstention(a)
	}
	if len(a.Notices) > 0 {
		p.Blank()
	}
	for _, n := range a.Notices {
		p.paragraph(margin, margin, n, text.Faint)
	}
}

func (p *Printer) abstention(a answer.Answer) {
	p.paragraph(margin, margin, "The articles don't say.", text.Bold)
	var shown []retrieval.Hit
	for _, h := range a.Passages {
		if h.Passage.Number > 0 && len(shown) < nearest {
			shown = append(shown, h)
		}
	}
	if len(shown) == 0 {
		return
	}
	p.printf("\n")
	p.paragraph(margin, margin, "The nearest passages, which may be about something else:", text.Faint)
	for _, h := range shown {
		p.printf("\n")
		p.paragraph(margin+"│ ", margin+"│ ", clip(h.Passage.Text, 240))
		p.paragraph(margin+"│ — ", margin+"│   ", source(h.Passage), text.Faint)
	}
}

// footnotes prints each citation once, in the order of its number. The quote is not
// repeated where the claim is the quote.
func (p *Printer) footnotes(claims []verify.Claim) {
	seen := map[int]bool{}
	for _, c := range claims {
		for _, cite := range c.Citations() {
			if seen[cite.Number] {
				continue
			}
			seen[cite.Number] = true
			lead := fmt.Sprintf("%s[%d] ", margin, cite.Number)
			rest := strings.Repeat(" ", len(lead))
			if cite.Quote != c.Text() {
				p.paragraph(lead, rest, "“"+cite.Quote+"”")
				lead = rest
			}
			p.paragraph(lead, rest, source(cite.Passage), text.Faint)
		}
	}
	p.printf("\n")
}

// source says where a passage stands, so that a person can find it.
func source(ps *article.Passage) string {
	parts := []string{ps.Article.Title}
	if ps.Article.Title == "" {
		parts[0] = ps.Article.Slug
	}
	if ps.Article.Author != "" {
		parts = append(parts, ps.Article.Author)
	}
	if !ps.Article.Published.IsZero() {
		parts = append(parts, ps.Article.Published.Format("2 January 2006"))
	}
	if ps.Number == 0 {
		parts = append(parts, "about the article")
	} else {
		parts = append(parts, fmt.Sprintf("paragraph %d", ps.Paragraph))
	}
	return strings.Join(parts, ", ") + " (" + ps.ID + ")"
}

func numbers(c verify.Claim) []int {
	var ns []int
	for _, cite := range c.Citations() {
		if len(ns) == 0 || ns[len(ns)-1] != cite.Number {
			ns = append(ns, cite.Number)
		}
	}
	return ns
}

func verbatim(c verify.Claim) bool {
	return len(c.Citations()) > 0 && c.Citations()[0].Quote == c.Text()
}
