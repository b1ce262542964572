package live_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/internal/live"
	"footnote/internal/retrieval/embed"
)

const story = "---\ntitle: The dam\n---\nThe old dam above Arnhem broke in March.\n\nNobody was hurt, the mayor said.\n"

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string, changed func(context.Context, *live.Edition)) *live.Corpus {
	t.Helper()
	c, err := live.Open(t.Context(), live.Options{Dir: dir, Embedder: embed.New(), Changed: changed})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func first(t *testing.T, c *live.Corpus, query string) string {
	t.Helper()
	r, err := c.Search(t.Context(), query, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Hits) == 0 {
		return ""
	}
	return r.Hits[0].Passage.Text
}

func TestReload(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "dam.md", story)
	told := 0
	c := open(t, dir, func(context.Context, *live.Edition) { told++ })
	before := c.Now()

	if _, changed, err := c.Reload(t.Context()); changed || err != nil || told != 0 {
		t.Errorf("nothing changed, yet: changed %v, told %d times, %v", changed, told, err)
	}
	write(t, dir, "bridge.txt", "The bridge\n\nThe bridge at Deventer was closed.\n")
	if _, changed, err := c.Reload(t.Context()); !changed || err != nil || told != 1 {
		t.Errorf("an article came, yet: changed %v, told %d times, %v", changed, told, err)
	}
	if got := first(t, c, "bridge Deventer"); !strings.Contains(got, "Deventer") {
		t.Errorf("the new article is not found: %q", got)
	}
	if len(before.Corpus.Articles) != 1 {
		t.Error("the edition before changed under its readers")
	}
	write(t, dir, live.AliasesFile, "levee, dam\n")
	if _, changed, err := c.Reload(t.Context()); !changed || err != nil {
		t.Errorf("the aliases changed, yet: changed %v, %v", changed, err)
	}
	if got := first(t, c, "levee"); !strings.Contains(got, "dam") {
		t.Errorf("the alias is not known: %q", got)
	}
}

func TestReloadKeepsTheOldWhereTheNewCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "dam.md", story)
	c := open(t, dir, nil)
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	_, changed, err := c.Reload(t.Context())
	if changed || err == nil || !strings.Contains(err.Error(), "go on answering") {
		t.Errorf("changed %v, %v", changed, err)
	}
	if got := first(t, c, "dam Arnhem"); !strings.Contains(got, "Arnhem") {
		t.Errorf("the old edition no longer answers: %q", got)
	}
}

func TestNoticesNameFileAndLine(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "dam.md", story)
	write(t, dir, "broken.md", "---\ntitle: [\n---\nText.\n")
	write(t, dir, live.AliasesFile, "dam, levee\n=> nothing\n")
	all := strings.Join(open(t, dir, nil).Now().Notices, "\n")
	for _, want := range []string{filepath.Join(dir, "broken.md:"), filepath.Join(dir, live.AliasesFile) + ":2: "} {
		if !strings.Contains(all, want) {
			t.Errorf("no notice has %q:\n%s", want, all)
		}
	}
}

func TestWatch(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "dam.md", story)
	c := open(t, dir, nil)
	w, err := c.Watch()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	outcomes, ended := make(chan error), make(chan struct{})
	go func() {
		defer close(ended)
		w.Run(ctx, func(_ *live.Edition, changed bool, err error) {
			if changed || err != nil {
				outcomes <- err
			}
		})
	}()
	folder := filepath.Join(dir, "2017")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, news := range []string{"ferry", "train"} { // the second into a folder that came later
		write(t, folder, news+".txt", "News\n\nThe "+news+" at Arnhem stood still all day.\n")
		if err := <-outcomes; err != nil {
			t.Fatal(err)
		}
		if got := first(t, c, news+" stood still"); !strings.Contains(got, news) {
			t.Errorf("the watched change is not found: %q", got)
		}
	}
	cancel()
	<-ended
}
