package article

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
)

// block is one paragraph, heading or verbatim piece of a body: its bytes without the
// marks of structure around it.
type block struct {
	Span
	kind blockKind
}

type blockKind int

const (
	paragraph blockKind = iota
	heading
	verbatim // code, raw HTML, link definitions: readable, never prose
)

// newMarkdownParser parses blocks alone: what stands inside a paragraph is left as written.
func newMarkdownParser() parser.Parser {
	return parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...))
}

// markdownBlocks are the leaves of a Markdown body's structure, in order. Comments,
// which no reader sees, are none.
func markdownBlocks(p parser.Parser, body string) []block {
	source := []byte(body)
	var blocks []block
	end := 0
	add := func(n ast.Node, kind blockKind) {
		lines := n.Lines()
		if lines.Len() == 0 {
			return
		}
		span := trimSpan(body, Span{lines.At(0).Start, lines.At(lines.Len() - 1).Stop})
		if span.Start >= end && span.Len() > 0 {
			blocks = append(blocks, block{span, kind})
			end = span.End
		}
	}
	// Walk fails only where the visitor does, and this one never does.
	_ = ast.Walk(p.Parse(gmtext.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			add(n, paragraphKind(body, n.Lines()))
		case *ast.Heading:
			add(n, heading)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			add(n, verbatim)
		case *ast.HTMLBlock:
			if n.HTMLBlockType != ast.HTMLBlockType2 { // 2: a comment
				add(n, verbatim)
			}
		}
		return ast.WalkContinue, nil
	})
	return blocks
}

// paragraphKind tells prose from definitions of links and footnotes ("[1]: https://…").
func paragraphKind(body string, lines *gmtext.Segments) blockKind {
	if lines.Len() > 0 {
		first := lines.At(0)
		label, _, found := strings.Cut(strings.TrimSpace(body[first.Start:first.Stop]), "]:")
		if found && strings.HasPrefix(label, "[") && !strings.Contains(label, "]") {
			return verbatim
		}
	}
	return paragraph
}

// maxNesting is how deep lists and quotes may stand in each other; the Markdown
// parser's time is square in their depth.
const maxNesting = 100

// tooDeep is the first line of a Markdown body, from 0, that opens more lists and
// quotes than maxNesting; -1 where none does.
func tooDeep(body string) int {
	n := 0
	for line := range strings.Lines(body) {
		if len(line) > maxNesting && nesting(line) > maxNesting {
			return n
		}
		n++
	}
	return -1
}

// nesting counts the lists and quotes that the marks at a line's start open.
func nesting(line string) int {
	marks := line[:len(line)-len(strings.TrimLeft(line, ">-*+0123456789.) \t"))]
	n := strings.Count(marks, ">")
	for i := 1; i < len(marks); i++ {
		space, mark := marks[i] == ' ' || marks[i] == '\t', marks[i-1]
		if space && (mark == '-' || mark == '*' || mark == '+' || mark == '.' || mark == ')') {
			n++
		}
	}
	return n
}

// wrapColumn is the length, in bytes, past which a line of a text file cannot have
// been wrapped by hand: then each line is a paragraph of its own.
const wrapColumn = 120

// plainBlocks are the paragraphs of a text file: divided by blank lines, and by every
// line break where lines are too long to be wrapped.
func plainBlocks(body string) []block {
	var blocks []block
	add := func(s Span) {
		if s = trimSpan(body, s); s.Len() > 0 {
			blocks = append(blocks, block{s, paragraph})
		}
	}
	var lines []Span // of the paragraph being gathered
	wrapped := true
	flush := func() {
		if wrapped && len(lines) > 0 {
			add(Span{lines[0].Start, lines[len(lines)-1].End})
		}
		for _, l := range lines {
			if !wrapped {
				add(l)
			}
		}
		lines, wrapped = lines[:0], true
	}
	for pos := 0; pos < len(body); {
		end := len(body)
		if i := strings.IndexByte(body[pos:], '\n'); i >= 0 {
			end = pos + i + 1
		}
		if strings.TrimSpace(body[pos:end]) == "" {
			flush()
		} else {
			lines = append(lines, Span{pos, end})
			wrapped = wrapped && end-pos <= wrapColumn
		}
		pos = end
	}
	flush()
	return blocks
}

// firstHeading is the first heading's text, "" where there is none.
func firstHeading(body string, blocks []block) string {
	for _, b := range blocks {
		if b.kind == heading {
			return oneLine(body[b.Start:b.End])
		}
	}
	return ""
}

// maxTitle is the length, in bytes, past which a first line is no title but prose.
const maxTitle = 200

// firstLine is a text file's first line that is not blank, "" where it is too long for a title.
func firstLine(body string, blocks []block) string {
	if len(blocks) == 0 {
		return ""
	}
	line, _, _ := strings.Cut(body[blocks[0].Start:blocks[0].End], "\n")
	if line = oneLine(line); len(line) > maxTitle {
		return ""
	}
	return line
}

// trimSpan moves a span's ends past white space.
func trimSpan(s string, span Span) Span {
	for span.Start < span.End {
		r, size := utf8.DecodeRuneInString(s[span.Start:span.End])
		if !unicode.IsSpace(r) {
			break
		}
		span.Start += size
	}
	for span.Start < span.End {
		r, size := utf8.DecodeLastRuneInString(s[span.Start:span.End])
		if !unicode.IsSpace(r) {
			break
		}
		span.End -= size
	}
	return span
}
