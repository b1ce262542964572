package ledger

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"strings"

	"footnote/internal/answer/verify"
	"footnote/internal/article"
)

// insertEvidence stores what an answer rests on: the passages retrieved, the claims
// shown with their citations, and the claims dropped.
// now is the corpus as it is by then, nil when that is not known.
func insertEvidence(t *tx, question int64, o Outcome, now *current) error {
	a := o.Answer
	s := shelf{t: t, now: now, at: ms(o.At), editions: map[*article.Article]int64{}, passages: map[*article.Passage]int64{}}
	for i, h := range a.Passages {
		passage, err := s.passage(h.Passage)
		if err != nil {
			return err
		}
		err = t.exec(`INSERT INTO retrieved (question, rank, passage, score, lexical, vector) VALUES (?, ?, ?, ?, ?, ?)`,
			question, i+1, passage, h.Score, h.Lexical, h.Vector)
		if err != nil {
			return err
		}
	}
	for i, c := range a.Claims {
		if err := s.claim(question, i+1, c); err != nil {
			return err
		}
	}
	for i, d := range a.Dropped {
		err := t.exec(`INSERT INTO dropped (question, place, text, reason) VALUES (?, ?, ?, ?)`, question, i+1, d.Text, d.Reason)
		if err != nil {
			return err
		}
	}
	return nil
}

// repeatEvidence gives one answer all that another rests on.
func repeatEvidence(t *tx, question, from int64) error {
	for _, copy := range []string{
		`INSERT INTO retrieved (question, rank, passage, score, lexical, vector)
			SELECT ?, rank, passage, score, lexical, vector FROM retrieved WHERE question = ?`,
		`INSERT INTO claim (question, number, text, score) SELECT ?, number, text, score FROM claim WHERE question = ?`,
		`INSERT INTO citation (question, claim, place, number, quote, before, after)
			SELECT ?, claim, place, number, quote, before, after FROM citation WHERE question = ?`,
	} {
		if err := t.exec(copy, question, from); err != nil {
			return err
		}
	}
	return nil
}

// shelf stores what articles said, each thing once, for one answer.
type shelf struct {
	t        *tx
	now      *current // the corpus by now; nil: not known
	at       int64    // the time of the answer
	editions map[*article.Article]int64
	passages map[*article.Passage]int64
}

func (s *shelf) claim(question int64, number int, c verify.Claim) error {
	err := s.t.exec(`INSERT INTO claim (question, number, text, score) VALUES (?, ?, ?, ?)`, question, number, c.Text(), c.Score())
	if err != nil {
		return err
	}
	for i, cite := range c.Citations() {
		if err := s.citation(question, number, i+1, cite); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) citation(question int64, claim, place int, c verify.Citation) error {
	quote, err := s.quote(c)
	if err != nil {
		return err
	}
	prev, next := c.Passage.Neighbours()
	before, err := s.neighbour(prev)
	if err != nil {
		return err
	}
	after, err := s.neighbour(next)
	if err != nil {
		return err
	}
	return s.t.exec(`INSERT INTO citation (question, claim, place, number, quote, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		question, claim, place, c.Number, quote, before, after)
}

// quote stores the words cited. They are gone already when the corpus was read anew
// while the answer was being made, and its article no longer says them.
func (s *shelf) quote(c verify.Citation) (key int64, err error) {
	passage, err := s.passage(c.Passage)
	if err != nil {
		return 0, err
	}
	gone := sql.NullInt64{Int64: s.at, Valid: s.now != nil && !s.now.says(home(c.Passage).Slug, c.Quote)}
	return keep(s.t,
		`SELECT key FROM quote WHERE passage = ? AND start = ? AND finish = ?`, []any{passage, c.Start, c.End},
		`INSERT INTO quote (passage, start, finish, words, gone) VALUES (?, ?, ?, ?, ?) RETURNING key`, passage, c.Start, c.End, c.Quote, gone)
}

// neighbour stores a passage beside the one quoted, NULL where there is none.
func (s *shelf) neighbour(p *article.Passage) (key sql.NullInt64, err error) {
	if p == nil {
		return key, nil
	}
	key.Int64, err = s.passage(p)
	key.Valid = true
	return key, err
}

func (s *shelf) passage(p *article.Passage) (key int64, err error) {
	if key, ok := s.passages[p]; ok {
		return key, nil
	}
	edition, err := s.edition(p)
	if err != nil {
		return 0, err
	}
	text, err := s.text(p.Text)
	if err != nil {
		return 0, err
	}
	key, err = keep(s.t,
		`SELECT key FROM passage WHERE edition = ? AND number = ? AND text = ?`, []any{edition, p.Number, text},
		`INSERT INTO passage (edition, number, start, paragraph, text) VALUES (?, ?, ?, ?, ?) RETURNING key`,
		edition, p.Number, p.Span.Start, p.Paragraph, text)
	s.passages[p] = key
	return key, err
}

func (s *shelf) text(body string) (key int64, err error) {
	hash := sha256.Sum256([]byte(body))
	return keep(s.t,
		`SELECT key FROM text WHERE hash = ?`, []any{hash[:]},
		`INSERT INTO text (hash, body) VALUES (?, ?) RETURNING key`, hash[:], body)
}

func (s *shelf) edition(p *article.Passage) (key int64, err error) {
	a := home(p)
	if key, ok := s.editions[a]; ok {
		return key, nil
	}
	hash := editionHash(a)
	key, err = keep(s.t,
		`SELECT key FROM edition WHERE hash = ?`, []any{hash[:]},
		`INSERT INTO edition (hash, slug, title, author, source, url, published, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING key`,
		hash[:], a.Slug, a.Title, a.Author, a.Source, a.URL, ms(a.Published), ms(a.Updated))
	s.editions[a] = key
	return key, err
}

// home is the passage's article; of a passage that names none, its id's slug alone.
func home(p *article.Passage) *article.Article {
	if p.Article != nil {
		return p.Article
	}
	slug, _, _ := strings.Cut(p.ID, "#")
	return &article.Article{Slug: slug}
}

// keep returns the key of the row that find finds, or else inserts it.
func keep(t *tx, find string, by []any, insert string, values ...any) (key int64, err error) {
	err = t.QueryRow(find, by...).Scan(&key)
	if err != sql.ErrNoRows {
		return key, err
	}
	err = t.QueryRow(insert, values...).Scan(&key)
	return key, err
}

// editionHash identifies an article's content: everything that it says of itself and
// every passage's text and place. Each part is preceded by its length.
func editionHash(a *article.Article) [32]byte {
	size := 256
	for i := range a.Passages {
		size += len(a.Passages[i].Text) + 16
	}
	b := make([]byte, 0, size)
	part := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	for _, s := range []string{a.Slug, a.Title, a.Author, a.Source, a.URL} {
		part(s)
	}
	b = binary.AppendVarint(b, ms(a.Published))
	b = binary.AppendVarint(b, ms(a.Updated))
	for i := range a.Passages {
		p := &a.Passages[i]
		b = binary.AppendVarint(b, int64(p.Number))
		b = binary.AppendVarint(b, int64(p.Span.Start))
		part(p.Text)
	}
	return sha256.Sum256(b)
}
