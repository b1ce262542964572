package article_test

import (
	"os"
	"testing"
)

// A saved news page: its main text in blocks, what it says of itself, and nothing of
// its menus, scripts and comments.
func TestPageGolden(t *testing.T) {
	raw, err := os.ReadFile("testdata/page.html")
	if err != nil {
		t.Fatal(err)
	}
	c := load(t, write(t, map[string]string{"page.html": string(raw)}))
	a := c.Articles[0]
	golden(t, "page.golden", dump(c)+"\n"+a.Header+a.URL+"\n")
	if a.BodyOffset != -1 {
		t.Errorf("body offset %d, want -1: the text is extracted", a.BodyOffset)
	}
}
