package discordtest_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	. "footnote/internal/discord/discordtest"
)

// asked is a Server on which ada has just asked.
func asked(t *testing.T, o Options, private bool) (*Server, *Interaction) {
	s := registered(t, o)
	return s, s.Ask(s.Guild().NewMember("ada"), s.Channel(), "why?", private)
}

func TestAcknowledgement(t *testing.T) {
	deferred := object{"type": AckDeferred}
	for _, c := range []struct {
		name   string
		before func(t *testing.T, s *Server, i *Interaction, now *clock)
		path   func(i *Interaction) string
		body   object
		code   int
		rule   Rule
	}{
		{name: "in time", before: func(_ *testing.T, _ *Server, _ *Interaction, now *clock) { now.advance(3 * time.Second) }},
		{name: "late", before: func(_ *testing.T, _ *Server, _ *Interaction, now *clock) { now.advance(3*time.Second + 1) }, code: 10062, rule: RuleAckLate},
		{name: "twice", before: func(t *testing.T, s *Server, i *Interaction, _ *clock) { acknowledge(t, s, i, AckDeferred, nil) }, code: 40060, rule: RuleAckTwice},
		{name: "expired by a fault", before: func(_ *testing.T, _ *Server, i *Interaction, _ *clock) { i.Expire() }, code: 10062},
		{name: "another's token", path: func(i *Interaction) string { return "interactions/" + i.ID + "/x/callback" }, code: 10062},
		{name: "an unknown interaction", path: func(*Interaction) string { return "interactions/1/x/callback" }, code: 10062},
		{name: "an unknown type", body: object{"type": 77}, code: 50035, rule: RuleForm},
		{name: "an update without a message", body: object{"type": AckUpdate, "data": object{}}, code: 50035, rule: RuleForm},
		{name: "choices for a command", body: object{"type": AckAutocomplete, "data": object{"choices": []object{}}}, code: 50035, rule: RuleForm},
		{name: "deferred with more than EPHEMERAL", body: object{"type": AckDeferred, "data": object{"flags": FlagSuppressEmbeds}}, code: 50035, rule: RuleForm},
	} {
		t.Run(c.name, func(t *testing.T) {
			now := newClock()
			s, i := asked(t, Options{Now: now.Now}, false)
			s.Allow(c.rule)
			if c.before != nil {
				c.before(t, s, i, now)
			}
			path, body := callbackPath(i), deferred
			if c.path != nil {
				path = c.path(i)
			}
			if c.body != nil {
				body = c.body
			}
			if r := do(t, s, "POST", path, body); r.code() != c.code {
				t.Errorf("answer %d %s, want code %d", r.status, r.body, c.code)
			}
			if got := len(rules(s)) > 0; got != (c.rule != "") {
				t.Errorf("violations %v, want %q", s.Violations(), c.rule)
			}
		})
	}
}

func TestDeferredResponse(t *testing.T) {
	for _, private := range []bool{false, true} {
		now := newClock()
		s, i := asked(t, Options{Now: now.Now}, private)
		flags := 0
		if private {
			flags = FlagEphemeral
		}
		if r := do(t, s, "PATCH", originalPath(s, i), object{"content": "early", "allowed_mentions": quiet()}); r.code() != 10015 {
			t.Errorf("an edit before the acknowledgement: %s", r.body)
		}
		now.advance(time.Second)
		acknowledge(t, s, i, AckDeferred, object{"flags": flags})
		ack, ok := i.Acked()
		if !ok || ack.After != time.Second || ack.Ephemeral != private || ack.Type != AckDeferred {
			t.Errorf("acknowledgement %+v", ack)
		}
		if m, _ := i.Response(); !m.Loading() || m.Ephemeral() != private {
			t.Errorf("deferred response %+v", m)
		}
		for _, text := range []string{"one", "one two"} {
			now.advance(2 * time.Second)
			if r := do(t, s, "PATCH", originalPath(s, i), object{"content": text, "allowed_mentions": quiet()}); r.status != http.StatusOK {
				t.Fatalf("%d %s", r.status, r.body)
			}
		}
		m, err := i.WaitMessage(deadline(t), func(m Message) bool { return m.Content == "one two" })
		if err != nil || m.Loading() || m.Ephemeral() != private || len(m.Edits) != 2 || m.Edits[1].At.Sub(m.Edits[0].At) != 2*time.Second {
			t.Errorf("filled response %+v, %v", m, err)
		}
		if public := len(s.Channel().Messages()) == 1; public == private {
			t.Errorf("private %v, and in the channel %v", private, public)
		}
	}
}

