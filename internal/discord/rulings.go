package discord

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

// Names in the form that asks why an answer is withdrawn.
const idReason = "reason"

const (
	maxReason   = 500 // units of a moderator's reason
	reviewLease = 15 * time.Minute
	skipFor     = time.Hour
	carryOut    = 5 * time.Minute // to change an answer's messages after an act
)

const (
	sayNotRecorded = "I have no record of an answer there. Give me the link of its message (right-click → Copy Message Link)."
	sayNoAnswer    = "There is no answer to withdraw: it failed."
	sayUnfit       = "That can't be approved: only an answer with claims that stand, none of it out of date, unsupported or withdrawn."
	sayNotMended   = "It is recorded, but I can't change the answer's message: it is gone, or I may not write there."
	sayMendLater   = "It is recorded, but Discord does not take the change of the answer's message. Undo it and decide again in a while."
)

// act does what a checked control is for.
func (b *Bot) act(r request, c control, rec ledger.Record) {
	switch c.verb {
	case doSupport:
		b.rule(r, c, rec, ledger.Verdict{Claim: int(c.number), Word: ledger.Supported})
	case doUnsupport:
		b.rule(r, c, rec, ledger.Verdict{Claim: int(c.number), Word: ledger.Unsupported})
	case doApprove:
		b.rule(r, c, rec, ledger.Verdict{Word: ledger.Approved})
	case doKeep:
		b.rule(r, c, rec, ledger.Verdict{Word: ledger.Reviewed})
	case doAskRetract:
		b.respond(r, discordgo.InteractionResponseModal, retractModal(c))
	case doUndo:
		b.undo(r, c, rec)
	case doSkip:
		b.skip(r, c)
	case doNext:
		b.review(r, discordgo.InteractionResponseUpdateMessage)
	case doSources:
		b.sayAll(r, renderSources(rec))
	case doPage:
		c.page = int(min(c.number, int64(len(rec.Answer.Claims))))
		b.showAgain(r, c, rec)
	default: // a modal's id on a button
		b.forbid(r, c.id(), "forged", sayForged)
	}
}

// rule records a verdict, shows it where it was given, and carries it out.
func (b *Bot) rule(r request, c control, rec ledger.Record, v ledger.Verdict) {
	if v.Claim > len(rec.Answer.Claims) || v.Claim == 0 && (v.Word == ledger.Supported || v.Word == ledger.Unsupported) {
		b.forbid(r, c.id(), "forged", sayForged)
		return
	}
	v, ok := b.decide(r, rec, v)
	if !ok {
		return
	}
	b.showAgain(r, c, rec)
	b.follow(r, rec, v)
}

// decide records a verdict, or tells the moderator why not.
func (b *Bot) decide(r request, rec ledger.Record, v ledger.Verdict) (ledger.Verdict, bool) {
	v.Question, v.Moderator, v.At = rec.ID, r.member, b.now()
	v, err := b.cfg.Store.Rule(r.ctx, r.GuildID, v)
	switch {
	case errors.Is(err, ledger.ErrUnfit):
		b.say(r, sayUnfit)
	case err != nil:
		b.log.Error("could not record a verdict", "question", rec.ID, "err", err)
		b.say(r, sayNotNow)
	default:
		b.metrics.verdicts.WithLabelValues(string(v.Word)).Inc()
		b.log.Info("a moderator ruled", "question", rec.ID, "claim", v.Claim, "word", v.Word, "moderator", r.member)
		return v, true
	}
	return v, false
}

// undo takes a verdict back.
func (b *Bot) undo(r request, c control, rec ledger.Record) {
	acts, err := b.cfg.Store.Acts(r.ctx, rec.ID)
	if err == nil && !slices.ContainsFunc(acts, func(v ledger.Verdict) bool { return v.ID == c.number }) {
		b.forbid(r, c.id(), "forged", sayForged)
		return
	}
	var v ledger.Verdict
	if err == nil {
		v, err = b.cfg.Store.Undo(r.ctx, r.GuildID, c.number, r.member, b.now())
	}
	if err != nil {
		b.log.Error("could not undo a verdict", "question", rec.ID, "err", err)
		b.say(r, sayNotNow)
		return
	}
	b.metrics.verdicts.WithLabelValues("undone").Inc()
	b.log.Info("a moderator undid a verdict", "question", rec.ID, "claim", v.Claim, "word", v.Word, "moderator", r.member)
	b.showAgain(r, c, rec)
	b.follow(r, rec, v)
}

