package ledger

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"footnote/internal/answer"
)

// ExportJSONL writes records as they come, one JSON object a line.
func ExportJSONL(w io.Writer, records iter.Seq2[Record, error]) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := out.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// MarshalJSON writes a record as one object: the question's fields, the answer as
// `bot ask --json` writes it, what the model wrote, and what became of it. Times are
// RFC 3339; secrets are not in a record.
func (r Record) MarshalJSON() ([]byte, error) {
	out := recordJSON{
		ID: r.ID, Via: r.Via, Guild: r.Guild, Channel: r.Channel, Member: r.Member, Private: r.Private,
		Follows: r.Follows, Asked: r.Asked, State: r.State, Messages: orEmpty(r.Messages),
		At: r.At, Failure: r.Failure, Corpus: r.Corpus, Again: r.Again, Answer: r.Answer,
		Model: r.Answer.Model, Raw: r.Answer.Raw, Prompt: r.Answer.Usage.Prompt, Completion: r.Answer.Usage.Completion,
		Verdicts: []verdictJSON{}, Feedback: []feedbackJSON{},
	}
	if !r.Stale.IsZero() {
		out.Stale = &r.Stale
	}
	for _, v := range r.Verdicts {
		out.Verdicts = append(out.Verdicts, verdictJSON{v.Claim, v.Word, v.Moderator, v.Reason, v.At})
	}
	for _, f := range r.Feedback {
		out.Feedback = append(out.Feedback, feedbackJSON{f.Member, f.Helpful, f.Why, f.At})
	}
	return json.Marshal(out)
}

type recordJSON struct {
	ID         string         `json:"id"`
	Via        string         `json:"via"`
	Guild      string         `json:"guild"`
	Channel    string         `json:"channel"`
	Member     string         `json:"member"`
	Private    bool           `json:"private"`
	Follows    string         `json:"follows,omitempty"`
	Asked      time.Time      `json:"asked"`
	State      State          `json:"state"`
	Messages   []string       `json:"messages"`
	At         time.Time      `json:"at"`
	Failure    string         `json:"failure,omitempty"`
	Corpus     string         `json:"corpus"`
	Again      string         `json:"again,omitempty"`
	Answer     answer.Answer  `json:"answer"`
	Model      string         `json:"model,omitempty"`
	Raw        string         `json:"raw,omitempty"`
	Prompt     int            `json:"prompt_tokens"`
	Completion int            `json:"completion_tokens"`
	Stale      *time.Time     `json:"stale,omitempty"`
	Verdicts   []verdictJSON  `json:"verdicts"`
	Feedback   []feedbackJSON `json:"feedback"`
}

type verdictJSON struct {
	Claim     int       `json:"claim"` // 0: the whole answer
	Word      Word      `json:"word"`
	Moderator string    `json:"moderator"`
	Reason    string    `json:"reason,omitempty"`
	At        time.Time `json:"at"`
}

type feedbackJSON struct {
	Member  string    `json:"member"`
	Helpful bool      `json:"helpful"`
	Why     string    `json:"why,omitempty"`
	At      time.Time `json:"at"`
}

func orEmpty(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// csvHeader names the columns of ExportCSV.
var csvHeader = []string{
	"id", "asked", "via", "guild", "channel", "member", "private", "state", "question", "understood",
	"claims", "citations", "dropped", "mode", "model", "confidence", "elapsed_ms", "prompt_tokens", "completion_tokens",
	"corpus", "stale", "verdicts", "helpful", "unhelpful", "failure",
}

// ExportCSV writes records as they come, one a row, under a header. What holds several
// things (claims, citations, verdicts) has one a line in its cell. A cell that a
// spreadsheet would run as a formula is preceded by an apostrophe.
func ExportCSV(w io.Writer, records iter.Seq2[Record, error]) error {
	out := csv.NewWriter(w)
	if err := out.Write(csvHeader); err != nil {
		return err
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		row := csvRow(r)
		for i := range row {
			row[i] = harmless(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvRow(r Record) []string {
	a := r.Answer
	var claims, citations, dropped, verdicts []string
	for i, c := range a.Claims {
		claims = append(claims, c.Text())
		for _, q := range c.Citations() {
			citations = append(citations, fmt.Sprintf("claim %d [%d] %s %d-%d: %s", i+1, q.Number, q.Passage.ID, q.Start, q.End, q.Quote))
		}
	}
	for _, d := range a.Dropped {
		dropped = append(dropped, d.Text+" ("+d.Reason+")")
	}
	for _, v := range r.Verdicts {
		verdicts = append(verdicts, fmt.Sprintf("claim %d: %s by %s at %s", v.Claim, v.Word, v.Moderator, v.At.Format(time.RFC3339)))
	}
	helpful := 0
	for _, f := range r.Feedback {
		if f.Helpful {
			helpful++
		}
	}
	stale := ""
	if !r.Stale.IsZero() {
		stale = r.Stale.Format(time.RFC3339)
	}
	lines := func(s []string) string { return strings.Join(s, "\n") }
	return []string{
		r.ID, r.Asked.Format(time.RFC3339), r.Via, r.Guild, r.Channel, r.Member, strconv.FormatBool(r.Private), string(r.State), r.Text, a.Understood,
		lines(claims), lines(citations), lines(dropped), string(a.Mode), a.Model,
		strconv.FormatFloat(a.Confidence, 'f', 3, 64), strconv.FormatFloat(a.Elapsed.Seconds()*1000, 'f', 1, 64),
		strconv.Itoa(a.Usage.Prompt), strconv.Itoa(a.Usage.Completion),
		r.Corpus, stale, lines(verdicts), strconv.Itoa(helpful), strconv.Itoa(len(r.Feedback) - helpful), r.Failure,
	}
}

// harmless keeps spreadsheets from running a cell that somebody else wrote
// (https://owasp.org/www-community/attacks/CSV_Injection).
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
