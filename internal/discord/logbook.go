package discord

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

// logAct posts an act of moderation in the guild's log channel, if it has one, with a
// button that undoes it.
func (b *Bot) logAct(ctx context.Context, rec ledger.Record, v ledger.Verdict) {
	m := message{Content: actText(rec, v), Nonce: "v" + strconv.FormatInt(v.ID, 10)}
	if v.Undone.IsZero() {
		m.Rows = rowsOf(undoButton(control{where: inLog, question: rec.ID}, v))
	} else {
		m.Nonce += "-undone"
	}
	b.logPost(ctx, rec.Guild, m)
}

// logPost posts in a guild's log channel, if it has one.
func (b *Bot) logPost(ctx context.Context, guild string, m message) {
	s, err := b.cfg.Store.Settings(ctx, guild)
	if err == nil && s.LogChannel != "" {
		_, err = b.rest.send(ctx, s.LogChannel, m)
	}
	if err != nil {
		b.log.Warn("could not post in the log channel: check that the bot may write there", "guild", guild, "channel", s.LogChannel, "err", err)
	}
}

// actText says who decided what about which answer.
func actText(rec ledger.Record, v ledger.Verdict) string {
	who, at := v.Moderator, v.At
	did := map[ledger.Word]string{
		ledger.Supported: "found supported", ledger.Unsupported: "struck as unsupported", ledger.Retracted: "withdrew",
		ledger.Approved: "approved", ledger.Reviewed: "reviewed and kept",
	}[v.Word]
	if !v.Undone.IsZero() {
		who, at, did = v.UndoneBy, v.Undone, "**undid**: "+did
	}
	what := "the answer"
	if v.Claim != 0 {
		what = fmt.Sprintf("claim %d of the answer", v.Claim)
	}
	lines := []string{fmt.Sprintf("<@%s> %s %s%s · %s", who, did, what, linkTo(rec), instant(at.Unix()))}
	if rec.Text != "" && !rec.Private {
		lines = append(lines, "> "+excerpt(rec.Text, maxHeading))
	}
	if v.Claim > 0 && v.Claim <= len(rec.Answer.Claims) {
		lines = append(lines, "Claim: "+excerpt(rec.Answer.Claims[v.Claim-1].Text(), maxHeading))
	}
	if v.Reason != "" {
		lines = append(lines, "Reason: "+excerpt(v.Reason, maxReason))
	}
	return strings.Join(lines, "\n")
}

// linkTo is a link to the message of an answer, with a space before it; "" when there is
// none that others see.
func linkTo(rec ledger.Record) string {
	if rec.Private || len(rec.Messages) == 0 || rec.Guild == "" {
		return ""
	}
	return " https://discord.com/channels/" + rec.Guild + "/" + rec.Channel + "/" + rec.Messages[0]
}

// instant is a moment that Discord shows in everybody's own time.
func instant(unix int64) string { return "<t:" + strconv.FormatInt(unix, 10) + ":f>" }

func undoButton(c control, v ledger.Verdict) discordgo.Button {
	return discordgo.Button{Label: "Undo", Style: discordgo.SecondaryButton, CustomID: c.with(doUndo, v.ID).id()}
}

// rowsOf puts buttons into rows of five.
func rowsOf(buttons ...discordgo.Button) []discordgo.MessageComponent {
	var rows []discordgo.MessageComponent
	for len(buttons) > 0 {
		var row discordgo.ActionsRow
		n := min(len(buttons), 5)
		for _, button := range buttons[:n] {
			row.Components = append(row.Components, button)
		}
		rows, buttons = append(rows, row), buttons[n:]
	}
	return rows
}
