package answer

import (
	"encoding/json"
	"time"

	"footnote/internal/answer/verify"
	"footnote/internal/retrieval"
)

// MarshalJSON writes the answer as `bot ask --json` documents it: one object, its
// lists never null, elapsed time in milliseconds. What is only for the ledger stays out.
func (a Answer) MarshalJSON() ([]byte, error) {
	out := answerJSON{
		ID: a.ID, Question: a.Question, Understood: a.Understood,
		Answered: a.Answered, Mode: a.Mode, Confidence: a.Confidence,
		Claims: []claimJSON{}, Passages: []retrieval.Hit{}, Dropped: []droppedJSON{},
		Reason: a.Reason, Notices: a.Notices,
		ElapsedMS: float64(a.Elapsed) / float64(time.Millisecond),
	}
	for _, c := range a.Claims {
		out.Claims = append(out.Claims, claimToJSON(c))
	}
	out.Passages = append(out.Passages, a.Passages...)
	for _, d := range a.Dropped {
		out.Dropped = append(out.Dropped, droppedJSON(d))
	}
	return json.Marshal(out)
}

type answerJSON struct {
	ID         string          `json:"id"`
	Question   string          `json:"question"`
	Understood string          `json:"understood,omitempty"`
	Answered   bool            `json:"answered"`
	Mode       Mode            `json:"mode"`
	Confidence float64         `json:"confidence"`
	Claims     []claimJSON     `json:"claims"`
	Passages   []retrieval.Hit `json:"passages"`
	Dropped    []droppedJSON   `json:"dropped"`
	Reason     string          `json:"reason,omitempty"`
	Notices    []string        `json:"notices,omitempty"`
	ElapsedMS  float64         `json:"elapsed_ms"`
}

type claimJSON struct {
	Text      string         `json:"text"`
	Score     float64        `json:"score"`
	Citations []citationJSON `json:"citations"`
}

type citationJSON struct {
	Number  int    `json:"number"`
	Passage string `json:"passage"`
	Article string `json:"article"`
	Title   string `json:"title"`
	Quote   string `json:"quote"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
}

type droppedJSON struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

func claimToJSON(c verify.Claim) claimJSON {
	return claimJSON{Text: c.Text(), Score: c.Score(), Citations: citationsToJSON(c.Citations())}
}

func citationsToJSON(citations []verify.Citation) []citationJSON {
	out := make([]citationJSON, 0, len(citations))
	for _, q := range citations {
		out = append(out, citationJSON{
			Number: q.Number, Passage: q.Passage.ID,
			Article: q.Passage.Article.Slug, Title: q.Passage.Article.Title,
			Quote: q.Quote, Start: q.Start, End: q.End,
		})
	}
	return out
}
