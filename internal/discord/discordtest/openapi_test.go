package discordtest_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	. "footnote/internal/discord/discordtest"
)

// needsOpenAPI skips a test where Discord's description is absent.
func needsOpenAPI(t *testing.T) {
	t.Helper()
	path := filepath.Join("..", "..", "..", "..", "shared", "discord-openapi.json")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("Discord's OpenAPI description is not here: %v", err)
	}
}

// What the rules by hand do not look at, the description does.
func TestOpenAPIRefuses(t *testing.T) {
	needsOpenAPI(t)
	for name, body := range map[string]object{
		"sticker_ids that are numbers": {"content": "x", "sticker_ids": []int{1}},
		"an unknown mention type":      {"content": "x", "allowed_mentions": object{"parse": []string{"nobody"}}},
		"tts that is a word":           {"content": "x", "tts": "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			s := registered(t, Options{})
			s.Allow(RuleOpenAPI, RuleAllowedMentions)
			r := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", body)
			if r.code() != 50035 || !slices.Contains(rules(s), RuleOpenAPI) || len(s.Channel().Messages()) != 0 {
				t.Errorf("%d %s, violations %v", r.status, r.body, s.Violations())
			}
		})
	}
}

func TestOpenAPIRefusesParameters(t *testing.T) {
	needsOpenAPI(t)
	s := registered(t, Options{})
	s.Allow(RuleOpenAPI)
	for query, want := range map[string]int{"limit=100": 0, "limit=101": 50035, "limit=x": 50035, "before=x": 50035, "before=1": 0} {
		if r := do(t, s, "GET", "channels/"+s.Channel().ID+"/messages?"+query, nil); r.code() != want {
			t.Errorf("%s: %s", query, r.body)
		}
	}
}

func TestOpenAPIOff(t *testing.T) {
	s := registered(t, Options{OpenAPI: "off"})
	body := hello()
	body["tts"] = "yes"
	if r := do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", body); r.status != http.StatusOK {
		t.Errorf("%d %s", r.status, r.body)
	}
}

// listener is a TB that keeps what it is told.
type listener struct {
	testing.TB
	lines []string
}

func (l *listener) Logf(format string, args ...any) {
	l.lines = append(l.lines, fmt.Sprintf(format, args...))
}
func (l *listener) Errorf(format string, args ...any) { l.Logf(format, args...) }
func (l *listener) Fatalf(format string, args ...any) { l.Logf(format, args...); panic(stopped{}) }

func TestOpenAPIAbsent(t *testing.T) {
	t.Chdir(t.TempDir())
	l := &listener{TB: t}
	New(Options{TB: l})
	if len(l.lines) != 1 || !strings.Contains(l.lines[0], "nothing is checked") {
		t.Errorf("said %q", l.lines)
	}
}

func TestOpenAPIUnreadable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "spec.json")
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	l := &listener{TB: t}
	defer func() {
		if recover() == nil || len(l.lines) != 1 || !strings.Contains(l.lines[0], "OpenAPI") {
			t.Errorf("said %q", l.lines)
		}
	}()
	New(Options{TB: l, OpenAPI: path})
}

// A violation that was not announced fails the test, and an announced one does not.
func TestViolationsFailTheTest(t *testing.T) {
	for allow, want := range map[Rule]int{RuleAllowedMentions: 0, RuleForm: 1} {
		t.Run(string(allow), func(t *testing.T) {
			l := &listener{TB: t}
			t.Run("with a server", func(t *testing.T) {
				l.TB = t
				s := New(Options{TB: l, OpenAPI: "off"})
				s.Allow(allow)
				do(t, s, "POST", "channels/"+s.Channel().ID+"/messages", object{"content": "hi"})
			})
			if len(l.lines) != want {
				t.Errorf("said %q, want %d lines", l.lines, want)
			}
		})
	}
}

