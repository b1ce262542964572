package discord

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

// Ids of buttons, and of the modal that asks why. After the colon comes the ID of the
// question that was answered, or the page of the list of articles.
const (
	idSources  = "sources:"
	idUp       = "up:"
	idDown     = "down:"
	idWhy      = "why:"
	idArticles = "articles:"
	idWhyText  = "text"
)

// answerButtons stand under an answer with claims.
func answerButtons(question string) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Label: "Sources", Style: discordgo.SecondaryButton, CustomID: idSources + question},
		discordgo.Button{Style: discordgo.SecondaryButton, CustomID: idUp + question, Emoji: &discordgo.ComponentEmoji{Name: "👍"}},
		discordgo.Button{Style: discordgo.SecondaryButton, CustomID: idDown + question, Emoji: &discordgo.ComponentEmoji{Name: "👎"}},
	}}}
}

// request is an interaction on its way to its handler.
type request struct {
	*discordgo.Interaction
	ctx    context.Context // ends when it can't be acknowledged any more
	token  token
	member string

	arrived time.Time
}

// interaction handles one interaction: it is acknowledged within three seconds or not at
// all.
func (b *Bot) interaction(i *discordgo.Interaction, arrived time.Time) {
	ctx, cancel := context.WithDeadline(b.delivery, arrived.Add(ackTimeout))
	defer cancel()
	r := request{Interaction: i, ctx: ctx, token: tokenOf(i), member: memberOf(i), arrived: arrived}
	if r.member == "" {
		return
	}
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			b.autocomplete(r, data)
			return
		}
		b.command(r, data)
	case discordgo.MessageComponentInteractionData:
		b.button(r, data.CustomID)
	case discordgo.ModalSubmitInteractionData:
		b.modal(r, data)
	}
}

func (b *Bot) command(r request, data discordgo.ApplicationCommandInteractionData) {
	switch data.Name {
	case cmdAsk:
		b.ask(r, stringOption(data, "question"), boolOption(data, "private"))
	case cmdSearch:
		b.search(r, stringOption(data, "query"))
	case cmdArticles:
		b.articles(r, 0, discordgo.InteractionResponseChannelMessageWithSource)
	case cmdAbout:
		b.say(r, b.about())
	case cmdHelp:
		b.say(r, help)
	case cmdCheckSources:
		rec, err := b.byMessage(r.ctx, r.ChannelID, data.TargetID)
		rec, ok := b.here(r, rec, err)
		b.sources(r, rec, ok)
	case cmdCheckClaim:
		b.checkClaim(r, target(data))
	case cmdForget:
		b.forget(r)
	case cmdReview, cmdRetract, cmdRetractThis, cmdSettings, cmdCorpus:
		b.moderatorCommand(r, data)
	}
}

func (b *Bot) button(r request, id string) {
	kind, of, _ := strings.Cut(id, ":")
	switch kind += ":"; {
	case strings.HasPrefix(id, idModerate):
		b.moderate(r, id)
	case strings.HasPrefix(id, idForget), strings.HasPrefix(id, idRetain):
		b.forgetNow(r, id)
	case kind == idArticles:
		page, _ := strconv.Atoi(of) // what isn't a number is the first page
		b.articles(r, page, discordgo.InteractionResponseUpdateMessage)
	case kind == idSources:
		rec, ok := b.byID(r, of)
		b.sources(r, rec, ok)
	case kind == idUp:
		b.vote(r, of, true)
	case kind == idDown:
		b.vote(r, of, false)
	default:
		b.forbid(r, id, "forged", sayForged)
	}
}

// callback acknowledges an interaction.
func (b *Bot) callback(r request, kind discordgo.InteractionResponseType, data any) error {
	err := b.rest.callback(r.ctx, r.token, kind, data)
	if err != nil {
		b.log.Warn("could not acknowledge", "interaction", r.ID, "err", err)
		return err
	}
	b.metrics.ack.Observe(b.now().Sub(r.arrived).Seconds())
	return nil
}

// respond acknowledges an interaction with what there is to say.
func (b *Bot) respond(r request, kind discordgo.InteractionResponseType, data any) bool {
	return b.callback(r, kind, data) == nil
}

// say answers an interaction with a sentence for the member alone.
func (b *Bot) say(r request, text string) {
	b.respond(r, discordgo.InteractionResponseChannelMessageWithSource, message{Content: text, Private: true})
}

// sayAll answers an interaction with pages for the member alone.
func (b *Bot) sayAll(r request, pages []string) {
	b.say(r, pages[0])
	b.sayMore(r, pages[1:])
}

func (b *Bot) sayMore(r request, pages []string) {
	for _, page := range pages {
		if !b.tell(r, message{Content: page, Private: true}) {
			return
		}
	}
}

// tell sends a further message in answer to an interaction.
func (b *Bot) tell(r request, m message) bool {
	ctx, cancel := context.WithTimeout(b.delivery, time.Minute)
	defer cancel()
	_, err := b.rest.followUp(ctx, r.token, m)
	if err != nil {
		b.log.Warn("could not send a further message", "interaction", r.ID, "err", err)
	}
	return err == nil
}

// byID finds the answer to the question that a custom id names, unless it is another
// guild's.
func (b *Bot) byID(r request, question string) (ledger.Record, bool) {
	b.flights.wait(r.ctx, question)
	rec, err := b.cfg.Store.ByID(r.ctx, question)
	if errors.Is(err, ledger.ErrUnknown) {
		b.recordRefusal(r, "answer "+question, "unknown")
	}
	return b.here(r, rec, err)
}

