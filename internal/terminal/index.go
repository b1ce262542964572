package terminal

import (
	"fmt"

	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// Index reports what reading and indexing a corpus did.
func (p *Printer) Index(c *article.Corpus, r retrieval.Report) {
	p.printf("%s in %s, corpus version %.12s\n", count(len(c.Articles), "article"), count(r.Passages, "passage"), c.Version)
	for _, row := range []struct {
		n    int
		what string
	}{
		{r.Embedded, "new: embedded now"},
		{r.Unchanged, "unchanged: taken from the cache"},
		{r.Removed, "removed: no longer in the corpus"},
		{r.Bad, "bad in the cache: embedded anew"},
		{len(c.Problems), "problems in the articles"},
	} {
		p.printf("%6d %s\n", row.n, row.what)
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
