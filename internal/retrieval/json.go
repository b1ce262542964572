package retrieval

import "encoding/json"

// MarshalJSON writes the hit as the command line documents it: its passage's id, article
// and text, its rank and score, and why it ranked (0: not among those).
func (h Hit) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ID      string   `json:"id"`
		Article string   `json:"article"`
		Rank    int      `json:"rank"`
		Score   float64  `json:"score"`
		Text    string   `json:"text"`
		Lexical int      `json:"lexical"`
		Vector  int      `json:"vector"`
		Matched []string `json:"matched,omitempty"`
	}{h.Passage.ID, h.Passage.Article.Slug, h.Rank, h.Score, h.Passage.Text, h.Lexical, h.Vector, h.Matched})
}
