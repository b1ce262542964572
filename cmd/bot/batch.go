package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
)

// maxLine bounds one line of standard input. A check may carry whole passages.
const maxLine = 16 << 20

// batch reads one question a line from in, a JSON object or plain text, and writes what
// answer makes of each as one JSON object a line, in the order of the questions. Several
// are answered at once. A line that cannot be read gets an object with its error in its
// place, the others are still answered, and batch then returns an error.
func batch[Q any](ctx context.Context, in io.Reader, out io.Writer, plain func(string) Q, answer func(context.Context, Q) (any, error)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make(chan chan result, runtime.GOMAXPROCS(0))
	read := make(chan error, 1)
	go func() {
		defer close(results)
		read <- eachLine(in, func(n int, line []byte) bool {
			slot := make(chan result, 1)
			select {
			case results <- slot:
			case <-ctx.Done():
				return false
			}
			go func() { slot <- one(ctx, n, line, plain, answer) }()
			return true
		})
	}()
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	bad := 0
	for slot := range results {
		r := <-slot
		if r.fatal != nil {
			return errors.Join(r.fatal, w.Flush())
		}
		if r.bad {
			bad++
		}
		if err := errors.Join(enc.Encode(r.object), w.Flush()); err != nil {
			return fmt.Errorf("write the answers: %w", err)
		}
	}
	if err := errors.Join(<-read, ctx.Err()); err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	if bad > 0 {
		return fmt.Errorf("lines that could not be answered: %d; each has an \"error\" in its place", bad)
	}
	return nil
}

// result is one line of batch's output.
type result struct {
	object any
	bad    bool
	fatal  error // nothing more can be answered
}

func one[Q any](ctx context.Context, n int, line []byte, plain func(string) Q, answer func(context.Context, Q) (any, error)) result {
	q, err := parseLine(line, plain)
	if err != nil {
		return result{object: lineError{Line: n, Error: err.Error()}, bad: true}
	}
	object, err := answer(ctx, q)
	switch {
	case ctx.Err() != nil:
		return result{fatal: ctx.Err()}
	case err != nil:
		return result{object: lineError{Line: n, Error: err.Error()}, bad: true}
	}
	return result{object: object}
}

type lineError struct {
	Line  int    `json:"line"`
	Error string `json:"error"`
}

func parseLine[Q any](line []byte, plain func(string) Q) (Q, error) {
	var q Q
	if line[0] != '{' {
		return plain(string(line)), nil
	}
	if err := json.Unmarshal(line, &q); err != nil {
		return q, fmt.Errorf("not a JSON object of the expected form: %w", err)
	}
	return q, nil
}

// eachLine calls f for every line that is not blank, with its number from 1.
func eachLine(in io.Reader, f func(n int, line []byte) bool) error {
	s := bufio.NewScanner(in)
	s.Buffer(make([]byte, 64<<10), maxLine)
	for n := 1; s.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(s.Bytes(), []byte("\ufeff")))
		if len(line) > 0 && !f(n, bytes.Clone(line)) {
			break
		}
	}
	return s.Err()
}
