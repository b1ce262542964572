package ledger

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/text"
)

// Correction says what a changed corpus did to past answers.
type Correction struct {
	Changed []string // slugs of the articles that are new, different or gone, sorted
	Gone    int      // quotes that were cited and that their article no longer says
	Back    int      // quotes that had gone and are said again
	Stale   int      // answers that cite one of those now gone
	Lapsed  int      // approvals that ended because one of their articles changed
}

// Correct compares the corpus as it is now with what past answers cite. Articles are
// compared by content: a quote that still stands in any passage of its article is fine,
// wherever it moved; one that doesn't is gone from now on, and so every answer that
// cites it is stale. Approvals of answers that cite a changed article end.
//
// The work depends on how many different quotes the changed articles have, not on how
// many answers cite them. QueueStale then puts those answers into the review queue.
func (db *DB) Correct(ctx context.Context, c *article.Corpus, at time.Time) (out Correction, err error) {
	now := newCurrent(c)
	err = db.write(ctx, func(t *tx) error {
		out = Correction{}
		if out.Changed, err = changed(t, now); err != nil {
			return err
		}
		for _, slug := range out.Changed {
			if err := correct(t, now, slug, at, &out); err != nil {
				return err
			}
		}
		if out.Stale, err = countStale(t, at); err != nil {
			return err
		}
		return stand(t, now, out.Changed, c.Version, at)
	})
	if err != nil {
		return Correction{}, err
	}
	db.current.Store(now)
	return out, nil
}

// current is the corpus that answers are compared with.
type current struct {
	articles map[string]*article.Article // by slug
	hashes   map[string][32]byte         // of their editions
}

func newCurrent(c *article.Corpus) *current {
	now := &current{articles: map[string]*article.Article{}, hashes: map[string][32]byte{}}
	for _, a := range c.Articles {
		now.articles[a.Slug], now.hashes[a.Slug] = a, editionHash(a)
	}
	return now
}

// says reports whether an article of the corpus holds the words in one of its passages.
func (c *current) says(slug, words string) bool {
	a := c.articles[slug]
	return a != nil && slices.ContainsFunc(a.Passages, func(p article.Passage) bool {
		return strings.Contains(p.Text, words)
	})
}

// changed lists the slugs whose article is not what the ledger last saw: those of the
// corpus, those of the corpus before, and, the first time, those ever cited.
func changed(q querier, now *current) ([]string, error) {
	type row struct {
		slug string
		hash []byte
	}
	standing, err := collect(q, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.slug, &r.hash)
	}, `SELECT slug, edition FROM standing
		UNION ALL SELECT DISTINCT slug, x'' FROM edition WHERE NOT EXISTS (SELECT 1 FROM standing)`)
	if err != nil {
		return nil, err
	}
	var out []string
	seen := map[string]bool{}
	for _, r := range standing {
		seen[r.slug] = true
		if hash, ok := now.hashes[r.slug]; !ok || string(hash[:]) != string(r.hash) {
			out = append(out, r.slug)
		}
	}
	for slug := range now.articles {
		if !seen[slug] {
			out = append(out, slug)
		}
	}
	slices.Sort(out)
	return out, nil
}