// byMessage finds the answer that a message in a channel shows.
func (b *Bot) byMessage(ctx context.Context, channel, message string) (ledger.Record, error) {
	rec, err := b.cfg.Store.ByMessage(ctx, message)
	if errors.Is(err, ledger.ErrUnknown) {
		b.flights.waitIn(ctx, channel)
		rec, err = b.cfg.Store.ByMessage(ctx, message)
	}
	return rec, err
}

// here refuses a record that belongs to another guild, or to another member alone.
func (b *Bot) here(r request, rec ledger.Record, err error) (ledger.Record, bool) {
	switch {
	case errors.Is(err, ledger.ErrUnknown):
		return ledger.Record{}, false
	case err != nil:
		b.log.Error("could not read a record", "err", err)
		return ledger.Record{}, false
	case rec.Guild != r.GuildID || rec.Private && rec.Member != r.member:
		b.recordRefusal(r, "answer "+rec.ID, "elsewhere")
		return ledger.Record{}, false
	}
	return rec, true
}

// sources shows where the claims of an answer stand, and moderators the buttons to decide
// about them.
func (b *Bot) sources(r request, rec ledger.Record, ok bool) {
	_, withdrawn := fateOf(rec.Verdicts).answer[ledger.Retracted]
	moderates := ok && !rec.Private && b.moderates(r)
	switch {
	case !ok:
		b.say(r, sayNoSources)
	case len(rec.Answer.Claims) == 0:
		b.say(r, sayNoClaims)
	case withdrawn && !moderates:
		b.say(r, sayWasWithdrawn)
	default:
		b.sayAll(r, renderSources(rec))
		if moderates {
			b.showPanel(r, rec)
		}
	}
}

// vote records what a member thinks of an answer. Who thinks little of it is asked why.
func (b *Bot) vote(r request, question string, helpful bool) {
	rec, ok := b.byID(r, question)
	if !ok {
		b.say(r, sayGone)
		return
	}
	switch {
	case !b.judge(r, ledger.Feedback{Question: rec.ID, Member: r.member, Helpful: helpful}):
		b.say(r, sayNotKept)
	case helpful && rec.Private:
		b.say(r, sayThanksPrivate)
	case helpful:
		b.say(r, sayThanks)
	default:
		b.respond(r, discordgo.InteractionResponseModal, whyModal(rec.ID))
	}
}

func whyModal(question string) discordgo.InteractionResponseData {
	return discordgo.InteractionResponseData{
		CustomID: idWhy + question, Title: "What is wrong with this answer?",
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.TextInput{
				CustomID: idWhyText, Label: "For the moderators", Style: discordgo.TextInputParagraph,
				Placeholder: "Wrong, not what I asked, out of date…", MaxLength: 1000,
			},
		}}},
	}
}

// modal takes the reason for a vote.
func (b *Bot) modal(r request, data discordgo.ModalSubmitInteractionData) {
	if strings.HasPrefix(data.CustomID, idModerate) {
		b.retractAsked(r, data)
		return
	}
	question, ok := strings.CutPrefix(data.CustomID, idWhy)
	if !ok {
		b.forbid(r, data.CustomID, "forged", sayForged)
		return
	}
	rec, ok := b.byID(r, question)
	if !ok {
		b.say(r, sayGone)
		return
	}
	if !b.judge(r, ledger.Feedback{Question: rec.ID, Member: r.member, Why: clean(textInput(data.Components, idWhyText))}) {
		b.say(r, sayNotKept)
		return
	}
	if rec.Private { // no moderator gets to see it
		b.say(r, sayThanksPrivate)
		return
	}
	b.say(r, sayThanksWhy)
}

// judge records a vote before anybody is thanked for it, and reports whether it could.
func (b *Bot) judge(r request, f ledger.Feedback) bool {
	f.At = b.now()
	ctx, cancel := context.WithTimeout(r.ctx, storeTimeout)
	defer cancel()
	if err := b.cfg.Store.Judge(ctx, f); err != nil {
		b.log.Error("could not record a vote", "question", f.Question, "err", err)
		return false
	}
	switch {
	case f.Why != "": // the vote itself was counted before
	case f.Helpful:
		b.metrics.feedback.WithLabelValues("up").Inc()
	default:
		b.metrics.feedback.WithLabelValues("down").Inc()
	}
	return true
}

// textInput is what was written in a modal's field with an id.
func textInput(rows []discordgo.MessageComponent, id string) string {
	for _, row := range rows {
		r, ok := row.(*discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, c := range r.Components {
			if in, ok := c.(*discordgo.TextInput); ok && in.CustomID == id {
				return in.Value
			}
		}
	}
	return ""
}

func stringOption(data discordgo.ApplicationCommandInteractionData, name string) string {
	if o := data.GetOption(name); o != nil {
		s, _ := o.Value.(string)
		return s
	}
	return ""
}

func boolOption(data discordgo.ApplicationCommandInteractionData, name string) bool {
	if o := data.GetOption(name); o != nil {
		v, _ := o.Value.(bool)
		return v
	}
	return false
}

// target is the text of the message that a message command was used on.
func target(data discordgo.ApplicationCommandInteractionData) string {
	if data.Resolved == nil {
		return ""
	}
	if m := data.Resolved.Messages[data.TargetID]; m != nil {
		return m.Content
	}
	return ""
}
