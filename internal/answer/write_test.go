package answer_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/answer/extract"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/openai"
	"footnote/internal/openai/openaitest"
	"footnote/internal/retrieval"
)

// story is the project's own corpus, indexed offline.
func story(t testing.TB) *retrieval.Index {
	t.Helper()
	corpus, err := article.Load(t.Context(), "../../corpus")
	if err != nil {
		t.Fatal(err)
	}
	index, _, err := retrieval.Open(t.Context(), corpus, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// written is a Service over the story whose model says what server says.
func written(t testing.TB, server *openaitest.Server) *answer.Service {
	t.Helper()
	index := story(t)
	return &answer.Service{
		Searcher: index, Extractor: extract.New(index), Verifier: verify.New(nil),
		Model: openai.New(openai.Config{
			BaseURL: server.URL, Model: openaitest.Model, Tries: 2, Timeout: 5 * time.Second,
			Log: slog.New(slog.DiscardHandler), Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		}),
		Log: slog.New(slog.DiscardHandler),
	}
}

func double(t testing.TB, replies ...openaitest.Reply) *openaitest.Server {
	t.Helper()
	s := openaitest.New(replies...)
	t.Cleanup(s.Close)
	return s
}

// keepsPromise fails where something shown is not a verbatim quote of a passage that
// was retrieved, or where what was shown is not what the answer holds.
func keepsPromise(t testing.TB, a answer.Answer, shown []verify.Claim) {
	t.Helper()
	if !reflect.DeepEqual(shown, a.Claims) {
		t.Errorf("shown %v, answered %v", shown, a.Claims)
	}
	retrieved := map[*article.Passage]bool{}
	for _, h := range a.Passages {
		retrieved[h.Passage] = true
	}
	for _, c := range shown {
		if len(c.Citations()) == 0 || strings.TrimSpace(c.Text()) == "" {
			t.Errorf("claim %q has %d citations", c.Text(), len(c.Citations()))
		}
		for _, q := range c.Citations() {
			if !retrieved[q.Passage] || q.Quote == "" || q.Number < 1 || q.Passage.Text[q.Start:q.End] != q.Quote {
				t.Errorf("claim %q cites %+v", c.Text(), q)
			}
		}
	}
}

func ask(t testing.TB, s *answer.Service, req answer.Request) answer.Answer {
	t.Helper()
	var shown []verify.Claim
	a, err := s.Ask(t.Context(), req, func(c verify.Claim) { shown = append(shown, c) })
	if err != nil {
		t.Fatal(err)
	}
	keepsPromise(t, a, shown)
	return a
}

const haley = "What did Haley call on Moscow to do?"

// truth is a claim that any honest model could make about haley's passage.
func truth(r openaitest.Request) openaitest.Claim {
	const quote = "called on Moscow to stop protecting Assad"
	for _, p := range r.Passages() {
		if strings.Contains(p.Text, quote) {
			return openaitest.Claim{
				Text:   "Nikki Haley called on Moscow to stop protecting Assad.",
				Quotes: []openaitest.Quote{{Passage: p.Number, Quote: quote}},
			}
		}
	}
	return openaitest.Claim{}
}

func honest(r openaitest.Request) string { return openaitest.Claims(truth(r)) }

func TestWritten(t *testing.T) {
	server := double(t, openaitest.Writes(honest))
	a := ask(t, written(t, server), answer.Request{Question: haley})
	if !a.Answered || a.Mode != answer.Written || len(a.Claims) != 1 || len(a.Notices)+len(a.Dropped) != 0 {
		t.Fatalf("got %+v", a)
	}
	if got := a.Claims[0].Text(); got != "Nikki Haley called on Moscow to stop protecting Assad." {
		t.Errorf("claimed %q", got)
	}
	if a.Model != openaitest.Model || !strings.Contains(a.Raw, `"claims"`) || a.Usage != (answer.Usage{Prompt: 700, Completion: 50}) {
		t.Errorf("for the ledger: model %q, raw %q, usage %+v", a.Model, a.Raw, a.Usage)
	}
	if r := server.Requests()[0]; r.Question() != haley || len(r.Passages()) != len(a.Passages) || r.Format != "json_schema" {
		t.Errorf("the prompt asks %q of %d passages with format %q:\n%s", r.Question(), len(r.Passages()), r.Format, r.User)
	}
}

func TestModelAbstains(t *testing.T) {
	for _, reply := range []string{`{"claims":[]}`, "```json\n{\"claims\": [ ]}\n```"} {
		a := ask(t, written(t, double(t, openaitest.Says(reply))), answer.Request{Question: haley})
		if a.Answered || a.Mode != answer.Written || a.Reason == "" || len(a.Claims) != 0 || len(a.Passages) == 0 {
			t.Errorf("%s: got %+v", reply, a)
		}
	}
}

// TestFailuresEndInTheArticles has the model fail in every way: the member gets what
// the articles say, and a notice.
func TestFailuresEndInTheArticles(t *testing.T) {
	hopeless := func(text string) openaitest.Reply { return openaitest.Says(text) }
	for name, reply := range map[string]openaitest.Reply{
		"no key":                  openaitest.Fails(401, ""),
		"busy":                    openaitest.Fails(429, ""),
		"busy for an hour":        openaitest.Fails(429, "3600"),
		"broken":                  openaitest.Fails(500, ""),
		"no such model":           openaitest.Fails(404, ""),
		"a page to log in":        openaitest.Body("<html>welcome</html>"),
		"refusal":                 openaitest.Refuses("I can't help with that."),
		"filter":                  openaitest.Filters(""),
		"cut in the first claim":  openaitest.Cuts(`{"claims":[{"text":"Nikki`, 20),
		"truncated in the first":  openaitest.Truncates(`{"claims":[{"text":"Nikki Haley called`),
		"nothing":                 hopeless(""),
		"prose":                   hopeless("She called on Moscow to stop protecting Assad."),
		"prose with brackets":     hopeless("{She} called on {Moscow to stop protecting Assad}."),
		"another shape":           hopeless(`{"answer":"She called on Moscow.","sources":[1]}`),
		"wrong types":             hopeless(`{"claims":[{"text":7,"quotes":"x"},{"text":["a"],"quotes":[1,2]},null,[]]}`),
		"no JSON at all":          hopeless(strings.Repeat("}{\"\\", 100)),
		"deep":                    hopeless(strings.Repeat(`{"claims":`, 10_000)),
		"long":                    hopeless(strings.Repeat("tell me a long story ", 10_000)),
		"only lies":               hopeless(`{"claims":[{"text":"It rained.","quotes":[{"passage":1,"quote":"it rained"}]}]}`),
		"thoughts without an end": hopeless("<think>" + `{"claims":[{"text":"Nikki Haley`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := ask(t, written(t, double(t, reply)), answer.Request{Question: haley})
			if !a.Answered || a.Mode != answer.Extract || !strings.Contains(a.Claims[0].Text(), "stop protecting Assad") {
				t.Errorf("got %+v", a)
			}
			if len(a.Notices) != 1 {
				t.Errorf("notices %q, want one", a.Notices)
			}
		})
	}
}

func TestModelHangs(t *testing.T) {
	s := written(t, double(t, openaitest.Hangs()))
	s.Timeout = 20 * time.Millisecond
	a := ask(t, s, answer.Request{Question: haley})
	if !a.Answered || a.Mode != answer.Extract || len(a.Notices) != 1 || !strings.Contains(a.Notices[0], "too long") {
		t.Errorf("got %+v", a)
	}
}

// TestBudgetIsSaidOnce runs out of tokens at once: every answer is extracted, the first
// says why.
func TestBudgetIsSaidOnce(t *testing.T) {
	server := double(t)
	s := written(t, server)
	s.Model = openai.New(openai.Config{BaseURL: server.URL, Model: openaitest.Model, DailyTokens: 10})
	for _, notices := range []int{1, 0, 0} {
		a := ask(t, s, answer.Request{Question: haley})
		if !a.Answered || a.Mode != answer.Extract || len(a.Notices) != notices {
			t.Errorf("got %+v, want %d notices", a, notices)
		}
	}
	if n := len(server.Requests()); n != 0 {
		t.Errorf("%d requests were paid for", n)
	}
}

// TestShownBeforeTheEnd holds the stream back until the first claim has been shown.
func TestShownBeforeTheEnd(t *testing.T) {
	pieces := make(chan string)
	s := written(t, double(t, func(w http.ResponseWriter, r openaitest.Request) {
		go func() { pieces <- strings.TrimSuffix(honest(r), "]}") }()
		openaitest.Streams(pieces)(w, r)
	}))
	shown := 0
	a, err := s.Ask(t.Context(), answer.Request{Question: haley}, func(verify.Claim) {
		shown++
		pieces <- "]}"
		close(pieces) // the stream ends only now
	})
	if err != nil || shown != 1 || !a.Answered {
		t.Errorf("%d shown, %v, %+v", shown, err, a)
	}
}

func TestBrokenAfterAClaim(t *testing.T) {
	server := double(t, func(w http.ResponseWriter, r openaitest.Request) {
		text := openaitest.Claims(truth(r), truth(r))
		openaitest.Cuts(text, len(text)-10)(w, r)
	})
	a := ask(t, written(t, server), answer.Request{Question: haley})
	if !a.Answered || a.Mode != answer.Written || len(a.Claims) != 1 || len(a.Notices) != 1 {
		t.Errorf("got %+v", a)
	}
	if n := len(server.Requests()); n != 1 {
		t.Errorf("asked %d times although a claim had been shown", n)
	}
}

func TestBrokenBeforeAClaim(t *testing.T) {
	server := double(t, openaitest.Cuts(`{"claims":[{"text":"It rained.","quotes":[]},{"text":"Nik`, 50), openaitest.Writes(honest))
	a := ask(t, written(t, server), answer.Request{Question: haley})
	if a.Mode != answer.Written || len(a.Claims) != 1 || len(a.Dropped)+len(a.Notices) != 0 {
		t.Errorf("got %+v", a)
	}
}

// TestSentencesApart puts an invented sentence behind a true one, under its quote.
func TestSentencesApart(t *testing.T) {
	a := ask(t, written(t, double(t, openaitest.Writes(func(r openaitest.Request) string {
		c := truth(r)
		c.Text += " The generals had lost their patience. Mr. Assad is protected by Moscow."
		return openaitest.Claims(c)
	}))), answer.Request{Question: haley})
	if len(a.Claims) == 0 || a.Claims[0].Text() != "Nikki Haley called on Moscow to stop protecting Assad." {
		t.Errorf("shown: %v", a.Claims)
	}
	if len(a.Dropped) == 0 || a.Dropped[0].Text != "The generals had lost their patience." {
		t.Errorf("dropped: %v", a.Dropped)
	}
}

// TestAnotherLanguage asks in French. The model answers in French, which no word of the
// articles can carry, so the sentence that it quoted is quoted.
func TestAnotherLanguage(t *testing.T) {
	const quote = "called on Moscow to stop protecting Assad"
	for name, tc := range map[string]struct {
		question, quote string
		answered        bool
	}{
		"a true quote":       {"Qu'a dit Haley sur Assad et Moscou ?", quote, true},
		"a fabricated quote": {"Qu'a dit Haley sur Assad et Moscou ?", "asked Moscow politely", false},
		"in English":         {"What did Haley say about Assad and Moscow?", quote, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := written(t, double(t, openaitest.Writes(func(r openaitest.Request) string {
				n := truth(r).Quotes[0].Passage
				return openaitest.Claims(openaitest.Claim{Text: "Haley a demandé à Moscou de ne plus protéger Assad.", Quotes: []openaitest.Quote{{Passage: 99, Quote: tc.quote}, {Passage: n, Quote: tc.quote}, {Passage: n, Quote: tc.quote}}})
			})))
			a := ask(t, s, answer.Request{Question: tc.question})
			quoted := len(a.Notices) == 1 && strings.Contains(a.Notices[0], "language")
			if quoted != tc.answered || len(a.Dropped) != 1 {
				t.Fatalf("got %+v", a)
			}
			if quoted && (a.Mode != answer.Extract || len(a.Claims) != 1 || !strings.HasPrefix(a.Claims[0].Text(), "US Ambassador to the United Nations, Nikki Haley, called on Moscow")) {
				t.Errorf("quoted %v", a.Claims)
			}
		})
	}
}

