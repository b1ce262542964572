// Package terminal owns how answers, rankings and checks look in a terminal: wrapped,
// with the quotes set off and the footnotes below. Colour only repeats what the text
// says. It shows claims, passages and fixed sentences, and nothing else; control
// characters in them never reach the terminal.
package terminal

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"
)

const (
	widest    = 88 // columns; longer lines are hard to read
	narrowest = 40
	unknown   = 80 // when the output is not a terminal
	margin    = "  "
)

// Printer writes for a person. The zero value is not usable: use New.
type Printer struct {
	w     io.Writer
	width int
	color bool
	err   error // the first write that failed
}

// New prepares to print on w. Lines are wrapped at the terminal's width; colour is
// used only on a terminal, never when NO_COLOR is set (https://no-color.org) or TERM
// is dumb.
func New(w io.Writer) *Printer {
	p := &Printer{w: w, width: unknown}
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return p
	}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		p.width = min(max(width, narrowest), widest)
	}
	p.color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return p
}

// Err is the first error met in writing, if any.
func (p *Printer) Err() error { return p.err }

// Blank prints an empty line.
func (p *Printer) Blank() { p.printf("\n") }

func (p *Printer) printf(format string, args ...any) {
	if _, err := fmt.Fprintf(p.w, format, args...); err != nil && p.err == nil {
		p.err = err
	}
}

// paragraph prints s wrapped: its first line after first, the others after rest.
func (p *Printer) paragraph(first, rest, s string, colors ...text.Color) {
	room := p.width - max(text.StringWidth(first), text.StringWidth(rest))
	for i, line := range strings.Split(text.WrapSoft(oneLine(s), room), "\n") {
		lead := rest
		if i == 0 {
			lead = first
		}
		p.printf("%s%s\n", lead, p.paint(strings.TrimRight(line, " "), colors...))
	}
}

func (p *Printer) paint(s string, colors ...text.Color) string {
	if !p.color || len(colors) == 0 || s == "" {
		return s
	}
	var b strings.Builder
	for _, c := range colors {
		b.WriteString(c.EscapeSeq())
	}
	return b.String() + s + text.Reset.EscapeSeq()
}

// oneLine makes s safe and flat: white space becomes single spaces, and control and
// direction-changing characters, which could redraw the screen, are left out.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// clip shortens s to about n characters, at a word.
func clip(s string, n int) string {
	s = oneLine(s)
	if len([]rune(s)) <= n {
		return s
	}
	cut := string([]rune(s)[:n])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return cut + " …"
}
