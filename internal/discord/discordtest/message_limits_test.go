package discordtest_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	. "footnote/internal/discord/discordtest"
)

func times(n int, o object) []object {
	var list []object
	for range n {
		list = append(list, o)
	}
	return list
}

func button(id string) object { return object{"type": 2, "style": 1, "label": "go", "custom_id": id} }

func row(components ...object) object { return object{"type": 1, "components": components} }

func rows(n int) []object {
	var list []object
	for i := range n {
		list = append(list, row(button(strings.Repeat("r", i+1))))
	}
	return list
}

func ids(n int) []string {
	var list []string
	for i := range n {
		list = append(list, strconv.Itoa(i+1))
	}
	return list
}

func textDisplay(text string) object { return object{"type": 10, "content": text} }

func embed(description string) object { return object{"description": description} }

func TestMessageLimits(t *testing.T) {
	long := strings.Repeat
	field := object{"name": "n", "value": "v"}
	for _, c := range []struct {
		name string
		body object
		want int // Discord's code; 0: accepted
		at   string
	}{
		{"plain", object{"content": "hello"}, 0, ""},
		{"2000 characters", object{"content": long("é", 2000)}, 0, ""},
		{"2001 characters", object{"content": long("x", 2001)}, 50035, "content"},
		{"1001 emoji, two code units each", object{"content": long("😀", 1001)}, 50035, "content"},
		{"empty", object{"content": ""}, 50006, ""},
		{"only spaces", object{"content": " \n\t"}, 50006, ""},
		{"nothing", object{}, 50006, ""},
		{"ten embeds", object{"embeds": times(10, embed("d"))}, 0, ""},
		{"eleven embeds", object{"embeds": times(11, embed("d"))}, 50035, "embeds"},
		{"an empty embed", object{"embeds": []object{{}}}, 50035, "embeds"},
		{"description 4096", object{"embeds": []object{embed(long("d", 4096))}}, 0, ""},
		{"description 4097", object{"embeds": []object{embed(long("d", 4097))}}, 50035, "embeds"},
		{"title 257", object{"embeds": []object{{"title": long("t", 257)}}}, 50035, "embeds"},
		{"25 fields", object{"embeds": []object{{"fields": times(25, field)}}}, 0, ""},
		{"26 fields", object{"embeds": []object{{"fields": times(26, field)}}}, 50035, "embeds"},
		{"field value 1025", object{"embeds": []object{{"fields": []object{{"name": "n", "value": long("v", 1025)}}}}}, 50035, "embeds"},
		{"field name 257", object{"embeds": []object{{"fields": []object{{"name": long("n", 257), "value": "v"}}}}}, 50035, "embeds"},
		{"field without value", object{"embeds": []object{{"fields": []object{{"name": "n", "value": ""}}}}}, 50035, "embeds"},
		{"footer 2049", object{"embeds": []object{{"footer": object{"text": long("f", 2049)}}}}, 50035, "embeds"},
		{"author 257", object{"embeds": []object{{"author": object{"name": long("a", 257)}}}}, 50035, "embeds"},
		{"6000 in all", object{"embeds": times(2, embed(long("d", 3000)))}, 0, ""},
		{"6001 in all", object{"embeds": append(times(2, embed(long("d", 3000))), embed("d"))}, 50035, "embeds"},
		{"an unknown flag", object{"content": "x", "flags": 1 << 6}, 50035, "flags"},
		{"embeds suppressed", object{"content": "x", "flags": FlagSuppressEmbeds}, 0, ""},
		{"users parsed and listed", object{"content": "x", "allowed_mentions": object{"parse": []string{"users"}, "users": []string{"1"}}}, 50035, "allowed_mentions"},
		{"101 users", object{"content": "x", "allowed_mentions": object{"users": ids(101)}}, 50035, "allowed_mentions"},
		{"101 roles", object{"content": "x", "allowed_mentions": object{"roles": ids(101)}}, 50035, "allowed_mentions"},
		{"nonce of 26", object{"content": "x", "nonce": long("n", 26)}, 50035, "nonce"},
		{"no JSON", nil, 50109, ""},
	} {
		t.Run(c.name, func(t *testing.T) { sendAndCheck(t, c.body, c.want, c.at) })
	}
}

