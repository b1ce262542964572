package ledger_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"

	"footnote/internal/ledger"
)

// child names what a copy of the test binary is to do, in place of the tests.
const child = "LEDGER_TEST_CHILD"

func TestMain(m *testing.M) {
	flag.Parse()
	switch os.Getenv(child) {
	case "":
		os.Exit(m.Run())
	case "load":
		writeUntilKilled(flag.Arg(0), flag.Arg(1))
	case "open":
		openAndSay(flag.Arg(0))
	}
}

// openAndSay opens a ledger and prints what came of it.
func openAndSay(dir string) {
	db, err := ledger.Open(context.Background(), dir)
	if err == nil {
		err = db.Close()
	}
	fmt.Println(err)
}
