// Package importtest holds the house together: it reads the source of every package
// and fails where the order of imports is broken, where a library has a second
// importer, or where a file names a machine's path or holds a secret. It is tests alone.
package importtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "footnote"
)

// storeys are the packages from the top of the house down. A package imports only from
// storeys below its own, never from beside or above it.
var storeys = [][]string{
	{"cmd/bot"},
	{"internal/discord", "internal/web", "internal/eval", "internal/terminal"},
	{"internal/ledger", "internal/live"},
	{"internal/answer"},
	{"internal/answer/extract"},
	{"internal/answer/verify"},
	{"internal/retrieval"},
	{"internal/retrieval/lexical", "internal/retrieval/vector", "internal/retrieval/embed"},
	{"internal/article"},
	// Leaves: they know nothing of the house.
	{"internal/text", "internal/config", "internal/openai"},
}

// keepers are the libraries that one package keeps from all others, by prefix.
var keepers = []struct {
	library string
	keepers []string
}{
	{"github.com/bwmarrin/discordgo", []string{"internal/discord", "internal/discord/discordtest"}},
	{"github.com/sashabaranov/go-openai", []string{"internal/openai", "internal/openai/openaitest"}},
	{"github.com/philippgille/chromem-go", []string{"internal/retrieval/vector"}},
	{"database/sql", []string{"internal/ledger"}},
	{"modernc.org/sqlite", []string{"internal/ledger"}},
	{"github.com/pressly/goose", []string{"internal/ledger"}},
	{"github.com/mattn/go-sqlite3", nil},
	{"github.com/ncruces/go-sqlite3", nil},
	{"github.com/jackc/pgx", nil},
	{"github.com/lib/pq", nil},
	{"github.com/go-sql-driver/mysql", nil},
}

// source is one Go file: the folder of its package below the root, and its imports.
type source struct {
	file, pkg string
	imports   []string
}

func (s source) isTest() bool { return strings.HasSuffix(s.file, "_test.go") }

// isForTests tells whether a package is only for tests: a double of somebody's server,
// or what every implementation must pass. Its name is its parent's and "test".
func isForTests(pkg string) bool { return strings.HasSuffix(pkg, "test") }

func TestImportsRunDownward(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		highest := storey(s.pkg) + 1
		if isForTests(s.pkg) {
			highest = storey(path.Dir(s.pkg)) // what it tests, or stands in for
		}
		if storey(s.pkg) < 0 && !isForTests(s.pkg) {
			t.Errorf("%s: package %s has no storey: give it one in this test", s.file, s.pkg)
		}
		for _, imported := range s.imports {
			if below, ours := strings.CutPrefix(imported, module+"/"); ours && storey(below) < highest {
				t.Errorf("%s imports %s, which is not below it", s.file, below)
			}
		}
	}
}

func TestLibrariesHaveOneImporter(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			for _, k := range keepers {
				if covers(k.library, imported) && !slices.Contains(k.keepers, s.pkg) {
					t.Errorf("%s imports %s, which only %v may", s.file, imported, k.keepers)
				}
			}
		}
	}
}

// The program holds no test code: only tests import testing and the doubles.
func TestProductionImportsNoTests(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() || isForTests(s.pkg) {
			continue
		}
		for _, imported := range s.imports {
			if imported == "testing" || strings.HasPrefix(imported, module+"/") && isForTests(imported) {
				t.Errorf("%s imports %s, which is for tests", s.file, imported)
			}
		}
	}
}

// storey is how far from the top a package stands; -1: it has no place.
func storey(pkg string) int {
	return slices.IndexFunc(storeys, func(packages []string) bool { return slices.Contains(packages, pkg) })
}

// covers tells whether imported is the library or a package of it, of whatever version.
func covers(library, imported string) bool {
	return imported == library || strings.HasPrefix(imported, library+"/")
}

// sources reads the imports of every Go file of the project.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	for _, file := range files(t) {
		if path.Ext(file) != ".go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		s := source{file: file, pkg: path.Dir(file)}
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			s.imports = append(s.imports, name)
		}
		out = append(out, s)
	}
	if len(out) < 20 {
		t.Fatalf("only %d Go files found below %s", len(out), root)
	}
	return out
}

// files lists the project's files by their path below the root, without what git ignores.
func files(t *testing.T) []string {
	t.Helper()
	var out []string
	tree := os.DirFS(root)
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == "bin" || name == "data" || d.Name() == ".git":
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type().IsRegular() && d.Name() != ".env" && !strings.HasSuffix(name, ".test") && !strings.HasSuffix(name, ".prof"):
			out = append(out, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