// correct compares one changed article with every quote that was ever taken from it.
func correct(t *tx, now *current, slug string, at time.Time, out *Correction) error {
	hash := now.hashes[slug] // zero when the article went: no edition has that
	n, err := t.count(`UPDATE approval SET lapsed = ?1 WHERE lapsed IS NULL AND EXISTS (
			SELECT 1 FROM citation c
			JOIN quote w ON w.key = c.quote
			JOIN passage p ON p.key = w.passage
			JOIN edition e ON e.key = p.edition
			WHERE c.question = approval.question AND e.slug = ?2 AND e.hash <> ?3)`, ms(at), slug, hash[:])
	if err != nil {
		return err
	}
	out.Lapsed += n
	quotes, err := quotesOf(t, slug)
	if err != nil {
		return err
	}
	for _, w := range quotes {
		switch says := now.says(slug, w.words); {
		case says && w.gone:
			out.Back++
			err = t.exec(`UPDATE quote SET gone = NULL, instead = NULL, queued = 0 WHERE key = ?`, w.key)
		case !says && !w.gone:
			out.Gone++
			err = lose(t, now.articles[slug], w, at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cited is a quote's row as a correction needs it.
type cited struct {
	key           int64
	words, before string
	gone          bool
}

func quotesOf(q querier, slug string) ([]cited, error) {
	return collect(q, func(rows *sql.Rows) (c cited, err error) {
		return c, rows.Scan(&c.key, &c.words, &c.gone, &c.before)
	}, `SELECT w.key, w.words, w.gone IS NOT NULL, b.body
		FROM edition e
		JOIN passage p ON p.edition = e.key
		JOIN quote w ON w.passage = p.key
		JOIN text b ON b.key = p.text
		WHERE e.slug = ?`, slug)
}

// lose marks a quote as gone, with the passage of the article that took its place.
func lose(t *tx, a *article.Article, w cited, at time.Time) error {
	var instead sql.NullInt64
	if after := successor(a, w.before); after != "" {
		s := shelf{t: t}
		key, err := s.text(after)
		if err != nil {
			return err
		}
		instead = sql.NullInt64{Int64: key, Valid: true}
	}
	return t.exec(`UPDATE quote SET gone = ?, instead = ?, queued = 0 WHERE key = ?`, ms(at), instead, w.key)
}

// likeness is the least share of words (Jaccard) that a passage has in common with the
// one whose place it took. Two paragraphs of one article on different things share
// about a tenth.
const likeness = 0.3

// successor finds the passage of a most like the text before; "" when there is none.
func successor(a *article.Article, before string) string {
	if a == nil {
		return ""
	}
	was := wordSet(before)
	best, found := likeness, ""
	for _, p := range a.Passages {
		if l := overlap(was, wordSet(p.Text)); l > best {
			best, found = l, p.Text
		}
	}
	return found
}

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, t := range text.Tokens(s) {
		set[t.Fold] = true
	}
	return set
}

// overlap is the Jaccard index of two sets: what they share of what either has.
func overlap(a, b map[string]bool) float64 {
	shared := 0
	for w := range a {
		if b[w] {
			shared++
		}
	}
	all := len(a) + len(b) - shared
	if all == 0 {
		return 0
	}
	return float64(shared) / float64(all)
}

// countStale counts the answers that cite a quote that went at a given time.
func countStale(q querier, at time.Time) (n int, err error) {
	return n, q.QueryRow(`SELECT count(DISTINCT c.question) FROM quote w JOIN citation c ON c.quote = w.key
		WHERE w.gone IS NOT NULL AND w.gone = ?`, ms(at)).Scan(&n)
}

// stand records the changed articles as the ones that the next corpus is compared with.
func stand(t *tx, now *current, slugs []string, version string, at time.Time) error {
	for _, slug := range slugs {
		err := t.exec(`DELETE FROM standing WHERE slug = ?`, slug)
		if hash, ok := now.hashes[slug]; ok && err == nil {
			err = t.exec(`INSERT INTO standing (slug, edition) VALUES (?, ?)`, slug, hash[:])
		}
		if err != nil {
			return err
		}
	}
	return t.exec(`INSERT INTO corpus (version, seen) VALUES (?, ?) ON CONFLICT (version) DO NOTHING`, version, ms(at))
}

// queueBatch bounds the answers that one transaction of QueueStale puts into the queue.
const queueBatch = 500

// QueueStale puts every public answer that cites a quote gone into its guild's review
// queue, in short transactions that let others write between them, and returns how many.
// Where it was stopped it goes on the next time.
func (db *DB) QueueStale(ctx context.Context) (total int, err error) {
	for {
		var n, seen int
		err := db.write(ctx, func(t *tx) (err error) {
			n, seen, err = queueStale(t)
			return err
		})
		total += n
		if err != nil || seen == 0 {
			return total, err
		}
	}
}

// queueStale goes on with the first quote gone whose answers are not all queued.
func queueStale(t *tx) (queued, seen int, err error) {
	var quote, from, gone int64
	err = t.QueryRow(`SELECT w.key, w.queued, w.gone FROM quote w WHERE w.gone IS NOT NULL
		AND EXISTS (SELECT 1 FROM citation c WHERE c.quote = w.key AND c.question > w.queued)
		LIMIT 1`).Scan(&quote, &from, &gone)
	if err == sql.ErrNoRows {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	keys, err := collect(t, one[int64], `SELECT DISTINCT question FROM citation WHERE quote = ? AND question > ?
		ORDER BY question LIMIT ?`, quote, from, queueBatch)
	if err != nil {
		return 0, 0, err
	}
	for _, key := range keys {
		n, err := queueOne(t, key, moment(gone))
		if err != nil {
			return 0, 0, err
		}
		queued += n
	}
	return queued, len(keys), t.exec(`UPDATE quote SET queued = ? WHERE key = ?`, keys[len(keys)-1], quote)
}

// queueOne queues one stale answer, where it is a guild's to review.
func queueOne(t *tx, key int64, gone time.Time) (int, error) {
	q := asked{key: key}
	err := t.QueryRow(`SELECT guild, private FROM question WHERE key = ?`, key).Scan(&q.guild, &q.private)
	if err != nil || !q.reviewable() {
		return 0, err
	}
	return 1, enqueue(t, q, Stale, 0, gone)
}

// Outdated lists the answers of a guild, or of every guild where guild is "", whose
// messages don't show whether they are out of date: those that went stale and that Noted
// has not been told of, oldest first, and then those marked whose words are said again.
func (db *DB) Outdated(ctx context.Context, guild string, limit int) (out []Record, err error) {
	err = db.read(ctx, func(q querier) error {
		keys, err := collect(q, one[int64], `SELECT question FROM review r
			WHERE guild >= ?1 AND guild <= ?2 AND reasons & 8 AND noted IS NULL AND `+isStale+` ORDER BY question LIMIT ?3`,
			guild, lastGuild(guild), limit)
		if err == nil && len(keys) == 0 {
			keys, err = collect(q, one[int64], `SELECT question FROM review r
				WHERE guild >= ?1 AND guild <= ?2 AND noted IS NOT NULL AND NOT `+isStale+` ORDER BY question LIMIT ?3`,
				guild, lastGuild(guild), limit)
		}
		if err != nil {
			return err
		}
		for _, key := range keys {
			r, err := loadRecord(q, key)
			if err != nil {
				return err
			}
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// isStale is the condition that the answer of a row r of review cites a quote gone.
const isStale = `EXISTS (SELECT 1 FROM citation c JOIN quote w ON w.key = c.quote
	WHERE c.question = r.question AND w.gone IS NOT NULL)`

// lastGuild is the end of a range of guilds that begins with guild: the same, or above
// every id where guild is "".
func lastGuild(guild string) string {
	if guild == "" {
		return "\uffff"
	}
	return guild
}

// Noted records that an answer's message was marked as out of date, or can't be; with a
// zero time, that the mark was taken away.
func (db *DB) Noted(ctx context.Context, id string, at time.Time) error {
	var noted sql.NullInt64
	if !at.IsZero() {
		noted = sql.NullInt64{Int64: ms(at), Valid: true}
	}
	return db.write(ctx, func(t *tx) error {
		return t.exec(`UPDATE review SET noted = ? WHERE question = (SELECT key FROM question WHERE id = ?)`, noted, id)
	})
}
