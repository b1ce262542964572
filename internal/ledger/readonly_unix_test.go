//go:build unix

package ledger_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"footnote/internal/ledger"
)

// TestReadOnly opens ledgers that may not be written. Root may write everything, so
// under root a copy of the test binary does it as nobody.
func TestReadOnly(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, dir string){
		"an empty directory": func(t *testing.T, dir string) {},
		"a ledger": func(t *testing.T, dir string) {
			fill(t, openIn(t, dir), 1)
			if err := os.Chmod(filepath.Join(dir, ledger.FileName), 0o444); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(world(t), "data")
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			prepare(t, dir)
			if err := os.Chmod(dir, 0o555); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(dir, 0o755) })
			before := files(t, dir)
			said := asNobody(t, dir)
			if !strings.Contains(said, ledger.ErrReadOnly.Error()) || strings.Count(said, "\n") != 1 {
				t.Errorf("said %q", said)
			}
			if after := files(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
				t.Error("the directory changed")
			}
		})
	}
}

// world makes a directory that everybody may enter.
func world(t *testing.T) string {
	dir, err := os.MkdirTemp("", "ledger")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// asNobody has a copy of the test binary open dir, without root's rights.
func asNobody(t *testing.T, dir string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(world(t), "ledger.test")
	if err := os.WriteFile(copied, binary, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(copied, dir)
	cmd.Env, cmd.Dir = append(os.Environ(), child+"=open"), "/"
	if os.Geteuid() == 0 {
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}
