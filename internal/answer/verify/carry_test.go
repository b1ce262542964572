package verify

import (
	"slices"
	"strings"
	"testing"

	"footnote/internal/article"
)

// The passages that the tables below cite, by number.
var quoted = []string{
	1: "More than 80 people were killed in what the USA has described as a nerve gas attack that Assad's forces undoubtedly carried out.",
	2: "US Ambassador to the United Nations, Nikki Haley, called on Moscow to stop protecting Assad, and said the US wants to work with Russian Federation toward a political solution for Syria.",
	3: "He called Syrian regime leader Assad \"an animal\" on Fox Business Network, adding that Putin's support for Assad is \"very bad for Russia\".",
	4: "Lavrov, who was co-hosting the April 12 press conference in Moscow, said progress had been made on Syria, Reuters reported.",
	5: "The other 10 members are elected for two-year terms. But Trump did not seem to change in his assessment of Putin, who Trump has spoken of admiringly in the past.",
	6: "Tillerson arrived in Moscow. He met Lavrov for two hours and could return in May.",
	7: "Unemployment fell to 5.5 percent, and 1,500 jobs were created. The third quarter was better.",
	8: "Trump, who praised Putin throughout the US election campaign, was poised for a rapprochement. Claims that Putin conspired with hackers were denied.",
}

func passages() []*article.Passage {
	var out []*article.Passage
	for _, s := range quoted[1:] {
		p := article.Loose("test", s)
		p.Article.Title = "Russian Federation challenges United States to prove chemical attack in Syria"
		out = append(out, p)
	}
	return out
}

