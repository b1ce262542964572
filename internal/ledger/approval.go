package ledger

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/text"
)

// approvable reports with ErrUnfit an answer that no moderator can approve: none was
// given, it is stale, or a verdict that stands is against it.
func approvable(t *tx, q asked) error {
	since, err := staleSince(t, q.key)
	if err != nil {
		return err
	}
	if q.state != Answered || q.same == "" || !since.IsZero() {
		return ErrUnfit
	}
	standing, err := verdicts(t, q.key)
	if err != nil {
		return err
	}
	claims := map[int]Word{} // the latest on each; a retraction under 0
	for _, v := range standing {
		if v.Claim != 0 || v.Word == Retracted {
			claims[v.Claim] = v.Word
		}
	}
	for _, w := range claims {
		if w == Unsupported || w == Retracted {
			return ErrUnfit
		}
	}
	return nil
}

func approve(t *tx, q asked, v Verdict) error {
	return t.exec(`INSERT INTO approval (verdict, question, guild, same) VALUES (?, ?, ?, ?)`, v.ID, q.key, q.guild, q.same)
}

// Approved finds the latest approved answer of a guild to the same question: the same
// words but for case, punctuation, articles and words of courtesy. When near is above
// 0, questions that are alike to at least that degree count too (see alike). It returns
// ErrUnknown when there is none. The answer stands as far as the ledger knows: none of
// its articles has changed since it was approved.
func (db *DB) Approved(ctx context.Context, guild, question string, near float64) (r Record, err error) {
	want := normalise(question)
	err = db.read(ctx, func(q querier) error {
		key, err := approvedKey(q, guild, want, near)
		if err != nil {
			return err
		}
		r, err = loadRecord(q, key)
		return err
	})
	return r, err
}

func approvedKey(q querier, guild, want string, near float64) (key int64, err error) {
	if want == "" {
		return 0, ErrUnknown
	}
	err = q.QueryRow(`SELECT question FROM approval WHERE guild = ? AND same = ? AND lapsed IS NULL ORDER BY verdict DESC LIMIT 1`,
		guild, want).Scan(&key)
	if err != sql.ErrNoRows {
		return key, err
	}
	if near <= 0 {
		return 0, ErrUnknown
	}
	return nearest(q, guild, want, near)
}

// nearest finds the approved question most alike to want.
func nearest(q querier, guild, want string, near float64) (key int64, err error) {
	best := 0.0
	_, err = collect(q, func(rows *sql.Rows) (struct{}, error) {
		var question int64
		var same string
		err := rows.Scan(&question, &same)
		if a := alike(want, same); a >= near && a > best {
			key, best = question, a
		}
		return struct{}{}, err
	}, `SELECT question, same FROM approval WHERE guild = ? AND lapsed IS NULL ORDER BY verdict DESC`, guild)
	if err == nil && key == 0 {
		err = ErrUnknown
	}
	return key, err
}

// courtesy is what a question may have or lack without asking something else.
var courtesy = []string{"a", "an", "the", "please", "hi", "hello", "hey", "so", "ok", "okay", "thanks", "um", "uh"}

// normalise reduces a question to what makes it the same question: its words in order,
// folded, without articles and courtesy. Small words stay: "did he" and "did he not",
// "before" and "after" ask different things.
func normalise(question string) string {
	var words []string
	for _, t := range text.Tokens(question) {
		if w := text.Fold(question[t.Start:t.End]); !slices.Contains(courtesy, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// alike says how alike two normalised questions are, in 0..1: 1 less the share of their
// letters that are typing slips. Questions whose words do not pair up in order, each
// the same or a slip of the other, are not alike at all: 0.
func alike(a, b string) float64 {
	as, bs := strings.Fields(a), strings.Fields(b)
	if len(as) != len(bs) || len(as) == 0 {
		return 0
	}
	slips := 0
	for i := range as {
		switch {
		case as[i] == bs[i]:
		case slip(as[i], bs[i]):
			slips++
		default:
			return 0
		}
	}
	return 1 - float64(slips)/float64(max(len(a), len(b))-len(as)+1)
}

// slip reports whether one word is the other with one letter dropped, doubled or added
// after the first, or two neighbours swapped. Words under five letters are not judged,
// and a letter replaced is never a slip: Iceland is not Ireland, nor a million a billion.
// Nor are numbers.
func slip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) < len(y) {
		x, y = y, x
	}
	if len(y) < 5 || x[0] != y[0] || strings.ContainsFunc(a+b, unicode.IsDigit) {
		return false
	}
	i := 0
	for i < len(y) && x[i] == y[i] {
		i++
	}
	switch len(x) - len(y) {
	case 0:
		return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
	case 1:
		return slices.Equal(x[i+1:], y[i:])
	}
	return false
}
