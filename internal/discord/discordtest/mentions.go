package discordtest

import (
	"regexp"
	"slices"
)

// Pings is whom a message would ping. It is what allowed_mentions lets through,
// whatever the sender's permissions, so that a leak shows even where a server's
// settings would have stopped it.
type Pings struct {
	Everyone bool // @everyone or @here
	Users    []string
	Roles    []string
}

// None reports whether nobody is pinged.
func (p Pings) None() bool { return !p.Everyone && len(p.Users) == 0 && len(p.Roles) == 0 }

// allowedMentions is the field of that name (reference, "Allowed Mentions Object").
type allowedMentions struct {
	Parse       []string `json:"parse"`
	Users       []string `json:"users"`
	Roles       []string `json:"roles"`
	RepliedUser bool     `json:"replied_user"`
}

// everything is what Discord assumes where the field is missing.
func everything() *allowedMentions {
	return &allowedMentions{Parse: []string{"users", "roles", "everyone"}, RepliedUser: true}
}

const (
	maxAllowedUsers = 100
	maxAllowedRoles = 100
)

func (a *allowedMentions) check(f *form) {
	for i, list := range [][]string{a.Users, a.Roles} {
		name := []string{"users", "roles"}[i]
		if len(list) > 0 && slices.Contains(a.Parse, name) {
			f.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[%q] and %s: [ids...] are mutually exclusive.", name, name)
		}
	}
	if len(a.Users) > maxAllowedUsers {
		f.add("allowed_mentions.users", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxAllowedUsers)
	}
	if len(a.Roles) > maxAllowedRoles {
		f.add("allowed_mentions.roles", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxAllowedRoles)
	}
}

var (
	userMention     = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention     = regexp.MustCompile(`<@&(\d+)>`)
	everyoneMention = regexp.MustCompile(`@(everyone|here)`)
)

// ids are those that text mentions, each once.
func ids(re *regexp.Regexp, text string) []string {
	var list []string
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(list, m[1]) {
			list = append(list, m[1])
		}
	}
	return list
}

// pings works out whom text would ping, as a reply to replied where that is not empty.
// Embeds never ping; text components do.
func (a *allowedMentions) pings(text, replied string) Pings {
	if a == nil {
		a = everything()
	}
	p := Pings{Everyone: slices.Contains(a.Parse, "everyone") && everyoneMention.MatchString(text)}
	for _, id := range ids(userMention, text) {
		if slices.Contains(a.Parse, "users") || slices.Contains(a.Users, id) {
			p.Users = append(p.Users, id)
		}
	}
	for _, id := range ids(roleMention, text) {
		if slices.Contains(a.Parse, "roles") || slices.Contains(a.Roles, id) {
			p.Roles = append(p.Roles, id)
		}
	}
	if a.RepliedUser && replied != "" && !slices.Contains(p.Users, replied) {
		p.Users = append(p.Users, replied)
	}
	return p
}

// Pings returns every message of the bot that would have pinged somebody, as it was sent.
func (s *Server) Pings() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.pinged)
}
