package discord

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/internal/article"
	"footnote/internal/ledger"
	"footnote/internal/text"
)

const (
	maxChoices    = 25  // Discord's limit on autocomplete
	maxChoice     = 100 // units of each
	lookupTimeout = 30 * time.Second
)

// search shows the passages nearest to a query to the member alone.
func (b *Bot) search(r request, query string) {
	query = clean(query)
	b.lookUp(r, "search", query, func(ctx context.Context) ([]string, error) {
		res, err := b.cfg.Searcher.Search(ctx, query, searchShown)
		if err != nil {
			return nil, err
		}
		return renderPassages(res.Hits, res.Degraded), nil
	})
}

// checkClaim compares anybody's message with the articles, for the member alone.
func (b *Bot) checkClaim(r request, claim string) {
	claim = clean(claim)
	switch n := size(claim); {
	case claim == "":
		b.say(r, sayNoWords)
		return
	case n > maxQuestion:
		b.say(r, sayTooLongToCheck(n))
		return
	}
	b.lookUp(r, "check", claim, func(ctx context.Context) ([]string, error) {
		checked, err := b.cfg.Checker.Check(ctx, claim)
		return renderCheck(checked), err
	})
}

// lookUp answers an interaction, for the member alone, with what find returns. It counts
// against the member's rate like a question.
func (b *Bot) lookUp(r request, via, words string, find func(context.Context) ([]string, error)) {
	leave, why := b.admit(r.ctx, ledger.Question{Text: words, Member: r.member, Guild: r.GuildID})
	if why != nil {
		b.turnAway(r, why)
		return
	}
	defer leave()
	if !b.acknowledge(r, true) {
		b.workers.release()
		return
	}
	b.metrics.asked.WithLabelValues(via).Inc()
	b.workers.start(func() {
		pages := []string{sayFailed}
		defer func() { b.reveal(r, pages) }() // also when find panics
		ctx, cancel := context.WithTimeout(b.stop, lookupTimeout)
		defer cancel()
		found, err := find(ctx)
		if err != nil {
			b.log.Error("could not look up", "via", via, "err", err)
			return
		}
		pages = found
	})
}

// reveal fills a deferred message for the member alone.
func (b *Bot) reveal(r request, pages []string) {
	ctx, cancel := context.WithTimeout(b.delivery, time.Minute)
	defer cancel()
	if _, err := b.rest.editOriginal(ctx, r.token, message{Content: pages[0]}); err != nil {
		b.log.Warn("could not show what was looked up", "interaction", r.ID, "err", err)
		return
	}
	b.sayMore(r, pages[1:])
}

// articles shows a page of the corpus's articles, with buttons to the pages beside it.
func (b *Bot) articles(r request, page int, kind discordgo.InteractionResponseType) {
	articles := b.cfg.Corpus().Articles
	content, pages := renderArticles(articles, page)
	page = min(max(page, 0), pages-1)
	m := message{Content: content, Private: true}
	if pages > 1 {
		m.Rows = pageButtons(page, pages)
	}
	b.respond(r, kind, m)
}

func pageButtons(page, pages int) []discordgo.MessageComponent {
	button := func(label string, to int, disabled bool) discordgo.Button {
		return discordgo.Button{
			Label: label, Style: discordgo.SecondaryButton, Disabled: disabled,
			CustomID: idArticles + strconv.Itoa(to),
		}
	}
	return []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		button("Back", page-1, page == 0),
		button("Next", page+1, page == pages-1),
	}}}
}

// about says what the bot is, who writes its answers and what it keeps.
func (b *Bot) about() string {
	corpus := b.cfg.Corpus()
	lines := []string{
		"**Footnote answers questions about a collection of articles, and nothing else.**",
		"Every sentence of an answer is checked by the program against the articles before you see it, and carries its quote.",
		"• " + strconv.Itoa(len(corpus.Articles)) + " articles" + asOf(corpus.Articles) + ": `/articles`",
	}
	for _, s := range []string{b.cfg.About.Writer, b.cfg.About.Keeps} {
		if s != "" {
			lines = append(lines, "• "+excerpt(s, 800))
		}
	}
	return strings.Join(append(lines, "• "+sayForget), "\n")
}

// autocomplete offers what was asked and answered here lately, and articles, that contain
// what has been typed.
func (b *Bot) autocomplete(r request, data discordgo.ApplicationCommandInteractionData) {
	var recent []string
	if r.GuildID != "" {
		var err error
		if recent, err = b.cfg.Store.Recent(r.ctx, r.GuildID, 4*maxChoices); err != nil {
			b.log.Error("could not read recent questions", "err", err)
		}
	}
	choices := offer(stringOption(data, "question"), recent, b.cfg.Corpus().Articles)
	b.respond(r, discordgo.InteractionApplicationCommandAutocompleteResult, struct {
		Choices []choice `json:"choices"`
	}{choices})
}

type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// offer chooses up to maxChoices of the questions and titles that contain typed, questions
// first, none twice. One that is too long for a choice is left out: half a question is
// another question.
func offer(typed string, recent []string, articles []*article.Article) []choice {
	out := []choice{}
	seen := map[string]bool{}
	want := text.Fold(clean(typed))
	add := func(s string) {
		s = clean(s)
		fold := text.Fold(s)
		if len(out) < maxChoices && s != "" && size(s) <= maxChoice && !seen[fold] && strings.Contains(fold, want) {
			seen[fold] = true
			out = append(out, choice{s, s})
		}
	}
	for _, q := range recent {
		add(q)
	}
	for _, a := range articles {
		add(a.Title)
	}
	return out
}
