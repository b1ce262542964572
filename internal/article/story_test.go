package article_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The project's own story, as it is cut: a change of the splitter shows in the diff.
func TestStoryGolden(t *testing.T) {
	c, err := article.Load(t.Context(), "../../corpus")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Problems) > 0 {
		t.Errorf("problems: %v", c.Problems)
	}
	golden(t, "story.golden", dump(c))
}

// The body is the source's text, byte for byte.
func TestStoryIsVerbatim(t *testing.T) {
	want, err := os.ReadFile("../../../shared/seed/000_8365b9acc8308324.txt")
	if err != nil {
		t.Skip("the story's source is not beside the project: ", err)
	}
	c, err := article.Load(t.Context(), "../../corpus")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), c.Articles[0].Body); diff != "" {
		t.Errorf("body differs from its source (-want +got):\n%s", diff)
	}
}

// dump writes a corpus for people: each passage with its sentences, fragments marked "~".
func dump(c *article.Corpus) string {
	var b strings.Builder
	for _, a := range c.Articles {
		fmt.Fprintf(&b, "%s: %q by %q from %q\n", a.Slug, a.Title, a.Author, a.Source)
		for i := range a.Passages {
			p := &a.Passages[i]
			fmt.Fprintf(&b, "\n%s paragraph %d bytes %d-%d\n", p.ID, p.Paragraph, p.Span.Start, p.Span.End)
			for _, s := range p.Sentences {
				mark := " "
				if s.Fragment {
					mark = "~"
				}
				fmt.Fprintf(&b, "  %s %s\n", mark, p.Text[s.Start:s.End])
			}
		}
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("differs from %s (-want +got); -update rewrites it:\n%s", path, diff)
	}
}

// What news looks like when it reaches a corpus: cut-off lines, labels, bullets,
// datelines, quotations across sentences, abbreviations at every turn.
func TestDirtyGolden(t *testing.T) {
	raw, err := os.ReadFile("testdata/dirty.txt")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "dirty.golden", dump(load(t, write(t, map[string]string{"dirty.txt": string(raw)}))))
}
