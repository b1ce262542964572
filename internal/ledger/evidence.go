package ledger

import (
	"database/sql"
	"errors"
	"fmt"

	"footnote/internal/answer"
	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// loadEvidence reads what an answer rested on: the inverse of insertEvidence.
func loadEvidence(q querier, question int64, a *answer.Answer) error {
	l, err := loadLibrary(q, question)
	if err != nil {
		return err
	}
	a.Dropped, err = collect(q, func(rows *sql.Rows) (d answer.Dropped, err error) {
		return d, rows.Scan(&d.Text, &d.Reason)
	}, `SELECT text, reason FROM dropped WHERE question = ? ORDER BY place`, question)
	if err != nil {
		return err
	}
	a.Passages, err = collect(q, func(rows *sql.Rows) (h retrieval.Hit, err error) {
		var passage int64
		err = rows.Scan(&h.Rank, &passage, &h.Score, &h.Lexical, &h.Vector)
		h.Passage = l[passage]
		return h, err
	}, `SELECT rank, passage, score, lexical, vector FROM retrieved WHERE question = ? ORDER BY rank`, question)
	if err != nil {
		return err
	}
	return loadClaims(q, question, l, a)
}

// loadClaims makes the claims again through package verify. Where it refuses one, the
// record is damaged and none is shown: a verdict names a claim by its place among them.
func loadClaims(q querier, question int64, l library, a *answer.Answer) error {
	recorded, err := collect(q, func(rows *sql.Rows) (c claim, err error) {
		return c, rows.Scan(&c.number, &c.text, &c.score)
	}, `SELECT number, text, score FROM claim WHERE question = ? ORDER BY number`, question)
	if err != nil {
		return err
	}
	cited, err := loadCitations(q, question, l)
	if err != nil {
		return err
	}
	var damage error
	for _, c := range recorded {
		made, err := verify.Recorded(c.text, c.score, cited[c.number])
		damage = errors.Join(damage, err)
		a.Claims = append(a.Claims, made)
	}
	if damage == nil {
		return nil
	}
	a.Claims = nil
	for _, c := range recorded {
		a.Dropped = append(a.Dropped, answer.Dropped{Text: c.text, Reason: fmt.Sprintf("the record is damaged: %v", oneLine{damage})})
	}
	return nil
}

// claim is a claim's row, not yet verified again.
type claim struct {
	number int
	text   string
	score  float64
}

// loadCitations reads an answer's citations by the number of their claim.
func loadCitations(q querier, question int64, l library) (map[int][]verify.Citation, error) {
	out := map[int][]verify.Citation{}
	_, err := collect(q, func(rows *sql.Rows) (struct{}, error) {
		var claim int
		var passage int64
		var c verify.Citation
		err := rows.Scan(&claim, &c.Number, &passage, &c.Start, &c.End, &c.Quote)
		c.Passage = l[passage]
		out[claim] = append(out[claim], c)
		return struct{}{}, err
	}, `SELECT c.claim, c.number, w.passage, w.start, w.finish, w.words
		FROM citation c JOIN quote w ON w.key = c.quote
		WHERE c.question = ? ORDER BY c.claim, c.place`, question)
	return out, err
}

// library is every passage recorded for one answer, by key. Passages of one edition
// share their article.
type library map[int64]*article.Passage

func loadLibrary(q querier, question int64) (library, error) {
	articles := map[int64]*article.Article{}
	keys := map[int64][]int64{} // of the passages of each edition, in their order
	_, err := collect(q, func(rows *sql.Rows) (struct{}, error) {
		var key, edition, published, updated int64
		var p article.Passage
		var a article.Article
		err := rows.Scan(&key, &p.Number, &p.Span.Start, &p.Paragraph, &p.Text,
			&edition, &a.Slug, &a.Title, &a.Author, &a.Source, &a.URL, &published, &updated)
		if articles[edition] == nil {
			a.Published, a.Updated = moment(published), moment(updated)
			articles[edition] = &a
		}
		articles[edition].Passages = append(articles[edition].Passages, p)
		keys[edition] = append(keys[edition], key)
		return struct{}{}, err
	}, `SELECT p.key, p.number, p.start, p.paragraph, t.body,
			e.key, e.slug, e.title, e.author, e.source, e.url, e.published, e.updated
		FROM passage p JOIN text t ON t.key = p.text JOIN edition e ON e.key = p.edition
		WHERE p.key IN (
			SELECT passage FROM retrieved WHERE question = ?1
			UNION SELECT w.passage FROM citation c JOIN quote w ON w.key = c.quote WHERE c.question = ?1
			UNION SELECT before FROM citation WHERE question = ?1
			UNION SELECT after FROM citation WHERE question = ?1)
		ORDER BY p.number, p.key`, question)
	if err != nil {
		return nil, err
	}
	l := library{}
	for edition, a := range articles {
		for i := range a.Passages {
			p := &a.Passages[i]
			p.ID, p.Article = fmt.Sprintf("%s#%d", a.Slug, p.Number), a
			p.Span.End = p.Span.Start + len(p.Text)
			if p.Number == 0 {
				a.Header = p.Text
			}
			l[keys[edition][i]] = p
		}
	}
	return l, nil
}
