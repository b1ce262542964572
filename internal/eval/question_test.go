package eval_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/eval"
)

func TestRead(t *testing.T) {
	const set = "\ufeff" + `{"id":"a","kind":"plain","question":"Who?","answerable":true,"evidence":[{"article":"s","text":"He."}],"answer":["He"],"note":"ignored"}

{"question":"When?","answerable":false}
{"id":"c","question":"Which?","answerable":true,"articles":["s"]}
`
	got, err := eval.Read(strings.NewReader(set), "set.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	want := []eval.Question{
		{ID: "a", Kind: "plain", Question: "Who?", Answerable: true, Evidence: []eval.Evidence{{Article: "s", Text: "He."}}, Answer: []string{"He"}},
		{ID: "line 3", Question: "When?"},
		{ID: "c", Question: "Which?", Answerable: true, Articles: []string{"s"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
}

// Every bad line is named, with what to do about it.
func TestReadBadLines(t *testing.T) {
	tests := []struct{ line, want string }{
		{`{"id":`, "not a question as JSON: unexpected end of JSON input"},
		{`{"question":7,"answerable":true}`, "not a question as JSON: "},
		{`{"id":"x","answerable":true}`, `"question" is missing or empty`},
		{`{"question":"Who?"}`, `"answerable" is missing: write true or false`},
		{`{"question":"Who?","answerable":true,"evidence":[{"article":"s"}]}`, `evidence 1 lacks its "article" or its "text"`},
		{`{"question":"Who?","answerable":false,"answer":["he"]}`, `"answerable" is false, but there is evidence or an answer`},
		{`{"id":"good","question":"Who?","answerable":false}`, `the id "good" is taken by line 1`},
	}
	good := `{"id":"good","question":"Who?","answerable":false}` + "\n"
	for _, tt := range tests {
		_, err := eval.Read(strings.NewReader(good+tt.line+"\n"+tt.line), "set.jsonl")
		if err == nil {
			t.Errorf("%s: no error", tt.line)
			continue
		}
		lines := strings.Split(err.Error(), "\n")
		if len(lines) != 2 || !strings.HasPrefix(lines[0], "set.jsonl:2: "+tt.want) || !strings.HasPrefix(lines[1], "set.jsonl:3: "+tt.want) {
			t.Errorf("%s: error %q, want %q for lines 2 and 3", tt.line, lines, tt.want)
		}
	}
}

func TestReadFails(t *testing.T) {
	if _, err := eval.Read(strings.NewReader("\n \n"), "set.jsonl"); err == nil || err.Error() != "set.jsonl: nothing in it: write one JSON object a line" {
		t.Errorf("an empty set: %v", err)
	}
	if _, err := eval.Read(strings.NewReader(strings.Repeat("x", 9<<20)), "set.jsonl"); err == nil || !strings.HasPrefix(err.Error(), "set.jsonl:1: ") {
		t.Errorf("an endless line: %v", err)
	}
	if _, err := eval.ReadFile("testdata/gone.jsonl"); err == nil || !strings.Contains(err.Error(), "gone.jsonl") {
		t.Errorf("a missing file: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"id":"a","question":"Who?","answerable":true,"evidence":[{"article":"s","text":"He."}]}`)
	f.Add("{\"question\":\"Who?\",\"answerable\":false}\r\n\r\n[]\nnull")
	f.Fuzz(func(t *testing.T, set string) {
		questions, err := eval.Read(strings.NewReader(set), "set")
		if (err == nil) != (len(questions) > 0) {
			t.Errorf("%d questions and error %v", len(questions), err)
		}
		ids := map[string]bool{}
		for _, q := range questions {
			if q.ID == "" || ids[q.ID] || q.Question == "" {
				t.Errorf("bad question %+v", q)
			}
			ids[q.ID] = true
		}
	})
}