// follow carries an act out: the answer's messages are changed, and it is posted in the
// log channel. The moderator, who has seen that it is recorded, is told if that fails.
func (b *Bot) follow(r request, rec ledger.Record, v ledger.Verdict) {
	ctx, cancel := context.WithTimeout(b.delivery, carryOut)
	defer cancel()
	err := b.amend(ctx, rec.ID)
	if err != nil {
		b.log.Warn("could not change an answer's message", "question", rec.ID, "err", err)
		text := sayMendLater
		if errors.Is(err, errNobody) {
			text = sayNotMended
		}
		b.sayMore(r, []string{text})
	}
	b.logAct(ctx, rec, v)
}

// retractModal asks why an answer is withdrawn.
func retractModal(c control) discordgo.InteractionResponseData {
	return discordgo.InteractionResponseData{
		CustomID: c.with(doRetract, 0).id(), Title: "Withdraw this answer",
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.TextInput{
				CustomID: idReason, Label: "Why? Members will see it", Style: discordgo.TextInputParagraph,
				Required: true, MinLength: 1, MaxLength: maxReason,
			},
		}}},
	}
}

// retractAsked handles the modal that asks why an answer is withdrawn.
func (b *Bot) retractAsked(r request, data discordgo.ModalSubmitInteractionData) {
	c, rec, ok := b.controlled(r, data.CustomID)
	if !ok {
		return
	}
	if c.verb != doRetract {
		b.forbid(r, data.CustomID, "forged", sayForged)
		return
	}
	v, ok := b.decide(r, rec, ledger.Verdict{Word: ledger.Retracted, Reason: reasonOf(textInput(data.Components, idReason))})
	if !ok {
		return
	}
	if c.where == inLog || r.Message == nil {
		b.sayRetracted(r, rec, v)
	} else {
		b.showAgain(r, c, rec)
	}
	b.follow(r, rec, v)
}

func reasonOf(s string) string { return label(s, maxReason) }

// retract withdraws the answer that somebody names by a link, a message's id or its own.
func (b *Bot) retract(r request, answer, reason string) {
	rec, ok := b.find(r, answer)
	if !ok {
		return
	}
	v, ok := b.decide(r, rec, ledger.Verdict{Word: ledger.Retracted, Reason: reasonOf(reason)})
	if ok {
		b.sayRetracted(r, rec, v)
		b.follow(r, rec, v)
	}
}

// retractThis asks why the answer that a message shows is withdrawn.
func (b *Bot) retractThis(r request, message string) {
	if rec, ok := b.find(r, message); ok {
		b.respond(r, discordgo.InteractionResponseModal, retractModal(control{where: inLog, question: rec.ID}))
	}
}

func (b *Bot) sayRetracted(r request, rec ledger.Record, v ledger.Verdict) {
	b.respond(r, discordgo.InteractionResponseChannelMessageWithSource, message{
		Content: "The answer is withdrawn.", Private: true,
		Rows: rowsOf(undoButton(control{where: inLog, question: rec.ID}, v)),
	})
}

// find is the answer that a moderator named, or says that there is none of this server.
func (b *Bot) find(r request, named string) (ledger.Record, bool) {
	id := lastPart(clean(named))
	rec, err := b.byMessage(r.ctx, r.ChannelID, id)
	if errors.Is(err, ledger.ErrUnknown) {
		rec, err = b.cfg.Store.ByID(r.ctx, id)
	}
	switch {
	case errors.Is(err, ledger.ErrUnknown):
		b.say(r, sayNotRecorded)
	case err != nil:
		b.log.Error("could not read a record", "err", err)
		b.say(r, sayNotNow)
	case rec.Guild != r.GuildID || rec.Private:
		b.forbid(r, "answer "+id, "elsewhere", sayElsewhere)
	case len(rec.Messages) == 0 || rec.Failure != "" && len(rec.Answer.Claims) == 0:
		b.say(r, sayNoAnswer)
	default:
		return rec, true
	}
	return rec, false
}

// lastPart is what follows the last slash of a link.
func lastPart(s string) string {
	return s[strings.LastIndexByte(s, '/')+1:]
}
