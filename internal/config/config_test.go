package config_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"footnote/internal/config"
)

func TestLoad(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		environ    []string
		check      func(config.Config) bool
	}{
		{"defaults", "", nil, func(c config.Config) bool {
			return c.CorpusDir == "corpus" && c.DataDir == "data" && !c.OpenAI.Configured() && c.Discord.Shards == "auto"
		}},
		{"the file", "CORPUS_DIR=stories\nOPENAI_API_KEY=abc\n", nil, func(c config.Config) bool {
			return c.CorpusDir == "stories" && c.OpenAI.APIKey.Reveal() == "abc" && c.OpenAI.Configured()
		}},
		{"the environment beats the file", "CORPUS_DIR=stories\n", []string{"CORPUS_DIR=news"}, func(c config.Config) bool {
			return c.CorpusDir == "news"
		}},
		{"an empty value is the default", "CORPUS_DIR=\n", []string{"DATA_DIR= "}, func(c config.Config) bool {
			return c.CorpusDir == "corpus" && c.DataDir == "data"
		}},
		{"comments, quotes, export", "# c\nexport DATA_DIR=\"a b\" # d\n", nil, func(c config.Config) bool {
			return c.DataDir == "a b"
		}},
		{"a local server needs no key", "OPENAI_BASE_URL=http://127.0.0.1:11434/v1\nANSWER_JUDGE=on\n", nil, func(c config.Config) bool {
			return c.OpenAI.Configured() && bool(c.OpenAI.Judge)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := config.Load(envFile(t, tt.file), tt.environ)
			if err != nil {
				t.Fatal(err)
			}
			if !tt.check(c) {
				t.Errorf("got %+v", c)
			}
		})
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"a number", "DAILY_TOKEN_BUDGET=lots\n", `DAILY_TOKEN_BUDGET: "lots" is not a value of this setting (want a whole number)`},
		{"a time", "OPENAI_TIMEOUT=soon\n", `OPENAI_TIMEOUT: "soon" is not a value of this setting (want a time such as 30s or 2m)`},
		{"a switch", "ANSWER_JUDGE=maybe\n", `ANSWER_JUDGE: "maybe" is not a value of this setting (want on or off)`},
		{"a level", "LOG_LEVEL=loud\n", `LOG_LEVEL: "loud" is not a value of this setting (want debug, info, warn or error)`},
		{"an address", "OPENAI_BASE_URL=localhost\n", "OPENAI_BASE_URL: not a web address (want https://host/path)"},
		{"too small", "WORKERS=0\n", "WORKERS: 0 is too small (want 1 or more)"},
		{"no setting at all", "OPENAI_API_KEY sk-abc\n", "a line is not of the form NAME=value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := config.Load(envFile(t, tt.file), nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			if strings.Contains(err.Error(), "sk-abc") {
				t.Errorf("the error quotes the secret: %v", err)
			}
		})
	}
}

func TestUnreadableFile(t *testing.T) {
	if _, err := config.Load(t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("a folder as the file: got %v", err)
	}
}

// A secret must not come out however the settings are printed.
func TestSecretsStayHidden(t *testing.T) {
	c, err := config.Load(envFile(t, "OPENAI_API_KEY=hush-hush\nDISCORD_TOKEN=hush-hush\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	js, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("settings", "config", c, "key", c.OpenAI.APIKey)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("settings", "config", c, "key", c.OpenAI.APIKey)
	all := fmt.Sprintf("%v %+v %#v %s %q", c, c, c, c.Discord.Token, c.Discord.Token) + string(js) + log.String()
	if strings.Contains(all, "hush") {
		t.Errorf("a secret came out: %s", all)
	}
	if c.Discord.Token.Reveal() != "hush-hush" {
		t.Error("the token itself is lost")
	}
}

// .env.example and docs/operating.md name every setting there is, and no other.
func TestDocumented(t *testing.T) {
	for _, file := range []string{".env.example", "docs/operating.md"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range config.Names() {
			if !strings.Contains(string(raw), name) {
				t.Errorf("%s: says nothing of %s", file, name)
			}
		}
		if file != ".env.example" {
			continue
		}
		for line := range strings.Lines(string(raw)) {
			name, _, ok := strings.Cut(strings.TrimPrefix(line, "#"), "=")
			if ok && name == strings.ToUpper(name) && !strings.Contains(name, " ") && !slices.Contains(config.Names(), name) {
				t.Errorf("%s: %s is not a setting", file, name)
			}
		}
	}
}

func envFile(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
