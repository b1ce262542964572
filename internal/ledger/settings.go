package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// Settings is what a server's moderators chose. The zero value of a list means that
// nobody chose: Discord's own permissions, all channels.
type Settings struct {
	Roles      []string `json:"roles,omitempty"`       // who may moderate, beside those with Discord's permission
	Channels   []string `json:"channels,omitempty"`    // where questions are answered; none: everywhere
	LogChannel string   `json:"log_channel,omitempty"` // where acts of moderation are posted; "": nowhere
	MemberRate int      `json:"member_rate,omitempty"` // questions a member may ask in a minute; 0: the operator's default
	ServerRate int      `json:"server_rate,omitempty"` // questions the server may ask in a minute; 0: the operator's default
	StaleNote  bool     `json:"stale_note"`            // mark answers whose article changed
	LowScore   float64  `json:"low_score"`             // answers less sure than this wait for a moderator; 0: none
	// NearIdentical is how alike a question must be to an approved one to get its answer
	// (see Approved), in 0..1; 0: it must be the same.
	NearIdentical float64 `json:"near_identical"`
}

// DefaultSettings are those of a server whose moderators chose nothing.
func DefaultSettings() Settings {
	return Settings{StaleNote: true, LowScore: 0.3, NearIdentical: 0.95}
}

// Settings is what was chosen for a guild, and the defaults for the rest.
func (db *DB) Settings(ctx context.Context, guild string) (s Settings, err error) {
	err = db.read(ctx, func(q querier) error {
		s, err = settings(q, guild)
		return err
	})
	return s, err
}

func settings(q querier, guild string) (Settings, error) {
	s := DefaultSettings()
	var document string
	switch err := q.QueryRow(`SELECT document FROM setting WHERE guild = ?`, guild).Scan(&document); err {
	case nil:
		return s, json.Unmarshal([]byte(document), &s)
	case sql.ErrNoRows:
		return s, nil
	default:
		return s, err
	}
}

// Configure changes a guild's settings, all or nothing, on behalf of a moderator: what
// change leaves alone stays as it was.
func (db *DB) Configure(ctx context.Context, guild, moderator string, at time.Time, change func(*Settings)) (s Settings, err error) {
	err = db.write(ctx, func(t *tx) error {
		if s, err = settings(t, guild); err != nil {
			return err
		}
		change(&s)
		document, err := json.Marshal(s)
		if err != nil {
			return err
		}
		return t.exec(`INSERT INTO setting (guild, document, at, by) VALUES (?, ?, ?, ?)
			ON CONFLICT (guild) DO UPDATE SET document = excluded.document, at = excluded.at, by = excluded.by`,
			guild, string(document), ms(at), moderator)
	})
	return s, err
}
