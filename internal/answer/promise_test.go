package answer_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/answer/extract"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/openai/openaitest"
	"footnote/internal/retrieval"
)

// bytesModel is a Model that writes given bytes in pieces of a given size, whatever it
// is asked, and then fails or not.
type bytesModel struct {
	reply []byte
	size  int
	err   error
}

func (bytesModel) Name() string { return "bytes" }

func (m bytesModel) Chat(_ context.Context, _, _ string, _ []byte, text func(int, string) bool) (int, int, error) {
	for rest := m.reply; len(rest) > 0; {
		n := min(max(1, m.size), len(rest))
		if !text(1, string(rest[:n])) {
			return 0, 0, nil
		}
		rest = rest[n:]
	}
	return 0, 0, m.err
}

// indexed is a corpus of one article, written to dir and read from there.
func indexed(t testing.TB, dir string, body []byte) *retrieval.Index {
	if err := os.WriteFile(filepath.Join(dir, "a.md"), body, 0o600); err != nil {
		t.Fatal(err)
	}
	corpus, err := article.Load(t.Context(), dir)
	if err != nil {
		t.Skip("not an article: ", err)
	}
	index, _, err := retrieval.Open(t.Context(), corpus, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// FuzzPromise is the promise itself: whatever bytes a model writes, whatever is asked
// and whatever the corpus holds, nothing is shown but claims whose citations are verbatim
// quotes of passages retrieved for the question; and the JSON says the same.
func FuzzPromise(f *testing.F) {
	body, err := os.ReadFile("../../corpus/russia-challenges-us-over-syria.md")
	if err != nil {
		f.Fatal(err)
	}
	const haleys = "US Ambassador to the United Nations, Nikki Haley, called on Moscow to stop protecting Assad."
	passages := []openaitest.Passage{{Number: 1, Text: haleys}, {Number: 2, Text: "More than 80 people were killed in what the USA has described as a nerve gas attack."}}
	for _, liar := range openaitest.Adversaries() {
		f.Add([]byte(liar.Reply(passages)), haley, []byte(haleys+"\n\n"+passages[1].Text), byte(9), false)
	}
	f.Add([]byte(`{"claims":[{"text":"Haley called on Moscow.","quotes":[{"passage":1,"quote":"called on Moscow"}]}]}`), haley, body, byte(1), true)
	f.Add([]byte("{\"claims\":[{\"text\":\"\xff“–…\",\"quotes\":[{\"passage\":1,\"quote\":\"\xe2\x80\"}]}]}"), "\xff?", []byte("\xe2\x80\x9cA\u00ad b\xff.\n\n…"), byte(3), false)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, reply []byte, question string, body []byte, size byte, broken bool) {
		index := indexed(t, dir, body)
		model := bytesModel{reply: reply, size: int(size)}
		if broken {
			model.err = errors.New("broken")
		}
		s := &answer.Service{
			Searcher: index, Extractor: extract.New(index), Verifier: verify.New(nil),
			Model: model, Judge: nil, Log: slog.New(slog.DiscardHandler),
		}
		a := ask(t, s, answer.Request{Question: question, History: []answer.Turn{{Question: string(body[:min(len(body), 50)])}}})
		s.Judge = model
		ask(t, s, answer.Request{Question: question})
		keepsPromiseInJSON(t, a)
	})
}

// BenchmarkWritten is a written answer of three claims, search and verifying included,
// by a model that takes no time.
func BenchmarkWritten(b *testing.B) {
	index := story(b)
	s := &answer.Service{Searcher: index, Extractor: extract.New(index), Verifier: verify.New(nil)}
	first, err := s.Ask(b.Context(), answer.Request{Question: haley}, nil)
	if err != nil {
		b.Fatal(err)
	}
	var claims []openaitest.Claim
	for i, h := range first.Passages[:3] {
		sentence := h.Passage.Sentences[0]
		text := h.Passage.Text[sentence.Start:sentence.End]
		claims = append(claims, openaitest.Claim{Text: text, Quotes: []openaitest.Quote{{Passage: i + 1, Quote: text}}})
	}
	s.Model = bytesModel{reply: []byte(openaitest.Claims(claims...)), size: 7}
	for b.Loop() {
		if a, err := s.Ask(b.Context(), answer.Request{Question: haley}, nil); err != nil || len(a.Claims) != 3 {
			b.Fatal(a, err)
		}
	}
}

// keepsPromiseInJSON checks what `bot ask --json` would write, as its reader would.
func keepsPromiseInJSON(t testing.TB, a answer.Answer) {
	doc, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		Claims []struct {
			Citations []struct {
				Passage, Quote string
				Start, End     int
			}
		}
		Passages []struct{ ID, Text string }
	}
	if err := json.Unmarshal(doc, &out); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, p := range out.Passages {
		texts[p.ID] = p.Text
	}
	for _, c := range out.Claims {
		for _, q := range c.Citations {
			if text := texts[q.Passage]; q.End > len(text) || q.Start >= q.End || text[q.Start:q.End] != q.Quote {
				t.Errorf("JSON cites %+v", q)
			}
		}
	}
}
