package article

import (
	"fmt"
	"io"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"

	"footnote/internal/text"
)

// loader turns files into articles and gathers what is wrong.
type loader struct {
	options  Options
	blocks   parser.Parser
	slugs    map[string]string // slug -> path of the file that took it
	articles []*Article
	problems []Problem
}

// load reads one file; whatever is wrong with it becomes a Problem.
func (l *loader) load(f file) {
	slug := slugOf(f.rel)
	if slug == "" {
		l.problem(f, 0, "the name gives no slug: rename the file with letters a-z or digits")
		return
	}
	if other, taken := l.slugs[slug]; taken {
		l.problem(f, 0, fmt.Sprintf("its slug %q is taken by %s: rename one of the two", slug, other))
		return
	}
	raw, ok := l.read(f)
	if !ok {
		return
	}
	a := &Article{Slug: slug, Path: f.rel}
	blocks, ok := l.parse(f, a, raw)
	if !ok {
		return
	}
	if len(blocks) == 0 {
		l.problem(f, 0, "no text to quote: write something or remove the file")
		return
	}
	a.Header = header(a)
	a.Passages = cut(a, blocks)
	l.slugs[slug] = f.rel
	l.articles = append(l.articles, a)
}

// read returns the file's bytes where they are text of a sensible size.
func (l *loader) read(f file) (string, bool) {
	in, err := os.Open(f.full)
	if err != nil {
		l.problem(f, 0, fmt.Sprintf("cannot be read (%v): check its permissions", cause(err)))
		return "", false
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, l.options.MaxBytes+1))
	switch {
	case err != nil:
		l.problem(f, 0, fmt.Sprintf("cannot be read (%v): check the disk", cause(err)))
	case int64(len(raw)) > l.options.MaxBytes:
		l.problem(f, 0, fmt.Sprintf("larger than %d bytes: split it into several articles", l.options.MaxBytes))
	case len(raw) == 0:
		l.problem(f, 0, "empty: write something or remove the file")
	case !utf8.Valid(raw):
		l.problem(f, invalidLine(raw), "not UTF-8 text: save the file as UTF-8")
	default:
		return string(raw), true
	}
	return "", false
}

// parse fills a's metadata and body and returns the body's blocks.
func (l *loader) parse(f file, a *Article, raw string) ([]block, bool) {
	if f.format == page {
		blocks, err := readPage(a, raw)
		if err != nil {
			l.problem(f, 0, err.Error())
			return nil, false
		}
		a.Title = firstNonEmpty(a.Title, nameOf(f.rel))
		return blocks, true
	}
	meta, start, problem := readFrontMatter(raw)
	if problem != nil {
		l.problem(f, problem.Line, problem.Text)
		return nil, false
	}
	for _, p := range meta.apply(a) {
		l.problem(f, p.Line, p.Text)
	}
	a.Body, a.BodyOffset = raw[start:], start
	a.linesBefore = strings.Count(raw[:start], "\n")
	if n := tooDeep(a.Body); f.format == markdown && n >= 0 {
		l.problem(f, a.linesBefore+n+1, fmt.Sprintf("lists or quotes stand more than %d deep in each other: flatten them", maxNesting))
		return nil, false
	}
	var blocks []block
	if f.format == markdown {
		blocks = markdownBlocks(l.blocks, a.Body)
		a.Title = firstNonEmpty(a.Title, firstHeading(a.Body, blocks), nameOf(f.rel))
	} else {
		blocks = plainBlocks(a.Body)
		a.Title = firstNonEmpty(a.Title, firstLine(a.Body, blocks), nameOf(f.rel))
	}
	return blocks, true
}

func (l *loader) problem(f file, line int, text string) {
	l.problems = append(l.problems, Problem{Path: f.rel, Line: line, Text: text})
}

// cause is the error without the path, which the Problem names already.
func cause(err error) error {
	if e, ok := err.(*os.PathError); ok {
		return e.Err
	}
	return err
}

// invalidLine is the line, from 1, of the first byte that is not UTF-8.
func invalidLine(raw []byte) int {
	line := 1
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		i += size
	}
	return line
}

// slugOf makes a slug of a file's name: folded, every run of anything but a-z and
// 0-9 made one hyphen. Folders do not count.
func slugOf(rel string) string {
	var b strings.Builder
	for _, r := range text.Fold(stem(rel)) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}

// nameOf is a file's name as a title of last resort: "russia-and-us.md" is "russia and us".
func nameOf(rel string) string {
	return oneLine(strings.NewReplacer("-", " ", "_", " ").Replace(stem(rel)))
}

// stem is the file's name without its folders and extension.
func stem(rel string) string {
	base := path.Base(rel)
	return strings.TrimSuffix(base, path.Ext(base))
}

// oneLine makes every run of white space one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func firstNonEmpty(candidates ...string) string {
	for _, c := range candidates {
		if c != "" {
			return c
		}
	}
	return ""
}
