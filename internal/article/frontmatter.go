package article

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// frontMatter is the YAML between two lines of "---" at the top of a file. Keys that
// are not named here are allowed and ignored.
type frontMatter struct {
	Title     field
	Author    field
	Source    field
	Published field
	Updated   field
	URL       field
}

// field is one value and the line of the front matter, from 1, where it stands.
type field struct {
	text string
	line int
}

// UnmarshalYAML takes a scalar, or a list of them ("author: [A, B]"), as text.
func (f *field) UnmarshalYAML(node ast.Node) error {
	f.line = node.GetToken().Position.Line
	switch n := node.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		f.text = oneLine(n.Value)
	case *ast.LiteralNode:
		f.text = oneLine(n.Value.Value)
	case *ast.SequenceNode:
		var parts []string
		for _, item := range n.Values {
			var part field
			if err := part.UnmarshalYAML(item); err != nil {
				return err
			}
			parts = append(parts, part.text)
		}
		f.text = strings.Join(parts, ", ")
	case ast.ScalarNode:
		f.text = oneLine(n.GetToken().Value)
	default:
		return &yaml.UnexpectedNodeTypeError{Actual: node.Type(), Expected: ast.StringType, Token: node.GetToken()}
	}
	return nil
}

// readFrontMatter reads the front matter of a file and where its body starts. A file
// without front matter is all body. A Problem has no Path.
func readFrontMatter(raw string) (meta frontMatter, body int, problem *Problem) {
	head, body, problem := splitFrontMatter(raw)
	if problem != nil || head == "" {
		return meta, body, problem
	}
	if err := yaml.Unmarshal([]byte(head), &meta); err != nil {
		return meta, body, yamlProblem(err)
	}
	return meta, body, nil
}

// maxFrontMatter is the longest front matter, in bytes, that is read: a few lines of
// metadata. The YAML parser's time is square in what is nested badly.
const maxFrontMatter = 8 << 10

// splitFrontMatter finds the lines between the two of "---".
func splitFrontMatter(raw string) (head string, body int, problem *Problem) {
	const byteOrderMark = "\ufeff"
	start := 0
	if strings.HasPrefix(raw, byteOrderMark) {
		start = len(byteOrderMark)
	}
	open, rest, found := strings.Cut(raw[start:], "\n")
	if !found || strings.TrimRight(open, " \t\r") != "---" {
		return "", start, nil
	}
	from := len(raw) - len(rest)
	pos := from
	for line := range strings.Lines(rest) {
		switch {
		case pos-from > maxFrontMatter:
			return "", 0, &Problem{Line: 1, Text: fmt.Sprintf(`front matter is not closed within %d bytes: add a line "---" below it`, maxFrontMatter)}
		case strings.TrimRight(line, " \t\r\n") == "---":
			return raw[from:pos], pos + len(line), nil
		}
		pos += len(line)
	}
	return "", 0, &Problem{Line: 1, Text: `front matter is not closed: add a line "---" below it`}
}

// yamlProblem says what YAML complained of, and where in the file.
func yamlProblem(err error) *Problem {
	p := &Problem{Line: 1, Text: "front matter is not valid YAML: " + oneLine(err.Error())}
	var at yaml.Error
	if errors.As(err, &at) {
		p.Text = "front matter is not valid YAML: " + oneLine(at.GetMessage())
		if t := at.GetToken(); t != nil && t.Position != nil {
			p.Line = t.Position.Line + 1 // the opening "---" is line 1
		}
	}
	return p
}

// apply copies the metadata into a. A date that cannot be understood is left unknown
// and told of; the article is good without it.
func (m frontMatter) apply(a *Article) []Problem {
	a.Title, a.Author, a.Source, a.URL = m.Title.text, m.Author.text, m.Source.text, m.URL.text
	var problems []Problem
	date := func(key string, f field) time.Time {
		t, err := parseDate(f.text)
		if err != nil {
			problems = append(problems, Problem{Line: f.line + 1,
				Text: fmt.Sprintf("%s: unknown date %q is left out: write it as 2006-01-02", key, f.text)})
		}
		return t
	}
	a.Published = date("published", m.Published)
	a.Updated = date("updated", m.Updated)
	return problems
}

// parseDate understands a full date, with or without a time of day; "" is the zero
// time. A month or a year alone is no date: the day would be invented.
func parseDate(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{
		time.DateOnly, time.RFC3339, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04",
		"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006/01/02",
		"January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006", time.RFC1123, time.RFC1123Z,
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("unknown date %q", s)
}

// header writes what is known of an article as citable lines.
func header(a *Article) string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(key + ": " + value + "\n")
		}
	}
	line("Title", a.Title)
	line("Author", a.Author)
	line("Source", a.Source)
	line("Published", formatDate(a.Published))
	line("Updated", formatDate(a.Updated))
	return b.String()
}

// formatDate writes a date as news does, with the time of day only where there is one.
func formatDate(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0:
		return t.Format("January 2, 2006")
	default:
		return t.Format("January 2, 2006, 15:04 MST")
	}
}
