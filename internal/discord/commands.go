package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/bwmarrin/discordgo"
)

// Names of the commands. Message commands are shown as they are written.
const (
	cmdAsk          = "ask"
	cmdSearch       = "search"
	cmdArticles     = "articles"
	cmdAbout        = "about"
	cmdHelp         = "help"
	cmdCheckSources = "Check sources"
	cmdCheckClaim   = "Check this claim"

	cmdForget      = "forget"
	cmdReview      = "review"
	cmdRetract     = "retract"
	cmdSettings    = "settings"
	cmdCorpus      = "corpus"
	cmdRetractThis = "Withdraw this answer"
)

// command is an application command as far as the bot uses it: what is sent to Discord,
// and what is compared of Discord's answer.
type command struct {
	Type        discordgo.ApplicationCommandType       `json:"type"`
	Name        string                                 `json:"name"`
	Description string                                 `json:"description"`
	Options     []option                               `json:"options,omitempty"`
	Contexts    []discordgo.InteractionContextType     `json:"contexts"`
	Installs    []discordgo.ApplicationIntegrationType `json:"integration_types"`
	Permissions permissions                            `json:"default_member_permissions"`
}

type option struct {
	Type         discordgo.ApplicationCommandOptionType `json:"type"`
	Name         string                                 `json:"name"`
	Description  string                                 `json:"description"`
	Required     bool                                   `json:"required,omitempty"`
	Autocomplete bool                                   `json:"autocomplete,omitempty"`
	MinLength    int                                    `json:"min_length,omitempty"`
	MinValue     *float64                               `json:"min_value,omitempty"`
	MaxValue     float64                                `json:"max_value,omitempty"`
	Channels     []discordgo.ChannelType                `json:"channel_types,omitempty"`
}

// permissions is a bit set, which Discord takes as a number and gives back as a string;
// 0 is null: everybody.
type permissions int64

// MarshalJSON writes a number or null.
func (p permissions) MarshalJSON() ([]byte, error) {
	if p == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(int64(p))
}

// UnmarshalJSON reads a number, a string of one, or null.
func (p *permissions) UnmarshalJSON(b []byte) error {
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	if n == "" {
		*p = 0
		return nil
	}
	i, err := n.Int64()
	*p = permissions(i)
	return err
}

// commands are all that the bot registers.
func commands() []command {
	everywhere := []discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
	servers := []discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
	slash := func(name, description string, options ...option) command {
		return command{
			Type: discordgo.ChatApplicationCommand, Name: name, Description: description, Options: options,
			Contexts: everywhere, Installs: servers,
		}
	}
	onMessage := func(name string) command {
		return command{Type: discordgo.MessageApplicationCommand, Name: name, Contexts: everywhere, Installs: servers}
	}
	text := discordgo.ApplicationCommandOptionString
	// Discord shows these to those who may manage messages; whoever uses one is checked.
	forModerators := func(c command) command {
		c.Contexts = []discordgo.InteractionContextType{discordgo.InteractionContextGuild}
		c.Permissions = discordgo.PermissionManageMessages
		return c
	}
	// No maximum lengths: a question that is too long is refused with a sentence that
	// says so, and none is cut short by the client.
	return []command{
		slash(cmdAsk, "Ask about the articles; every sentence of the answer has its source",
			option{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What you would like to know", Required: true, Autocomplete: true, MinLength: 1},
			option{Type: discordgo.ApplicationCommandOptionBoolean, Name: "private", Description: "Only you see the answer"}),
		slash(cmdSearch, "Find passages of the articles",
			option{Type: discordgo.ApplicationCommandOptionString, Name: "query", Description: "Words to look for", Required: true, MinLength: 1}),
		slash(cmdArticles, "List the articles that answers come from"),
		slash(cmdAbout, "What Footnote is, who writes its answers, and what it keeps"),
		slash(cmdHelp, "How to ask, follow up and check"),
		onMessage(cmdCheckSources),
		onMessage(cmdCheckClaim),
		slash(cmdForget, "Delete your questions, and your id from what is kept"),
		forModerators(slash(cmdReview, "Go through the answers that wait for a moderator, one at a time")),
		forModerators(slash(cmdRetract, "Withdraw an answer",
			option{Type: text, Name: "answer", Description: "The link of its message", Required: true, MinLength: 1},
			option{Type: text, Name: "reason", Description: "Why; members see it in place of the answer", Required: true, MinLength: 1})),
		forModerators(onMessage(cmdRetractThis)),
		forModerators(slash(cmdSettings, "See and change who moderates, where I answer and how much", settingsOptions()...)),
		forModerators(slash(cmdCorpus, "The articles that answers come from", corpusOptions()...)),
	}
}

// register makes Discord's commands those of want, and reports whether it had to change
// any.
func (r *rest) register(ctx context.Context, application string, want []command) (changed bool, err error) {
	path := "/applications/" + application + "/commands"
	var have []command
	err = r.do(ctx, call{method: http.MethodGet, path: path, route: "GET /applications/{id}/commands", repeat: true}, &have)
	if err != nil {
		return false, err
	}
	if sameCommands(have, want) {
		return false, nil
	}
	return true, r.do(ctx, call{method: http.MethodPut, path: path, route: "PUT /applications/{id}/commands", body: want, repeat: true}, nil)
}

// sameCommands compares without regard to order.
func sameCommands(have, want []command) bool {
	type key struct {
		kind discordgo.ApplicationCommandType
		name string
	}
	byName := map[key]command{}
	for _, c := range have {
		byName[key{c.Type, c.Name}] = c
	}
	for _, c := range want {
		if !reflect.DeepEqual(byName[key{c.Type, c.Name}], c) {
			return false
		}
	}
	return len(have) == len(want)
}
