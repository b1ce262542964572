package article_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

const good = "---\ntitle: Good\n---\nThe men met in Moscow on Wednesday.\n"

// write makes a corpus folder of the files given, by path.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func load(t testing.TB, dir string) *article.Corpus {
	t.Helper()
	c, err := article.Load(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func one(t testing.TB, name, content string) *article.Article {
	t.Helper()
	c := load(t, write(t, map[string]string{name: content}))
	if len(c.Problems) > 0 {
		t.Fatalf("problems: %v", c.Problems)
	}
	return c.Articles[0]
}

// Each bad file is one problem that names it; the good one beside it loads.
func TestProblems(t *testing.T) {
	tests := []struct {
		name, file, content string
		want                string
	}{
		{"not UTF-8", "bad.txt", "one\ntwo \xff\n", "bad.txt:2: not UTF-8 text: save the file as UTF-8"},
		{"empty", "bad.md", "", "bad.md: empty: write something or remove the file"},
		{"nothing but front matter", "bad.md", "---\ntitle: x\n---\n \n", "bad.md: no text to quote: write something or remove the file"},
		{"too large", "bad.txt", strings.Repeat("long ", 1000), "bad.txt: larger than 4096 bytes: split it into several articles"},
		{"slug taken", "in/good.txt", "Text.", `in/good.txt: its slug "good" is taken by good.md: rename one of the two`},
		{"no slug", "日本.md", "Text.", "日本.md: the name gives no slug: rename the file with letters a-z or digits"},
		{"front matter not closed", "bad.md", "---\ntitle: x\nText.\n", `bad.md:1: front matter is not closed: add a line "---" below it`},
		{"front matter too long", "bad.md", "---\n" + strings.Repeat("# x\n", 1000), `bad.md:1: front matter is not closed: add a line "---" below it`},
		{"broken YAML", "bad.md", "---\ntitle: x\nauthor: [a\n---\nText.\n", "bad.md:3: front matter is not valid YAML: sequence end token ']' not found"},
		{"a map for a title", "bad.md", "---\nsource: y\ntitle: {a: b}\n---\nText.\n", "bad.md:3: front matter is not valid YAML: "},
		{"a key twice", "bad.md", "---\ntitle: x\ntitle: y\n---\nText.\n", `bad.md:3: front matter is not valid YAML: mapping key "title" already defined at [1:1]`},
		{"unknown date", "dated.md", "---\ntitle: x\npublished: last week\n---\nText.\n", `dated.md:3: published: unknown date "last week" is left out: write it as 2006-01-02`},
		{"half a date", "dated.md", "---\nupdated: 2017-04\n---\nText.\n", `dated.md:2: updated: unknown date "2017-04" is left out: write it as 2006-01-02`},
		{"nested without end", "bad.md", "\n" + strings.Repeat("> ", 200) + "x", "bad.md:2: lists or quotes stand more than 100 deep in each other: flatten them"},
		{"page without text", "bad.html", "<html><body></body></html>", "bad.html: no text to quote: write something or remove the file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, map[string]string{"good.md": good, tt.file: tt.content})
			c, err := article.Options{MaxBytes: 4096}.Load(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Problems) != 1 || !strings.HasPrefix(c.Problems[0].String(), tt.want) {
				t.Errorf("problems: %q, want one: %q", c.Problems, tt.want)
			}
			if _, ok := c.Article("good"); !ok {
				t.Error("the good article did not load")
			}
		})
	}
}

// A date that is not understood costs the date, not the article.
func TestUnknownDateKeepsTheArticle(t *testing.T) {
	c := load(t, write(t, map[string]string{"a.md": "---\npublished: soon\nauthor: A\n---\nText.\n"}))
	if a := c.Articles[0]; !a.Published.IsZero() || a.Author != "A" {
		t.Errorf("published %v by %q, want no date and A", a.Published, a.Author)
	}
}

func TestLinks(t *testing.T) {
	dir := write(t, map[string]string{"good.md": good, "folder/other.md": good})
	elsewhere := write(t, map[string]string{"linked.md": good})
	for name, target := range map[string]string{
		"self.md": "self.md", "gone.md": "nowhere.md", "folder/up": dir, "there": elsewhere, "picture": "nowhere.png",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip("this file system has no links: ", err)
		}
	}
	c := load(t, dir)
	want := []string{
		"folder/up: this link leads back to a folder above it: remove the link",
		"gone.md: this link leads nowhere: remove it, or restore what it points to",
		"self.md: this link leads back to itself: remove the link",
	}
	var got []string
	for _, p := range c.Problems {
		got = append(got, p.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"good", "linked", "other"}, slugs(c)); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
}

