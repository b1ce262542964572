package discord

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

// Names of the subcommands of /corpus.
const (
	subReload = "reload"
	subStatus = "status"
)

const reloadTimeout = 10 * time.Minute

const (
	sayNoReload  = "This installation can't reload its articles: restart me instead."
	sayReloading = "The articles are being reloaded already."
	sayUnread    = "The articles could not be reloaded, so nothing changed. The operator finds the reason in my log."
)

func corpusOptions() []option {
	return []option{
		{Type: discordgo.ApplicationCommandOptionSubCommand, Name: subReload, Description: "Read the articles again, and check past answers against them"},
		{Type: discordgo.ApplicationCommandOptionSubCommand, Name: subStatus, Description: "What I have read, and what waits for a moderator"},
	}
}

// corpus handles /corpus.
func (b *Bot) corpus(r request, data discordgo.ApplicationCommandInteractionData) {
	switch {
	case len(data.Options) == 1 && data.Options[0].Name == subReload:
		b.reload(r)
	default:
		b.status(r)
	}
}

// reload has the articles read again, and says what came of it.
func (b *Bot) reload(r request) {
	switch {
	case b.cfg.Reload == nil:
		b.say(r, sayNoReload)
	case !b.reloading.TryLock(): // one at a time
		b.say(r, sayReloading)
	case !b.acknowledge(r, true):
		b.reloading.Unlock()
	default:
		text := b.readAgain()
		b.reveal(r, []string{excerpt(text, maxMessage)})
	}
}

// readAgain reads the articles again. The caller holds b.reloading, which it gives back.
func (b *Bot) readAgain() string {
	defer b.reloading.Unlock()
	ctx, cancel := context.WithTimeout(b.stop, reloadTimeout)
	defer cancel()
	text, err := b.cfg.Reload(ctx)
	if err != nil {
		b.log.Error("could not reload the corpus", "err", err)
		return sayUnread
	}
	return text
}

// status says what the corpus is and what waits for a moderator here.
func (b *Bot) status(r request) {
	c := b.cfg.Corpus()
	passages := 0
	for _, a := range c.Articles {
		passages += len(a.Passages)
	}
	lines := []string{
		fmt.Sprintf("**%d articles**%s · %d passages", len(c.Articles), asOf(c.Articles), passages),
		"-# version " + escape(label(c.Version, 64)),
	}
	waiting, err := b.cfg.Store.Waiting(r.ctx, r.GuildID)
	if err != nil {
		b.log.Error("could not read the review queue", "guild", r.GuildID, "err", err)
		b.say(r, sayNotNow)
		return
	}
	b.say(r, strings.Join(append(lines, waitingLine(waiting)), "\n"))
}

// waitingLine says how much waits for a moderator, and why.
func waitingLine(waiting map[ledger.Reason]int) string {
	var parts []string
	for why := ledger.Reported; why <= ledger.Unanswered; why <<= 1 {
		if n := waiting[why]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, strings.Join(reasonNames(why), "")))
		}
	}
	if len(parts) == 0 {
		return sayNothingWaits
	}
	return "**Waiting in** `/review`: " + strings.Join(parts, ", ")
}
