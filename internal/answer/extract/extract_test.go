package extract_test

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer/extract"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

var update = flag.Bool("update", false, "write the golden files anew")

const corpus = "../../../corpus"

// open indexes the articles of a folder, with the aliases file beside them if there is one.
func open(t testing.TB, dir string) *retrieval.Index {
	c, err := article.Load(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var o retrieval.Options
	if f, err := os.Open(filepath.Join(dir, "aliases.txt")); err == nil {
		defer f.Close()
		if o.Aliases, err = retrieval.ParseAliases(f.Name(), f); err != nil {
			t.Fatal(err)
		}
	}
	index, _, err := retrieval.Open(t.Context(), c, o)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func ask(t testing.TB, index *retrieval.Index, question string) extract.Extraction {
	res, err := index.Search(t.Context(), question, 8)
	if err != nil {
		t.Fatal(err)
	}
	x := extract.New(index).Extract(question, res)
	check(t, question, res, x)
	return x
}

// check holds what is promised of every extraction.
func check(t testing.TB, question string, res retrieval.Result, x extract.Extraction) {
	t.Helper()
	if x.Answered == (x.Reason != "") || x.Answered && len(x.Claims) == 0 {
		t.Errorf("%q: answered %v with %d claims and the reason %q", question, x.Answered, len(x.Claims), x.Reason)
	}
	if x.Confidence < 0 || x.Confidence > 1 || x.Confidence != x.Confidence {
		t.Errorf("%q: confidence %v", question, x.Confidence)
	}
	for i, claim := range x.Claims {
		for _, c := range claim.Citations() {
			retrieved := false
			for _, h := range res.Hits {
				retrieved = retrieved || h.Passage == c.Passage
			}
			if !retrieved || c.Passage.Text[c.Start:c.End] != c.Quote || c.Quote != claim.Text() || c.Number != i+1 {
				t.Errorf("%q: claim %d cites %+v", question, i+1, c)
			}
		}
	}
}

func TestStory(t *testing.T) {
	index := open(t, corpus)
	questions, err := os.Open("testdata/questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer questions.Close()
	var got strings.Builder
	for lines := bufio.NewScanner(questions); lines.Scan(); {
		x := ask(t, index, lines.Text())
		fmt.Fprintf(&got, "? %s\n", lines.Text())
		if !x.Answered {
			fmt.Fprintf(&got, "- %s\n", x.Reason)
		}
		for _, c := range x.Claims {
			if x.Answered {
				fmt.Fprintf(&got, "> %s\n", c.Text())
			}
		}
	}
	golden := "testdata/answers.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("answers changed (-want +got); if for the better, run with -update:\n%s", diff)
	}
}

func TestSameEveryTime(t *testing.T) {
	const question = "What did Russia propose to the United States?"
	want := ask(t, open(t, corpus), question)
	for range 5 {
		got := ask(t, open(t, corpus), question)
		if got.Confidence != want.Confidence || got.Claims[0].Text() != want.Claims[0].Text() || len(got.Claims) != len(want.Claims) {
			t.Fatalf("got %+v, then %+v", want, got)
		}
	}
}

func TestDetailsOfSeveralArticles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"floods.md": "---\ntitle: Floods in Prague\nauthor: Eva Nova\npublished: 2002-08-14\n---\nThe river rose by seven metres. Trams stopped.\n",
		"strike.md": "---\ntitle: Teachers on strike\nauthor: Jan Maly\n---\nTeachers want more pay. They stopped work on Monday.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	index := open(t, dir)
	for question, want := range map[string]string{
		"Who wrote the article about the floods?":            "Author: Eva Nova",
		"Who is the author of the story on teachers?":        "Author: Jan Maly",
		"When was the article on the floods published?":      "Published: August 14, 2002",
		"When was the story about the teachers published?":   "The article does not say when it was published.",
		"Which newspaper published the Prague floods story?": "The article does not say where it was published.",
	} {
		x := ask(t, index, question)
		got := x.Reason
		if x.Answered {
			got = x.Claims[0].Text()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
}

func TestNothingRetrieved(t *testing.T) {
	x := extract.New(open(t, corpus)).Extract("Who is Haley?", retrieval.Result{})
	if x.Answered || x.Reason == "" || x.Claims != nil {
		t.Errorf("of nothing came %+v", x)
	}
}

func FuzzExtract(f *testing.F) {
	f.Add("Who called Assad an animal?", "He called Assad \"an animal\" on TV.\n\nThe men know each other.")
	f.Add("how many\x00 died?? 1,000", "1,000 died. – 二つ。 • Leroy Wright")
	f.Add("what is the name of", "a\n\na official\n\n# The\n\nU.S. and")
	f.Fuzz(func(t *testing.T, question, body string) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := article.Load(t.Context(), dir); err != nil {
			t.Skip("not an article")
		}
		ask(t, open(t, dir), question)
	})
}

func BenchmarkExtract(b *testing.B) {
	index := open(b, corpus)
	const question = "Which air base does the United States say was used to launch the chemical attacks?"
	res, err := index.Search(b.Context(), question, 8)
	if err != nil {
		b.Fatal(err)
	}
	x := extract.New(index)
	b.ReportAllocs()
	for b.Loop() {
		x.Extract(question, res)
	}
}
