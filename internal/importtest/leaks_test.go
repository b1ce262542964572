package importtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// leaks are what no file may hold. They are looked for line by line.
var leaks = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"a path of somebody's machine", regexp.MustCompile(`(?:^|[\s"'=(:])(?:/(?:home|Users)/[\w.-]+|/root|[A-Z]:\\Users)[/\\]`)},
	{"an OpenAI key", regexp.MustCompile(`\bsk-[A-Za-z0-9_-]{20,}`)},
	{"a Discord token", regexp.MustCompile(`\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}`)},
	{"a Discord webhook", regexp.MustCompile(`/api/webhooks/\d{17,}/[\w-]{60,}`)},
	{"a GitHub token", regexp.MustCompile(`\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,})`)},
	{"an AWS key", regexp.MustCompile(`\bAKIA[0-9A-Z]{16}\b`)},
	{"a Google key", regexp.MustCompile(`\bAIza[\w-]{35}`)},
	{"a Slack token", regexp.MustCompile(`\bxox[abprs]-[\w-]{10,}`)},
	{"a private key", regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY`)},
}

func TestNothingLeaks(t *testing.T) {
	here, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files(t) {
		content, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(string(content)) {
			n++
			for _, l := range leaks {
				if found := l.pattern.FindString(line); found != "" {
					t.Errorf("%s:%d holds %s: %.12s…", file, n, l.what, strings.TrimSpace(found))
				}
			}
			if strings.Contains(line, here+"/") {
				t.Errorf("%s:%d names the path of this copy of the project", file, n)
			}
		}
	}
}

// The patterns find what they are for. Each sample is put together here, so that this
// file does not hold it.
func TestLeaksAreFound(t *testing.T) {
	long := strings.Repeat("aB3_", 20)
	for what, samples := range map[string][]string{
		"a path of somebody's machine": {"/ho" + "me/ada/notes.txt", `in "/Us` + `ers/ada/x"`, "=/ro" + "ot/x", `C:\Us` + `ers\ada`},
		"an OpenAI key":                {"sk" + "-proj-" + long},
		"a Discord token":              {"token=M" + long[:24] + "." + long[:6] + "." + long[:27]},
		"a Discord webhook":            {"https://discord.com/api/web" + "hooks/123456789012345678/" + long},
		"a GitHub token":               {"gh" + "p_" + strings.Repeat("a1", 18)},
		"an AWS key":                   {"AK" + "IA" + strings.Repeat("A1", 8)},
		"a Google key":                 {"AI" + "za" + long[:35]},
		"a Slack token":                {"xo" + "xb-" + long},
		"a private key":                {"-----BEGIN RSA PRIV" + "ATE KEY-----"},
	} {
		for _, sample := range samples {
			if got := whatLeaks(sample); got != what {
				t.Errorf("%s is taken for %q", what, got)
			}
		}
	}
	for _, innocent := range []string{"https://example.org/home/ada/x", "sk-test", "go run ./cmd/bot", "risk-adjusted-returns-in-the-long-run"} {
		if got := whatLeaks(innocent); got != "" {
			t.Errorf("%q is taken for %s", innocent, got)
		}
	}
}

// whatLeaks is the first leak in s; "" where there is none.
func whatLeaks(s string) string {
	for _, l := range leaks {
		if l.pattern.MatchString(s) {
			return l.what
		}
	}
	return ""
}
