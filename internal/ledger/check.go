package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
)

// Fault is something in the ledger that is not as it should be.
type Fault struct {
	Question string // its ID; "" when no single question is meant
	What     string
}

// Verify checks the ledger: that the database is sound, that every recorded quote is
// inside its recorded passage at its offsets, that every text is what its hash says,
// and that every claim shown has a citation. It returns how many quotes it checked and
// what is wrong; err is a failure to check.
func (db *DB) Verify(ctx context.Context) (quotes int, faults []Fault, err error) {
	err = db.read(ctx, func(q querier) error {
		for _, check := range []func(querier) ([]Fault, error){checkPages, checkReferences, checkTexts, checkClaims} {
			found, err := check(q)
			if err != nil {
				return err
			}
			faults = append(faults, found...)
		}
		found, err := checkQuotes(q)
		for _, f := range found {
			if quotes++; f.What != "" {
				faults = append(faults, f)
			}
		}
		return err
	})
	return quotes, faults, err
}

// checkPages has SQLite check its own structure; it names the first ten faults.
func checkPages(q querier) (faults []Fault, err error) {
	lines, err := collect(q, one[string], `PRAGMA integrity_check(10)`)
	for _, line := range lines {
		if line != "ok" {
			faults = append(faults, Fault{What: "the database is damaged: " + line})
		}
	}
	return faults, err
}

func checkReferences(q querier) ([]Fault, error) {
	return collect(q, func(rows *sql.Rows) (f Fault, err error) {
		var table string
		var row sql.NullInt64
		var parent string
		var constraint int
		err = rows.Scan(&table, &row, &parent, &constraint)
		f.What = fmt.Sprintf("a row of %s refers to a row of %s that is not there", table, parent)
		return f, err
	}, `PRAGMA foreign_key_check`)
}

func checkTexts(q querier) (faults []Fault, err error) {
	_, err = collect(q, func(rows *sql.Rows) (struct{}, error) {
		var hash, body []byte
		err := rows.Scan(&hash, &body)
		if sum := sha256.Sum256(body); string(sum[:]) != string(hash) {
			faults = append(faults, Fault{What: fmt.Sprintf("the text %.60q is not what it was when it was recorded", body)})
		}
		return struct{}{}, err
	}, `SELECT hash, body FROM text`)
	return faults, err
}

func checkClaims(q querier) ([]Fault, error) {
	return collect(q, func(rows *sql.Rows) (f Fault, err error) {
		var number int
		err = rows.Scan(&f.Question, &number)
		f.What = fmt.Sprintf("claim %d has no citation", number)
		return f, err
	}, `SELECT q.id, c.number FROM claim c JOIN question q ON q.key = c.question
		WHERE NOT EXISTS (SELECT 1 FROM citation x WHERE x.question = c.question AND x.claim = c.number)`)
}

// checkQuotes returns one Fault for each quote; that of a sound one says nothing. The
// question named is the first that cites the quote.
func checkQuotes(q querier) ([]Fault, error) {
	return collect(q, func(rows *sql.Rows) (f Fault, err error) {
		var start, finish, number int
		var words, body, slug string
		var question sql.NullString
		err = rows.Scan(&start, &finish, &words, &body, &slug, &number, &question)
		if start < 0 || finish > len(body) || start >= finish || body[start:finish] != words {
			f.Question = question.String
			f.What = fmt.Sprintf("the quote %.60q is not at bytes %d to %d of passage %s#%d", words, start, finish, slug, number)
		}
		return f, err
	}, `SELECT w.start, w.finish, w.words, b.body, e.slug, p.number,
			(SELECT q.id FROM citation c JOIN question q ON q.key = c.question WHERE c.quote = w.key ORDER BY c.question LIMIT 1)
		FROM quote w
		JOIN passage p ON p.key = w.passage
		JOIN edition e ON e.key = p.edition
		JOIN text b ON b.key = p.text`)
}