func TestComponentLimits(t *testing.T) {
	long := strings.Repeat
	link := func(url string) object { return object{"type": 2, "style": 5, "label": "go", "url": url} }
	options := func(n int) []object {
		var list []object
		for i := range n {
			list = append(list, object{"label": "l", "value": long("v", i+1)})
		}
		return list
	}
	menu := func(n int) object {
		return object{"type": 3, "custom_id": "m", "options": options(n)}
	}
	for _, c := range []struct {
		name       string
		components []object
		ok         bool
	}{
		{"five rows", rows(5), true},
		{"six rows", rows(6), false},
		{"five buttons", []object{row(button("1"), button("2"), button("3"), button("4"), button("5"))}, true},
		{"six buttons", []object{row(button("1"), button("2"), button("3"), button("4"), button("5"), button("6"))}, false},
		{"an empty row", []object{row()}, false},
		{"a button outside a row", []object{button("1")}, false},
		{"a row in a row", []object{row(row(button("1")))}, false},
		{"custom_id 100", []object{row(button(long("c", 100)))}, true},
		{"custom_id 101", []object{row(button(long("c", 101)))}, false},
		{"custom_id twice in a row", []object{row(button("1"), button("1"))}, false},
		{"custom_id twice in the message", []object{row(button("1")), row(button("1"))}, false},
		{"no custom_id", []object{row(object{"type": 2, "style": 1, "label": "l"})}, false},
		{"label 80", []object{row(object{"type": 2, "style": 2, "label": long("l", 80), "custom_id": "1"})}, true},
		{"label 81", []object{row(object{"type": 2, "style": 2, "label": long("l", 81), "custom_id": "1"})}, false},
		{"neither label nor emoji", []object{row(object{"type": 2, "style": 2, "custom_id": "1"})}, false},
		{"style 7", []object{row(object{"type": 2, "style": 7, "label": "l", "custom_id": "1"})}, false},
		{"a link", []object{row(link("https://example.org/a"))}, true},
		{"URL 512", []object{row(link("https://example.org/" + long("u", 492)))}, true},
		{"URL 513", []object{row(link("https://example.org/" + long("u", 493)))}, false},
		{"URL with another scheme", []object{row(link("javascript:alert(1)"))}, false},
		{"URL without a host", []object{row(link("https:///x"))}, false},
		{"a link with a custom_id", []object{row(object{"type": 2, "style": 5, "label": "l", "url": "https://e.org", "custom_id": "1"})}, false},
		{"a button with a url", []object{row(object{"type": 2, "style": 1, "label": "l", "url": "https://e.org", "custom_id": "1"})}, false},
		{"a menu of 25", []object{row(menu(25))}, true},
		{"a menu of 26", []object{row(menu(26))}, false},
		{"a menu of none", []object{row(menu(0))}, false},
		{"two menus in a row", []object{row(menu(1), object{"type": 3, "custom_id": "o", "options": options(1)})}, false},
		{"a menu's option twice", []object{row(object{"type": 3, "custom_id": "m", "options": append(options(1), options(1)...)})}, false},
		{"a text input", []object{row(object{"type": 4, "custom_id": "i", "style": 1, "label": "l"})}, false},
		{"a text component without the flag", []object{textDisplay("hi")}, false},
		{"an unknown type", []object{row(object{"type": 99})}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := 50035
			if c.ok {
				want = 0
			}
			sendAndCheck(t, object{"content": "x", "components": c.components}, want, "components")
		})
	}
}

func TestComponentsV2Limits(t *testing.T) {
	long := strings.Repeat
	container := func(components ...object) object { return object{"type": 17, "components": components} }
	section := func(texts int) object {
		return object{"type": 9, "components": times(texts, textDisplay("t")), "accessory": button("a")}
	}
	for _, c := range []struct {
		name string
		body object
		ok   bool
	}{
		{"text", object{"components": []object{textDisplay("hello")}}, true},
		{"text beside content", object{"content": "x", "components": []object{textDisplay("hello")}}, false},
		{"text beside embeds", object{"embeds": []object{embed("d")}, "components": []object{textDisplay("hello")}}, false},
		{"none", object{"components": []object{}}, false},
		{"40", object{"components": times(40, textDisplay("t"))}, true},
		{"41", object{"components": times(41, textDisplay("t"))}, false},
		{"41, nested", object{"components": []object{container(times(40, textDisplay("t"))...)}}, false},
		{"text of 4000", object{"components": times(2, textDisplay(long("t", 2000)))}, true},
		{"text of 4001", object{"components": append(times(2, textDisplay(long("t", 2000))), textDisplay("t"))}, false},
		{"empty text", object{"components": []object{textDisplay("")}}, false},
		{"a container with everything", object{"components": []object{container(textDisplay("t"), object{"type": 14}, section(2),
			object{"type": 12, "items": []object{{"media": object{"url": "https://example.org/a.png"}}}}, row(button("b")))}}, true},
		{"an empty container", object{"components": []object{container()}}, false},
		{"a section of four", object{"components": []object{section(4)}}, false},
		{"a section without accessory", object{"components": []object{{"type": 9, "components": times(1, textDisplay("t"))}}}, false},
		{"a button outside", object{"components": []object{button("b")}}, false},
		{"an empty gallery", object{"components": []object{{"type": 12, "items": []object{}}}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := 50035
			if c.ok {
				want = 0
			}
			c.body["flags"] = FlagComponentsV2
			sendAndCheck(t, c.body, want, "")
		})
	}
}

// sendAndCheck sends a message to a channel and in answer to an interaction: both
// have to be accepted, or refused for the same reason and noted as a violation.
func sendAndCheck(t *testing.T, body object, want int, at string) {
	t.Helper()
	s := registered(t, Options{})
	s.Allow(RuleForm)
	var sent any = "{"
	if body != nil {
		if body["allowed_mentions"] == nil {
			body["allowed_mentions"] = quiet()
		}
		sent = body
	}
	r := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", sent)
	checkForm(t, s, r, want, at)
	if body == nil || body["nonce"] != nil || at == "flags" {
		return // a response has no nonce, and may be ephemeral
	}
	i := s.Ask(s.Guild().NewMember("ada"), s.Channel(), "why?", false)
	r = do(t, s, "POST", callbackPath(i), object{"type": AckMessage, "data": body})
	checkForm(t, s, r, want, at)
}

