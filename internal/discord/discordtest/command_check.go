package discordtest

import (
	"regexp"
	"strconv"
	"strings"
)

// Limits of commands (reference, "Application Commands").
const (
	maxChatCommands    = 100
	maxContextCommands = 5 // of each kind
	maxCommandName     = 32
	maxDescription     = 100
	maxCommandOptions  = 25
	maxCommandText     = 8000
	maxOptionLength    = 6000
)

// The option types that hold other options.
const (
	optionSubCommand = 1
	optionGroup      = 2
)

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// checkCommands checks all the commands of one scope together.
func checkCommands(list []*Command) error {
	var f form
	names, count := map[string]bool{}, map[int]int{}
	for i, c := range list {
		path := strconv.Itoa(i)
		key := strconv.Itoa(c.Type) + c.Name
		if names[key] {
			f.add(path+".name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		names[key] = true
		count[c.Type]++
		c.check(&f, path)
	}
	for kind, most := range map[int]int{CommandChat: maxChatCommands, CommandUser: maxContextCommands, CommandMessage: maxContextCommands} {
		if count[kind] > most {
			return &apiError{status: 400, code: 30032, rule: RuleForm, message: "Maximum number of application commands reached (" + strconv.Itoa(most) + ")"}
		}
	}
	return f.err()
}

func (c *Command) check(f *form, path string) {
	switch c.Type {
	case CommandChat:
		checkName(f, path+".name", c.Name)
		f.between(path+".description", c.Description, 1, maxDescription)
	case CommandUser, CommandMessage:
		f.between(path+".name", strings.TrimSpace(c.Name), 1, maxCommandName)
		if c.Description != "" || len(c.Options) > 0 {
			f.add(path+".description", "APPLICATION_COMMAND_INVALID_DESCRIPTION", "Context menu commands have neither description nor options")
		}
	default:
		f.add(path+".type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}.")
	}
	checkOptions(f, path, c.Options)
	if n := length(c.Name) + length(c.Description) + optionsText(c.Options); n > maxCommandText {
		f.add(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", maxCommandText)
	}
}

// checkName checks a chat command's or an option's name: the pattern, and lower case.
func checkName(f *form, path, name string) {
	if !commandName.MatchString(name) || strings.ToLower(name) != name {
		f.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

func checkOptions(f *form, path string, options []CommandOption) {
	if len(options) > maxCommandOptions {
		f.add(path+".options", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxCommandOptions)
	}
	names, optional := map[string]bool{}, false
	for i, o := range options {
		at := path + ".options." + strconv.Itoa(i)
		if names[o.Name] {
			f.add(at+".name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
		}
		names[o.Name] = true
		if o.Required && optional {
			f.add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required && o.Type > optionGroup
		o.check(f, at)
	}
}

func (o CommandOption) check(f *form, at string) {
	checkName(f, at+".name", o.Name)
	f.between(at+".description", o.Description, 1, maxDescription)
	checkChoices(f, at+".choices", o.Choices)
	if o.Autocomplete && len(o.Choices) > 0 {
		f.add(at+".autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", "Autocomplete can't stand beside choices")
	}
	if o.MinLength != nil && (*o.MinLength < 0 || *o.MinLength > maxOptionLength) {
		f.add(at+".min_length", "NUMBER_TYPE_MAX", "Must be between 0 and %d.", maxOptionLength)
	}
	if o.MaxLength != nil && (*o.MaxLength < 1 || *o.MaxLength > maxOptionLength) {
		f.add(at+".max_length", "NUMBER_TYPE_MAX", "Must be between 1 and %d.", maxOptionLength)
	}
	if len(o.Options) > 0 && o.Type > optionGroup {
		f.add(at+".options", "APPLICATION_COMMAND_OPTIONS_NESTED", "Only subcommands and groups have options")
	}
	checkOptions(f, at, o.Options)
}

func optionsText(options []CommandOption) (n int) {
	for _, o := range options {
		n += length(o.Name) + length(o.Description) + optionsText(o.Options)
		for _, c := range o.Choices {
			n += length(c.Name)
			if v, ok := c.Value.(string); ok {
				n += length(v)
			}
		}
	}
	return n
}