func TestTokenExpires(t *testing.T) {
	now := newClock()
	s, i := asked(t, Options{Now: now.Now}, false)
	s.Allow(RuleToken)
	acknowledge(t, s, i, AckDeferred, nil)
	edit := object{"content": "x", "allowed_mentions": quiet()}
	now.advance(15 * time.Minute)
	if r := do(t, s, "PATCH", originalPath(s, i), edit); r.status != http.StatusOK {
		t.Errorf("after 15 minutes: %d %s", r.status, r.body)
	}
	now.advance(time.Second)
	if r := do(t, s, "PATCH", originalPath(s, i), edit); r.status != http.StatusUnauthorized || r.code() != 50027 {
		t.Errorf("after the token's life: %d %s", r.status, r.body)
	}
	if !slices.Equal(rules(s), []Rule{RuleToken}) {
		t.Errorf("violations %v", s.Violations())
	}
}

func TestFollowups(t *testing.T) {
	s, i := asked(t, Options{}, true)
	acknowledge(t, s, i, AckDeferred, object{"flags": FlagEphemeral})
	post := func(text string, flags int) object {
		return do(t, s, "POST", webhookPath(s, i)+"?wait=true", object{"content": text, "flags": flags, "allowed_mentions": quiet()}).object(t)
	}
	first := post("fills the deferred response", 0)
	if m, _ := i.Response(); m.ID != first["id"] || m.Loading() || !m.Ephemeral() {
		t.Errorf("the first followup made %v; the response is %+v", first, m)
	}
	second := post("a second", FlagEphemeral)
	if got := i.Followups(); len(got) != 1 || got[0].ID != second["id"] || !got[0].Ephemeral() {
		t.Fatalf("followups %+v", got)
	}
	path := webhookPath(s, i) + "/messages/" + second["id"].(string)
	if r := do(t, s, "PATCH", path, object{"content": "changed", "allowed_mentions": quiet()}); r.object(t)["content"] != "changed" {
		t.Errorf("PATCH: %s", r.body)
	}
	if r := do(t, s, "GET", path, nil); r.object(t)["content"] != "changed" {
		t.Errorf("GET: %s", r.body)
	}
	if r := do(t, s, "DELETE", path, nil); r.status != http.StatusNoContent {
		t.Errorf("DELETE: %s", r.body)
	}
	if r := do(t, s, "PATCH", path, object{"content": "x", "allowed_mentions": quiet()}); r.code() != 10008 {
		t.Errorf("PATCH of the deleted: %s", r.body)
	}
	if r := do(t, s, "POST", "webhooks/1/"+i.Token, object{"content": "x", "allowed_mentions": quiet()}); r.code() != 10015 {
		t.Errorf("another application's webhook: %s", r.body)
	}
}

func TestResponseDeletedBeforeAnEdit(t *testing.T) {
	s, i := asked(t, Options{}, false)
	acknowledge(t, s, i, AckMessage, object{"content": "hi", "allowed_mentions": quiet()})
	m, _ := i.Response()
	s.Delete(m)
	if r := do(t, s, "PATCH", originalPath(s, i), object{"content": "x", "allowed_mentions": quiet()}); r.code() != 10008 {
		t.Errorf("PATCH: %s", r.body)
	}
}

func TestCallbackWithResponse(t *testing.T) {
	s, i := asked(t, Options{}, false)
	body := object{"type": AckMessage, "data": object{"content": "hi", "flags": FlagEphemeral, "allowed_mentions": quiet()}}
	r := do(t, s, "POST", callbackPath(i)+"?with_response=true", body).object(t)
	if m := r["resource"].(object)["message"].(object); m["content"] != "hi" || r["interaction"].(object)["response_message_ephemeral"] != true {
		t.Errorf("answer %v", r)
	}
}

func TestButtons(t *testing.T) {
	s, i := asked(t, Options{}, false)
	ada := i.User
	buttons := []object{row(button("more"), object{"type": 2, "style": 5, "label": "read", "url": "https://example.org"})}
	acknowledge(t, s, i, AckMessage, object{"content": "hi", "components": buttons, "allowed_mentions": quiet()})
	m, _ := i.Response()
	if m.Button("read").URL() != "https://example.org" || m.Button("nothing") != nil {
		t.Errorf("components %v", m.Components)
	}
	click := s.Click(ada, m, m.Button("go").CustomID())
	acknowledge(t, s, click, AckUpdate, object{"content": "changed", "components": []object{}, "allowed_mentions": quiet()})
	if m, _ = i.Response(); m.Content != "changed" || len(m.Components) != 0 {
		t.Errorf("after the update: %+v", m)
	}
}

