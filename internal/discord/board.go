package discord

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/ledger"
)

// errNobody says that the place of an answer is gone: nothing can be shown there.
var errNobody = errors.New("the place to answer is gone")

// board is where one answer is shown: a deferred interaction's message and what follows
// it while its token lives, or messages of the bot's in a channel.
type board struct {
	rest   *rest
	q      ledger.Question
	posted func(ctx context.Context, message string) error // tells of each new message
	shown  []shown
}

// shown is one message as it was last sent.
type shown struct {
	id      string // "" for an interaction's own message whose id is not known yet
	content string
	rows    []discordgo.MessageComponent
}

// newBoard shows the answer to q. After a restart q.Messages are those that an earlier
// process left.
func newBoard(r *rest, q ledger.Question, posted func(ctx context.Context, message string) error) *board {
	b := &board{rest: r, q: q, posted: posted}
	for _, id := range q.Messages {
		b.shown = append(b.shown, shown{id: id})
	}
	return b
}

// show makes the pages what the board shows, the buttons under the last one. Pages that
// stand already are not sent again. It fails with errNobody when the board is gone.
func (b *board) show(ctx context.Context, pages []string, rows []discordgo.MessageComponent) error {
	for i, content := range pages {
		m := message{Content: content}
		if i == len(pages)-1 {
			m.Rows = rows
		}
		if err := b.put(ctx, i, m); err != nil {
			return err
		}
	}
	for i := len(pages); i < len(b.shown); i++ { // an earlier process had more to say
		if err := b.put(ctx, i, message{Content: sayAbove}); err != nil {
			return err
		}
	}
	return nil
}

// recall looks up what the messages in a channel say, so that those which are right
// already are not sent again. What it can't find out is sent.
func (b *board) recall(ctx context.Context) {
	if len(b.shown) == 0 {
		return
	}
	following, err := b.rest.after(ctx, b.q.Channel, b.shown[0].id)
	if err != nil {
		return
	}
	for i := range b.shown {
		for _, p := range following {
			if p.ID == b.shown[i].id {
				b.shown[i].content = p.Content
			}
		}
	}
}

func (b *board) put(ctx context.Context, i int, m message) error {
	if i < len(b.shown) && b.shown[i].id != "" {
		if s := b.shown[i]; s.content == m.Content && reflect.DeepEqual(s.rows, m.Rows) {
			return nil
		}
		if err := b.edit(ctx, i, m); err != nil {
			return gone(err)
		}
		b.shown[i].content, b.shown[i].rows = m.Content, m.Rows
		return nil
	}
	p, err := b.post(ctx, i, m)
	if err != nil {
		return gone(err)
	}
	b.shown = append(b.shown[:i:i], shown{p.ID, m.Content, m.Rows})
	return b.posted(ctx, p.ID)
}

func (b *board) post(ctx context.Context, i int, m message) (posted, error) {
	switch {
	case b.byChannel():
		m.ReplyTo = b.q.ID
		if b.q.Via != ledger.ViaMention { // what was asked is no message
			m.ReplyTo = b.shown[0].id
		}
		m.Nonce = fmt.Sprintf("%s-%d", b.q.ID, i)
		return b.rest.send(ctx, b.q.Channel, m)
	case i == 0:
		return b.rest.editOriginal(ctx, b.token(), m)
	}
	m.Private = b.q.Private
	return b.rest.followUp(ctx, b.token(), m)
}

func (b *board) edit(ctx context.Context, i int, m message) error {
	switch {
	case b.byChannel():
		return b.rest.edit(ctx, b.q.Channel, b.shown[i].id, m)
	case i == 0:
		_, err := b.rest.editOriginal(ctx, b.token(), m)
		return err
	}
	return b.rest.editFollowUp(ctx, b.token(), b.shown[i].id, m)
}

// byChannel reports whether the board's messages are reached through their channel. A
// question that had its last word has no token any more.
func (b *board) byChannel() bool { return b.q.Via == ledger.ViaMention || b.q.Token == "" }

func (b *board) token() token {
	return token{Interaction: b.q.ID, Application: b.q.Application, Secret: b.q.Token}
}

// gone turns the refusals that no repetition heals into errNobody.
func gone(err error) error {
	var refusal *apiError
	if errors.As(err, &refusal) && refusal.Status >= 400 && refusal.Status < 500 && refusal.Status != 429 {
		return fmt.Errorf("%w: %w", errNobody, err)
	}
	return err
}
