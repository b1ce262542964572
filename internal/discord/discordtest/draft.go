package discordtest

import (
	"encoding/json"
	"slices"
	"strings"
)

// messageBody is what a bot may send to make or change a message.
type messageBody struct {
	Content         *string           `json:"content"`
	Embeds          []Embed           `json:"embeds"`
	Components      []Component       `json:"components"`
	Flags           int               `json:"flags"`
	AllowedMentions *allowedMentions  `json:"allowed_mentions"`
	Reference       *messageReference `json:"message_reference"`
	Attachments     []attachment      `json:"attachments"`
	Nonce           any               `json:"nonce"`
	EnforceNonce    bool              `json:"enforce_nonce"`

	has map[string]json.RawMessage // the fields that are there at all
}

type messageReference struct {
	MessageID       string `json:"message_id"`
	ChannelID       string `json:"channel_id"`
	FailIfNotExists *bool  `json:"fail_if_not_exists"`
}

type attachment struct {
	Filename string `json:"filename"`
}

// UnmarshalJSON also notes which fields are there, for null differs from absent.
func (b *messageBody) UnmarshalJSON(data []byte) error {
	type plain messageBody
	if err := json.Unmarshal(data, (*plain)(b)); err != nil {
		return err
	}
	return json.Unmarshal(data, &b.has)
}

func (b *messageBody) sets(field string) bool { _, ok := b.has[field]; return ok }

// draft is a message as it will stand if it is accepted.
type draft struct {
	content     string
	embeds      []Embed
	components  []Component
	attachments []string
	flags       int
	allowed     *allowedMentions
}

// draftOf applies b to old, which is the zero Message for a new one.
func draftOf(old Message, b *messageBody, files []string) draft {
	d := draft{old.Content, old.Embeds, old.Components, old.Attachments, old.Flags &^ FlagLoading, b.AllowedMentions}
	if b.sets("content") {
		d.content = ""
		if b.Content != nil {
			d.content = strings.TrimSpace(*b.Content)
		}
	}
	if b.sets("embeds") {
		d.embeds = b.Embeds
	}
	if b.sets("components") {
		d.components = b.Components
	}
	if b.sets("attachments") {
		d.attachments = nil
		for _, a := range b.Attachments {
			d.attachments = append(d.attachments, a.Filename)
		}
	} else if len(files) > 0 {
		d.attachments = slices.Concat(d.attachments, files)
	}
	if b.sets("flags") {
		d.flags = b.Flags | old.Flags&(FlagEphemeral|FlagComponentsV2)
	}
	return d
}

// Limits of messages (reference, "Create Message").
const (
	maxContent = 2000
	maxNonce   = 25
)

// check finds what Discord would refuse in the draft. allowedFlags are those that
// the message may have on this route.
func (d draft) check(allowedFlags int) error {
	var f form
	f.maxLen("content", d.content, maxContent)
	checkEmbeds(&f, d.embeds)
	if d.allowed != nil {
		d.allowed.check(&f)
	}
	if bad := d.flags &^ allowedFlags; bad != 0 {
		f.add("flags", "MESSAGE_FLAGS_INVALID", "Flags %d can't be set here.", bad)
	}
	if d.flags&FlagComponentsV2 != 0 {
		d.checkV2(&f)
	} else {
		checkLegacyComponents(&f, d.components)
	}
	if err := f.err(); err != nil {
		return err
	}
	if d.content == "" && len(d.embeds) == 0 && len(d.attachments) == 0 && len(d.components) == 0 {
		return errEmptyMessage()
	}
	return nil
}

func (d draft) checkV2(f *form) {
	if d.content != "" {
		f.add("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	if len(d.embeds) > 0 {
		f.add("embeds", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'embeds' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	checkV2Components(f, d.components)
}

// text is all that can mention somebody.
func (d draft) text() string {
	parts := []string{d.content}
	walkComponents(d.components, func(_ string, c Component) {
		if c.Type() == ComponentTextDisplay {
			parts = append(parts, c.text("content"))
		}
	})
	return strings.Join(parts, "\n")
}

// apply writes the draft into m.
func (d draft) apply(m *Message) {
	m.Content, m.Embeds, m.Components, m.Attachments, m.Flags = d.content, d.embeds, d.components, d.attachments, d.flags
}

// noteMentions records a message whose mentions were left to Discord's default.
func (s *Server) noteMentions(q *request, b *messageBody) {
	if b.AllowedMentions == nil && (b.sets("content") || b.sets("embeds") || b.sets("components")) {
		s.violate(RuleAllowedMentions, q.route.pattern, "allowed_mentions is missing: everything would be parsed")
	}
}
