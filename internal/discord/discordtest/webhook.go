package discordtest

import "slices"

// byWebhook finds the interaction whose token a webhook request uses.
func (s *Server) byWebhook(q *request) (*Interaction, error) {
	i := s.byToken[q.value("webhook_token")]
	switch {
	case q.value("webhook_id") != s.appID:
		return nil, errUnknownWebhook()
	case i == nil || i.expired:
		return nil, errInvalidWebhookToken()
	case s.now().Sub(i.Created) > s.opt.TokenLife:
		return nil, errInvalidWebhookToken().as(RuleToken, "%v is %v old", i, s.now().Sub(i.Created))
	case i.ack == nil:
		return nil, errUnknownWebhook()
	}
	return i, nil
}

// webhookMessage finds the message of an interaction that a request is about.
func (s *Server) webhookMessage(q *request) (*Message, error) {
	i, err := s.byWebhook(q)
	if err != nil {
		return nil, err
	}
	id := q.value("message_id")
	if m := i.original; m != nil && !m.Deleted && (id == "" || id == m.ID) {
		return m, nil
	}
	for _, m := range i.followups {
		if m.ID == id && !m.Deleted {
			return m, nil
		}
	}
	return nil, errUnknownMessage()
}

func (s *Server) prepareWebhookGet(q *request) (commit, error) {
	m, err := s.webhookMessage(q)
	return func() any { return m.json() }, err
}

func (s *Server) prepareWebhookEdit(q *request) (commit, error) {
	b := &messageBody{}
	if err := q.decode(b); err != nil {
		return nil, err
	}
	s.noteMentions(q, b)
	m, err := s.webhookMessage(q)
	if err != nil {
		return nil, err
	}
	do, err := s.prepareEdit(m, b, q.files)
	return func() any { do(); return m.json() }, err
}

func (s *Server) prepareWebhookDelete(q *request) (commit, error) {
	m, err := s.webhookMessage(q)
	return func() any { s.remove(m); return nil }, err
}

// prepareFollowup handles POST /webhooks/{application}/{token}. The first after a
// deferred response fills that response, whose visibility stays as it was
// (reference, "Create Followup Message").
func (s *Server) prepareFollowup(q *request) (commit, error) {
	b := &messageBody{}
	if err := q.decode(b); err != nil {
		return nil, err
	}
	s.noteMentions(q, b)
	i, err := s.byWebhook(q)
	if err != nil {
		return nil, err
	}
	if m := i.original; m != nil && m.Loading() && !m.Deleted {
		b.Flags &^= FlagEphemeral
		do, err := s.prepareEdit(m, b, q.files)
		return func() any { do(); return m.json() }, err
	}
	d := draftOf(Message{}, b, q.files)
	if err := d.check(responseFlags); err != nil {
		return nil, err
	}
	return func() any {
		m := s.send(i.newMessage(d, messageDefault))
		i.followups = append(slices.Clip(i.followups), m)
		i.changed.wake()
		return m.json()
	}, nil
}
