// Bot answers questions about a story, in a terminal or in Discord, with sentences that
// are each footnoted by a verbatim quote of an article.
//
// A question's way, top to bottom: article reads the corpus and cuts it into passages;
// retrieval ranks them for the question; answer chooses sentences from the best of them,
// or lets a model write some, and answer/verify passes only those that a quote carries;
// terminal or discord shows them; the ledger records what was asked, cited and judged.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes.
const (
	exitDone   = 0 // an abstention is an answer
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program; tests call it as main does.
func run(ctx context.Context, args, environ []string, in io.Reader, out, errw io.Writer) int {
	root := newRoot(&bot{environ: environ, in: in, out: out, err: errw})
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	err := root.ExecuteContext(ctx)
	var coded exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &coded):
		fmt.Fprintln(errw, "bot:", coded.err)
		return coded.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(errw, "bot: interrupted")
		return exitFailed
	}
	fmt.Fprintln(errw, "bot:", err)
	return exitFailed
}

// exitError is an error that ends the program with a code of its own.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string { return e.err.Error() }
func (e exitError) Unwrap() error { return e.err }

// usage marks an error as one of how the program was called.
func usage(format string, args ...any) error {
	return exitError{exitUsage, fmt.Errorf(format, args...)}
}
