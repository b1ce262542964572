package discord

import (
	"slices"
	"strings"
	"testing"

	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
)

// Discord hides the moderators' commands from others, and the bot checks all the same.
func TestCommandsOfModerators(t *testing.T) {
	c := newCourt(t)
	hidden := map[string]bool{}
	for _, cmd := range c.Commands() {
		hidden[cmd.Name] = cmd.Permissions != nil
	}
	for _, name := range []string{cmdReview, cmdRetract, cmdRetractThis, cmdSettings, cmdCorpus} {
		if !hidden[name] {
			t.Errorf("/%s is shown to everybody", name)
		}
	}
	for _, name := range []string{cmdAsk, cmdForget, cmdCheckSources} {
		if hidden[name] {
			t.Errorf("/%s is hidden", name)
		}
	}
}

// A member without the permission sees no buttons, and is refused when they use one all
// the same: those of a moderator in public, and those that they make up.
func TestMemberWithoutPermission(t *testing.T) {
	c := newCourt(t)
	log := c.logChannel()
	m := c.answered("What happened?")
	i := c.MessageCommand(c.ada, m, cmdCheckSources)
	c.said(i)
	c.press(c.mod, c.panel(c.mod, m), "Unsupported: 1")
	struck := c.becomes(m, "~~The dam broke in March.~~")
	post := c.posted(log, "struck")
	if n := len(i.Followups()); n != 0 {
		t.Errorf("a member got %d messages below the sources", n)
	}

	rec := c.record(m)
	undo := post.Button("Undo").CustomID()
	approve := control{verb: doApprove, where: inCheck, question: rec.ID}.id()
	for _, id := range []string{undo, approve} {
		contains(t, c.said(c.Forge(c.ada, m, id)).Content, sayNotAllowed)
	}
	if now, _ := c.Message(m.ID); now.Content != struck.Content {
		t.Errorf("the answer was changed:\n%s", now.Content)
	}
	want := []string{undo + ": permission", approve + ": permission"}
	if got := c.refusals(); !slices.Equal(got, want) {
		t.Errorf("recorded: %q, want %q", got, want)
	}
}

// Somebody who loses the permission can't use the panel that is still before them.
func TestPermissionIsCheckedOnEveryUse(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	panel := c.panel(c.mod, m)
	c.Guild().Join(c.mod) // as an ordinary member
	for label, on := range map[string]discordtest.Message{"Unsupported: 1": panel, "Withdraw": panel} {
		contains(t, c.said(c.Click(c.mod, on, on.Button(label).CustomID())).Content, sayNotAllowed)
	}
	if got := c.refusals(); len(got) != 2 {
		t.Errorf("recorded: %q", got)
	}
}

// A command that an administrator shows to everybody is for moderators all the same.
func TestShownCommandsAreChecked(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	for _, name := range []string{cmdReview, cmdRetract, cmdRetractThis, cmdSettings, cmdCorpus} {
		c.Guild().Show(c.ada, name)
	}
	why := []discordtest.Option{{Name: "answer", Value: m.ID}, {Name: "reason", Value: "x"}}
	for _, i := range []*discordtest.Interaction{
		c.Command(c.ada, c.Channel(), cmdReview), c.Command(c.ada, c.Channel(), cmdRetract, why...),
		c.Command(c.ada, c.Channel(), cmdSettings), c.Command(c.ada, c.Channel(), cmdCorpus+" "+subReload),
		c.MessageCommand(c.ada, m, cmdRetractThis),
	} {
		contains(t, c.said(i).Content, sayNotAllowed)
	}
	if got := c.refusals(); len(got) != 5 {
		t.Errorf("recorded: %q", got)
	}
}

// A modal that was opened with the permission is of no use without it.
func TestModalWithoutPermission(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	form := c.MessageCommand(c.mod, m, cmdRetractThis)
	if _, err := form.WaitAck(c.ctx); err != nil {
		t.Fatal(err)
	}
	c.Guild().Join(c.mod)
	contains(t, c.said(c.SubmitModal(form, map[string]string{idReason: "x"})).Content, sayNotAllowed)
	if rec := c.record(m); len(rec.Verdicts) != 0 {
		t.Errorf("ruled: %+v", rec.Verdicts)
	}
}

// A role that the settings name may moderate, but not change the settings.
func TestRoleMayModerate(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	elders := c.Guild().NewRole("elders")
	bea := c.Guild().NewMember("bea")
	c.Guild().Grant(bea, elders)
	contains(t, c.said(c.Forge(bea, m, control{verb: doApprove, where: inCheck, question: c.record(m).ID}.id())).Content, sayNotAllowed)
	c.configure(func(s *ledger.Settings) { s.Roles = []string{elders.ID} })
	c.press(bea, c.panel(bea, m), "Unsupported: 1")
	c.becomes(m, "~~The dam broke in March.~~")
}