func TestDeferredUpdate(t *testing.T) {
	s, i := asked(t, Options{}, false)
	acknowledge(t, s, i, AckMessage, object{"content": "hi", "components": []object{row(button("more"))}, "allowed_mentions": quiet()})
	m, _ := i.Response()
	click := s.Click(i.User, m, "more")
	acknowledge(t, s, click, AckDeferredUpdate, nil)
	do(t, s, "PATCH", originalPath(s, click), object{"content": "later", "allowed_mentions": quiet()})
	do(t, s, "POST", webhookPath(s, click), object{"content": "sources", "flags": FlagEphemeral, "allowed_mentions": quiet()})
	if m, _ = i.Response(); m.Content != "later" || len(m.Components) != 1 {
		t.Errorf("after the edit: %+v", m)
	}
	if f := click.Followups(); len(f) != 1 || f[0].VisibleTo != i.User {
		t.Errorf("followups %+v", f)
	}
}

func TestModal(t *testing.T) {
	input := object{"type": 4, "custom_id": "why", "style": 2, "label": "Why?"}
	modal := object{"custom_id": "reason", "title": "What is wrong?", "components": []object{row(input)}}
	for name, components := range map[string][]object{"row": {row(input)}, "label": {{"type": 18, "label": "Why?", "component": object{"type": 4, "custom_id": "why", "style": 1}}}} {
		t.Run(name, func(t *testing.T) {
			s, i := asked(t, Options{}, false)
			modal["components"] = components
			acknowledge(t, s, i, AckModal, modal)
			ack, _ := i.Acked()
			if ack.Modal == nil || ack.Modal.Input("why") == nil || ack.Modal.Title != "What is wrong?" {
				t.Fatalf("acknowledgement %+v", ack)
			}
			ws, _ := session(t, s, intents)
			ws.event("GUILD_CREATE")
			sent := s.SubmitModal(i, map[string]string{"why": "it is old"})
			if got := ws.event("INTERACTION_CREATE").Data; !strings.Contains(string(got), `"value":"it is old"`) {
				t.Errorf("event %s", got)
			}
			acknowledge(t, s, sent, AckMessage, object{"content": "thanks", "flags": FlagEphemeral, "allowed_mentions": quiet()})
		})
	}
}

func TestModalLimits(t *testing.T) {
	input := func(o object) object {
		in := object{"type": 4, "custom_id": "why", "style": 2, "label": "Why?"}
		for k, v := range o {
			in[k] = v
		}
		return in
	}
	long := strings.Repeat
	for _, c := range []struct {
		name  string
		modal object
		ok    bool
	}{
		{"plain", object{"custom_id": "m", "title": "t", "components": []object{row(input(nil))}}, true},
		{"title of 46", object{"custom_id": "m", "title": long("t", 46), "components": []object{row(input(nil))}}, false},
		{"custom_id of 101", object{"custom_id": long("m", 101), "title": "t", "components": []object{row(input(nil))}}, false},
		{"none", object{"custom_id": "m", "title": "t", "components": []object{}}, false},
		{"six", object{"custom_id": "m", "title": "t", "components": times(6, row(input(nil)))}, false},
		{"an id twice", object{"custom_id": "m", "title": "t", "components": times(2, row(input(nil)))}, false},
		{"a label of 46", object{"custom_id": "m", "title": "t", "components": []object{row(input(object{"label": long("l", 46)}))}}, false},
		{"a value of 4001", object{"custom_id": "m", "title": "t", "components": []object{row(input(object{"value": long("v", 4001)}))}}, false},
		{"max below min", object{"custom_id": "m", "title": "t", "components": []object{row(input(object{"min_length": 5, "max_length": 4}))}}, false},
		{"a style of 3", object{"custom_id": "m", "title": "t", "components": []object{row(input(object{"style": 3}))}}, false},
		{"a button", object{"custom_id": "m", "title": "t", "components": []object{row(button("b"))}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, i := asked(t, Options{}, false)
			s.Allow(RuleForm)
			want := 50035
			if c.ok {
				want = 0
			}
			checkForm(t, s, do(t, s, "POST", callbackPath(i), object{"type": AckModal, "data": c.modal}), want, "")
		})
	}
}

