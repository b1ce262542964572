package answer

import (
	"unicode"

	"footnote/internal/answer/verify"
	"footnote/internal/article"
	"footnote/internal/text"
)

// maxQuoted is how many sentences are quoted where a claim in another language cannot
// be verified.
const maxQuoted = 2

// quoted answers with the sentences that the model quoted, where its own words are in
// the language of the question but not of the articles: what is verified word by word
// cannot be verified across languages, and what is quoted whole needs no verifying. It
// reports false when no quote stands in its passage.
func (s *Service) quoted(a *Answer, quotes []verify.Quote, show func(verify.Claim)) bool {
	var notes verify.Footnotes
	for _, q := range quotes {
		if q.Passage < 1 || q.Passage > len(a.Passages) || len(a.Claims) == maxQuoted {
			continue
		}
		p := a.Passages[q.Passage-1].Passage
		start, _, ok := verify.Locate(q.Text, p.Text)
		if !ok {
			continue
		}
		if c, ok := verify.Verbatim(1, p, sentenceAt(p, start)); ok {
			if c, ok = notes.Add(c); ok {
				a.Claims = append(a.Claims, c)
			}
		}
	}
	if len(a.Claims) == 0 {
		return false
	}
	a.Mode, a.Answered, a.Confidence = Extract, true, 0.5 // nobody but the model says that they answer
	a.note("What the model wrote in the language of the question can't be verified, so the sentences that it relied on are quoted.")
	for _, c := range a.Claims {
		if show != nil {
			show(c)
		}
	}
	return true
}

// sentenceAt is the sentence of p that holds byte at; nothing when it is a fragment.
func sentenceAt(p *article.Passage, at int) article.Span {
	for _, s := range p.Sentences {
		if s.Start <= at && at < s.End && !s.Fragment {
			return s.Span
		}
	}
	return article.Span{}
}

// foreign reports whether a question is in another language than English, as far as its
// script or its function words tell.
func foreign(question string) bool {
	theirs, ours, letters, latin := 0, 0, 0, 0
	for _, t := range text.Tokens(question) {
		switch {
		case elsewhere[t.Fold]:
			theirs++
		case asking[t.Fold]:
			ours += 2
		case t.Stop:
			ours++
		}
	}
	for _, r := range question {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	return theirs > 0 && theirs >= ours || letters > 2*latin
}

// elsewhere are the commonest words, folded, in which questions are asked in French,
// Spanish, Portuguese, Italian, German and Dutch, and that are no English words.
var elsewhere = words(`qui que quoi quel quelle quels quelles quand comment pourquoi combien est les des une dans avec sur pour
	qu'est qu'a ete sont ont
	quien quienes cuando donde como cual cuales cuantos cuantas por el la los las del una fue han esta sobre
	quem onde qual quais quantos quantas porque os um uma foi sobre
	chi cosa quando dove perche quale quali quanti quante il gli della delle sono stato che e
	wer wie wann warum wo wen wem welche welcher welches wieviele ist sind der das den dem und nicht ein eine wurde wurden uber von
	wie wat waar wanneer waarom hoeveel welk welke het een van werd werden`)
