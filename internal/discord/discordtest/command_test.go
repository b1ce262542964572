package discordtest_test

import (
	"net/http"
	"strings"
	"testing"

	. "footnote/internal/discord/discordtest"
)

func TestCommandRules(t *testing.T) {
	long := strings.Repeat
	chat := func(o object) object {
		c := object{"name": "ask", "description": "d"}
		for k, v := range o {
			c[k] = v
		}
		return c
	}
	option := func(name string, required bool) object {
		return object{"type": 3, "name": name, "description": "d", "required": required}
	}
	choices := func(n int) []object { return times(n, object{"name": "n", "value": "v"}) }
	menu := func(name string) object { return object{"name": name, "type": CommandMessage} }
	for _, c := range []struct {
		name     string
		commands []object
		want     int
	}{
		{"none", []object{}, 0},
		{"plain", []object{chat(nil)}, 0},
		{"upper case", []object{chat(object{"name": "Ask"})}, 50035},
		{"a space", []object{chat(object{"name": "ask me"})}, 50035},
		{"other scripts", []object{chat(object{"name": "спроси"})}, 0},
		{"name of 32", []object{chat(object{"name": long("a", 32)})}, 0},
		{"name of 33", []object{chat(object{"name": long("a", 33)})}, 50035},
		{"no name", []object{chat(object{"name": ""})}, 50035},
		{"no description", []object{chat(object{"description": ""})}, 50035},
		{"description of 100", []object{chat(object{"description": long("d", 100)})}, 0},
		{"description of 101", []object{chat(object{"description": long("d", 101)})}, 50035},
		{"twice", []object{chat(nil), chat(nil)}, 50035},
		{"25 options", []object{chat(object{"options": named(25, option)})}, 0},
		{"26 options", []object{chat(object{"options": named(26, option)})}, 50035},
		{"required first", []object{chat(object{"options": []object{option("a", true), option("b", false)}})}, 0},
		{"required last", []object{chat(object{"options": []object{option("a", false), option("b", true)}})}, 50035},
		{"an option twice", []object{chat(object{"options": []object{option("a", true), option("a", true)}})}, 50035},
		{"an option in upper case", []object{chat(object{"options": []object{option("A", true)}})}, 50035},
		{"25 choices", []object{chat(object{"options": []object{{"type": 3, "name": "a", "description": "d", "choices": choices(25)}}})}, 0},
		{"26 choices", []object{chat(object{"options": []object{{"type": 3, "name": "a", "description": "d", "choices": choices(26)}}})}, 50035},
		{"choices and autocomplete", []object{chat(object{"options": []object{{"type": 3, "name": "a", "description": "d", "choices": choices(1), "autocomplete": true}}})}, 50035},
		{"max_length 6001", []object{chat(object{"options": []object{{"type": 3, "name": "a", "description": "d", "max_length": 6001}}})}, 50035},
		{"options in an option", []object{chat(object{"options": []object{{"type": 3, "name": "a", "description": "d", "options": []object{option("b", false)}}}})}, 50035},
		{"a subcommand", []object{chat(object{"options": []object{{"type": 1, "name": "a", "description": "d", "options": []object{option("b", true)}}}})}, 0},
		{"a message command", []object{menu("Check sources")}, 0},
		{"a message command that is described", []object{{"name": "Check", "type": CommandMessage, "description": "d"}}, 50035},
		{"five message commands", []object{menu("1"), menu("2"), menu("3"), menu("4"), menu("5")}, 0},
		{"six message commands", []object{menu("1"), menu("2"), menu("3"), menu("4"), menu("5"), menu("6")}, 30032},
		{"an unknown type", []object{{"name": "a", "type": 9}}, 50035},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New(Options{TB: t})
			s.Allow(RuleForm)
			checkForm(t, s, do(t, s, "PUT", "applications/"+s.ApplicationID()+"/commands", c.commands), c.want, "")
			if registered := len(s.Commands()) > 0; registered != (c.want == 0 && len(c.commands) > 0) {
				t.Errorf("registered: %+v", s.Commands())
			}
		})
	}
}

func named(n int, f func(string, bool) object) []object {
	var list []object
	for i := range n {
		list = append(list, f(strings.Repeat("o", i+1), false))
	}
	return list
}

func TestCommandsOneByOne(t *testing.T) {
	s := New(Options{TB: t})
	base := "applications/" + s.ApplicationID() + "/commands"
	made := do(t, s, "POST", base, askCommand())
	if made.status != http.StatusCreated {
		t.Fatalf("%d %s", made.status, made.body)
	}
	id := made.object(t)["id"].(string)
	if again := do(t, s, "POST", base, askCommand()).object(t); again["id"] != id {
		t.Errorf("the same command has another id: %v", again["id"])
	}
	changed := do(t, s, "PATCH", base+"/"+id, object{"description": "changed"}).object(t)
	if changed["description"] != "changed" || changed["name"] != "ask" || changed["options"] == nil {
		t.Errorf("after PATCH: %v", changed)
	}
	if got := do(t, s, "GET", base+"/"+id, nil).object(t); got["description"] != "changed" {
		t.Errorf("GET: %v", got)
	}
	guild := "applications/" + s.ApplicationID() + "/guilds/" + s.Guild().ID + "/commands"
	if r := do(t, s, "PUT", guild, []object{askCommand()}); r.status != http.StatusOK || len(s.Commands()) != 2 {
		t.Errorf("a guild's commands: %d %s", r.status, r.body)
	}
	if r := do(t, s, "DELETE", base+"/"+id, nil); r.status != http.StatusNoContent || len(s.Commands()) != 1 {
		t.Errorf("DELETE: %d", r.status)
	}
	if r := do(t, s, "GET", base+"/"+id, nil); r.code() != 10063 {
		t.Errorf("GET of the deleted: %s", r.body)
	}
	if r := do(t, s, "PUT", "applications/1/commands", []object{}); r.code() != 50001 {
		t.Errorf("another application's: %s", r.body)
	}
}

func TestSettingCommandsKeepsTheirIDs(t *testing.T) {
	s := registered(t, Options{})
	before := s.Commands()[0].ID
	do(t, s, "PUT", "applications/"+s.ApplicationID()+"/commands", []object{askCommand()})
	if after := s.Commands(); len(after) != 1 || after[0].ID != before {
		t.Errorf("commands %+v, want one with id %s", after, before)
	}
}
