package retrieval

import (
	"fmt"
	"strings"
	"testing"

	"footnote/internal/text"

	"github.com/google/go-cmp/cmp"
)

func TestKindOf(t *testing.T) {
	for question, want := range map[string]kind{
		"When did it begin?":                asksWhen,
		"In what year did it begin":         asksWhen,
		"which month was it":                asksWhen,
		"How many died?":                    asksHowMany,
		"how long has it lasted":            asksHowMany,
		"What percentage voted":             asksHowMany,
		"what number of envoys came":        asksHowMany,
		"How did it begin?":                 asksAnything,
		"What happened that year?":          asksAnything,
		"Who met Lavrov?":                   asksAnything,
		"":                                  asksAnything,
		"what":                              asksAnything,
		"Tell me about the time of the war": asksAnything,
	} {
		if got := kindOf(text.Tokens(question)); got != want {
			t.Errorf("%q asks for %d, want %d", question, got, want)
		}
	}
}

func TestIsYear(t *testing.T) {
	for fold, want := range map[string]bool{
		"1989": true, "2017": true, "1980s": true, "1066": true, "2010s": true,
		"989": false, "3000": false, "19890": false, "198": false, "19th": false, "abcd": false, "": false, "s": false,
	} {
		if isYear(fold) != want {
			t.Errorf("isYear(%q) is not %v", fold, want)
		}
	}
}

func TestAboutArticle(t *testing.T) {
	for _, tt := range []struct {
		question string
		may      bool
		others   string
	}{
		{"who wrote this?", true, ""},
		{"what is the headline of the story?", true, ""},
		{"when was it published", true, ""},
		{"what's the source", true, ""},
		{"who wrote the story about the attack?", true, "attack"},
		{"who wrote the resolution?", false, "resolut"},
		{"what does the article say about Tillerson", false, "tillerson"},
		{"what is this about", false, ""},
		{"this", false, ""},
		{"", false, ""},
	} {
		may, others := aboutArticle(text.Tokens(tt.question))
		if may != tt.may || strings.Join(others, " ") != tt.others {
			t.Errorf("%q: %v, %q", tt.question, may, others)
		}
	}
}

// understood writes a query's terms: each with its classes and its alternatives' worth.
func understood(q query) string {
	var lines []string
	for _, t := range q.terms {
		line := t.Fold
		for class, in := range map[string]bool{" name": t.name, " light": t.light, " number": t.number} {
			if in {
				line += class
			}
		}
		for _, a := range t.clause {
			line += fmt.Sprintf(" %s:%.3g", strings.Join(a.Stems, "+"), a.Weight)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestUnderstand(t *testing.T) {
	aliases, err := ParseAliases("a", strings.NewReader("US, United States, America\nRex => Tillerson\nkilled, death toll"))
	if err != nil {
		t.Fatal(err)
	}
	x, _ := mustOpen(t, corpusOf(
		"In Moscow, Tillerson said the United States and European envoys met Tillerson.",
		"More than 80 were killed, said the envoy, who was one of a kind.",
	), Options{Aliases: aliases})
	for _, tt := range []struct{ question, want string }{
		{"What did the envoys say?", "envoys envoy:1\nsay say:1"},
		{"what did tillerson do", "tillerson name tillerson:1"},
		{"Tilerson", "tilerson name tilerson:1 tillerson:0.8"},
		{"Was Kerry there?", "kerry name kerri:1"},
		{"rex", "rex name tillerson:1"},
		{"Rx's US", "rx rx:1\nus name us:1 unit+state:0.7 america:0.7"},
		{"United States", "united name unit:1 us:0.7 america:0.7\nstates name state:1 us:0.7 america:0.7"},
		{"amercia", "amercia amercia:1 america:0.8 us:0.56 unit+state:0.56"},
		{"the death toll", "death death:1 kill:0.7\ntoll toll:1 kill:0.7"},
		{"what kind of 80", "kind light kind:1\n80 number 80:1"},
		{"Europe", "europe europ:1 european:0.5"},
		{"", ""},
	} {
		if diff := cmp.Diff(tt.want, understood(x.understand(tt.question))); diff != "" {
			t.Errorf("%q: %s", tt.question, diff)
		}
	}
}
