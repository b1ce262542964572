package discord

import (
	"fmt"
	"strings"
	"testing"

	"footnote/internal/article"
	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
)

func TestPrivateAnswer(t *testing.T) {
	w := start(t, nil)
	i := w.Ask(w.ada, w.Channel(), question, true)
	if ack, err := i.WaitAck(w.ctx); err != nil || !ack.Ephemeral {
		t.Fatalf("%+v, %v", ack, err)
	}
	m := w.final(i)
	contains(t, m.Content, "More than 80")
	if !m.Ephemeral() || len(w.Channel().Messages()) != 0 {
		t.Error("others see it")
	}
	if recent, _ := w.store.Recent(w.ctx, w.Guild().ID, 10); len(recent) != 0 {
		t.Errorf("others are offered it: %q", recent)
	}
}

func TestAbstention(t *testing.T) {
	w := start(t, nil)
	m := w.ask("What did Angela Merkel say about football?")
	contains(t, m.Content, sayNothing, sayNearest, "> ")
	if len(m.Components) != 0 || strings.Contains(m.Content, sayQuoted) {
		t.Errorf("it says more than that: %+v", m)
	}
}

func TestSourcesButton(t *testing.T) {
	w := start(t, nil)
	m := w.ask(question)
	bob := w.Guild().NewMember("bob")
	s := w.final(w.Click(bob, m, m.Button("Sources").CustomID()))
	if !s.Ephemeral() || s.VisibleTo != bob {
		t.Error("others see it")
	}
	contains(t, s.Content, "**[1]**", "Russian Federation challenges", "Leroy Wright", "> **More than 80 people were killed")
}

func TestMessageCommands(t *testing.T) {
	w := start(t, nil)
	m := w.ask(question)
	chatter := w.Say(w.ada, w.Channel(), "Trump praised Putin throughout the US election campaign.")
	lie := w.Say(w.ada, w.Channel(), "Haley praised 14 kangaroos in Canberra.")
	for _, tt := range []struct {
		on      discordtest.Message
		command string
		want    []string
	}{
		{m, cmdCheckSources, []string{"**[1]**", "**More than 80"}},
		{chatter, cmdCheckSources, []string{sayNoSources}},
		{chatter, cmdCheckClaim, []string{"> Trump praised Putin", sayIsSupported, "**"}},
		{lie, cmdCheckClaim, []string{"> Haley praised 14", sayIsUnsupported, "• ", sayNearest}},
		{w.Say(w.ada, w.Channel(), strings.Repeat("long ", 150)), cmdCheckClaim, []string{"749 characters"}},
		{w.Say(w.ada, w.Channel(), " \u200b"), cmdCheckClaim, []string{sayNoWords}},
	} {
		got := w.final(w.MessageCommand(w.ada, tt.on, tt.command))
		contains(t, got.Content, tt.want...)
		if !got.Ephemeral() {
			t.Errorf("%s: others see it", tt.command)
		}
	}
}

func TestVotes(t *testing.T) {
	w := start(t, nil)
	m := w.ask(question)
	id := strings.TrimPrefix(m.Button("Sources").CustomID(), idSources)
	up := w.final(w.Click(w.ada, m, idUp+id))
	contains(t, up.Content, sayThanks)
	down := w.Click(w.ada, m, idDown+id)
	if ack, err := down.WaitAck(w.ctx); err != nil || ack.Modal == nil {
		t.Fatalf("no modal: %+v, %v", ack, err)
	}
	why := w.final(w.SubmitModal(down, map[string]string{idWhyText: "It is @everyone's\nfault"}))
	contains(t, why.Content, sayThanksWhy)
	f := w.store.opinion(w.ctx, id, w.ada.ID, func(f ledger.Feedback) bool { return f.Why != "" })
	if f.Helpful || f.Why != "It is @everyone's fault" {
		t.Errorf("recorded %+v", f)
	}
}

// What belongs to another guild, or to another member alone, is nobody else's.
func TestRecordsStayWhereTheyBelong(t *testing.T) {
	w := start(t, nil)
	public := ledger.Record{Question: ledger.Question{ID: "1", Guild: "here", Member: "ada"}}
	private := public
	private.Private = true
	for _, tt := range []struct {
		rec           ledger.Record
		guild, member string
		want          bool
	}{
		{public, "here", "ada", true}, {public, "here", "bob", true}, {public, "there", "ada", false}, {public, "", "ada", false},
		{private, "here", "ada", true}, {private, "here", "bob", false},
	} {
		r := request{Interaction: newInteraction(tt.guild), member: tt.member}
		if _, ok := w.bot.here(r, tt.rec, nil); ok != tt.want {
			t.Errorf("%+v seen by %s in %q: %v", tt.rec.Question, tt.member, tt.guild, ok)
		}
	}
}

func TestSearch(t *testing.T) {
	w := start(t, nil)
	m := w.final(w.Command(w.ada, w.Channel(), cmdSearch, discordtest.Option{Name: "query", Value: "Shayrat air base"}))
	contains(t, m.Content, "**1.** ", "Shayrat", "¶6")
	if !m.Ephemeral() {
		t.Error("others see it")
	}
}

