// Package config owns the settings: one typed value read from the environment and a
// .env file, which the environment beats. Command-line flags are laid over it by
// cmd/bot. It never opens a file other than .env, and never prints a secret.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"
)

// Config is every setting. The env tag is the variable's name, in the environment and
// in .env alike; docs/operating.md says what each one does.
type Config struct {
	CorpusDir string     `env:"CORPUS_DIR" envDefault:"corpus"`
	DataDir   string     `env:"DATA_DIR" envDefault:"data"`
	LogLevel  slog.Level `env:"LOG_LEVEL" envDefault:"info"`

	OpenAI  OpenAI
	Discord Discord
	Privacy Privacy
}

// OpenAI says which server writes answers and embeds passages. With neither a key nor
// a base URL both are done offline.
type OpenAI struct {
	APIKey         Secret        `env:"OPENAI_API_KEY"`
	BaseURL        string        `env:"OPENAI_BASE_URL"`
	Model          string        `env:"OPENAI_MODEL"`
	EmbeddingModel string        `env:"OPENAI_EMBEDDING_MODEL"`
	Timeout        time.Duration `env:"OPENAI_TIMEOUT" envDefault:"30s"`
	Concurrency    int           `env:"OPENAI_CONCURRENCY" envDefault:"8"`
	DailyBudget    int           `env:"DAILY_TOKEN_BUDGET"` // tokens a UTC day; 0: no limit
	Judge          Switch        `env:"ANSWER_JUDGE" envDefault:"off"`
}

// Configured reports whether a server was named, so that a model may write answers.
func (o OpenAI) Configured() bool { return o.APIKey != "" || o.BaseURL != "" }

// Discord holds what `bot serve` needs. Rates are questions per minute.
type Discord struct {
	Token                Secret        `env:"DISCORD_TOKEN"`
	APIURL               string        `env:"DISCORD_API_URL"` // "": Discord's own
	Shards               string        `env:"DISCORD_SHARDS" envDefault:"auto"`
	MessageContentIntent Switch        `env:"MESSAGE_CONTENT_INTENT" envDefault:"off"`
	HTTPAddr             string        `env:"HTTP_ADDR"` // "": no health, metrics or pages
	MemberRate           int           `env:"MEMBER_RATE" envDefault:"6"`
	ServerRate           int           `env:"SERVER_RATE" envDefault:"60"`
	Workers              int           `env:"WORKERS" envDefault:"8"`
	QueueSize            int           `env:"QUEUE_SIZE" envDefault:"200"`
	ShutdownGrace        time.Duration `env:"SHUTDOWN_GRACE" envDefault:"20s"`
}

// Privacy says how long questions are kept.
type Privacy struct {
	RetentionDays int `env:"RETENTION_DAYS"` // 0: until somebody deletes them
}

// Secret is a value that is never printed: every way of formatting it says only
// whether it is set. Reveal is the one way to its text.
type Secret string

func (s Secret) String() string {
	if s == "" {
		return "(not set)"
	}
	return "(set, hidden)"
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the secret from JSON and from slog.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes the secret as it stands, without surrounding white space.
func (s *Secret) UnmarshalText(b []byte) error {
	*s = Secret(strings.TrimSpace(string(b)))
	return nil
}

// Reveal is the secret itself, for the one request that needs it.
func (s Secret) Reveal() string { return string(s) }

// Switch is a setting that is on or off.
type Switch bool

// UnmarshalText reads on, off, true, false, yes, no, 1 and 0, in either case.
func (s *Switch) UnmarshalText(b []byte) error {
	switch strings.ToLower(strings.TrimSpace(string(b))) {
	case "on", "true", "yes", "1":
		*s = true
	case "off", "false", "no", "0":
		*s = false
	default:
		return fmt.Errorf("%q is neither on nor off", b)
	}
	return nil
}

// Load reads the settings from environ ("NAME=value" each, as os.Environ gives them)
// over those of the file envFile. A missing file is no error; a setting that makes no
// sense is, and the error names it and says what would do.
func Load(envFile string, environ []string) (Config, error) {
	vars, err := readFile(envFile)
	if err != nil {
		return Config{}, err
	}
	for _, kv := range environ {
		if k, v, ok := strings.Cut(kv, "="); ok {
			vars[k] = v
		}
	}
	for k, v := range vars { // NAME= means: as if it were not there
		if strings.TrimSpace(v) == "" {
			delete(vars, k)
		}
	}
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: vars}); err != nil {
		return Config{}, explain(err, vars)
	}
	return c, c.check()
}

// readFile reads a .env file. Its parser's error quotes the file, which holds secrets,
// so that error is not passed on.
func readFile(name string) (map[string]string, error) {
	vars, err := godotenv.Read(name)
	var path *fs.PathError
	switch {
	case err == nil:
		return vars, nil
	case errors.Is(err, fs.ErrNotExist):
		return map[string]string{}, nil
	case errors.As(err, &path):
		return nil, fmt.Errorf("%s: cannot be read: %w", name, path.Err)
	}
	return nil, fmt.Errorf("%s: a line is not of the form NAME=value", name)
}

// explain turns the parser's error into one line that names the setting.
func explain(err error, vars map[string]string) error {
	var all env.AggregateError
	var parse env.ParseError
	if !errors.As(err, &all) || len(all.Errors) == 0 || !errors.As(all.Errors[0], &parse) {
		return err
	}
	name := settingOf(parse.Name)
	return fmt.Errorf("%s: %q is not a value of this setting (want %s)", name, vars[name], wanted(parse.Type.String()))
}

func wanted(kind string) string {
	switch kind {
	case "int":
		return "a whole number"
	case "time.Duration":
		return "a time such as 30s or 2m"
	case "slog.Level":
		return "debug, info, warn or error"
	case "config.Switch":
		return "on or off"
	}
	return "another form"
}

func (c Config) check() error {
	for _, s := range []struct{ name, value string }{
		{"OPENAI_BASE_URL", c.OpenAI.BaseURL}, {"DISCORD_API_URL", c.Discord.APIURL},
	} {
		u, err := url.Parse(s.value)
		if s.value != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https")) {
			return fmt.Errorf("%s: not a web address (want https://host/path)", s.name)
		}
	}
	for _, s := range []struct {
		name       string
		value, min int
	}{
		{"DAILY_TOKEN_BUDGET", c.OpenAI.DailyBudget, 0}, {"OPENAI_CONCURRENCY", c.OpenAI.Concurrency, 1},
		{"RETENTION_DAYS", c.Privacy.RetentionDays, 0}, {"MEMBER_RATE", c.Discord.MemberRate, 1},
		{"SERVER_RATE", c.Discord.ServerRate, 1}, {"WORKERS", c.Discord.Workers, 1},
		{"QUEUE_SIZE", c.Discord.QueueSize, 1},
	} {
		if s.value < s.min {
			return fmt.Errorf("%s: %d is too small (want %d or more)", s.name, s.value, s.min)
		}
	}
	return nil
}
