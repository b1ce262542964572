package discordtest

import (
	"encoding/json"
	"strconv"
)

// callback is a bot's first answer to an interaction.
type callback struct {
	Type int             `json:"type"`
	Data json.RawMessage `json:"data"`
}

// prepareCallback handles POST /interactions/{id}/{token}/callback.
func (s *Server) prepareCallback(q *request) (commit, error) {
	i := s.interactions[q.value("interaction_id")]
	if err := s.mayAcknowledge(i, q.value("interaction_token")); err != nil {
		return nil, err
	}
	var cb callback
	if err := q.decode(&cb); err != nil {
		return nil, err
	}
	do, err := s.prepareAck(q, i, cb)
	if err != nil {
		return nil, err
	}
	return func() any {
		i.ack = &Ack{Type: cb.Type, At: s.now(), After: s.now().Sub(i.Created)}
		do()
		i.changed.wake()
		if q.http.URL.Query().Get("with_response") == "true" {
			return i.callbackJSON()
		}
		return nil
	}, nil
}

func (s *Server) mayAcknowledge(i *Interaction, token string) error {
	switch late := s.opt.AckWithin; {
	case i == nil || i.Token != token || i.expired:
		return errUnknownInteraction()
	case i.ack != nil:
		return errAlreadyAcknowledged().as(RuleAckTwice, "%v was acknowledged before", i)
	case s.now().Sub(i.Created) > late:
		return errUnknownInteraction().as(RuleAckLate, "%v after %v, more than %v", i, s.now().Sub(i.Created), late)
	}
	return nil
}

// prepareAck checks a callback and returns what it does once it is accepted.
func (s *Server) prepareAck(q *request, i *Interaction, cb callback) (func(), error) {
	if !allowedAck(i, cb.Type) {
		var f form
		f.add("type", "INTERACTION_CALLBACK_TYPE_INVALID", "Type %d can't answer an interaction of kind %d.", cb.Type, i.Kind)
		return nil, f.err()
	}
	switch cb.Type {
	case AckAutocomplete:
		return i.prepareChoices(cb.Data)
	case AckModal:
		return i.prepareModal(cb.Data)
	case AckDeferredUpdate:
		return func() { i.original = i.source }, nil
	}
	b := &messageBody{}
	if len(cb.Data) > 0 {
		if err := decodeBody(cb.Data, b); err != nil {
			return nil, err
		}
	}
	switch cb.Type {
	case AckDeferred:
		return i.prepareDeferred(q, b)
	case AckUpdate:
		s.noteMentions(q, b)
		do, err := s.prepareEdit(i.source, b, q.files)
		return func() { i.original = i.source; do() }, err
	}
	s.noteMentions(q, b)
	return i.prepareResponse(b, q.files)
}

// allowedAck says which callbacks can answer which interactions.
func allowedAck(i *Interaction, kind int) bool {
	switch kind {
	case AckMessage, AckDeferred:
		return i.Kind != KindAutocomplete
	case AckDeferredUpdate, AckUpdate:
		return i.source != nil
	case AckAutocomplete:
		return i.Kind == KindAutocomplete
	case AckModal:
		return i.Kind == KindCommand || i.Kind == KindComponent
	}
	return false
}

// responseFlags are those that a response or a followup may set.
const responseFlags = FlagSuppressEmbeds | FlagEphemeral | FlagSuppressNotifications | FlagComponentsV2

func (i *Interaction) prepareResponse(b *messageBody, files []string) (func(), error) {
	d := draftOf(Message{}, b, files)
	if err := d.check(responseFlags); err != nil {
		return nil, err
	}
	return func() {
		i.ack.Ephemeral = d.flags&FlagEphemeral != 0
		i.original = i.s.send(i.newMessage(d, i.responseKind()))
	}, nil
}

// prepareDeferred makes the "is thinking…" message. Only EPHEMERAL may be said of it.
func (i *Interaction) prepareDeferred(q *request, b *messageBody) (func(), error) {
	if bad := b.Flags &^ FlagEphemeral; bad != 0 {
		var f form
		f.add("data.flags", "MESSAGE_FLAGS_INVALID", "A deferred response can't have flags %d.", bad)
		return nil, f.err()
	}
	if b.Content != nil && *b.Content != "" || len(b.Embeds)+len(b.Components) > 0 {
		i.s.violate(RuleForm, q.route.pattern, "a deferred response carries nothing but flags: the rest is lost")
	}
	return func() {
		i.ack.Ephemeral = b.Flags&FlagEphemeral != 0
		i.original = i.s.send(i.newMessage(draft{flags: b.Flags | FlagLoading}, i.responseKind()))
	}, nil
}

// newMessage is a message of the bot's in answer to i, with flags decided by d.
func (i *Interaction) newMessage(d draft, kind int) *Message {
	m := &Message{Channel: i.Channel, Author: i.s.bot, interaction: i, kind: kind}
	d.apply(m)
	if m.Ephemeral() {
		m.VisibleTo = i.User
	}
	if !m.Loading() {
		m.address(nil, d.allowed)
	}
	return m
}

func (i *Interaction) prepareModal(data []byte) (func(), error) {
	var m Modal
	if err := decodeBody(data, &m); err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	return func() { i.ack.Modal = &m }, nil
}

// Limits of autocomplete (reference, "Autocomplete").
const (
	maxChoices    = 25
	maxChoiceText = 100
)

func (i *Interaction) prepareChoices(data []byte) (func(), error) {
	var body struct{ Choices []Choice }
	if err := decodeBody(data, &body); err != nil {
		return nil, err
	}
	var f form
	checkChoices(&f, "data.choices", body.Choices)
	return func() { i.ack.Choices = body.Choices }, f.err()
}

func checkChoices(f *form, path string, choices []Choice) {
	if len(choices) > maxChoices {
		f.add(path, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxChoices)
	}
	for n, c := range choices {
		at := path + "." + strconv.Itoa(n)
		f.between(at+".name", c.Name, 1, maxChoiceText)
		if text, ok := c.Value.(string); ok {
			f.between(at+".value", text, 1, maxChoiceText)
		}
	}
}

// callbackJSON is the answer to a callback with with_response=true.
func (i *Interaction) callbackJSON() object {
	about := object{"id": i.ID, "type": i.Kind}
	o := object{"interaction": about}
	if i.original == nil {
		return o
	}
	about["response_message_id"] = i.original.ID
	about["response_message_loading"] = i.original.Loading()
	about["response_message_ephemeral"] = i.original.Ephemeral()
	if i.ack.Type == AckMessage || i.ack.Type == AckUpdate {
		o["resource"] = object{"type": i.ack.Type, "message": i.original.json()}
	}
	return o
}
