package discord

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/ledger"
	"footnote/internal/retrieval"
)

const (
	neighbourExcerpt = 200  // units of the passage before, and of the one after
	passageLine      = 1900 // units of a passage that go on one line
	maxSources       = 8    // messages of sources at most
	searchShown      = 5    // passages that /search shows
	searchExcerpt    = 400  // units of each
	articlesShown    = 10   // articles on a page of /articles
	reasonsShown     = 5    // reasons why a claim is not supported
)

const (
	sayIsSupported   = "**The articles support this.**"
	sayIsUnsupported = "**I did not find this in the articles.** That does not make it false."

	sayNoSources  = "This message isn't an answer that I have a record of."
	sayNoClaims   = "The articles gave no answer here, so there is nothing to check."
	sayNoPassages = "Nothing in the articles comes near that."
	sayMore       = "-# There is more than fits here."
)

// renderSources shows every citation of an answer where it stood when it was given: the
// quote in bold inside its passage, the passages around it, and what is known of the
// article.
func renderSources(rec ledger.Record) []string {
	var lines []string
	seen := map[int]bool{}
	struck := fateOf(rec.Verdicts).struck()
	for i, claim := range rec.Answer.Claims {
		if at, ok := struck[i+1]; ok {
			lines = append(lines, "-# "+fmt.Sprintf(sayStruck, day(at)))
		}
		lines = append(lines, excerpt(claim.Text(), passageLine))
		for _, c := range claim.Citations() {
			if seen[c.Number] {
				continue
			}
			seen[c.Number] = true
			lines = append(lines, fmt.Sprintf("**[%d]** %s", c.Number, describe(c.Passage)))
			lines = append(lines, inPlace(c)...)
		}
		lines = append(lines, "")
	}
	pages := paginate(lines)
	if len(pages) > maxSources {
		pages = append(pages[:maxSources-1], sayMore)
	}
	return pages
}

// inPlace shows a quote in bold inside its passage, between the neighbouring passages.
func inPlace(c verify.Citation) []string {
	p := c.Passage
	var lines []string
	if before := neighbour(p, -1); before != nil {
		lines = append(lines, "> -# "+excerpt(before.Text, neighbourExcerpt))
	}
	lines = append(lines, passageLines(p.Text[:c.Start], p.Text[c.Start:c.End], p.Text[c.End:])...)
	if after := neighbour(p, +1); after != nil {
		lines = append(lines, "> -# "+excerpt(after.Text, neighbourExcerpt))
	}
	return lines
}

// passageLines is a passage with its quote in bold: one line if it fits there.
func passageLines(before, quote, after string) []string {
	bold := func(s string) string { return "**" + s + "**" }
	line := strings.TrimSpace(escape(before) + spaceAfter(before) + bold(escape(quote)) + spaceBefore(after) + escape(after))
	if size(line) <= passageLine {
		return []string{"> " + line}
	}
	var lines []string
	for _, piece := range wrap(units(before), passageLine) {
		lines = append(lines, "> "+piece)
	}
	for _, piece := range wrap(units(quote), passageLine) {
		lines = append(lines, "> "+bold(piece))
	}
	for _, piece := range wrap(units(after), passageLine) {
		lines = append(lines, "> "+piece)
	}
	return lines
}

func spaceAfter(s string) string {
	if s != strings.TrimRight(s, " \t\r\n") {
		return " "
	}
	return ""
}

func spaceBefore(s string) string {
	if s != strings.TrimLeft(s, " \t\r\n") {
		return " "
	}
	return ""
}

// neighbour is the passage of the same article that stands by passages after p; nil when
// there is none. The header has no neighbours.
func neighbour(p *article.Passage, by int) *article.Passage {
	if p.Number == 0 {
		return nil
	}
	for i := range p.Article.Passages {
		if n := &p.Article.Passages[i]; n.Number == p.Number+by && n.Number > 0 {
			return n
		}
	}
	return nil
}

// describe is what is known of the place of a passage: title, author, source, dates,
// paragraph, link.
func describe(p *article.Passage) string {
	a := p.Article
	parts := []string{source(p)}
	for _, s := range []string{a.Author, a.Source} {
		if s != "" {
			parts = append(parts, excerpt(s, maxTitle))
		}
	}
	parts = append(parts, dates(a)...)
	if link := safeLink(a.URL); link != "" {
		parts = append(parts, link)
	}
	return strings.Join(parts, " · ")
}

