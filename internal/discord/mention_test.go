package discord

import (
	"testing"

	"footnote/internal/answer"
)

func TestMention(t *testing.T) {
	w := start(t, nil)
	asked := w.Mention(w.ada, w.Channel(), question)
	m := w.reply(asked)
	contains(t, m.Content, "More than 80", "-# [1] “")
	if m.Button("Sources") == nil {
		t.Error("no button")
	}
	if len(w.Pings()) != 0 {
		t.Error("somebody was pinged")
	}
}

// A reply to an answer is understood by what came before, over several turns.
func TestFollowUp(t *testing.T) {
	s := &script{claims: claimsOf(t, "Title", "One thing is so."), mode: answer.Written}
	w := start(t, func(p *plan) { p.config.Answerer = s })
	first := w.reply(w.Mention(w.ada, w.Channel(), "What is so?"))
	bob := w.Guild().NewMember("bob")
	second := w.reply(w.Reply(bob, first, "And then?", true))
	w.reply(w.Reply(w.ada, second, "And after that?", true))
	requests := s.requests()
	if len(requests) != 3 {
		t.Fatalf("asked %d times", len(requests))
	}
	for n, want := range [][]string{nil, {"What is so?"}, {"What is so?", "And then?"}} {
		h := requests[n].History
		if len(h) != len(want) {
			t.Fatalf("question %d has a history of %d turns", n, len(h))
		}
		for i, q := range want {
			if h[i].Question != q || len(h[i].Claims) != 1 || h[i].Claims[0] != "One thing is so." {
				t.Errorf("question %d, turn %d: %+v", n, i, h[i])
			}
		}
	}
	if requests[1].Question != "And then?" {
		t.Errorf("asked %q", requests[1].Question)
	}
}

// Also an answer to /ask can be followed up.
func TestFollowUpOfCommand(t *testing.T) {
	s := &script{claims: claimsOf(t, "Title", "One thing is so."), mode: answer.Written}
	w := start(t, func(p *plan) { p.config.Answerer = s })
	w.reply(w.Reply(w.ada, w.ask("What is so?"), "And then?", true))
	if h := s.requests()[1].History; len(h) != 1 || h[0].Question != "What is so?" {
		t.Errorf("history: %+v", h)
	}
}

// Nothing else is ever answered.
func TestNoNoise(t *testing.T) {
	s := &script{claims: claimsOf(t, "Title", "One thing is so."), mode: answer.Written}
	w := start(t, func(p *plan) { p.config.Answerer = s })
	bob := w.Guild().NewMember("bob")
	answered := w.reply(w.Mention(w.ada, w.Channel(), "What is so?"))
	chatter := w.Say(bob, w.Channel(), "What is so, ada?")
	w.Reply(w.ada, chatter, "What is?", true)
	w.Reply(w.ada, answered, "I see?", false) // without a ping it comes without its words
	w.Say(bob, w.DM(bob), "What is so?")
	w.Dispatch("MESSAGE_CREATE", map[string]any{
		"id": "7", "channel_id": w.Channel().ID, "guild_id": w.Guild().ID, "content": w.Bot().Mention() + " what?",
		"author": map[string]any{"id": "9", "username": "a bot", "bot": true}, "mentions": []any{map[string]any{"id": w.Bot().ID}},
	})
	w.reply(w.Mention(bob, w.Channel(), "What else is so?"))
	if n := len(s.requests()); n != 2 {
		t.Errorf("asked %d times, want 2: %+v", n, s.requests())
	}
}

// With the privileged intent, questions in a thread that the bot was asked in need no
// mention; elsewhere they do.
func TestThreads(t *testing.T) {
	s := &script{claims: claimsOf(t, "Title", "One thing is so."), mode: answer.Written}
	w := start(t, func(p *plan) {
		p.config.Answerer, p.config.MessageContent, p.discord.MessageContent = s, true, true
	})
	bob := w.Guild().NewMember("bob")
	thread := w.Channel().NewThread("A thread", w.ada)
	other := w.Channel().NewThread("Another", w.ada)
	w.Say(bob, other, "Is anybody here?")
	w.reply(w.Mention(w.ada, w.Channel(), "What is so?"))
	w.Say(bob, w.Channel(), "And what is this?")
	w.reply(w.Mention(w.ada, thread, "What is so here?"))
	w.Say(bob, thread, "Interesting.")
	w.Reply(bob, w.Say(w.ada, thread, "Hm."), "What do you mean?", true)
	w.reply(w.Say(bob, thread, "And what then?"))
	requests := s.requests()
	if len(requests) != 3 {
		t.Fatalf("asked %d times, want 3: %+v", len(requests), requests)
	}
	if h := requests[2].History; len(h) != 1 || h[0].Question != "What is so here?" {
		t.Errorf("history: %+v", h)
	}
}

func TestMentionTurnedDown(t *testing.T) {
	w := start(t, func(p *plan) { p.config.MemberRate = 1 })
	contains(t, w.reply(w.Mention(w.ada, w.Channel(), "")).Content, sayEmpty)
	w.reply(w.Mention(w.ada, w.Channel(), question))
	bob := w.Guild().NewMember("bob")
	w.reply(w.Mention(bob, w.Channel(), question))
	contains(t, w.reply(w.Mention(bob, w.Channel(), question)).Content, "Please try again in 60 s.")
	before := len(w.Channel().Messages())
	w.Mention(bob, w.Channel(), question) // told once is enough
	eve := w.Guild().NewMember("eve")
	w.reply(w.Mention(eve, w.Channel(), question))
	if n := len(w.Channel().Messages()) - before; n != 3 {
		t.Errorf("%d more messages, want two questions and one answer", n)
	}
}
