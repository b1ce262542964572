package eval

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Floor is a bound on a figure: "evidence_first>=0.80", "p99_ms<=50", or, of the
// questions of one kind, "plain/evidence_first>=0.95".
type Floor struct {
	Kind, Metric string
	AtMost       bool // the bound is from above
	Value        float64
}

// String is the floor as ParseFloors reads it.
func (f Floor) String() string {
	op := ">="
	if f.AtMost {
		op = "<="
	}
	s := f.Metric + op + strconv.FormatFloat(f.Value, 'g', -1, 64)
	if f.Kind != "" {
		s = f.Kind + "/" + s
	}
	return s
}

// ParseFloors reads floors with commas or white space between them. From "#" to the end
// of its line is a comment.
func ParseFloors(s string) ([]Floor, error) {
	var out []Floor
	for line := range strings.Lines(s) {
		line, _, _ = strings.Cut(line, "#")
		for _, part := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
			f, err := parseFloor(part)
			if err != nil {
				return nil, err
			}
			out = append(out, f)
		}
	}
	return out, nil
}

func parseFloor(s string) (Floor, error) {
	name, value, found := strings.Cut(s, ">=")
	atMost := !found
	if atMost {
		name, value, found = strings.Cut(s, "<=")
	}
	if !found {
		return Floor{}, fmt.Errorf("floor %q: write it as metric>=value or metric<=value", s)
	}
	f := Floor{Metric: name, AtMost: atMost}
	if kind, rest, ok := strings.Cut(name, "/"); ok {
		f.Kind, f.Metric = kind, rest
	}
	if names, _ := labels(); !slices.Contains(names, f.Metric) {
		return Floor{}, fmt.Errorf("floor %q: there is no metric %q; the metrics are %s", s, f.Metric, strings.Join(names, ", "))
	}
	var err error
	if f.Value, err = strconv.ParseFloat(value, 64); err != nil {
		return Floor{}, fmt.Errorf("floor %q: %q is not a number", s, value)
	}
	return f, nil
}

// Check fails when a figure is on the wrong side of its floor, or was not measured; the
// error has a line for each.
func (r Report) Check(floors []Floor) error {
	var errs []error
	for _, f := range floors {
		figure, ok := r.figure(f)
		switch {
		case !ok:
			errs = append(errs, fmt.Errorf("floor %s: nothing was measured", f))
		case f.AtMost && figure.Value > f.Value, !f.AtMost && figure.Value < f.Value:
			errs = append(errs, fmt.Errorf("floor %s: it is %.3f, of %d", f, figure.Value, figure.Of))
		}
	}
	return errors.Join(errs...)
}

func (r Report) figure(f Floor) (Figure, bool) {
	for _, g := range r.Groups {
		if g.Kind == f.Kind {
			return g.Figures.Get(f.Metric)
		}
	}
	return Figure{}, false
}
