package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts in testdata/script run the real program, in a folder of their own, with no
// setting but the corpus that the project ships. UPDATE=1 rewrites what they expect.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bot": main})
}

func TestScripts(t *testing.T) {
	corpus, err := filepath.Abs(filepath.Join("..", "..", "corpus"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CORPUS_DIR", corpus)
			return nil
		},
	})
}
