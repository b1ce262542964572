// Package live owns the corpus as it is now: it reads the articles and the aliases,
// indexes them, and puts a new edition in the place of the old one when the files change,
// while questions go on. It never answers by itself, and keeps the old edition where the
// new one cannot be read at all.
package live

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"footnote/internal/answer"
	"footnote/internal/answer/extract"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// AliasesFile is the file of a corpus folder that holds its community's synonyms.
const AliasesFile = "aliases.txt"

// Options says where the corpus is and how it is indexed.
type Options struct {
	Dir      string
	Embedder retrieval.Embedder
	Cache    retrieval.Cache                 // nil: every passage is embedded at every start
	Prune    bool                            // also remove vectors of passages that are gone
	Progress func(done, total int)           // nil: nobody is told
	Changed  func(context.Context, *Edition) // told of each new edition but the first; may be nil
}

// Edition is the corpus at one moment, ready to be asked. It never changes.
type Edition struct {
	Corpus  *article.Corpus
	Index   *retrieval.Index
	Report  retrieval.Report
	Aliases *retrieval.Aliases // nil: the community has none
	// Notices are lines for the operator: problems of articles and aliases, each with its
	// file and line, and of the index.
	Notices []string

	extractor  *extract.Extractor
	aliasesSum [sha256.Size]byte
}

// Corpus is the current edition. It answers as a Searcher and an Extractor do, always
// from the current one, and is safe for concurrent use.
type Corpus struct {
	options Options
	now     atomic.Pointer[Edition]
	reading sync.Mutex
}

// Open reads and indexes the corpus. It fails when there is nothing to read at all; what
// is wrong with single articles is in the edition's Notices.
func Open(ctx context.Context, o Options) (*Corpus, error) {
	c := &Corpus{options: o}
	e, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	c.now.Store(e)
	return c, nil
}

// Now is the current edition.
func (c *Corpus) Now() *Edition { return c.now.Load() }

// Articles is the current edition's corpus.
func (c *Corpus) Articles() *article.Corpus { return c.Now().Corpus }

// Search ranks the current edition's passages.
func (c *Corpus) Search(ctx context.Context, query string, k int) (retrieval.Result, error) {
	return c.Now().Index.Search(ctx, query, k)
}

// Extract chooses sentences with what the current edition knows of words.
func (c *Corpus) Extract(question string, res retrieval.Result) answer.Extraction {
	return c.Now().extractor.Extract(question, res)
}

// Reload reads the files again and reports whether they say something new. Where they
// cannot be read, the edition before goes on answering.
func (c *Corpus) Reload(ctx context.Context) (*Edition, bool, error) {
	c.reading.Lock()
	defer c.reading.Unlock()
	old := c.Now()
	e, err := c.read(ctx)
	if err != nil {
		return old, false, fmt.Errorf("the articles as they were go on answering: %w", err)
	}
	c.now.Store(e)
	changed := e.Corpus.Version != old.Corpus.Version || e.aliasesSum != old.aliasesSum
	if changed && c.options.Changed != nil {
		c.options.Changed(ctx, e)
	}
	return e, changed, nil
}

func (c *Corpus) read(ctx context.Context) (*Edition, error) {
	corpus, err := article.Load(ctx, c.options.Dir)
	if err != nil {
		return nil, err
	}
	e := &Edition{Corpus: corpus}
	for _, p := range corpus.Problems {
		e.Notices = append(e.Notices, filepath.Join(c.options.Dir, p.String()))
	}
	e.readAliases(c.options.Dir)
	o := retrieval.Options{
		Embedder: c.options.Embedder, Cache: c.options.Cache, Prune: c.options.Prune,
		Progress: c.options.Progress, Aliases: e.Aliases,
	}
	if e.Index, e.Report, err = retrieval.Open(ctx, corpus, o); err != nil {
		return nil, err
	}
	e.Notices = append(e.Notices, e.Report.Notes...)
	e.extractor = extract.New(e.Index)
	return e, nil
}

// readAliases reads the synonyms, if there are any. Lines that make no sense are noticed
// and left out.
func (e *Edition) readAliases(dir string) {
	name := filepath.Join(dir, AliasesFile)
	raw, err := os.ReadFile(name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			e.Notices = append(e.Notices, fmt.Sprintf("answering without aliases: %v", err))
		}
		return
	}
	e.aliasesSum = sha256.Sum256(raw)
	if e.Aliases, err = retrieval.ParseAliases(name, bytes.NewReader(raw)); err != nil {
		e.Notices = append(e.Notices, strings.Split(err.Error(), "\n")...)
	}
}
