package answer_test

import (
	"net/http"
	"strings"
	"testing"

	"footnote/internal/answer"
	"footnote/internal/openai/openaitest"
)

var afterHaley = []answer.Turn{{
	Question: "What did Haley say about Assad?",
	Claims:   []string{"US Ambassador to the United Nations, Nikki Haley, called on Moscow to stop protecting Assad."},
}}

// rewriter answers questions as honest does, and rewrites follow-ups by reply.
func rewriter(reply openaitest.Reply) openaitest.Reply {
	return func(w http.ResponseWriter, r openaitest.Request) {
		if r.Question() == "" {
			reply(w, r)
			return
		}
		openaitest.Writes(honest)(w, r)
	}
}

func TestUnderstand(t *testing.T) {
	const offline = "What did Haley call on Moscow to do?"
	says := func(question string) openaitest.Reply { return openaitest.Says(`{"question":"` + question + `"}`) }
	for name, tc := range map[string]struct {
		asked string
		reply openaitest.Reply
		want  string
	}{
		"by the model":             {"and what did she call on Moscow to do?", says("What did Nikki Haley call on Moscow to do?"), "What did Nikki Haley call on Moscow to do?"},
		"in a fence":               {"and what did she call on Moscow to do?", openaitest.Says("Sure!\n```json\n{\"question\":\"What did Haley ask of Moscow?\"}\n```"), "What did Haley ask of Moscow?"},
		"left as it is":            {"what now?", says("What now?"), ""},
		"in another language":      {"et elle, qu'a dit Haley ?", says("Qu'a dit Haley sur Assad ?"), "Qu'a dit Haley sur Assad ?"},
		"not at all":               {"and what did she call on Moscow to do?", openaitest.Fails(500, ""), offline},
		"cut":                      {"and what did she call on Moscow to do?", openaitest.Cuts(`{"question":"What`, 10), offline},
		"in prose":                 {"and what did she call on Moscow to do?", openaitest.Says("I think she means Haley."), offline},
		"empty":                    {"and what did she call on Moscow to do?", says(""), offline},
		"long":                     {"and what did she call on Moscow to do?", says(strings.Repeat("what ", 100)), offline},
		"several":                  {"and what did she call on Moscow to do?", says("What did Haley say? Who is Assad?"), offline},
		"with a new name":          {"and what did she call on Moscow to do?", says("What did Hillary Clinton call on Moscow to do?"), offline},
		"with a new number":        {"and what did she call on Moscow to do?", says("What did Haley call on Moscow to do in 2016?"), offline},
		"with markup":              {"and what did she call on Moscow to do?", says("What did Haley <@1> call on Moscow to do?"), offline},
		"a whole question, unsent": {"What did Haley call on Moscow to do about Syria?", says("What did Moscow say?"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := written(t, double(t, rewriter(tc.reply)))
			a := ask(t, s, answer.Request{Question: tc.asked, History: afterHaley})
			if a.Understood != tc.want || a.Question != tc.asked {
				t.Errorf("%q is understood as %q, want %q", a.Question, a.Understood, tc.want)
			}
		})
	}
}

// TestUnderstoodIsAnswered follows up without a model: the search and the answer are of
// the question as understood.
func TestUnderstoodIsAnswered(t *testing.T) {
	s := written(t, double(t))
	s.Model = nil
	a := ask(t, s, answer.Request{Question: "and what did she call on Moscow to do?", History: afterHaley})
	if a.Understood != haley || !a.Answered || !strings.Contains(a.Claims[0].Text(), "stop protecting Assad") {
		t.Errorf("understood as %q, answered %+v", a.Understood, a)
	}
	if next := a.Turn(); next.Question != haley || len(next.Claims) != len(a.Claims) {
		t.Errorf("the turn for what follows is %+v", next)
	}
}

func TestQuestionInPromptIsAsUnderstood(t *testing.T) {
	server := double(t, rewriter(openaitest.Says(`{"question":"What did Nikki Haley call on Moscow to do?"}`)))
	a := ask(t, written(t, server), answer.Request{Question: "and what did she call on Moscow to do?", History: afterHaley})
	all := server.Requests()
	if last := all[len(all)-1]; last.Question() != a.Understood || a.Usage.Prompt != 1400 {
		t.Errorf("asked %q, understood %q, used %d", last.Question(), a.Understood, a.Usage.Prompt)
	}
}