func dates(a *article.Article) []string {
	var out []string
	if !a.Published.IsZero() {
		out = append(out, day(a.Published))
	}
	if !a.Updated.IsZero() && day(a.Updated) != day(a.Published) {
		out = append(out, "updated "+day(a.Updated))
	}
	return out
}

func day(t time.Time) string { return t.Format("2 January 2006") }

// safeLink is an article's address as a link without a preview, or "" when it isn't a
// plain web address.
func safeLink(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return ""
	}
	link := u.String()
	if strings.ContainsAny(link, "<>() \t\r\n`|\\") || size(link) > 400 {
		return ""
	}
	return "<" + link + ">"
}

// renderPassages lists passages found for a query, best first.
func renderPassages(hits []retrieval.Hit, degraded string) []string {
	if len(hits) == 0 {
		return []string{sayNoPassages}
	}
	var lines []string
	for _, h := range hits[:min(len(hits), searchShown)] {
		lines = append(lines, fmt.Sprintf("**%d.** %s", h.Rank, describe(h.Passage)),
			"> "+around(h, searchExcerpt))
	}
	if degraded != "" {
		lines = append(lines, "-# "+excerpt(degraded, nearestExcerpt))
	}
	return paginate(lines)
}

// around is the part of a passage where the words of the query stand: from its beginning,
// unless they come too late, and then from their sentence.
func around(h retrieval.Hit, limit int) string {
	text := h.Passage.Text
	first := len(text)
	for _, word := range h.Matched {
		if at := strings.Index(strings.ToLower(text), strings.ToLower(word)); at >= 0 {
			first = min(first, at)
		}
	}
	from := 0
	for _, s := range h.Passage.Sentences {
		if first < len(text) && first > limit/2 && s.Start <= first && s.Start < len(text) {
			from = s.Start
		}
	}
	if from == 0 {
		return excerpt(text, limit)
	}
	return "… " + excerpt(text[from:], limit-2)
}

// renderCheck shows whether the articles support a claim, and by which quotes or why not.
func renderCheck(c answer.Checked) []string {
	lines := []string{"> " + excerpt(c.Claim, maxHeading)}
	if c.Supported && len(c.Citations) > 0 {
		lines = append(lines, sayIsSupported)
		for _, cite := range c.Citations {
			lines = append(lines, "", describe(cite.Passage))
			lines = append(lines, inPlace(cite)...)
		}
		return paginate(lines)
	}
	lines = append(lines, sayIsUnsupported)
	for _, reason := range c.Reasons[:min(len(c.Reasons), reasonsShown)] {
		lines = append(lines, "• "+excerpt(reason, nearestExcerpt))
	}
	return paginate(append(lines, nearestLines(c.Passages)...))
}

// renderArticles is one page, from 0, of the corpus's articles, and how many pages there are.
func renderArticles(articles []*article.Article, page int) (content string, pages int) {
	if len(articles) == 0 {
		return "There are no articles yet.", 1
	}
	pages = (len(articles) + articlesShown - 1) / articlesShown
	page = min(max(page, 0), pages-1)
	first := page * articlesShown
	last := min(first+articlesShown, len(articles))
	lines := []string{fmt.Sprintf("**Articles %d–%d of %d**%s", first+1, last, len(articles), asOf(articles))}
	for _, a := range articles[first:last] {
		lines = append(lines, articleLine(a))
	}
	return paginate(lines)[0], pages
}

func articleLine(a *article.Article) string {
	title := a.Title
	if title == "" {
		title = a.Slug
	}
	parts := []string{excerpt(title, 80)}
	if a.Source != "" {
		parts = append(parts, excerpt(a.Source, 40))
	}
	if d := dates(a); len(d) > 0 {
		parts = append(parts, d...)
	} else {
		parts = append(parts, "no date given")
	}
	return "• " + strings.Join(parts, " · ")
}

// asOf says how far the corpus reaches.
func asOf(articles []*article.Article) string {
	var latest time.Time
	for _, a := range articles {
		for _, t := range []time.Time{a.Published, a.Updated} {
			if t.After(latest) {
				latest = t
			}
		}
	}
	if latest.IsZero() {
		return ""
	}
	return ", as of " + day(latest)
}
