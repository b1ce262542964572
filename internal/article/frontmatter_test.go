package article

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSplitFrontMatter(t *testing.T) {
	tests := []struct {
		name, raw  string
		head, body string
	}{
		{"none", "Text.\n", "", "Text.\n"},
		{"some", "---\na: b\n---\nText.\n", "a: b\n", "Text.\n"},
		{"empty", "---\n---\nText.", "", "Text."},
		{"carriage returns", "---\r\na: b\r\n---\r\nText.", "a: b\r\n", "Text."},
		{"byte order mark", "\ufeff---\na: b\n---\nText.", "a: b\n", "Text."},
		{"byte order mark alone", "\ufeffText.", "", "Text."},
		{"white space behind the marks", "--- \na: b\n---\t\nText.", "a: b\n", "Text."},
		{"no body", "---\na: b\n---", "a: b\n", ""},
		{"a rule further down", "Text.\n---\nMore.\n---\n", "", "Text.\n---\nMore.\n---\n"},
		{"four dashes", "----\nText.\n----\n", "", "----\nText.\n----\n"},
		{"the blank line below stays", "---\na: b\n---\n\nText.", "a: b\n", "\nText."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			head, start, problem := splitFrontMatter(tt.raw)
			if problem != nil || head != tt.head || tt.raw[start:] != tt.body {
				t.Errorf("head %q, body %q, problem %v; want %q, %q", head, tt.raw[start:], problem, tt.head, tt.body)
			}
		})
	}
}

func TestFields(t *testing.T) {
	tests := []struct{ value, want string }{
		{`Plain words`, "Plain words"},
		{`"Quoted: \"words\""`, `Quoted: "words"`},
		{`''`, ""},
		{``, ""},
		{`null`, ""},
		{`~`, ""},
		{`2017`, "2017"},
		{`2017-04-12`, "2017-04-12"},
		{`1.50`, "1.50"},
		{`true`, "true"},
		{`No`, "No"},
		{`[A. Writer, "B. Other"]`, "A. Writer, B. Other"},
		{"\n  - A\n  - B", "A, B"},
		{"|\n  two\n  lines", "two lines"},
		{">\n  two\n  lines", "two lines"},
		{`  spaced    out  `, "spaced out"},
		{`"a\u0000b"`, "a\x00b"},
	}
	for _, tt := range tests {
		meta, _, problem := readFrontMatter("---\nauthor: " + tt.value + "\nlicense: CC0\n---\nText.")
		if problem != nil {
			t.Errorf("author: %s: problem %v", tt.value, problem)
		} else if meta.Author.text != tt.want {
			t.Errorf("author: %s is read as %q, want %q", tt.value, meta.Author.text, tt.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	day := time.Date(2017, 4, 12, 0, 0, 0, 0, time.UTC)
	noon := day.Add(12*time.Hour + 30*time.Minute)
	tests := []struct {
		text string
		want time.Time
	}{
		{"2017-04-12", day}, {"2017/04/12", day}, {"April 12, 2017", day}, {"Apr 12, 2017", day},
		{"12 April 2017", day}, {"12 Apr 2017", day},
		{"2017-04-12T12:30:00Z", noon}, {"2017-04-12 12:30", noon}, {"2017-04-12 12:30:00", noon},
		{"2017-04-12T14:30:00+02:00", noon}, {"2017-04-12 14:30:00 +0200", noon}, {"2017-04-12T12:30", noon},
		{"Wed, 12 Apr 2017 14:30:00 +0200", noon},
		{"", time.Time{}},
	}
	for _, tt := range tests {
		if got, err := parseDate(tt.text); err != nil || !got.Equal(tt.want) {
			t.Errorf("parseDate(%q) is %v, %v; want %v", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{"2017", "2017-04", "April 2017", "12.4.2017", "04/12/2017", "yesterday", "2017-13-01", "2017-02-30"} {
		if got, err := parseDate(text); err == nil {
			t.Errorf("parseDate(%q) is %v, want an error: a part of it would be a guess", text, got)
		}
	}
}

func TestHeader(t *testing.T) {
	day := time.Date(2017, 4, 12, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		article Article
		want    string
	}{
		{Article{Title: "T"}, "Title: T\n"},
		{Article{Title: "T", URL: "https://example.org"}, "Title: T\n"},
		{Article{Title: "T", Author: "A", Source: "S", Published: day}, "Title: T\nAuthor: A\nSource: S\nPublished: April 12, 2017\n"},
		{Article{Title: "T", Updated: day.Add(9 * time.Hour)}, "Title: T\nUpdated: April 12, 2017, 09:00 UTC\n"},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, header(&tt.article)); diff != "" {
			t.Errorf("header (-want +got):\n%s", diff)
		}
	}
}
