package eval

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// WriteTable writes the figures for people: a row a metric, a column for all questions
// and one for each kind, in as many tables as it takes for none to be too wide.
func (r Report) WriteTable(w io.Writer) error {
	const columns = 6
	var b strings.Builder
	all, kinds := r.Groups[0], r.Groups[1:]
	for len(kinds) > columns {
		b.WriteString(render(append([]Group{all}, kinds[:columns]...)) + "\n\n")
		kinds = kinds[columns:]
	}
	b.WriteString(render(append([]Group{all}, kinds...)) + "\n")
	for _, v := range r.Violations {
		fmt.Fprintln(&b, "broken:", v)
	}
	if len(r.Unlocated) > 0 {
		fmt.Fprintf(&b, "evidence not in the corpus: %s\n", strings.Join(r.Unlocated, ", "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func render(groups []Group) string {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	head, count := table.Row{""}, table.Row{"how many"}
	align := []table.ColumnConfig{}
	for i, g := range groups {
		name := g.Kind
		if name == "" {
			name = "all"
		}
		head, count = append(head, name), append(count, g.Questions)
		align = append(align, table.ColumnConfig{Number: i + 2, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(align)
	t.AppendHeader(head)
	t.AppendRow(count)
	names, labels := labels()
	for i, name := range names {
		row, measured := table.Row{labels[i]}, false
		for _, g := range groups {
			cell := ""
			if f, ok := g.Figures.Get(name); ok {
				cell, measured = formatted(f), true
			}
			row = append(row, cell)
		}
		if measured {
			t.AppendRow(row)
		}
	}
	return t.Render()
}

// formatted is a figure with as many decimals as mean something.
func formatted(f Figure) string {
	switch {
	case strings.HasSuffix(f.Name, "violations"):
		return fmt.Sprintf("%.0f", f.Value)
	case strings.HasSuffix(f.Name, "_ms"):
		return fmt.Sprintf("%.2f", f.Value)
	}
	return fmt.Sprintf("%.3f", f.Value)
}

// WriteFailures writes each failure on a few lines.
func (r Report) WriteFailures(w io.Writer) error {
	var b strings.Builder
	for _, f := range r.Failures {
		name := f.ID
		if f.Kind != "" {
			name += " (" + f.Kind + ")"
		}
		fmt.Fprintf(&b, "%s: %s\n  question  %s\n  expected  %s\n  got       %s\n", name, f.What,
			line(f.Question), line(f.Expected), line(f.Got))
		if f.Rank > 0 {
			fmt.Fprintf(&b, "  passage   at rank %d\n", f.Rank)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// line is s on one line, without characters that could redraw a terminal.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