// TestCarry says what a quote carries, and in which words it is said that it does not.
// Each quotes the whole passage.
func TestCarry(t *testing.T) {
	for _, tt := range []struct {
		passage       int
		claim, reason string // reason is "" when the claim is carried
	}{
		// numbers
		{1, "More than 80 people were killed in the attack.", ""},
		{1, "Over eighty people were killed in the attack.", ""},
		{1, "80 people were killed in the attack.", "the passage says more than 80, the claim 80"},
		{1, "Fewer than 80 people were killed in the attack.", "the passage says more than 80, the claim fewer than 80"},
		{1, "More than 14 people were killed in the attack.", "14 is not in the passage"},
		{1, "More than 80 soldiers were killed in the attack.", "the passage does not say 80 of the same thing"},
		{5, "The other ten members are elected for terms of two years.", ""},
		{5, "The other 10 members are elected for two-month terms.", "the passage does not say two of the same thing"},
		{7, "Unemployment fell to 5.5%.", ""},
		{7, "Unemployment fell to 5.5 points.", "5.5 is not in the passage"},
		{7, "1500 jobs were created.", ""},
		{7, "The second quarter was better.", "second is not in the passage"},
		{6, "Tillerson met Lavrov for 2 hours.", ""},
		// dates
		{4, "Lavrov said progress had been made on Syria at the April 12 press conference.", ""},
		{4, "Lavrov said progress had been made on Syria at the May 12 press conference.", "May is not in the passage"},
		{6, "Tillerson could return in May.", ""},
		// names
		{2, "Nikki Haley called on Moscow to stop protecting Assad.", ""},
		{2, "The US ambassador to the UN called on Moscow to stop protecting Assad.", ""},
		{2, "Samantha Power called on Moscow to stop protecting Assad.", "Power is not named here"},
		{2, "Haley called on Tehran to stop protecting Assad.", "Tehran is not named here"},
		// pronouns
		{3, "Assad was called \"an animal\" on Fox Business Network.", ""},
		{3, "Trump called Assad \"an animal\" on Fox Business Network.", "Trump is not named here"},
		{3, "trump called assad an animal on fox business network", "trump is not named here"},
		{2, "haley called on moscow to stop protecting assad", ""},
		{3, "Putin called Assad \"an animal\" on Fox Business Network.", "the passage does not have Putin as the one who called"},
		{3, "The United States called Assad \"an animal\".", "United States is not named here"},
		{6, "Tillerson met Lavrov for two hours.", ""},
		{6, "Lavrov met Tillerson for two hours.", "the passage has Lavrov there, not Tillerson"},
		// negation
		{5, "Trump did not seem to change in his assessment of Putin.", ""},
		{5, "Trump seemed to change in his assessment of Putin.", `the passage says "not", the claim does not`},
		{4, "Lavrov said no progress had been made on Syria.", `the passage does not say "no"`},
		{2, "Haley said the US does not want to work with Russia.", `the passage does not say "not"`},
		{8, "Claims that Putin conspired with hackers were true.", `the passage says "denied"`},
		// who says it
		{4, "Progress had been made on Syria.", "the passage has only Lavrov say so, the claim leaves that out"},
		{4, "According to Lavrov, there has been progress on Syria.", ""},
		{4, "Haley said progress had been made on Syria.", "Haley is not named here"},
		{1, "Assad's forces carried out a nerve gas attack.", "the passage has only USA say so, the claim leaves that out"},
		{1, "The US says Assad's forces carried out a nerve gas attack.", ""},
		// who does it to whom
		{2, "Moscow called on Haley to stop protecting Assad.", "the passage has Moscow and Haley the other way round"},
		{2, "Moscow was called on by Haley to stop protecting Assad.", ""},
		{8, "Putin praised Trump throughout the US election campaign.", "the passage has"},
		{5, "Putin has spoken of Trump admiringly in the past.", "the passage has Putin and Trump the other way round"},
		{1, "More than 80 people were killed by US forces.", "the passage does not have it killed by"},
		// certainty
		{6, "Tillerson will return in May.", `the passage says "could", the claim is surer`},
		// words exchanged
		{8, "Trump, who criticised Putin throughout the US election campaign, was poised for a rapprochement.", `the passage says "praised", the claim "criticised"`},
		{1, "More than 80 people were injured in what the USA has described as a nerve gas attack.", `the passage says "killed", not "injured"`},
		// words of somebody's
		{3, "He called Assad \"a monster\" on Fox Business Network.", `the words "a monster" are not in the passage`},
		// something else
		{2, "The talks ended without any agreement on sanctions.", "too little of it is in the passage"},
		{2, "It was so.", "the claim states nothing"},
		// marks
		{2, "Haley called on Moscow to stop protecting Assad @everyone.", `"@everyone" is not in the passage`},
		{2, "Haley called on Moscow to stop protecting Assad <@123>.", `"<@123>" is not in the passage`},
		{2, "Haley called on [Moscow](https://example.org) to stop protecting Assad.", `is not in the passage`},
		{2, "**Haley** called on Moscow to stop protecting Assad.", `"**" is not in the passage`},
		{2, "Haley called on Moscow to stop protecting Assad, see evil.com.", `"evil.com." is not in the passage`},
	} {
		t.Run(tt.claim, func(t *testing.T) {
			c, v := New(nil).Claim(Draft{tt.claim, []Quote{{tt.passage, quoted[tt.passage]}}}, passages())
			reasons := strings.Join(v.Reasons, "; ")
			if v.Supported != (tt.reason == "") || !strings.Contains(reasons, tt.reason) {
				t.Errorf("supported %v, because %q; want %q", v.Supported, reasons, tt.reason)
			}
			if v.Supported != (v.Score >= 0.5) || v.Supported != (c.Text() == tt.claim) {
				t.Errorf("supported %v has score %v and the claim %q", v.Supported, v.Score, c.Text())
			}
		})
	}
}

