package discordtest

import (
	"encoding/json"
	"testing"
)

// Whatever a bot sends is refused or becomes a message; nothing panics, and what
// is accepted keeps the limits that members would notice.
func FuzzMessage(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `{"content":"hi","nonce":1}`, `{"content":null,"embeds":[null],"components":[null]}`,
		`{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"b"},null,3]}]}`,
		`{"flags":32768,"components":[{"type":9,"components":[{"type":10,"content":"t"}],"accessory":{"type":11,"media":{"url":"u"}}}]}`,
		`{"flags":32768,"components":[{"type":12,"items":[{"media":{"url":"u"}},1]},{"type":13,"file":{"url":"attachment://a"}}]}`,
		`{"embeds":[{"title":"t","fields":[{"name":"n","value":"v"}],"footer":{"text":"f"}}],"allowed_mentions":{"parse":["users"],"users":["1"]}}`,
		`{"attachments":[{"filename":"a"}],"content":"@everyone <@1>"}`,
	} {
		f.Add(seed)
	}
	s := New(Options{OpenAPI: "off"})
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, text string) {
		b := &messageBody{}
		if decodeBody([]byte(text), b) != nil {
			return
		}
		d := draftOf(Message{}, b, nil)
		if d.check(responseFlags) != nil {
			return
		}
		m := &Message{ID: "1", Channel: s.Channel(), Author: s.Bot()}
		d.apply(m)
		m.address(nil, d.allowed)
		if _, err := json.Marshal(m.json()); err != nil {
			t.Error(err)
		}
		if length(m.Content) > maxContent || m.Flags&^responseFlags != 0 {
			t.Errorf("accepted %q with flags %d", m.Content, m.Flags)
		}
		_ = m.Text()
	})
}

// Whatever a bot sends on the gateway is answered, closed on or passed over.
func FuzzFrame(f *testing.F) {
	for _, seed := range []string{
		`{"op":1,"d":null}`, `{"op":2,"d":{"token":"Bot simulated-token","intents":1}}`, `{"op":2,"d":{"token":"simulated-token","intents":1,"shard":[0,0]}}`,
		`{"op":2,"d":{"shard":[-1,1]}}`, `{"op":3}`, `{"op":6,"d":{"token":"simulated-token","session_id":"x","seq":-5}}`, `null`, `{`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, text string) {
		s := New(Options{OpenAPI: "off"})
		defer s.Close()
		c := &conn{s: s, wake: make(chan struct{}, 1)}
		s.mu.Lock()
		defer s.mu.Unlock()
		for range 2 {
			c.handle([]byte(text))
		}
	})
}

// Whatever commands a bot registers, they are refused or can be given back.
func FuzzCommands(f *testing.F) {
	for _, seed := range []string{
		`[]`, `[null]`, `[{"name":"ask","description":"d","options":[{"type":3,"name":"q","description":"d","required":true,"choices":null}]}]`,
		`[{"name":"Check","type":3}]`, `[{"name":"a","description":"d","default_member_permissions":"32","contexts":[0]}]`,
		`[{"name":"a","description":"d","default_member_permissions":-1e300}]`,
	} {
		f.Add(seed)
	}
	s := New(Options{OpenAPI: "off"})
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, text string) {
		var list []Command
		if decodeBody([]byte(text), &list) != nil {
			return
		}
		for n := range list {
			c := &list[n]
			if checkCommands([]*Command{c}) != nil {
				continue
			}
			if _, err := json.Marshal(c.json(s)); err != nil {
				t.Error(err)
			}
		}
	})
}