func TestAutocomplete(t *testing.T) {
	long := strings.Repeat
	for _, c := range []struct {
		name    string
		choices []object
		ok      bool
	}{
		{"none", []object{}, true},
		{"25 of 100", times(25, object{"name": long("n", 100), "value": long("v", 100)}), true},
		{"26", times(26, object{"name": "n", "value": "v"}), false},
		{"a name of 101", []object{{"name": long("n", 101), "value": "v"}}, false},
		{"a value of 101", []object{{"name": "n", "value": long("v", 101)}}, false},
		{"an empty name", []object{{"name": "", "value": "v"}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := registered(t, Options{})
			s.Allow(RuleForm)
			i := s.Autocomplete(s.Guild().NewMember("ada"), s.Channel(), "ask", "question", "wh", Option{Name: "private", Value: true})
			want := 50035
			if c.ok {
				want = 0
			}
			checkForm(t, s, do(t, s, "POST", callbackPath(i), object{"type": AckAutocomplete, "data": object{"choices": c.choices}}), want, "")
			if ack, ok := i.Acked(); ok != c.ok || len(ack.Choices) != map[bool]int{true: len(c.choices)}[c.ok] {
				t.Errorf("acknowledgement %v %+v", ok, ack)
			}
		})
	}
}

// What a person could not do ends the test.
func TestWhatPeopleCannotDo(t *testing.T) {
	s, i := asked(t, Options{TB: stopper{t}}, true)
	acknowledge(t, s, i, AckMessage, object{"content": "hi", "flags": FlagEphemeral, "allowed_mentions": quiet(),
		"components": []object{row(button("b"), object{"type": 2, "style": 1, "label": "off", "custom_id": "off", "disabled": true})}})
	m, _ := i.Response()
	ada, bob, stranger := i.User, s.Guild().NewMember("bob"), s.NewUser("eve")
	muted := s.Guild().NewMember("muted")
	s.Channel().Deny(muted, SendMessages|UseApplicationCommands)
	for name, act := range map[string]func(*Server){
		"an unknown command": func(s *Server) { s.Command(ada, s.Channel(), "nothing") },
		"a missing option":   func(s *Server) { s.Command(ada, s.Channel(), "ask") },
		"an unknown option": func(s *Server) {
			s.Command(ada, s.Channel(), "ask", Option{Name: "question", Value: "q"}, Option{Name: "x", Value: 1})
		},
		"too long an option":         func(s *Server) { s.Ask(ada, s.Channel(), strings.Repeat("q", 501), false) },
		"from outside":               func(s *Server) { s.Ask(stranger, s.Channel(), "q", false) },
		"without permission":         func(s *Server) { s.Ask(muted, s.Channel(), "q", false) },
		"a message without one":      func(s *Server) { s.Say(muted, s.Channel(), "q") },
		"another's ephemeral button": func(s *Server) { s.Click(bob, m, "b") },
		"an unknown button":          func(s *Server) { s.Click(ada, m, "c") },
		"a disabled button":          func(s *Server) { s.Click(ada, m, "off") },
		"no such message command":    func(s *Server) { s.MessageCommand(ada, m, "Nothing") },
		"no such completion":         func(s *Server) { s.Autocomplete(ada, s.Channel(), "ask", "private", "t") },
		"no such modal":              func(s *Server) { s.SubmitModal(i, nil) },
		"someone else's messages":    func(s *Server) { s.Say(ada, s.DM(bob), "q") },
	} {
		t.Run(name, func(t *testing.T) {
			if !fails(s, act) {
				t.Error("the simulator let it happen")
			}
		})
	}
}

// stopper is a TB whose Fatalf only ends what it was called from.
type stopper struct{ *testing.T }

type stopped struct{}

func (stopper) Fatalf(string, ...any) { panic(stopped{}) }

func fails(s *Server, act func(*Server)) (failed bool) {
	defer func() { failed = recover() != nil }()
	act(s)
	return false
}

func TestWaitingEnds(t *testing.T) {
	s, i := asked(t, Options{}, false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := i.WaitAck(ctx); err == nil || !strings.Contains(err.Error(), "ask by ada") {
		t.Errorf("error %v", err)
	}
	acknowledge(t, s, i, AckMessage, object{"content": "hi", "allowed_mentions": quiet()})
	if _, err := i.WaitMessage(ctx, func(Message) bool { return false }); err == nil || !strings.Contains(err.Error(), `"hi"`) {
		t.Errorf("error %v", err)
	}
}
