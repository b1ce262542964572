package answer

import (
	"context"
	"strings"

	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/retrieval"
)

// write lets the model answer and reports whether it did: with claims that were
// verified, or by saying that the passages do not answer. Where it did not, a notice
// says why and nothing has been shown.
func (s *Service) write(ctx context.Context, a *Answer, show func(verify.Claim)) bool {
	within, cancel := context.WithTimeout(ctx, s.timeout())
	defer cancel()
	system, user := prompt(a.question(), a.Passages)
	w := &writing{evidence: s.Verifier.Evidence(passages(a.Passages)), show: show}
	if s.Judge != nil {
		w.show = nil // not before they are judged
	}
	prompt, completion, err := s.Model.Chat(within, system, user, []byte(replySchema), w.piece)
	a.spend(prompt, completion)
	a.Model, a.Raw, a.Dropped = s.Model.Name(), strings.ToValidUTF8(string(w.reply.buf), "\uFFFD"), w.dropped
	if err != nil && len(w.claims) == 0 {
		s.failed(ctx, a, err)
		return false
	}
	if w.reply.none && w.drafts == 0 {
		a.Mode, a.Reason = Written, "The articles don't say."
		return true
	}
	claims := w.claims
	if s.Judge != nil {
		claims = s.judged(within, a, claims, show)
	}
	if len(claims) == 0 && foreign(a.question()) && s.quoted(a, w.quotes, show) {
		return true
	}
	if len(claims) == 0 {
		a.note("Nothing that the model wrote could be verified, so this was answered without it.")
		return false
	}
	if err != nil || w.broken {
		a.note("The model broke off, so this answer may be incomplete.")
	}
	a.Mode, a.Answered, a.Claims, a.Confidence = Written, true, claims, mean(claims)
	return true
}

// writing is one reply under way.
type writing struct {
	evidence *verify.Evidence
	show     func(verify.Claim)

	attempt int
	reply   decoder
	broken  bool // the stream broke after claims had been shown
	notes   verify.Footnotes
	drafts  int
	quotes  []verify.Quote // of the drafts that were dropped
	claims  []verify.Claim
	dropped []Dropped
}

// piece takes a piece of the reply: each claim that it closes is verified, and shown if
// it passed. It returns false when no more is wanted. A reply that begins anew replaces
// the one before, unless claims of that one were shown.
func (w *writing) piece(attempt int, piece string) bool {
	if attempt != w.attempt {
		if len(w.claims) > 0 {
			w.broken = true
			return false
		}
		w.attempt, w.reply, w.drafts, w.dropped, w.quotes = attempt, decoder{}, 0, nil, nil
	}
	for _, d := range w.reply.write(piece) {
		for _, one := range sentences(d) {
			if w.enough() {
				return false
			}
			w.drafts++
			w.weigh(one)
		}
	}
	return !w.enough()
}

// sentences is d as a draft a sentence, each on all of d's quotes: a true sentence
// lends nothing to the one behind it. One that is too long stays whole, to be refused.
func sentences(d verify.Draft) []verify.Draft {
	cut := article.Loose("claim", d.Text)
	if len(cut.Sentences) < 2 || len(d.Text) > verify.MaxClaim {
		return []verify.Draft{d}
	}
	var out []verify.Draft
	for _, s := range cut.Sentences {
		out = append(out, verify.Draft{Text: cut.Text[s.Start:s.End], Quotes: d.Quotes})
	}
	return out
}

func (w *writing) enough() bool {
	return len(w.claims) >= maxClaims || w.drafts >= maxDrafts || w.reply.full()
}

// weigh verifies a draft and shows it, or drops it.
func (w *writing) weigh(d verify.Draft) {
	claim, verdict := w.evidence.Claim(d)
	if !verdict.Supported {
		w.quotes = append(w.quotes, d.Quotes...)
		w.drop(d.Text, strings.Join(verdict.Reasons, "; "))
		return
	}
	claim, fresh := w.notes.Add(claim)
	if !fresh {
		w.drop(d.Text, "it was said before")
		return
	}
	w.claims = append(w.claims, claim)
	if w.show != nil {
		w.show(claim)
	}
}

// drop records what was not shown, shortened: it may be anything.
func (w *writing) drop(text, reason string) {
	const most = 1000
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) > most {
		text = clip(text, most) + "…"
	}
	w.dropped = append(w.dropped, Dropped{Text: text, Reason: reason})
}

func passages(hits []retrieval.Hit) []*article.Passage {
	out := make([]*article.Passage, len(hits))
	for i, h := range hits {
		out[i] = h.Passage
	}
	return out
}

// mean is the claims' mean score.
func mean(claims []verify.Claim) float64 {
	sum := 0.0
	for _, c := range claims {
		sum += c.Score()
	}
	return sum / float64(len(claims))
}