// TestPronounTrap is the story's own: it never says who "he" was that called Assad an
// animal, and a model that knows the news will. Nor will it keep an allegation one.
func TestPronounTrap(t *testing.T) {
	for lie, quote := range map[string]string{
		"Trump called Assad an animal on Fox Business Network.":                          `He called Syrian regime leader Assad "an animal" on Fox Business Network`,
		"Donald Trump called Assad \"an animal\".":                                       `He called Syrian regime leader Assad "an animal"`,
		"Tillerson suggested that war crimes charges could be levied.":                   "And he suggested that possible war crimes charges could be levied against the Syrian leader.",
		"Putin conspired to get Trump elected.":                                          "claims Putin conspired to get Trump elected",
		"Trump said: We'll find that out.":                                               `"They were there. We'll find that out", he said.`,
		"Haley said they didn't know.":                                                   `"I like to think they didn't know".`,
		"80 people were killed in the attack.":                                           "More than 80 people were killed",
		"Syria ended its chemical weapons program in 2014, the US representative noted.": "ended the Syrian chemical weapons program in record time, back in 2014",
	} {
		s := written(t, double(t, openaitest.Writes(func(r openaitest.Request) string {
			for _, p := range r.Passages() {
				if strings.Contains(p.Text, quote) {
					return openaitest.Claims(openaitest.Claim{Text: lie, Quotes: []openaitest.Quote{{Passage: p.Number, Quote: quote}}})
				}
			}
			t.Errorf("%q was not retrieved", quote)
			return openaitest.Claims()
		})))
		if a := ask(t, s, answer.Request{Question: quote}); a.Mode == answer.Written || len(a.Dropped) != 1 {
			t.Errorf("%q was shown: %+v", lie, a.Claims)
		}
	}
}