// What somebody made up is refused and recorded, whoever they are.
func TestForgedIDs(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	id := c.record(m).ID
	for _, tt := range []struct{ id, say, why string }{
		{"nonsense", sayForged, "forged"},
		{"mod:", sayForged, "forged"},
		{"mod:no:c:" + id + ":0:1:more", sayForged, "forged"},
		{"mod:no:c:" + id + ":0:-1", sayForged, "forged"},
		{"mod:no:c:" + id + ":0:99", sayForged, "forged"}, // no such claim
		{"mod:no:c:" + id + ":0:0", sayForged, "forged"},
		{"mod:why:c:" + id + ":0:0", sayForged, "forged"}, // a modal's id on a button
		{"mod:undo:c:" + id + ":0:12345", sayForged, "forged"},
		{"mod:nuke:c:" + id + ":0:1", sayForged, "forged"},
		{"mod:no:x:" + id + ":0:1", sayForged, "forged"},
		{"mod:no:c:12345:0:1", sayGone, "unknown"},
		{"mod:no:c:1' OR '1'='1:0:1", sayForged, "forged"},
		{"forget:12345", sayForged, "forged"},
		{"mod:no:c:" + strings.Repeat("9", 80) + ":0:1", sayForged, "forged"},
	} {
		before := len(c.refusals())
		contains(t, c.said(c.Forge(c.mod, m, tt.id)).Content, tt.say)
		got := c.refusals()
		if len(got) != before+1 || got[before] != tt.id+": "+tt.why {
			t.Errorf("%s: recorded %q", tt.id, got[before:])
		}
	}
	if now, _ := c.Message(m.ID); now.Content != m.Content {
		t.Errorf("the answer was changed:\n%s", now.Content)
	}
}

func TestForgedModals(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	form := c.MessageCommand(c.mod, m, cmdRetractThis)
	if _, err := form.WaitAck(c.ctx); err != nil {
		t.Fatal(err)
	}
	for id, say := range map[string]string{
		"nonsense":                            sayForged,
		"why:12345":                           sayGone,
		"mod:why:l:12345:0:0":                 sayGone,
		"mod:no:c:" + c.record(m).ID + ":0:1": sayForged,
	} {
		contains(t, c.said(c.ForgeModal(form, id, map[string]string{idReason: "x"})).Content, say)
	}
	if got := c.refusals(); len(got) != 4 {
		t.Errorf("recorded: %q", got)
	}
}

// A moderator of one server has no say about the answers of another.
func TestAnotherServersAnswer(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	id := c.record(m).ID
	elsewhere := c.NewGuild("elsewhere")
	there := elsewhere.NewChannel("there")
	eve := elsewhere.NewMember("eve", discordtest.Administrator)
	note := c.Say(eve, there, "Hello?")
	for _, verb := range []verb{doSupport, doUnsupport, doApprove, doKeep, doAskRetract, doUndo, doSkip, doNext, doSources, doPage} {
		i := c.Forge(eve, note, control{verb: verb, where: inReview, question: id, number: 1}.id())
		contains(t, c.said(i).Content, sayElsewhere)
	}
	for _, named := range []string{id, m.ID, "https://discord.com/channels/" + c.Guild().ID + "/" + c.Channel().ID + "/" + m.ID} {
		i := c.Command(eve, there, cmdRetract, discordtest.Option{Name: "answer", Value: named}, discordtest.Option{Name: "reason", Value: "x"})
		contains(t, c.said(i).Content, sayElsewhere)
	}
	if rec := c.record(m); len(rec.Verdicts) != 0 {
		t.Errorf("ruled: %+v", rec.Verdicts)
	}
	refused, err := c.ledger.Refusals(c.ctx, elsewhere.ID, 100)
	if err != nil || len(refused) != 13 {
		t.Errorf("%d refusals recorded, want 13; %v", len(refused), err)
	}
}

// What a member asked in private is no moderator's to see or to judge.
func TestPrivateAnswerIsNoModerators(t *testing.T) {
	c := newCourt(t)
	i := c.Ask(c.ada, c.Channel(), "What happened to me?", true)
	c.final(i)
	c.waitFinished(i.ID)
	note := c.Say(c.ada, c.Channel(), "Hello?")
	for _, verb := range []verb{doSupport, doApprove, doAskRetract, doSources, doPage} {
		contains(t, c.said(c.Forge(c.mod, note, control{verb: verb, where: inReview, question: i.ID, number: 1}.id())).Content, sayElsewhere)
	}
	retract := c.Command(c.mod, c.Channel(), cmdRetract, discordtest.Option{Name: "answer", Value: i.ID}, discordtest.Option{Name: "reason", Value: "x"})
	contains(t, c.said(retract).Content, sayElsewhere)
	contains(t, c.said(c.Forge(c.mod, note, idSources+i.ID)).Content, sayNoSources)
	if got := c.refusals(); len(got) != 7 {
		t.Errorf("recorded: %q", got)
	}
}

func FuzzParseControl(f *testing.F) {
	for _, s := range []string{"", "mod:", "mod:no:c:1234567890123456789:0:1", "mod:undo:l:1:2:3", "mod:no:c::0:1", "mod:no:c:1:00:1", "mod:no:c:+1:0:1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := parseControl(s)
		if ok && c.id() != s {
			t.Errorf("%q is read as %+v, which is written %q", s, c, c.id())
		}
		if ok && (len(s) > 100 || c.page < 0 || c.number < 0) {
			t.Errorf("%q is taken as %+v", s, c)
		}
	})
}
