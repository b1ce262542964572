package article

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/goccy/go-yaml"
)

// Load reads every article under dir. It fails only when dir itself cannot be read or ctx ends;
// a bad file becomes a Problem and the others load.
func Load(ctx context.Context, dir string) (*Corpus, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return nil, err
	}
	c := &Corpus{}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		var meta struct{ Title, Author, Source string }
		body := string(raw)
		offset := 0
		if rest, ok := strings.CutPrefix(body, "---\n"); ok {
			if head, after, ok := strings.Cut(rest, "\n---\n"); ok {
				if err := yaml.Unmarshal([]byte(head), &meta); err != nil {
					return nil, err
				}
				offset = len(body) - len(after)
				body = after
			}
		}
		a := &Article{Slug: strings.TrimSuffix(filepath.Base(f), ".md"), Title: meta.Title, Author: meta.Author,
			Source: meta.Source, Path: filepath.Base(f), Body: body, BodyOffset: offset}
		a.Header = "Title: " + a.Title + "\nAuthor: " + a.Author + "\nSource: " + a.Source + "\n"
		a.Passages = append(a.Passages, Passage{ID: a.Slug + "#0", Span: Span{0, len(a.Header)}, Text: a.Header, Article: a})
		pos, n := 0, 0
		for _, para := range strings.SplitAfter(body, "\n\n") {
			text := strings.TrimSpace(para)
			if text != "" {
				n++
				start := pos + strings.Index(para, text)
				p := Passage{ID: fmt.Sprintf("%s#%d", a.Slug, n), Number: n, Span: Span{start, start + len(text)}, Text: text, Article: a, Paragraph: n}
				seg := sentences.FromString(text)
				for seg.Next() {
					v := strings.TrimRight(seg.Value(), " \n")
					p.Sentences = append(p.Sentences, Sentence{Span: Span{seg.Start(), seg.Start() + len(v)}})
				}
				a.Passages = append(a.Passages, p)
			}
			pos += len(para)
		}
		c.Articles = append(c.Articles, a)
	}
	return c, nil
}