// TestLies holds what a model may do wrong against what it is told.
func TestLies(t *testing.T) {
	const claim = "Haley called on Moscow to stop protecting Assad."
	quote := func(n int, s string) []Quote { return []Quote{{n, s}} }
	for _, tt := range []struct {
		name   string
		draft  Draft
		reason string
	}{
		{"the truth", Draft{claim, quote(2, "Nikki Haley, called on Moscow to stop protecting Assad")}, ""},
		{"no quote", Draft{claim, nil}, "the claim quotes nothing"},
		{"a fabricated quote", Draft{claim, quote(2, "Haley begged Moscow to stop")}, "is not in passage 2"},
		{"a quote of another passage", Draft{claim, quote(1, "called on Moscow to stop protecting Assad")}, "is from passage 2, not passage 1"},
		{"stitched halves", Draft{claim, quote(2, "Nikki Haley, called on Moscow … toward a political solution for Syria")}, "is not in passage 2"},
		{"one good quote of two", Draft{claim, []Quote{{2, "called on Moscow to stop protecting Assad"}, {2, "or else"}}}, "is not in passage 2"},
		{"passage 0", Draft{claim, quote(0, "called on Moscow")}, "passage 0 is not one of the 8 retrieved"},
		{"a passage below", Draft{claim, quote(-1, "called on Moscow")}, "passage -1 is not one of the 8 retrieved"},
		{"a passage beyond", Draft{claim, quote(1<<62, "called on Moscow")}, "is not one of the 8 retrieved"},
		{"a quote that says nothing", Draft{claim, quote(2, "the")}, "is too short to carry anything"},
		{"a true quote under a false claim", Draft{"Haley resigned.", quote(2, "called on Moscow to stop protecting Assad")}, "too little of it is in the passage"},
		{"10 kB", Draft{strings.Repeat(claim+" ", 200), quote(2, "called on Moscow")}, "bytes long, over 400"},
		{"two sentences", Draft{claim + " She said the US wants to work.", quote(2, quoted[2])}, "the claim is more than one sentence"},
		{"no words", Draft{"…", quote(2, quoted[2])}, "the claim has no words"},
		{"not text", Draft{"Haley called on \xff Moscow.", quote(2, quoted[2])}, "the claim is not valid UTF-8"},
		{"turned text", Draft{"Haley called on \u202eMoscow.", quote(2, quoted[2])}, "control or direction-changing characters"},
		{"a control character", Draft{"Haley called on \x07Moscow.", quote(2, quoted[2])}, "control or direction-changing characters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, v := New(nil).Claim(tt.draft, passages())
			if tt.reason == "" {
				if !v.Supported || c.Citations()[0].Quote != tt.draft.Quotes[0].Text {
					t.Errorf("got %+v, %+v", c, v)
				}
				return
			}
			if v.Supported || c.Text() != "" || len(c.Citations()) > 0 {
				t.Errorf("let through: %+v", c)
			}
			if len(v.Reasons) != 1 || !strings.Contains(v.Reasons[0], tt.reason) {
				t.Errorf("reasons are %q, want %q", v.Reasons, tt.reason)
			}
		})
	}
}

func TestAliases(t *testing.T) {
	draft := Draft{"Ambassador Power asked the Kremlin to stop protecting Assad.", []Quote{{2, quoted[2]}}}
	if _, v := New(nil).Claim(draft, passages()); v.Supported {
		t.Error("unknown names were let through")
	}
	aliases := func(phrase string) []string {
		return map[string][]string{"kremlin": {"moscow"}, "ambassador power": {"nikki haley"}, "ask": {"call on"}}[phrase]
	}
	if _, v := New(aliases).Claim(draft, passages()); !v.Supported {
		t.Errorf("names that the community knows were refused: %q", v.Reasons)
	}
}

// TestCitesOnce: the same words quoted twice are one footnote.
func TestCitesOnce(t *testing.T) {
	q := Quote{2, "called on Moscow to stop protecting Assad"}
	c, v := New(nil).Claim(Draft{"Haley called on Moscow to stop protecting Assad.", []Quote{q, q}}, passages())
	if !v.Supported || len(c.Citations()) != 1 {
		t.Errorf("got %+v, %+v", c, v)
	}
}

func TestFind(t *testing.T) {
	v := New(nil)
	c, verdict := v.Find("Over 80 people were killed.", passages())
	if !verdict.Supported || len(c.Citations()) != 1 || c.Citations()[0].Quote != quoted[1] {
		t.Errorf("got %+v, %+v", c, verdict)
	}
	if c, verdict := v.Find("Trump called Assad an animal.", passages()); verdict.Supported {
		t.Errorf("found %+v", c)
	}
	if _, verdict := v.Find("Anything at all.", nil); verdict.Supported || !slices.Equal(verdict.Reasons, []string{"no passage speaks of it"}) {
		t.Errorf("with no passage: %+v", verdict)
	}
}

func TestPieces(t *testing.T) {
	for claim, want := range map[string][]string{
		"One thing.": {"One thing."},
		"Here are the steps:\n\n1. Mix it.\n* Bake it.\n2.": {"Mix it.", "Bake it."},
		"Based on the given passages, it is blue.":          {"it is blue."},
		"It is blue (Passage 2).":                           {"It is blue  ."},
		"12.5 metres":                                       {"12.5 metres"},
		"":                                                  nil,
	} {
		if got := pieces(claim); !slices.Equal(got, want) {
			t.Errorf("pieces(%q) = %q, want %q", claim, got, want)
		}
	}
}
