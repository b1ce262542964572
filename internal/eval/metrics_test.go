package eval

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

// sure makes outcomes of answerable questions (yes) and of others (no) by confidence.
func sure(yes, no []float64) []Outcome {
	var out []Outcome
	for _, c := range yes {
		out = append(out, Outcome{Question: Question{Answerable: true}, Confidence: c})
	}
	for _, c := range no {
		out = append(out, Outcome{Confidence: c})
	}
	return out
}

func TestAUC(t *testing.T) {
	tests := []struct {
		name    string
		yes, no []float64
		want    float64
		of      int
	}{
		{"told apart", []float64{0.9, 0.8}, []float64{0.2, 0.1}, 1, 4},
		{"the wrong way round", []float64{0.1}, []float64{0.9, 0.8}, 0, 3},
		{"all alike", []float64{0.5, 0.5}, []float64{0.5, 0.5, 0.5}, 0.5, 5},
		{"one pair of six wrong", []float64{0.9, 0.4}, []float64{0.5, 0.3, 0.1}, 5. / 6, 5},
		{"a tie is half a pair", []float64{0.9, 0.5}, []float64{0.5}, 0.75, 3},
		{"nothing to tell from", []float64{0.5}, nil, 0, 0},
		{"none at all", nil, nil, 0, 0},
	}
	for _, tt := range tests {
		got, of := auc(sure(tt.yes, tt.no))
		if math.Abs(got-tt.want) > 1e-12 || of != tt.of {
			t.Errorf("%s: %v of %d, want %v of %d", tt.name, got, of, tt.want, tt.of)
		}
	}
}

func TestPercentile(t *testing.T) {
	ms := func(times ...int) []Outcome {
		var out []Outcome
		for _, n := range times {
			out = append(out, Outcome{Elapsed: time.Duration(n) * time.Millisecond})
		}
		return out
	}
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = 100 - i // 1 … 100, from above
	}
	tests := []struct {
		p    float64
		of   []Outcome
		want float64
	}{
		{50, ms(hundred...), 50}, {99, ms(hundred...), 99}, {100, ms(hundred...), 100}, {0, ms(hundred...), 1},
		{50, ms(7), 7}, {99, ms(7), 7},
		{50, ms(3, 1, 2), 2}, {99, ms(3, 1, 2), 3}, {50, ms(4, 3, 2, 1), 2},
	}
	for _, tt := range tests {
		if got, of := percentile(tt.p)(tt.of); got != tt.want || of != len(tt.of) {
			t.Errorf("percentile %v of %d times is %v, want %v", tt.p, len(tt.of), got, tt.want)
		}
	}
	if _, of := percentile(50)(nil); of != 0 {
		t.Error("no times have a percentile")
	}
}

func TestBalanced(t *testing.T) {
	outcome := func(answerable, answered bool) Outcome {
		return Outcome{Question: Question{Answerable: answerable}, Answered: answered}
	}
	tests := []struct {
		name     string
		outcomes []Outcome
		want     float64
	}{
		{"always answering", []Outcome{outcome(true, true), outcome(true, true), outcome(false, true)}, 0.5},
		{"never answering", []Outcome{outcome(true, false), outcome(false, false)}, 0.5},
		{"always right", []Outcome{outcome(true, true), outcome(false, false), outcome(false, false)}, 1},
		{"three in four, one in two", []Outcome{outcome(true, true), outcome(true, true), outcome(true, true), outcome(true, false),
			outcome(false, false), outcome(false, true)}, 0.625},
	}
	for _, tt := range tests {
		if got, of := balanced(tt.outcomes); got != tt.want || of != len(tt.outcomes) {
			t.Errorf("%s: %v of %d, want %v", tt.name, got, of, tt.want)
		}
	}
	if _, of := balanced([]Outcome{outcome(true, true)}); of != 0 {
		t.Error("one kind of question alone has a balance")
	}
}

// Nothing is measured of nothing, rather than a zero or a NaN in the report.
func TestFiguresOfNothing(t *testing.T) {
	if got := figuresOf(metrics, nil); len(got) > 0 {
		t.Errorf("figures of no questions: %v", got)
	}
	for _, f := range figuresOf(metrics, []Outcome{{}}) {
		if math.IsNaN(f.Value) {
			t.Errorf("%s is not a number", f.Name)
		}
	}
}

func TestContainsAny(t *testing.T) {
	tests := []struct {
		quote   string
		answers []string
		want    bool
	}{
		{"More than 80 people were killed.", []string{"80"}, true},
		{"More than 180 people were killed.", []string{"80"}, false},
		{"The mayor left.", []string{"May"}, false},
		{"The mayor left in May.", []string{"May"}, true},
		{"It cost $4.2\nmillion.", []string{"$4.2 MILLION"}, true},
		{"Éluard wrote it", []string{"éluard"}, true},
		{"über alles", []string{"ber"}, false},
		{"one", []string{"two", "one"}, true},
		{"one", nil, false},
		{"one", []string{""}, false},
	}
	for _, tt := range tests {
		if got := containsAny(tt.quote, tt.answers); got != tt.want {
			t.Errorf("containsAny(%q, %q) is %t", tt.quote, tt.answers, got)
		}
	}
}

func TestFloorString(t *testing.T) {
	for _, s := range []string{"hit1>=0.8", "p99_ms<=50", "plain/evidence_first>=0.95", "violations<=0"} {
		floors, err := ParseFloors(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := floors[0].String(); got != s {
			t.Errorf("%s is written %s", s, got)
		}
	}
}

// Many kinds make several tables, none too wide for a screen, each beside all questions.
func TestTableOfManyKinds(t *testing.T) {
	var outcomes []Outcome
	for i := range 14 {
		outcomes = append(outcomes, Outcome{Question: Question{Kind: "kind" + strconv.Itoa(i)}})
	}
	var b strings.Builder
	if err := newReport(outcomes).WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	tables := strings.Split(strings.TrimSpace(b.String()), "\n\n")
	if len(tables) != 3 {
		t.Fatalf("%d tables, want 3:\n%s", len(tables), b.String())
	}
	for _, table := range tables {
		if !strings.Contains(table, " all ") {
			t.Errorf("a table without all questions:\n%s", table)
		}
		for line := range strings.Lines(table) {
			if n := len([]rune(line)); n > 100 {
				t.Errorf("a line of %d columns: %s", n, line)
			}
		}
	}
}

// What an article says cannot redraw the terminal of who reads its failures.
func TestFailuresAreSafeToPrint(t *testing.T) {
	r := Report{Failures: []Failure{{ID: "q", What: "abstained", Question: "a\x1b[2Jb", Expected: "c\nd", Got: "e\u202ef\x00"}}}
	var b strings.Builder
	if err := r.WriteFailures(&b); err != nil {
		t.Fatal(err)
	}
	want := "q: abstained\n  question  a[2Jb\n  expected  c d\n  got       ef\n"
	if b.String() != want {
		t.Errorf("printed %q, want %q", b.String(), want)
	}
}
