package discord

import (
	"context"
	"errors"
	"strings"
	"testing"

	"footnote/internal/discord/discordtest"
	"footnote/internal/ledger"
)

// Only the answers that cite words which are gone are marked, with a date; when the words
// come back, the mark goes.
func TestOutdatedAnswersAreMarked(t *testing.T) {
	c := newCourt(t)
	log := c.logChannel()
	all := c.script.claims
	c.script.claims = all[:1]
	stale := c.answered("When did it break?")
	c.script.claims = all[1:]
	fresh := c.answered("Who was hurt?")
	private := c.Ask(c.ada, c.Channel(), "When did it break?", true)
	c.final(private)

	c.change("A new first sentence.", "Nobody was hurt, the mayor said.", "It was old.")
	c.becomes(stale, "The dam broke in March.", "⚠️ An article cited here has changed since (12 April 2017).")
	c.posted(log, "1 answers given here cite words that are not there any more")
	if now, _ := c.Message(fresh.ID); now.Content != fresh.Content {
		t.Errorf("an answer that still stands was changed:\n%s", now.Content)
	}

	c.change("Nobody was hurt, the mayor said.", "It was old.", "The dam broke in March.")
	if back := c.becomes(stale, "!changed since"); back.Content != stale.Content {
		t.Errorf("after the words came back:\n%s", back.Content)
	}
	c.change("It was old.")
	c.becomes(stale, "changed since")
	c.becomes(fresh, "changed since")
}

// Where the settings say so, nothing is marked; the answers still wait for a moderator.
func TestNoStaleNote(t *testing.T) {
	c := newCourt(t)
	c.configure(func(s *ledger.Settings) { s.StaleNote = false })
	m := c.answered("What happened?")
	c.change("Something else.")
	contains(t, c.reviewing(c.mod).Content, "**stale**")
	c.leave()
	if err := c.stopped(); err != nil {
		t.Error(err)
	}
	if now, _ := c.Message(m.ID); now.Content != m.Content {
		t.Errorf("marked:\n%s", now.Content)
	}
}

// A message that is gone does not keep others from being marked.
func TestOutdatedMessageIsGone(t *testing.T) {
	c := newCourt(t)
	gone, m := c.answered("What happened?"), c.answered("What happened then?")
	c.Delete(gone)
	c.change("Something else.")
	c.becomes(m, "changed since")
	waitFor(c, func() bool {
		left, err := c.ledger.Outdated(c.ctx, "", 10)
		return err == nil && len(left) <= 1
	})
}

// Answers that an earlier process left unmarked are marked by the next one.
func TestOutdatedAfterARestart(t *testing.T) {
	c := newCourt(t)
	m := c.answered("What happened?")
	c.leave()
	if err := c.stopped(); err != nil {
		t.Fatal(err)
	}
	c.change("Something else.") // while nobody is there
	c.bot = c.newBot(&plan{config: Config{
		Store: c.ledger, Answerer: c.script, Searcher: c.bot.cfg.Searcher, Checker: c.bot.cfg.Checker, Corpus: c.articles.Load,
	}, bot: func(*Bot) {}})
	c.Allow(discordtest.RuleIdentify) // the second bot knows nothing of the first one's pace
	c.run()
	c.becomes(m, "changed since")
}

func TestCorpus(t *testing.T) {
	loads := make(chan error, 1)
	c := newCourtWith(t, func(p *plan) {
		p.config.Reload = func(context.Context) (string, error) { return "There are 7 articles *now*.", <-loads }
	})
	loads <- nil
	said := c.said(c.Command(c.mod, c.Channel(), cmdCorpus+" "+subReload))
	contains(t, said.Content, `There are 7 articles \*now\*.`)
	loads <- errors.New("the disk is on fire")
	said = c.said(c.Command(c.mod, c.Channel(), cmdCorpus+" "+subReload))
	contains(t, said.Content, sayUnread)
	if strings.Contains(said.Content, "fire") {
		t.Error("members' side shows the cause")
	}
	c.answered("What happened?")
	c.change("Something else.")
	contains(t, c.said(c.Command(c.mod, c.Channel(), cmdCorpus+" "+subStatus)).Content, "**1 articles**, as of 11 April 2017", "2 passages", "`/review`: 1 stale")
}

// Two reloads never run at once.
func TestCorpusReloadIsAlone(t *testing.T) {
	began, end := make(chan bool), make(chan bool)
	c := newCourtWith(t, func(p *plan) {
		p.config.Reload = func(context.Context) (string, error) { began <- true; <-end; return "done", nil }
	})
	first := c.Command(c.mod, c.Channel(), cmdCorpus+" "+subReload)
	<-began
	contains(t, c.said(c.Command(c.mod, c.Channel(), cmdCorpus+" "+subReload)).Content, sayReloading)
	close(end)
	contains(t, c.said(first).Content, "done")
}

func TestCorpusCannotReload(t *testing.T) {
	c := newCourt(t)
	contains(t, c.said(c.Command(c.mod, c.Channel(), cmdCorpus+" "+subReload)).Content, sayNoReload)
}
