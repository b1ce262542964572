package discordtest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// send gives m its id, shows it and tells the gateway.
func (s *Server) send(m *Message) *Message {
	m.ID, m.Created = s.nextID(), s.now()
	s.messages[m.ID] = m
	if m.VisibleTo == nil {
		m.Channel.messages = append(m.Channel.messages, m)
		s.forgetMessages(m.Channel)
		s.dispatch(m.event("MESSAGE_CREATE"))
	}
	if m.Author == s.bot {
		s.stats.Sent++
	}
	s.notePings(m)
	m.wake()
	return m
}

func (s *Server) notePings(m *Message) {
	if m.Author == s.bot && !m.Pings.None() && len(s.pinged) < maxViolations {
		s.pinged = append(s.pinged, m.clone())
	}
}

func (s *Server) forgetMessages(c *Channel) {
	for s.opt.Forget > 0 && len(c.messages) > s.opt.Forget {
		delete(s.messages, c.messages[0].ID)
		c.messages = slices.Delete(c.messages, 0, 1)
	}
}

func (m *Message) wake() {
	m.Channel.changed.wake()
	m.Channel.s.changed.wake()
	if m.interaction != nil {
		m.interaction.changed.wake()
	}
}

// prepareEdit checks a change of m and returns what makes it.
func (s *Server) prepareEdit(m *Message, b *messageBody, files []string) (func(), error) {
	d := draftOf(*m, b, files)
	if err := d.check(FlagSuppressEmbeds | FlagComponentsV2 | m.Flags); err != nil {
		return func() {}, err
	}
	return func() {
		if m.Loading() {
			d.apply(m)
			m.address(nil, d.allowed)
			s.notePings(m)
		}
		d.apply(m)
		m.Edits = append(slices.Clip(m.Edits), Edit{s.now(), m.Content, m.Components})
		s.stats.Edits++
		if m.VisibleTo == nil {
			s.dispatch(m.event("MESSAGE_UPDATE"))
		}
		m.wake()
	}, nil
}

// remove deletes m for everyone.
func (s *Server) remove(m *Message) {
	m.Deleted = true
	delete(s.messages, m.ID)
	m.Channel.messages = slices.DeleteFunc(m.Channel.messages, func(x *Message) bool { return x == m })
	if m.VisibleTo == nil {
		data := object{"id": m.ID, "channel_id": m.Channel.ID}
		setText(data, "guild_id", m.guildID())
		s.dispatch(event{name: "MESSAGE_DELETE", intent: m.intent(), guild: m.Channel.guild, data: data})
	}
	m.wake()
}

// channelFor finds a channel in which the bot has the permissions needed.
func (s *Server) channelFor(id string, need Permissions) (*Channel, error) {
	c := s.channels[id]
	switch {
	case c == nil:
		return nil, errUnknownChannel()
	case !c.can(s.bot, ViewChannel):
		return nil, errMissingAccess()
	case !c.can(s.bot, need):
		return nil, errMissingPermission()
	}
	return c, nil
}

// createFlags are those that a message in a channel may set.
const createFlags = FlagSuppressEmbeds | FlagSuppressNotifications | FlagComponentsV2

func (s *Server) prepareCreateMessage(q *request) (commit, error) {
	b := &messageBody{}
	if err := q.decode(b); err != nil {
		return nil, err
	}
	s.noteMentions(q, b)
	c, err := s.sendable(q.value("channel_id"))
	if err != nil {
		return nil, err
	}
	d := draftOf(Message{}, b, q.files)
	if err := d.check(createFlags); err != nil {
		return nil, err
	}
	replied, err := s.referenced(c, b.Reference)
	if err != nil {
		return nil, err
	}
	nonce, err := nonceText(b.Nonce)
	if err != nil {
		return nil, err
	}
	if old := c.withNonce(s.bot, nonce); old != nil && b.EnforceNonce {
		return func() any { return old.json() }, nil
	}
	return func() any {
		m := &Message{Channel: c, Author: s.bot, nonce: nonce}
		d.apply(m)
		m.address(replied, d.allowed)
		return s.send(m).json()
	}, nil
}

// sendable finds a channel that the bot may send to.
func (s *Server) sendable(id string) (*Channel, error) {
	need := SendMessages
	if c := s.channels[id]; c != nil && c.parent != nil {
		need = SendMessagesInThreads
	}
	return s.channelFor(id, need)
}

