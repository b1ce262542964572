package eval

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Question is one line of a question set.
type Question struct {
	ID         string     `json:"id"`
	Kind       string     `json:"kind"` // figures are also given for each kind; may be empty
	Question   string     `json:"question"`
	Answerable bool       `json:"answerable"`
	Evidence   []Evidence `json:"evidence"` // alternatives: citing any of them is right
	Articles   []string   `json:"articles"` // where only the article of a right citation is known
	Answer     []string   `json:"answer"`   // alternatives: what a cited quote contains
}

// Evidence is text that stands in an article, word for word.
type Evidence struct {
	Article string `json:"article"`
	Text    string `json:"text"`
}

// maxLine bounds a line of a set, in bytes. A claim may carry whole passages.
const maxLine = 8 << 20

// ReadFile reads the question set at path, as Read does.
func ReadFile(path string) ([]Question, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read question set: %w", err)
	}
	defer f.Close()
	return Read(f, path)
}

// Read reads a question set: one JSON object a line, blank lines left out. The error
// names every bad line as name:line; with one there are no questions. A question without
// an id is called by its line.
func Read(r io.Reader, name string) ([]Question, error) {
	return readLines(r, name, func(q *Question, n int) string {
		q.ID = cmp.Or(q.ID, fmt.Sprintf("line %d", n))
		return q.ID
	}, parse)
}

// readLines reads a set of one JSON object a line. id names an item, given its line.
func readLines[T any](r io.Reader, name string, id func(*T, int) string, parse func([]byte) (T, error)) ([]T, error) {
	var items []T
	var errs []error
	lines := map[string]int{} // id -> the line that has it
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	n := 0
	for in.Scan() {
		n++
		line := bytes.TrimSpace(bytes.TrimPrefix(in.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		item, err := parse(line)
		key := id(&item, n)
		if first, taken := lines[key]; taken && err == nil {
			err = fmt.Errorf("the id %q is taken by line %d", key, first)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, n, err))
			continue
		}
		lines[key] = n
		items = append(items, item)
	}
	if err := in.Err(); err != nil {
		errs = append(errs, fmt.Errorf("%s:%d: %w", name, n+1, err))
	}
	if len(errs) == 0 && len(items) == 0 {
		errs = append(errs, fmt.Errorf("%s: nothing in it: write one JSON object a line", name))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return items, nil
}

// parse reads one line and checks that it can be judged.
func parse(line []byte) (Question, error) {
	var raw struct {
		Question
		Answerable *bool `json:"answerable"`
	}
	if err := json.Unmarshal(line, &raw); err != nil {
		return Question{}, fmt.Errorf("not a question as JSON: %w", err)
	}
	q := raw.Question
	switch {
	case strings.TrimSpace(q.Question) == "":
		return q, errors.New(`"question" is missing or empty`)
	case raw.Answerable == nil:
		return q, errors.New(`"answerable" is missing: write true or false`)
	}
	q.Answerable = *raw.Answerable
	for i, e := range q.Evidence {
		if e.Article == "" || strings.TrimSpace(e.Text) == "" {
			return q, fmt.Errorf(`evidence %d lacks its "article" or its "text"`, i+1)
		}
	}
	if !q.Answerable && len(q.Evidence)+len(q.Answer) > 0 {
		return q, errors.New(`"answerable" is false, but there is evidence or an answer: remove one or the other`)
	}
	return q, nil
}
