package article_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/internal/article"
)

// BenchmarkLoadStory is what every start of the program pays.
func BenchmarkLoadStory(b *testing.B) {
	for b.Loop() {
		if _, err := article.Load(b.Context(), "../../corpus"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoadLarge reads 500 articles of 20 passages each: 10,000 passages.
func BenchmarkLoadLarge(b *testing.B) {
	dir := b.TempDir()
	for i := range 500 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("story-%d.md", i)), []byte(newsOf(i, 20)), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	var passages int
	for b.Loop() {
		c, err := article.Load(b.Context(), dir)
		if err != nil {
			b.Fatal(err)
		}
		passages = 0
		for _, a := range c.Articles {
			passages += len(a.Passages) - 1
		}
	}
	b.ReportMetric(float64(passages), "passages")
}

// newsOf is a made-up article of that many paragraphs.
func newsOf(seed, paragraphs int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: Story %d\nauthor: A. Writer\npublished: 2017-04-12\n---\n", seed)
	for i := range paragraphs {
		fmt.Fprintf(&b, "On day %d the U.S. envoy, Gen. Martin R. Shaw, met %d officials in Geneva and said talks would go on. "+
			"\"We were there. We saw it\", he told reporters at 9 a.m. on Wednesday. "+
			"The ministry, which had promised a report by the end of the month, did not comment on claim No. %d; "+
			"others said that the meeting, the third in as many weeks, had changed little on the ground.\n\n", i, seed+i, seed*i)
	}
	return b.String()
}
