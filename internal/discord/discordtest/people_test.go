package discordtest_test

import (
	"net/http"
	"slices"
	"testing"

	. "footnote/internal/discord/discordtest"
)

func TestSelectMenu(t *testing.T) {
	s, i := asked(t, Options{}, false)
	menu := object{"type": 3, "custom_id": "article", "options": []object{{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}}}
	acknowledge(t, s, i, AckMessage, object{"content": "which?", "components": []object{row(menu)}, "allowed_mentions": quiet()})
	ws, _ := session(t, s, intents)
	m, _ := i.Response()
	s.Select(i.User, m, "article", "2")
	data := ws.event("INTERACTION_CREATE").object(t)["data"].(object)
	if data["custom_id"] != "article" || !slices.Equal(data["values"].([]any), []any{"2"}) {
		t.Errorf("data %v", data)
	}
}

func TestChannelWaits(t *testing.T) {
	s := registered(t, Options{})
	ada := s.Guild().NewMember("ada")
	found := make(chan error)
	go func() {
		m, err := s.Channel().WaitMessage(deadline(t), func(m Message) bool { return m.Author == s.Bot() })
		if err == nil && m.Text() != "hello" {
			t.Errorf("message %+v", m)
		}
		found <- err
	}()
	s.Say(ada, s.Channel(), "anyone?")
	do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", hello())
	if err := <-found; err != nil {
		t.Error(err)
	}
}

func TestTextIsAllThatIsSaid(t *testing.T) {
	s := registered(t, Options{})
	path := "channels/" + s.Channel().ID + "/messages"
	for want, body := range map[string]object{
		"content\ntitle\nd\nname\nvalue\nby\nfoot": {"content": "content", "embeds": []object{{"title": "title", "description": "d",
			"fields": []object{{"name": "name", "value": "value"}}, "author": object{"name": "by"}, "footer": object{"text": "foot"}}}},
		"one\ntwo": {"flags": FlagComponentsV2, "components": []object{textDisplay("one"), {"type": 17, "components": []object{textDisplay("two")}}}},
	} {
		body["allowed_mentions"] = quiet()
		m, _ := s.Message(do(t, s, "POST", path, body).object(t)["id"].(string))
		if got := m.Text(); got != want {
			t.Errorf("text %q, want %q", got, want)
		}
	}
}

func TestWhoMayUseACommand(t *testing.T) {
	s := New(Options{TB: stopper{t}, Bucket: func(string) Rate { return Rate{} }})
	for _, c := range []struct {
		name    string
		command object
		user    *User
		channel *Channel
		ok      bool
	}{
		{"a member", object{}, s.Guild().NewMember("ada"), s.Channel(), true},
		{"a member, for moderators", object{"default_member_permissions": 32}, s.Guild().NewMember("ada"), s.Channel(), false},
		{"a moderator", object{"default_member_permissions": 32}, s.Guild().NewMember("mod", ManageGuild), s.Channel(), true},
		{"an administrator", object{"default_member_permissions": 32}, s.Guild().NewMember("admin", Administrator), s.Channel(), true},
		{"in direct messages", object{"contexts": []int{0}}, s.NewUser("ada"), nil, false},
		{"in direct messages, if for them", object{"contexts": []int{0, 1}}, s.NewUser("ada"), nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.command["name"], c.command["description"] = "about", "what it is"
			if r := do(t, s, "PUT", "applications/"+s.ApplicationID()+"/commands", []object{c.command}); r.status != http.StatusOK {
				t.Fatalf("%d %s", r.status, r.body)
			}
			if c.channel == nil {
				c.channel = s.DM(c.user)
			}
			if got := !fails(s, func(s *Server) { s.Command(c.user, c.channel, "about") }); got != c.ok {
				t.Errorf("usable: %v, want %v", got, c.ok)
			}
		})
	}
}

func TestWhoeverLeftCannotAsk(t *testing.T) {
	s := registered(t, Options{TB: stopper{t}})
	ada := s.Guild().NewMember("ada")
	s.Guild().Leave(ada)
	if !fails(s, func(s *Server) { s.Ask(ada, s.Channel(), "why?", false) }) {
		t.Error("ada asked")
	}
}

func TestUnanswered(t *testing.T) {
	s, silent := asked(t, Options{}, false)
	ask := func() *Interaction { return s.Ask(silent.User, s.Channel(), "why?", false) }
	thinking, answered, gone := ask(), ask(), ask()
	for _, i := range []*Interaction{thinking, answered, gone} {
		acknowledge(t, s, i, AckDeferred, nil)
	}
	do(t, s, "PATCH", originalPath(s, answered), hello())
	do(t, s, "DELETE", originalPath(s, gone), nil)
	if got := s.Unanswered(); !slices.Equal(got, []*Interaction{silent, thinking}) {
		t.Errorf("unanswered: %v", got)
	}
}

func TestMessagesAreListed(t *testing.T) {
	s := registered(t, Options{MessageContent: true})
	ada := s.Guild().NewMember("ada")
	var id []string
	for range 5 {
		id = append(id, s.Say(ada, s.Channel(), "m").ID)
	}
	for query, want := range map[string][]string{
		"":                        {id[4], id[3], id[2], id[1], id[0]},
		"limit=2":                 {id[4], id[3]},
		"limit=2&before=" + id[3]: {id[2], id[1]},
		"limit=2&after=" + id[0]:  {id[2], id[1]},
		"after=" + id[4]:          nil,
		"before=" + id[1]:         {id[0]},
	} {
		var got []string
		for _, m := range do(t, s, "GET", "channels/"+s.Channel().ID+"/messages?"+query, nil).list(t) {
			got = append(got, m["id"].(string))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q lists %v, want %v", query, got, want)
		}
	}
}

func TestCommandsAreListed(t *testing.T) {
	s := registered(t, Options{})
	list := do(t, s, "GET", "applications/"+s.ApplicationID()+"/commands", nil).list(t)
	if len(list) != 2 || list[0]["name"] != "ask" || list[1]["name"] != "Check sources" {
		t.Errorf("commands %v", list)
	}
}
