package article

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// MaxBytes is the largest file that Load reads; a news story is some thousand times smaller.
const MaxBytes = 2 << 20

// Options change how a corpus is read. The zero value is what Load uses.
type Options struct {
	MaxBytes int64 // the largest file read, in bytes; 0: the constant MaxBytes
}

// Load reads every article under dir, as Options.Load does with the defaults.
func Load(ctx context.Context, dir string) (*Corpus, error) {
	return Options{}.Load(ctx, dir)
}

// Load reads every Markdown (.md), text (.txt) and HTML (.html, .htm) article under
// dir. Files whose name starts with "README" or a dot are left alone, and so is
// aliases.txt in dir itself. A bad file becomes a Problem and the others load. Load
// fails only when dir cannot be read, when no article is left, or when ctx ends.
func (o Options) Load(ctx context.Context, dir string) (*Corpus, error) {
	if o.MaxBytes <= 0 {
		o.MaxBytes = MaxBytes
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("corpus folder %s does not exist: create it, or name another with --corpus or CORPUS_DIR", dir)
	case err != nil:
		return nil, fmt.Errorf("corpus folder %s cannot be read: %w", dir, err)
	case !info.IsDir():
		return nil, fmt.Errorf("corpus %s is a file: name the folder that holds the articles", dir)
	}
	found, problems, err := findFiles(ctx, dir)
	if err != nil {
		return nil, err
	}
	l := loader{options: o, blocks: newMarkdownParser(), slugs: map[string]string{}, problems: problems}
	for _, f := range found {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading corpus folder %s: %w", dir, err)
		}
		l.load(f)
	}
	return l.corpus(dir)
}

// corpus puts what was loaded in order.
func (l *loader) corpus(dir string) (*Corpus, error) {
	slices.SortFunc(l.articles, func(a, b *Article) int { return cmp.Compare(a.Slug, b.Slug) })
	slices.SortStableFunc(l.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line))
	})
	switch {
	case len(l.articles) > 0:
		return &Corpus{Articles: l.articles, Problems: l.problems, Version: version(l.articles)}, nil
	case len(l.problems) > 0:
		return nil, fmt.Errorf("corpus folder %s holds no article that can be read: %s", dir, summary(l.problems))
	default:
		return nil, fmt.Errorf("corpus folder %s holds no article: add a .md, .txt or .html file", dir)
	}
}

func summary(problems []Problem) string {
	s := problems[0].String()
	if n := len(problems) - 1; n > 0 {
		s += fmt.Sprintf(" (and %d more)", n)
	}
	return s
}

// version hashes what the articles say: their slugs, metadata and bodies, each
// preceded by its length so that no two corpora run together.
func version(articles []*Article) string {
	h := sha256.New()
	for _, a := range articles {
		for _, s := range []string{a.Slug, a.Header, a.URL, a.Body} {
			fmt.Fprintf(h, "%d:%s", len(s), s)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