func TestArticles(t *testing.T) {
	corpus := &article.Corpus{}
	for i := range 25 {
		corpus.Articles = append(corpus.Articles, &article.Article{Slug: fmt.Sprint("a", i), Title: fmt.Sprintf("Article %02d", i)})
	}
	w := start(t, func(p *plan) { p.config.Corpus = func() *article.Corpus { return corpus } })
	m := w.final(w.Command(w.ada, w.Channel(), cmdArticles))
	contains(t, m.Content, "**Articles 1–10 of 25**", "Article 09", "no date given")
	if !m.Button("Back").Disabled() || m.Button("Next").Disabled() {
		t.Errorf("buttons: %v", m.Components)
	}
	for _, want := range []string{"11–20", "21–25"} {
		i := w.Click(w.ada, m, m.Button("Next").CustomID())
		if _, err := i.WaitAck(w.ctx); err != nil {
			t.Fatal(err)
		}
		m, _ = i.Response()
		contains(t, m.Content, want)
	}
	if m.Button("Back").Disabled() || !m.Button("Next").Disabled() {
		t.Errorf("buttons: %v", m.Components)
	}
}

func TestAboutAndHelp(t *testing.T) {
	w := start(t, func(p *plan) {
		p.config.About = About{Writer: "Answers are quoted from the articles.", Keeps: "Questions are kept for 30 days."}
	})
	about := w.final(w.Command(w.ada, w.Channel(), cmdAbout))
	contains(t, about.Content, "1 article", "• Answers are quoted", "• Questions are kept for 30 days.")
	contains(t, w.final(w.Command(w.ada, w.Channel(), cmdHelp)).Content, "`/ask`", "**Check this claim**")
}

func TestAutocomplete(t *testing.T) {
	w := start(t, nil)
	w.ask(question)
	w.ask("What did Angela Merkel say about football?") // no answer: not offered
	w.final(w.Ask(w.ada, w.Channel(), "Who called Assad an animal?", true))
	for typed, want := range map[string][]string{
		"":        {question, "Russian Federation challenges United States to prove chemical attack in Syria"},
		"PEOPLE":  {question},
		"syria":   {"Russian Federation challenges United States to prove chemical attack in Syria"},
		"unheard": {},
	} {
		i := w.Autocomplete(w.ada, w.Channel(), cmdAsk, "question", typed)
		ack, err := i.WaitAck(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range ack.Choices {
			got = append(got, c.Name)
			if c.Value != c.Name {
				t.Errorf("%q stands for %q", c.Name, c.Value)
			}
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q is offered %q, want %q", typed, got, want)
		}
	}
}

func TestOffer(t *testing.T) {
	var recent []string
	for i := range 40 {
		recent = append(recent, fmt.Sprintf("Question %d?", i), fmt.Sprintf("QUESTION %d?", i))
	}
	recent = append([]string{strings.Repeat("long ", 30), "\u202e", ""}, recent...)
	got := offer(" quest", recent, nil)
	if len(got) != maxChoices || got[0].Name != "Question 0?" || got[1].Name != "Question 1?" {
		t.Errorf("%d choices: %v", len(got), got)
	}
}

// A bot that starts again finds its commands there, and leaves them.
func TestCommandsAreRegisteredOnce(t *testing.T) {
	w := start(t, nil)
	w.restart()
	w.waitRequests(discordtest.RouteListCommands, 2)
	w.ask(question)
	if n := len(w.Requests(discordtest.RouteSetCommands)); n != 1 {
		t.Errorf("registered %d times", n)
	}
}

func TestTurnedAway(t *testing.T) {
	w := start(t, func(p *plan) { p.config.MemberRate, p.config.ServerRate = 2, 4 })
	bob, eve := w.Guild().NewMember("bob"), w.Guild().NewMember("eve")
	for _, tt := range []struct {
		who  *discordtest.User
		text string
		want string
	}{
		{w.ada, strings.Repeat("why? ", 101), "504 characters long, and I read up to 500"},
		{w.ada, "\u202e", sayEmpty},
		{w.ada, question, "More than 80"},
		{w.ada, question, "You have asked a lot in the last minute. Please try again in 30 s."},
		{bob, question, "More than 80"},
		{eve, question, "This server has asked a lot in the last minute. Please try again in 15 s."},
	} {
		i := w.Ask(tt.who, w.Channel(), tt.text, false)
		m := w.final(i)
		contains(t, m.Content, tt.want)
		if told := !strings.Contains(m.Content, "More than"); told != m.Ephemeral() {
			t.Errorf("%q: seen by the member alone: %v", m.Content, m.Ephemeral())
		}
	}
}

func TestInviteLink(t *testing.T) {
	const want = "https://discord.com/oauth2/authorize?client_id=42&permissions=274877975552&scope=bot+applications.commands"
	if got := inviteLink("42"); got != want {
		t.Errorf("got %s", got)
	}
}