// referenced finds the message that a new one replies to; nil where it replies to none.
func (s *Server) referenced(c *Channel, ref *messageReference) (*Message, error) {
	if ref == nil {
		return nil, nil
	}
	if !c.can(s.bot, ReadMessageHistory) {
		return nil, &apiError{status: 400, code: 160002, message: "Cannot reply without permission to read message history"}
	}
	m := s.messages[ref.MessageID]
	if m != nil && m.Channel == c && m.VisibleTo == nil {
		return m, nil
	}
	if ref.FailIfNotExists != nil && !*ref.FailIfNotExists {
		return nil, nil
	}
	var f form
	f.add("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
	err := f.err().(*apiError)
	err.rule = ""
	return nil, err
}

// address makes m a reply to replied, if any, and works out whom it names and pings.
func (m *Message) address(replied *Message, allowed *allowedMentions) {
	author := ""
	if replied != nil {
		m.ReplyTo, m.kind, author = replied.ID, messageReply, replied.Author.ID
	}
	d := draft{content: m.Content, components: m.Components}
	m.Pings, m.mentions = allowed.pings(d.text(), author), nil
	for _, id := range m.Pings.Users {
		if u := m.Channel.s.users[id]; u != nil {
			m.mentions = append(m.mentions, u)
		}
	}
}

func nonceText(v any) (string, error) {
	switch n := v.(type) {
	case string:
		var f form
		f.maxLen("nonce", n, maxNonce)
		return n, f.err()
	case float64:
		return strconv.FormatFloat(n, 'f', -1, 64), nil
	}
	return "", nil
}

func (c *Channel) withNonce(author *User, nonce string) *Message {
	for _, m := range slices.Backward(c.messages) {
		if nonce != "" && m.nonce == nonce && m.Author == author {
			return m
		}
	}
	return nil
}

// channelMessage finds the message that a request to a channel is about.
func (s *Server) channelMessage(q *request, need Permissions) (*Message, error) {
	c, err := s.channelFor(q.value("channel_id"), need)
	if err != nil {
		return nil, err
	}
	m := s.messages[q.value("message_id")]
	if m == nil || m.Channel != c || m.VisibleTo != nil {
		return nil, errUnknownMessage()
	}
	return m, nil
}

func (s *Server) prepareGetMessage(q *request) (commit, error) {
	m, err := s.channelMessage(q, ReadMessageHistory)
	return func() any { return m.jsonFor(s.opt.MessageContent, s.bot) }, err
}

func (s *Server) prepareEditMessage(q *request) (commit, error) {
	b := &messageBody{}
	if err := q.decode(b); err != nil {
		return nil, err
	}
	s.noteMentions(q, b)
	m, err := s.channelMessage(q, 0)
	if err != nil {
		return nil, err
	}
	if m.Author != s.bot {
		return nil, errNotAuthor()
	}
	do, err := s.prepareEdit(m, b, q.files)
	return func() any { do(); return m.json() }, err
}

func (s *Server) prepareDeleteMessage(q *request) (commit, error) {
	m, err := s.channelMessage(q, 0)
	if err == nil && m.Author != s.bot && !m.Channel.can(s.bot, ManageMessages) {
		err = errMissingPermission()
	}
	return func() any { s.remove(m); return nil }, err
}

func (s *Server) prepareListMessages(q *request) (commit, error) {
	c, err := s.channelFor(q.value("channel_id"), ReadMessageHistory)
	if err != nil {
		return nil, err
	}
	return func() any {
		list := []object{}
		for _, m := range c.page(q.http.URL.Query()) {
			list = append(list, m.jsonFor(s.opt.MessageContent, s.bot))
		}
		return list
	}, nil
}

const defaultPage = 50

// page is what a listing shows, newest first: the newest messages, or the newest
// before one, or the oldest after one.
func (c *Channel) page(query url.Values) []*Message {
	limit, err := strconv.Atoi(query.Get("limit"))
	if err != nil {
		limit = defaultPage
	}
	before, after := query.Get("before"), query.Get("after")
	list := slices.DeleteFunc(slices.Clone(c.messages), func(m *Message) bool {
		return before != "" && !olderID(m.ID, before) || after != "" && !olderID(after, m.ID)
	})
	if extra := len(list) - limit; extra > 0 && after != "" {
		list = list[:limit]
	} else if extra > 0 {
		list = list[extra:]
	}
	slices.Reverse(list)
	return list
}

func olderID(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

func (s *Server) prepareTyping(q *request) (commit, error) {
	_, err := s.sendable(q.value("channel_id"))
	return func() any { return nil }, err
}

func (s *Server) prepareReaction(q *request) (commit, error) {
	_, err := s.channelMessage(q, ReadMessageHistory|AddReactions)
	return func() any { return nil }, err
}

// decode reads the JSON body of a request.
func (q *request) decode(v any) error { return decodeBody(q.json, v) }

func decodeBody(data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil {
		return &apiError{status: http.StatusBadRequest, code: 50109, message: "The request body contains invalid JSON.",
			rule: RuleForm, detail: strings.TrimPrefix(err.Error(), "json: ")}
	}
	return nil
}