// Everything that the simulator sends follows the description; here all that the
// other tests leave out. A breach fails the test by itself.
func TestObjectsFollowTheDescription(t *testing.T) {
	s := registered(t, Options{})
	ws, _ := session(t, s, intents)
	ada := s.Guild().NewMember("ada", ManageMessages)
	s.Guild().NewRole("editors")
	thread := s.Channel().NewThread("a thread", ada)
	m := s.Say(ada, thread, "in a thread")
	for _, c := range []struct {
		method, path string
		body         any
		status       int
	}{
		{"GET", "applications/@me", nil, 200},
		{"GET", "oauth2/applications/@me", nil, 200},
		{"GET", "users/@me", nil, 200},
		{"GET", "users/" + ada.ID, nil, 200},
		{"GET", "users/1", nil, 404},
		{"GET", "users/@me/guilds", nil, 200},
		{"POST", "users/@me/channels", object{"recipient_id": ada.ID}, 200},
		{"POST", "users/@me/channels", object{"recipient_id": "1"}, 404},
		{"GET", "channels/" + s.Channel().ID, nil, 200},
		{"GET", "channels/" + thread.ID, nil, 200},
		{"GET", "channels/1", nil, 404},
		{"GET", "guilds/" + s.Guild().ID, nil, 200},
		{"GET", "guilds/1", nil, 404},
		{"GET", "guilds/" + s.Guild().ID + "/channels", nil, 200},
		{"GET", "guilds/" + s.Guild().ID + "/members/" + ada.ID, nil, 200},
		{"GET", "guilds/" + s.Guild().ID + "/members/1", nil, 404},
		{"GET", "channels/" + thread.ID + "/messages/" + m.ID, nil, 200},
		{"GET", "channels/" + thread.ID + "/messages?limit=2&after=1&before=" + m.ID, nil, 200},
		{"POST", "channels/" + thread.ID + "/typing", nil, 204},
		{"PUT", "channels/" + thread.ID + "/messages/" + m.ID + "/reactions/%F0%9F%91%8D/@me", nil, 204},
		{"POST", "channels/" + s.Channel().ID + "/threads", object{"name": "another", "type": 11}, 201},
		{"POST", "channels/" + s.Channel().ID + "/messages", object{"allowed_mentions": quiet(), "embeds": []object{{
			"title": "t", "description": "d", "url": "https://example.org", "color": 255, "timestamp": "2024-05-01T12:00:00Z",
			"fields": []object{{"name": "n", "value": "v"}}, "author": object{"name": "a"}, "footer": object{"text": "f"},
			"image": object{"url": "https://example.org/i.png"}, "thumbnail": object{"url": "https://example.org/t.png"}}}}, 200},
	} {
		if r := do(t, s, c.method, c.path, c.body); r.status != c.status {
			t.Errorf("%s %s: %d %s", c.method, c.path, r.status, r.body)
		}
	}
	s.Ask(ada, thread, "in a thread", false)
	i := s.MessageCommand(ada, m, "Check sources")
	acknowledge(t, s, i, AckMessage, object{"content": "hi", "components": []object{row(button("b"))}, "allowed_mentions": quiet()})
	answer, _ := i.Response()
	s.Click(ada, answer, "b")
	s.Reply(ada, answer, "and?", true)
	ws.event("MESSAGE_CREATE")
}

func TestThreadFromAMessage(t *testing.T) {
	s := registered(t, Options{})
	m := s.Say(s.Guild().NewMember("ada"), s.Channel(), "hi")
	path := "channels/" + s.Channel().ID + "/messages/" + m.ID + "/threads"
	if o := do(t, s, "POST", path, object{"name": "about this"}).object(t); o["id"] != m.ID || o["parent_id"] != s.Channel().ID {
		t.Errorf("thread %v", o)
	}
	if r := do(t, s, "POST", path, object{"name": "again"}); r.code() != 160004 {
		t.Errorf("a second thread: %s", r.body)
	}
	if r := do(t, s, "POST", "channels/"+m.ID+"/messages", hello()); r.status != http.StatusOK {
		t.Errorf("a message in the thread: %s", r.body)
	}
}

func TestNonce(t *testing.T) {
	s := registered(t, Options{})
	path := "channels/" + s.Channel().ID + "/messages"
	body := hello()
	body["nonce"], body["enforce_nonce"] = "once", true
	first := do(t, s, "POST", path, body).object(t)["id"]
	if again := do(t, s, "POST", path, body).object(t)["id"]; again != first || len(s.Channel().Messages()) != 1 {
		t.Errorf("sent twice: %v and %v", first, again)
	}
}

func TestFilesComeAlong(t *testing.T) {
	whole := "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n" +
		`{"type":4,"data":{"allowed_mentions":{"parse":[]}}}` +
		"\r\n--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"answer.txt\"\r\n\r\nlong\r\n--b--\r\n"
	for body, status := range map[string]int{whole: http.StatusNoContent, whole[:60]: http.StatusBadRequest, whole[:100]: http.StatusBadRequest, "": http.StatusBadRequest} {
		s, i := asked(t, Options{}, false)
		s.Allow(RuleForm)
		req, err := http.NewRequestWithContext(t.Context(), "POST", s.URL()+callbackPath(i), strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Close = true
		req.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
		req.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		m, _ := i.Response()
		if resp.StatusCode != status || slices.Contains(m.Attachments, "answer.txt") != (status == http.StatusNoContent) {
			t.Errorf("%d bytes: status %d, message %+v", len(body), resp.StatusCode, m)
		}
	}
}