// TestAskCancelled cancels while the model streams: there is an error, and no claim
// that was not shown.
func TestAskCancelled(t *testing.T) {
	pieces := make(chan string)
	s := written(t, double(t, openaitest.Streams(pieces)))
	ctx, cancel := context.WithCancel(t.Context())
	go func() { pieces <- `{"claims":[`; cancel() }()
	var shown []verify.Claim
	a, err := s.Ask(ctx, answer.Request{Question: haley}, func(c verify.Claim) { shown = append(shown, c) })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	keepsPromise(t, a, shown)
}

func TestBounds(t *testing.T) {
	many := func(r openaitest.Request) string {
		claims := []openaitest.Claim{truth(r), truth(r)}
		for _, p := range r.Passages() {
			for _, s := range strings.SplitAfter(p.Text, ". ") {
				claims = append(claims, openaitest.Claim{Text: s, Quotes: []openaitest.Quote{{Passage: p.Number, Quote: s}}})
			}
		}
		return openaitest.Claims(claims...)
	}
	a := ask(t, written(t, double(t, openaitest.Writes(many))), answer.Request{Question: haley})
	if len(a.Claims) != 6 {
		t.Errorf("%d claims were shown, want 6", len(a.Claims))
	}
	if len(a.Dropped) == 0 || a.Dropped[0].Text != a.Claims[0].Text() {
		t.Errorf("a repeated claim was not dropped: %+v", a.Dropped)
	}
	last := 0
	for i, c := range a.Claims {
		n := c.Citations()[0].Number
		if n < 1 || n > last+1 {
			t.Errorf("claim %d has footnote %d, after %d", i, n, last)
		}
		last = max(last, n)
	}
}