func checkForm(t *testing.T, s *Server, r reply, want int, at string) {
	t.Helper()
	if r.code() != want {
		t.Fatalf("answer %d %s, want code %d", r.status, r.body, want)
	}
	if want == 0 {
		if r.status >= 300 {
			t.Errorf("status %d", r.status)
		}
		return
	}
	if r.status != http.StatusBadRequest || !slices.Contains(rules(s), RuleForm) {
		t.Errorf("status %d, violations %v", r.status, s.Violations())
	}
	if fields, _ := r.object(t)["errors"].(object); at != "" && fields[at] == nil {
		t.Errorf("the fault is not at %s: %s", at, r.body)
	}
}

func TestV2CannotBeUndone(t *testing.T) {
	s := registered(t, Options{})
	s.Allow(RuleForm)
	path := "channels/" + s.Channel().ID + "/messages"
	m := do(t, s, "POST", path, object{"flags": FlagComponentsV2, "components": []object{textDisplay("hi")}, "allowed_mentions": quiet()}).object(t)
	path += "/" + m["id"].(string)
	if r := do(t, s, "PATCH", path, object{"flags": 0, "components": []object{textDisplay("ho")}, "allowed_mentions": quiet()}); r.object(t)["flags"] != float64(FlagComponentsV2) {
		t.Errorf("flags after an edit without them: %s", r.body)
	}
	if r := do(t, s, "PATCH", path, object{"content": "plain", "allowed_mentions": quiet()}); r.code() != 50035 {
		t.Errorf("content was accepted: %s", r.body)
	}
}

func TestMentionsMustBeExplicit(t *testing.T) {
	s := registered(t, Options{})
	s.Allow(RuleAllowedMentions)
	path := "channels/" + s.Channel().ID + "/messages"
	r := do(t, s, "POST", path, object{"content": "hello"})
	if r.status != http.StatusOK || !slices.Equal(rules(s), []Rule{RuleAllowedMentions}) {
		t.Errorf("status %d, violations %v", r.status, s.Violations())
	}
}

func TestWhomAMessagePings(t *testing.T) {
	s := registered(t, Options{})
	s.Allow(RuleAllowedMentions)
	ada, role := s.Guild().NewMember("ada"), s.Guild().NewRole("editors")
	text := "@everyone " + ada.Mention() + " <@&" + role.ID + ">"
	all := Pings{Everyone: true, Users: []string{ada.ID}, Roles: []string{role.ID}}
	for _, c := range []struct {
		name    string
		text    string
		allowed any
		want    Pings
	}{
		{"default", text, nil, all},
		{"nothing", text, quiet(), Pings{}},
		{"no list", text, object{"parse": nil}, Pings{}},
		{"users", text, object{"parse": []string{"users"}}, Pings{Users: []string{ada.ID}}},
		{"one user", text, object{"parse": []string{}, "users": []string{ada.ID}}, Pings{Users: []string{ada.ID}}},
		{"another user", text, object{"parse": []string{}, "users": []string{"1"}}, Pings{}},
		{"roles", text, object{"parse": []string{"roles"}}, Pings{Roles: []string{role.ID}}},
		{"here", "@here", object{"parse": []string{"everyone"}}, Pings{Everyone: true}},
		{"a neutralised word", "@\u200beveryone", nil, Pings{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := object{"content": c.text}
			if c.allowed != nil {
				body["allowed_mentions"] = c.allowed
			}
			before := len(s.Pings())
			m := do(t, s, "POST", "channels/"+s.Guild().NewChannel("c").ID+"/messages", body).object(t)
			got, _ := s.Message(m["id"].(string))
			if !equalPings(got.Pings, c.want) {
				t.Errorf("pings %+v, want %+v", got.Pings, c.want)
			}
			if noted := len(s.Pings()) > before; noted == c.want.None() {
				t.Errorf("noted %v for %+v", noted, c.want)
			}
		})
	}
}

func equalPings(a, b Pings) bool {
	return a.Everyone == b.Everyone && slices.Equal(a.Users, b.Users) && slices.Equal(a.Roles, b.Roles)
}

func TestReplyPings(t *testing.T) {
	s := registered(t, Options{})
	ada := s.Guild().NewMember("ada")
	m := s.Say(ada, s.Channel(), "hello")
	for _, ping := range []bool{true, false} {
		r := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", object{"content": "hi", "message_reference": object{"message_id": m.ID},
			"allowed_mentions": object{"parse": []string{}, "replied_user": ping}}).object(t)
		got, _ := s.Message(r["id"].(string))
		if got.Pings.None() == ping || got.ReplyTo != m.ID {
			t.Errorf("replied_user %v: %+v", ping, got)
		}
	}
}