func TestUnreadableFile(t *testing.T) {
	dir := write(t, map[string]string{"good.md": good, "secret.md": good})
	if err := os.Chmod(filepath.Join(dir, "secret.md"), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile(filepath.Join(dir, "secret.md")); err == nil {
		t.Skip("this user may read everything")
	}
	c := load(t, dir)
	if len(c.Problems) != 1 || c.Problems[0].String() != "secret.md: cannot be read (permission denied): check its permissions" {
		t.Errorf("problems: %v", c.Problems)
	}
}

func TestFilesThatAreNoArticles(t *testing.T) {
	c := load(t, write(t, map[string]string{
		"good.md": good, "aliases.txt": "Rex, Tillerson", "README.md": "x", "readme.txt": "x", "in/Readme.html": "x",
		".hidden.md": "x", ".git/x.md": "x", "picture.png": "x", "notes.org": "x", "in/aliases.txt": "An article named so.",
	}))
	if diff := cmp.Diff([]string{"aliases", "good"}, slugs(c)); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	if len(c.Problems) > 0 {
		t.Errorf("problems: %v", c.Problems)
	}
}

func slugs(c *article.Corpus) []string {
	var out []string
	for _, a := range c.Articles {
		out = append(out, a.Slug)
	}
	return out
}

func TestLoadFails(t *testing.T) {
	empty := t.TempDir()
	bad := write(t, map[string]string{"a.md": "", "b.md": ""})
	file := filepath.Join(bad, "a.md")
	tests := []struct{ name, dir, want string }{
		{"missing", filepath.Join(empty, "gone"), "does not exist: create it, or name another with --corpus or CORPUS_DIR"},
		{"a file", file, "is a file: name the folder that holds the articles"},
		{"no article", empty, "holds no article: add a .md, .txt or .html file"},
		{"only bad ones", bad, "holds no article that can be read: a.md: empty: write something or remove the file (and 1 more)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := article.Load(t.Context(), tt.dir)
			if err == nil || !strings.Contains(err.Error(), tt.dir) || !strings.HasSuffix(err.Error(), tt.want) {
				t.Errorf("error %v, want one that names %s and ends %q", err, tt.dir, tt.want)
			}
		})
	}
}

func TestLoadStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := article.Load(ctx, write(t, map[string]string{"a.md": good})); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestMetadata(t *testing.T) {
	a := one(t, "Syria Talks (2).md", "\ufeff---\r\ntitle: \"Talks: \\\"open\\\"\"\r\nauthor: [A. Writer, B. Other]\r\nsource: >\r\n  The\r\n  Paper\r\n"+
		"published: 2017-04-12\r\nupdated: 2017-04-13T09:30:00Z\r\nurl: https://example.org/a\r\nlicense: CC0\r\n---\r\nThey met.\r\n")
	type meta struct {
		Slug, Title, Author, Source, URL, Path, Body, Header string
		BodyOffset                                           int
		Published, Updated                                   time.Time
	}
	want := meta{
		Slug: "syria-talks-2", Title: `Talks: "open"`, Author: "A. Writer, B. Other", Source: "The Paper",
		URL: "https://example.org/a", Path: "Syria Talks (2).md", Body: "They met.\r\n", BodyOffset: 193,
		Published: time.Date(2017, 4, 12, 0, 0, 0, 0, time.UTC), Updated: time.Date(2017, 4, 13, 9, 30, 0, 0, time.UTC),
		Header: "Title: Talks: \"open\"\nAuthor: A. Writer, B. Other\nSource: The Paper\nPublished: April 12, 2017\nUpdated: April 13, 2017, 09:30 UTC\n",
	}
	got := meta{a.Slug, a.Title, a.Author, a.Source, a.URL, a.Path, a.Body, a.Header, a.BodyOffset, a.Published, a.Updated}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}
}

// A title is the file's own; without one, what a reader would take for it.
func TestTitle(t *testing.T) {
	tests := []struct{ name, content, want string }{
		{"a.md", "---\ntitle: Own\n---\n# Heading\n\nText.", "Own"},
		{"a.md", "Text.\n\n# The  heading\n\nMore.", "The heading"},
		{"two-words_here.md", "Text.", "two words here"},
		{"a.txt", "\n  First line \nsecond line.\n", "First line"},
		{"a.txt", "---\ntitle: Own\n---\nFirst line\n", "Own"},
		{"long-one.txt", strings.Repeat("word ", 50), "long one"},
		{"some-page.html", "<p>" + strings.Repeat("Words of a page, and more of them. ", 20) + "</p>", "some page"},
	}
	for _, tt := range tests {
		if got := one(t, tt.name, tt.content).Title; got != tt.want {
			t.Errorf("title of %s %q is %q, want %q", tt.name, tt.content, got, tt.want)
		}
	}
}

func TestVersion(t *testing.T) {
	version := func(files map[string]string) string { return load(t, write(t, files)).Version }
	first := version(map[string]string{"a.md": good, "b.md": good})
	if again := version(map[string]string{"b.md": good, "a.md": good, "bad.md": ""}); again != first {
		t.Errorf("equal articles have versions %s and %s", first, again)
	}
	for name, files := range map[string]map[string]string{
		"a body changed":     {"a.md": good, "b.md": good + "More."},
		"a slug changed":     {"a.md": good, "c.md": good},
		"a title changed":    {"a.md": good, "b.md": strings.Replace(good, "Good", "Better", 1)},
		"an article removed": {"a.md": good},
	} {
		if version(files) == first {
			t.Errorf("%s, but the version is the same", name)
		}
	}
}

// Text made to exhaust a parser whose time is square in some run loads like any other.
func TestHostileTextLoads(t *testing.T) {
	const n = 1 << 20
	for name, content := range map[string]string{
		"marks.txt":       "Hi." + strings.Repeat(")", n),
		"spaces.txt":      "Hi.)" + strings.Repeat(" ", n) + "Abc.",
		"accents.txt":     "Hi. A" + strings.Repeat("\u0301", n/2),
		"references.txt":  "A." + strings.Repeat("[1]", n/3) + " The",
		"definitions.md":  strings.Repeat("[a]: b\n", n/8),
		"open.md":         strings.Repeat("[", n),
		"quotations.txt":  strings.Repeat(`"a. B" `, n/8),
		"abbreviated.txt": strings.Repeat("U.S. Xa ", n/8),
	} {
		t.Run(name, func(t *testing.T) { check(t, one(t, name, content), content) })
	}
}
