package eval_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/eval"
	"footnote/internal/retrieval"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// corpus is two articles; towns#1 to towns#3 are its paragraphs.
func corpus(t testing.TB) *article.Corpus {
	t.Helper()
	dir := t.TempDir()
	pad := " " + strings.Repeat("Nothing more is known of it as yet. ", 3)
	for name, text := range map[string]string{
		"towns.md": "---\ntitle: Two towns\nauthor: Ada Marsh\n---\n" +
			"The dam was built in 1931." + pad + "\n\nThe mayor is Ines Okafor." + pad + "\n\nThe mill closes in May." + pad,
		"rivers.md": "---\ntitle: Rivers\n---\nThe river floods in spring." + pad,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c, err := article.Load(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// script plays both searcher and answerer: for each question the passages that it
// finds, and the sentences that it answers with.
type script struct {
	t      testing.TB
	corpus *article.Corpus
	lines  map[string]reply
}

type reply struct {
	found      []string // passage ids, best first
	quotes     []string // "passage id: words", a claim each; none: an abstention
	confidence float64
	elapsed    time.Duration
}

func (s script) Search(_ context.Context, query string, k int) (retrieval.Result, error) {
	if k != 10 {
		s.t.Errorf("searched for %d passages, want 10", k)
	}
	return retrieval.Result{Query: query, Hits: s.hits(query)}, nil
}

func (s script) hits(query string) []retrieval.Hit {
	var hits []retrieval.Hit
	for i, id := range s.lines[query].found {
		p, ok := s.corpus.Passage(id)
		if !ok {
			s.t.Fatalf("no passage %s", id)
		}
		hits = append(hits, retrieval.Hit{Passage: p, Rank: i + 1})
	}
	return hits
}

func (s script) Ask(_ context.Context, req answer.Request, _ func(verify.Claim)) (answer.Answer, error) {
	r, ok := s.lines[req.Question]
	if !ok {
		return answer.Answer{}, errors.New("unscripted")
	}
	return answer.Answer{
		Question: req.Question, Passages: s.hits(req.Question), Claims: s.claims(r), Answered: len(r.quotes) > 0,
		Confidence: r.confidence, Elapsed: r.elapsed, Reason: "The articles do not say.",
	}, nil
}

func (s script) claims(r reply) []verify.Claim {
	var claims []verify.Claim
	for i, quote := range r.quotes {
		id, words, _ := strings.Cut(quote, ": ")
		p, _ := s.corpus.Passage(id)
		start := strings.Index(p.Text, words)
		claim, ok := verify.Verbatim(i+1, p, article.Span{Start: start, End: start + len(words)})
		if !ok {
			s.t.Fatalf("no %q in %s", words, id)
		}
		claims = append(claims, claim)
	}
	return claims
}

// Extract always offers the first sentence of the first passage.
func (s script) Extract(_ string, res retrieval.Result) answer.Extraction {
	if len(res.Hits) == 0 {
		return answer.Extraction{}
	}
	p := res.Hits[0].Passage
	claim, _ := verify.Verbatim(1, p, p.Sentences[0].Span)
	return answer.Extraction{Claims: []verify.Claim{claim}}
}

func evidence(text string) []eval.Evidence { return []eval.Evidence{{Article: "towns", Text: text}} }

var questions = []eval.Question{
	{ID: "first", Kind: "plain", Question: "When was the dam built?", Answerable: true, Evidence: evidence("The dam was built in 1931."), Answer: []string{"1931"}},
	{ID: "second", Kind: "plain", Question: "Who is the mayor?", Answerable: true, Evidence: evidence("The mayor is Ines Okafor."), Answer: []string{"ines  okafor"}},
	{ID: "beside", Kind: "chat", Question: "mill??", Answerable: true, Evidence: evidence("The mill closes in May."), Answer: []string{"June", "May"}},
	{ID: "timid", Kind: "chat", Question: "who wrote this", Answerable: true, Evidence: evidence("Ada Marsh")},
	{ID: "article", Kind: "chat", Question: "What of the river?", Answerable: true, Articles: []string{"rivers"}},
	{ID: "silent", Kind: "trap", Question: "Who built the dam?"},
	{ID: "fooled", Kind: "trap", Question: "When was the mill built?"},
	{ID: "lost", Kind: "trap", Question: "What of the moon?", Answerable: true, Evidence: []eval.Evidence{{Article: "moon", Text: "It is far."}}},
}

func run(t testing.TB) eval.Report {
	t.Helper()
	c := corpus(t)
	s := script{t, c, map[string]reply{
		"When was the dam built?":  {[]string{"towns#1", "towns#2"}, []string{"towns#1: The dam was built in 1931."}, 0.9, 1 * time.Millisecond},
		"Who is the mayor?":        {[]string{"towns#1", "towns#2"}, []string{"towns#1: The dam was built in 1931.", "towns#2: mayor is Ines Okafor"}, 0.7, 2 * time.Millisecond},
		"mill??":                   {[]string{"rivers#1", "towns#1", "towns#2", "rivers#0", "towns#3"}, []string{"towns#2: The mayor is Ines Okafor."}, 0.6, 3 * time.Millisecond},
		"who wrote this":           {[]string{"towns#0"}, nil, 0.4, 4 * time.Millisecond},
		"What of the river?":       {[]string{"rivers#1"}, []string{"rivers#1: The river floods in spring."}, 0.8, 5 * time.Millisecond},
		"Who built the dam?":       {[]string{"towns#1"}, nil, 0.4, 6 * time.Millisecond},
		"When was the mill built?": {[]string{"towns#3"}, []string{"towns#3: The mill closes in May."}, 0.65, 7 * time.Millisecond},
		"What of the moon?":        {nil, nil, 0, 8 * time.Millisecond},
	}}
	var done []int
	r, err := eval.Run(t.Context(), eval.Subject{Corpus: c, Answerer: s, Searcher: s, Extractor: s}, questions, func(n, total int) {
		if total != len(questions) {
			t.Errorf("progress of %d, want %d", total, len(questions))
		}
		done = append(done, n)
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(done, []int{1, 2, 3, 4, 5, 6, 7, 8}) {
		t.Errorf("progress %v", done)
	}
	return r
}

// The figures, worked out by hand. Five questions have their evidence in the corpus; it
// ranks 1, 2, 5, 1 and 1. Six are answerable; two are not.
func TestFigures(t *testing.T) {
	want := []eval.Figure{
		{Name: "hit1", Value: 3. / 5, Of: 5},
		{Name: "hit4", Value: 4. / 5, Of: 5},
		{Name: "hit10", Value: 1, Of: 5},
		{Name: "mrr10", Value: (1 + 1./2 + 1./5 + 1 + 1) / 5, Of: 5},
		{Name: "best_sentence", Value: 2. / 5, Of: 5}, // first, article; "Title: Two towns" is not the author
		{Name: "evidence_first", Value: 2. / 5, Of: 5},
		{Name: "evidence_any", Value: 3. / 5, Of: 5},
		{Name: "precision", Value: 2. / 4, Of: 4},
		{Name: "answer_quoted", Value: 2. / 3, Of: 3},
		{Name: "answered", Value: 4. / 6, Of: 6},
		{Name: "abstained", Value: 1. / 2, Of: 2},
		{Name: "balanced", Value: (4./6 + 1./2) / 2, Of: 8},
		// Against 0.4: four above, one equal, one below; against 0.65: three above.
		{Name: "auc", Value: (4.5 + 3) / 12, Of: 8},
		{Name: "p50_ms", Value: 4, Of: 8},
		{Name: "p99_ms", Value: 8, Of: 8},
		{Name: "violations", Value: 0, Of: 8},
	}
	got := run(t).Groups[0].Figures
	if len(got) != len(want) {
		t.Fatalf("%d figures, want %d", len(got), len(want))
	}
	for i, w := range want {
		if g := got[i]; g.Name != w.Name || g.Of != w.Of || math.Abs(g.Value-w.Value) > 1e-9 {
			t.Errorf("%s is %.4f of %d, want %s %.4f of %d", g.Name, g.Value, g.Of, w.Name, w.Value, w.Of)
		}
	}
}

func TestFailures(t *testing.T) {
	r := run(t)
	var got []string
	for _, f := range r.Failures {
		got = append(got, f.ID+": "+f.What)
	}
	want := []string{
		"second: cited something else first", "beside: cited something else", "timid: abstained",
		"fooled: answered what the articles do not say", "lost: abstained",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"lost"}, r.Unlocated); diff != "" {
		t.Errorf("unlocated (-want +got):\n%s", diff)
	}
}

// The report as people and programs read it.
func TestReportGolden(t *testing.T) {
	r := run(t)
	var b strings.Builder
	if err := errors.Join(r.WriteTable(&b), r.WriteFailures(&b)); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.golden", b.String())
	object, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "report.json", string(object)+"\n")
}

// A type keeps most invariants; these are the ones that a faulty answerer can break.
func TestViolations(t *testing.T) {
	q := []eval.Question{{ID: "q", Question: "dam?", Answerable: true, Evidence: evidence("The dam was built in 1931.")}}
	base := reply{found: []string{"towns#1"}, quotes: []string{"towns#1: The dam was built in 1931."}}
	tests := []struct {
		name   string
		spoil  func(a *answer.Answer)
		expect string
	}{
		{"sound", func(*answer.Answer) {}, ""},
		{"not retrieved", func(a *answer.Answer) { a.Passages = nil }, "q: claim 1 cites a passage that was not retrieved"},
		{"claims in an abstention", func(a *answer.Answer) { a.Answered = false }, "q: answered is false with 1 claims"},
		{"an answer without claims", func(a *answer.Answer) { a.Claims = nil }, "q: answered is true with 0 claims"},
		{"a claim without citations", func(a *answer.Answer) { a.Claims = []verify.Claim{{}} }, "q: claim 1 has no citation"},
		{"text that changed", func(a *answer.Answer) {
			p := a.Passages[0].Passage
			p.Text = strings.ToUpper(p.Text)
		}, "q: claim 1 quotes what does not stand at bytes 0 to 26 of towns#1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := corpus(t)
			s := script{t, c, map[string]reply{"dam?": base}}
			r, err := eval.Run(t.Context(), eval.Subject{Corpus: c, Answerer: spoiled{s, tt.spoil}, Searcher: s}, q, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(r.Violations, "; "); got != tt.expect {
				t.Errorf("violations %q, want %q", got, tt.expect)
			}
		})
	}
}

// spoiled is an answerer whose answers are tampered with.
type spoiled struct {
	eval.Answerer
	spoil func(*answer.Answer)
}

func (s spoiled) Ask(ctx context.Context, req answer.Request, show func(verify.Claim)) (answer.Answer, error) {
	a, err := s.Answerer.Ask(ctx, req, show)
	s.spoil(&a)
	return a, err
}

// Evidence counts where it stands in a header, wherever it stands twice, and by its
// words where its spacing is not the article's.
func TestEvidenceIsFound(t *testing.T) {
	tests := []struct {
		evidence, quote string
		want            float64
	}{
		{"Ada Marsh", "towns#0: Author: Ada Marsh", 1},
		{"Ada Marsh", "towns#0: Title: Two towns", 0},
		{"Nothing more is known of it as yet.", "towns#3: Nothing more is known of it as yet.", 1},
		{"built in 1931. Nothing", "towns#1: Nothing more is known of it as yet.", 1},
		{"the dam was\nbuilt in 1931.", "towns#1: The dam was built in 1931.", 1},
		{"the dam was\nbuilt in 1931.", "towns#2: The mayor is Ines Okafor.", 0},
	}
	for _, tt := range tests {
		c := corpus(t)
		id, _, _ := strings.Cut(tt.quote, ":")
		s := script{t, c, map[string]reply{"q?": {found: []string{id}, quotes: []string{tt.quote}}}}
		r, err := eval.Run(t.Context(), eval.Subject{Corpus: c, Answerer: s, Searcher: s},
			[]eval.Question{{ID: "q", Question: "q?", Answerable: true, Evidence: evidence(tt.evidence)}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := r.Groups[0].Figures.Get("evidence_first"); got.Value != tt.want || got.Of != 1 {
			t.Errorf("%q cited for %q: %v, want %v", tt.quote, tt.evidence, got, tt.want)
		}
	}
}

func TestRunFails(t *testing.T) {
	c := corpus(t)
	s := script{t, c, nil}
	_, err := eval.Run(t.Context(), eval.Subject{Corpus: c, Answerer: s, Searcher: s}, questions[:1], nil)
	if err == nil || err.Error() != "question first: unscripted" {
		t.Errorf("error %v", err)
	}
}

func TestFloors(t *testing.T) {
	r := run(t)
	tests := []struct{ floors, want string }{
		{"", ""},
		{"# what is held\nhit1>=0.6, plain/evidence_any>=1 # all of them\nviolations<=0", ""},
		{"hit1>=0.61", "floor hit1>=0.61: it is 0.600, of 5"},
		{"trap/answered>=0.5,p99_ms<=7.5", "floor trap/answered>=0.5: it is 0.000, of 1\nfloor p99_ms<=7.5: it is 8.000, of 8"},
		{"gone/hit1>=0.5", "floor gone/hit1>=0.5: nothing was measured"},
		{"plain/abstained>=0.5", "floor plain/abstained>=0.5: nothing was measured"},
	}
	for _, tt := range tests {
		floors, err := eval.ParseFloors(tt.floors)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := r.Check(floors); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("floors %q: %q, want %q", tt.floors, got, tt.want)
		}
	}
}

func TestParseFloorsFails(t *testing.T) {
	for floors, want := range map[string]string{
		"hit1":        `floor "hit1": write it as metric>=value or metric<=value`,
		"hit1>0.5":    `floor "hit1>0.5": write it as metric>=value or metric<=value`,
		"hit2>=0.5":   `floor "hit2>=0.5": there is no metric "hit2"; the metrics are hit1, `,
		"hit1>=a lot": `floor "hit1>=a": "a" is not a number`,
	} {
		if _, err := eval.ParseFloors(floors); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("ParseFloors(%q): %v, want %s", floors, err, want)
		}
	}
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
