package discord

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/answer"
	"footnote/internal/ledger"
)

const (
	maxTurns   = 5    // earlier questions that a follow-up is understood by
	maxThreads = 5000 // threads remembered in which the bot was asked
)

// message takes a question from a message: a mention, a reply to one of the bot's
// answers, or a follow-up in a thread in which the bot was asked. Anything else is none
// of the bot's business.
func (b *Bot) message(m *discordgo.Message) {
	ctx, cancel := context.WithTimeout(b.delivery, time.Minute)
	defer cancel()
	q := ledger.Question{
		ID: m.ID, Via: ledger.ViaMention, Guild: m.GuildID, Channel: m.ChannelID, Member: m.Author.ID,
		Text: withoutMention(m.Content, b.me.user), Asked: b.now(),
	}
	follows, ok := b.addressed(ctx, m)
	if !ok {
		return
	}
	q.Follows = follows
	leave, why := b.admit(ctx, q)
	if why != nil {
		b.turnDown(ctx, q, why)
		return
	}
	defer leave()
	if err := b.begin(ctx, q); err != nil {
		b.workers.release()
		if !errors.Is(err, ledger.ErrKnown) {
			b.log.Error("could not record a question", "question", q.ID, "err", err)
			b.turnDown(ctx, q, &refusal{"store", sayNoRecord})
		}
		return
	}
	b.threads.asked(q.Channel, q.ID)
	b.note(b.cfg.Store.Acknowledge(ctx, q.ID), q)
	b.start(q, b.history(ctx, follows))
	if err := b.rest.typing(ctx, q.Channel); err != nil {
		b.log.Debug("could not show that the bot is busy", "err", err)
	}
}

// addressed reports whether a message is for the bot, and which question it follows up.
func (b *Bot) addressed(ctx context.Context, m *discordgo.Message) (follows string, ok bool) {
	if ref := m.MessageReference; ref != nil && ref.MessageID != "" {
		rec, err := b.byMessage(ctx, m.ChannelID, ref.MessageID)
		if err == nil && rec.Guild == m.GuildID && !rec.Private {
			return rec.ID, true
		}
	}
	if mentions(m, b.me.user) {
		return "", true
	}
	if m.MessageReference != nil || len(m.Mentions) > 0 || !strings.Contains(m.Content, "?") {
		return "", false // to somebody else, or not a question
	}
	last := b.threads.last(m.ChannelID)
	return last, last != "" && b.inThread(ctx, m.ChannelID)
}

// inThread reports whether a channel is a thread.
func (b *Bot) inThread(ctx context.Context, channel string) bool {
	return b.parent(ctx, channel) != ""
}

// parent is the channel that a thread belongs to; "" when the channel is none.
func (b *Bot) parent(ctx context.Context, channel string) string {
	if parent, known := b.threads.parent(channel); known {
		return parent
	}
	c, err := b.rest.channel(ctx, channel)
	if err != nil {
		b.log.Warn("could not look at a channel", "err", err)
		return ""
	}
	parent := ""
	if c.IsThread() {
		parent = c.ParentID
	}
	b.threads.learn(channel, parent)
	return parent
}

// history is the conversation that led to the question with an ID, oldest turn first.
func (b *Bot) history(ctx context.Context, id string) []answer.Turn {
	var turns []answer.Turn
	for id != "" && len(turns) < maxTurns {
		b.flights.wait(ctx, id)
		rec, err := b.cfg.Store.ByID(ctx, id)
		if err != nil {
			break
		}
		turns = append([]answer.Turn{rec.Answer.Turn()}, turns...)
		id = rec.Follows
	}
	return turns
}

// turnDown says in public why a mention is not answered: once a minute for each member,
// for nobody is helped by a channel full of it, and not at all where moderators want no
// answers.
func (b *Bot) turnDown(ctx context.Context, q ledger.Question, why *refusal) {
	b.metrics.refused.WithLabelValues(why.reason).Inc()
	if why.reason == reasonChannel || !b.threads.mayTell(q.Member, b.now()) {
		return
	}
	m := message{Content: why.text, ReplyTo: q.ID, Nonce: q.ID}
	if _, err := b.rest.send(ctx, q.Channel, m); err != nil {
		b.log.Warn("could not say why a question is not taken", "question", q.ID, "err", err)
	}
}

// withoutMention is a message's words without the mention of the bot.
func withoutMention(content, me string) string {
	for _, mention := range []string{"<@" + me + ">", "<@!" + me + ">"} {
		content = strings.ReplaceAll(content, mention, " ")
	}
	return clean(content)
}

// threads remembers, within bounds, where the bot was last asked, to which channels
// threads belong, and whom it told lately that they ask too much.
type threads struct {
	mu      sync.Mutex
	latest  map[string]string // channel -> the latest question's ID
	parents map[string]string // thread -> its channel; "" of what is no thread
	told    map[string]time.Time
}

func newThreads() *threads {
	return &threads{latest: map[string]string{}, parents: map[string]string{}, told: map[string]time.Time{}}
}

func (t *threads) asked(channel, question string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.latest) >= maxThreads {
		clear(t.latest)
	}
	t.latest[channel] = question
}

func (t *threads) last(channel string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.latest[channel]
}

func (t *threads) parent(channel string) (parent string, known bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	parent, known = t.parents[channel]
	return parent, known
}

func (t *threads) learn(channel, parent string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.parents) >= maxThreads {
		clear(t.parents)
	}
	t.parents[channel] = parent
}

// mayTell reports whether a member may be told off now, and remembers it.
func (t *threads) mayTell(member string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.told[member]) < time.Minute {
		return false
	}
	if len(t.told) >= maxThreads {
		clear(t.told)
	}
	t.told[member] = now
	return true
}
