package verify

import (
	"strings"
	"testing"

	"footnote/internal/article"
)

// ruling is a claim, the sentence it is held against, and what one rule says of it; "" when
// the rule has nothing against it.
type ruling struct{ claim, passage, reason string }

// hold runs one rule on each claim, the whole passage being quoted.
func hold(t *testing.T, rule func(*examination), rulings []ruling) {
	t.Helper()
	for _, r := range rulings {
		v := New(nil)
		p := v.prepared(article.Loose("a", r.passage))
		x := &examination{claim: r.claim, words: words(r.claim, v.stem), all: []*prepared{p}, cited: []*prepared{p}, focus: p.sentences, aliases: v.aliases}
		x.recognise()
		rule(x)
		got := strings.Join(x.reasons, "; ")
		if (r.reason == "") != (got == "") || !strings.Contains(got, r.reason) {
			t.Errorf("%q of %q:\n got %q\nwant %q", r.claim, r.passage, got, r.reason)
		}
	}
}

func TestQuantities(t *testing.T) {
	hold(t, (*examination).quantities, []ruling{
		{"The bridge is 503 metres long.", "It is 503 metres long.", ""},
		{"The bridge is 530 metres long.", "It is 503 metres long.", "530 is not in the passage"},
		{"It cost 3.5 million dollars.", "The cost was $3,500,000, or 3.5 million dollars.", ""},
		{"It cost $3.5 million.", "The cost was 3500000 dollars.", ""},
		{"It cost $3.5 billion.", "The cost was 3500000 dollars.", "3.5 billion is not in the passage"},
		{"Nearly 40 ships sank.", "Nearly 40 ships sank.", ""},
		{"Over 40 ships sank.", "Nearly 40 ships sank.", "the passage says fewer than 40, the claim more than 40"},
		{"About 40 ships sank.", "In all 40 ships sank.", ""},
		{"Some 40 ships sank.", "More than 40 ships sank.", "the passage says more than 40, the claim about 40"},
		{"At least 40 ships sank.", "More than 40 ships sank.", ""},
		{"40 ships sank.", "A fleet of 40 ships lost 12 sailors.", ""},
		{"12 ships sank.", "A fleet of 40 ships, old and proud as it was, lost its 12 best sailors.", "the passage does not say 12 of the same thing"},
		{"Forty people died.", "There were 40 deaths.", ""},
		{"It took two weeks.", "It took two days, and three weeks of rest.", ""},
		{"It grew by 5 percent.", "It grew by 5%.", ""},
		{"It grew by 5 percent.", "It grew by 5 metres.", "5 is not in the passage"},
		{"It was the third attempt.", "Their 3rd attempt failed.", ""},
		{"It was the fourth attempt.", "Their 3rd attempt failed.", "fourth is not in the passage"},
		{"First, they ran.", "They ran.", ""},
		{"It opened on April 12.", "It opened on the 12th of April.", ""},
		{"It opened in 1932.", "It opened in 1932 and closed in 1990.", ""},
	})
}

func TestNames(t *testing.T) {
	hold(t, (*examination).names, []ruling{
		{"Curie won the prize.", "Marie Curie won the prize.", ""},
		{"Marie Curie won the prize.", "Curie won the prize.", "Marie is not named here"},
		{"Meitner won the prize.", "Marie Curie won the prize.", "Meitner is not named here"},
		{"The prize went to Meitner.", "The prize went to Curie.", "Meitner is not named here"},
		{"Results were published.", "The results were published.", ""},
		{"Findings were published.", "The results were published.", ""}, // a plural is no name
		{"Curie left on Monday.", "Curie left on Tuesday.", "Monday is not in the passage"},
		{"Curie left on Wednesday.", "Curie left on Wedneday.", ""},
		{"Curie worked in France.", "Curie worked in a French laboratory.", ""},
		{"He met Curie.", "Curie arrived in Paris. She met Becquerel.", ""},
		{"The B3 strain spread.", "The B4 strain spread.", "B3 is not named here"},
		{"meitner won the prize.", "Curie won the prize.", ""}, // nobody here knows that it is a name
		{"The Kremlin's view changed.", "The Kremlin changed its view.", ""},
	})
}

func TestAntecedent(t *testing.T) {
	for _, tt := range []struct {
		name, passage string
		want          bool
	}{
		{"Curie", "Curie arrived in Paris. She met Becquerel.", true},
		{"Curie", "Curie arrived in Paris. She rested. She met Becquerel.", true},
		{"Curie", "Curie and Meitner arrived. She met Becquerel.", false},
		{"Curie", "Curie's husband Pierre arrived. He met Becquerel.", false},
		{"Paris", "Curie arrived in Paris. She met Becquerel.", false},
		{"Curie", "She met Becquerel.", false},
		{"Curie", "Curie arrived. The laboratory was cold. She met Becquerel.", false},
		{"Pierre Curie", "Pierre Curie arrived. He met Becquerel.", true},
	} {
		p := prepared1(tt.passage)
		x := &examination{focus: p.sentences[len(p.sentences)-1:]}
		ws := cut("of " + tt.name)
		if got := x.antecedent(ws[len(ws)-1]); got != tt.want {
			t.Errorf("%q, %q: %v", tt.name, tt.passage, got)
		}
	}
}

func TestNegations(t *testing.T) {
	hold(t, (*examination).negations, []ruling{
		{"The bridge did not open.", "The bridge did not open.", ""},
		{"The bridge never opened.", "The bridge didn't open.", ""},
		{"The bridge opened.", "The bridge didn’t open.", `the passage says "didn’t", the claim does not`},
		{"The bridge did not open.", "The bridge opened.", `the passage does not say "not"`},
		{"The bridge opened.", "The bridge opened, although the toll was not paid.", ""},
		{"The company denied the charge.", "The company denied the charge.", ""},
		{"The company admitted the charge.", "The company refused to admit the charge.", `the passage says "refused"`},
		{"The charge was true.", "The charge was denied.", `the passage says "denied"`},
		{"Nobody paid the toll.", "The toll was paid by all.", `the passage does not say "Nobody"`},
		{"He called on them to build.", "He called on them to stop building.", `the passage says "stop"`},
		{"He called on them to stop building.", "He called on them to stop building.", ""},
	})
}

func TestHedges(t *testing.T) {
	hold(t, (*examination).hedges, []ruling{
		{"The bridge could collapse.", "The bridge could collapse.", ""},
		{"The bridge may collapse.", "The bridge could collapse.", ""},
		{"The bridge will collapse.", "The bridge could collapse.", `the passage says "could", the claim is surer`},
		{"The bridge collapsed.", "The bridge allegedly collapsed.", `the passage says "allegedly"`},
		{"The toll was removed in 1990.", "The toll was removed in May 1990.", ""},
		{"The bridge opened in 1932.", "The bridge, which might collapse, opened in 1932.", ""},
		{"The bridge will collapse in May.", "The bridge could collapse in May.", `the passage says "could"`},
	})
}

func TestOpposites(t *testing.T) {
	hold(t, (*examination).opposites, []ruling{
		{"The mayor praised the bridge.", "The mayor criticised the bridge.", `the passage says "criticised", the claim "praised"`},
		{"Traffic increased on the bridge.", "Traffic decreased on the bridge.", `the passage says "decreased"`},
		{"It opened after the war.", "It opened before the war.", `the passage says "before"`},
		{"The mayor praised the bridge.", "The mayor lauded the bridge.", ""},
		{"The mayor praised the bridge.", "The mayor praised what others criticised.", ""},
		{"The old toll stayed.", "A new road left town, where a museum of trams stands.", ""}, // nothing else in common
	})
}

func TestSubstitutions(t *testing.T) {
	hold(t, (*examination).substitutions, []ruling{
		{"The storm injured forty sailors.", "The storm killed forty sailors.", `the passage says "killed", not "injured"`},
		{"The storm slew forty sailors.", "The storm killed forty sailors.", `the passage says "killed", not "slew"`},
		{"The storm killed forty sailors.", "The storm killed forty sailors.", ""},
		{"The mayor lauded the bridge.", "The mayor praised the bridge.", ""}, // alike
		{"The mayor of rebel towns spoke.", "The mayor of Norman towns spoke.", `the passage says "Norman", not "rebel"`},
		{"The storm came.", "The storm killed forty sailors.", ""},
	})
}

func TestRoles(t *testing.T) {
	hold(t, (*examination).roles, []ruling{
		{"Rome defeated Carthage.", "Rome defeated Carthage.", ""},
		{"Carthage defeated Rome.", "In 202 BC, Rome defeated Carthage.", "other way round"},
		{"Carthage was defeated by Rome.", "In 202 BC, Rome defeated Carthage.", ""},
		{"Rome was defeated by Carthage.", "In 202 BC, Rome defeated Carthage.", "Rome and Carthage the other way round"},
		{"Rome defeated Carthage.", "In 202 BC, Carthage was defeated by Rome.", ""},
		{"Scipio admired Hannibal.", "Hannibal, who Scipio admired, fled.", ""},
		{"Hannibal admired Scipio.", "Hannibal, who Scipio admired, fled.", "other way round"},
		{"The camp was burned by Scipio.", "The camp was burned.", "the passage does not have it burned by Scipio"},
		{"Scipio called Hannibal a rival.", "He called Hannibal a rival.", "the passage does not have Scipio as the one who called"},
		{"Scipio called Hannibal a rival.", "Scipio spoke. He called Hannibal a rival.", ""},
		{"Hannibal called Rome a rival.", "They called Hannibal a rival.", "the passage does not have Hannibal as the one who called"},
	})
}

func TestAttributed(t *testing.T) {
	hold(t, (*examination).attributed, []ruling{
		{"Curie said radium glows.", "Curie said radium glows.", ""},
		{"Radium glows in the dark.", "Curie said radium glows in the dark.", "the passage has only Curie say so, the claim leaves that out"},
		{"Curie believes radium glows in the dark.", "Curie said radium glows in the dark.", ""},
		{"According to Curie, radium glows in the dark.", "\"Radium glows in the dark\", Curie said.", ""},
		{"Pierre said radium glows in the dark.", "Curie said radium glows in the dark, and Pierre agreed.", "leaves that out"},
		{"Pierre said radium glows in the dark.", "He said radium glows in the dark, and Pierre listened.", "the passage does not have Pierre say this"},
		{"Officials said radium glows in the dark.", "Curie said radium glows in the dark.", "the passage has only Curie say so"},
		{"Radium was found by Curie.", "Curie, who found radium, said it glows.", ""},
	})
}

func TestMarks(t *testing.T) {
	hold(t, (*examination).marks, []ruling{
		{"See https://example.org/a for more.", "See https://example.org/a for more.", ""},
		{"See https://example.org/b for more.", "See https://example.org/a for more.", "example.org/b"},
		{"Ask @here.", "Ask.", `"@here" is not in the passage`},
		{"Ask <#99>.", "Ask.", `"<#99>" is not in the passage`},
		{"Ask `now`.", "Ask now.", "is not in the passage"},
		{"Ask ||now||.", "Ask now.", "is not in the passage"},
		{"It cost 5 < 6 and 3.5 a head.", "It cost 5 < 6 and 3.5 a head.", ""},
	})
}

func TestQuotations(t *testing.T) {
	hold(t, (*examination).quotations, []ruling{
		{"He called it \"very bad\".", "It is “very bad for all”.", ""},
		{"He called it \"Very bad,\" in short.", "It is “very bad for all”.", ""},
		{"He called it “not bad”.", "It is “very bad for all”.", `the words "not bad" are not in the passage`},
		{"He called it bad.", "It is “very bad for all”.", ""},
	})
}

func TestUnfit(t *testing.T) {
	for s, want := range map[string]string{
		"A sentence.":                   "",
		"Mr. Smith of the U.S. spoke.":  "",
		"He said \"Yes. No. Perhaps\".": "",
		"One is here. Two is there.":    "more than one sentence",
		"Is that so?":                   "a question claims nothing",
		"?!":                            "no words",
		strings.Repeat("a", 401):        "bytes long",
		"a\u202eb":                      "direction-changing",
		"a\u2066b":                      "direction-changing",
		"a\x1bb":                        "control",
		"a\ufeffb":                      "control",
		"नमस्\u200dते":                  "",
		"\xff\xfe":                      "not valid UTF-8",
		"  spread \n over lines ":       "",
	} {
		sentence, why := tidy(s)
		if (want == "") != (why == "") || !strings.Contains(why, want) {
			t.Errorf("tidy(%q) refuses because %q, want %q", s, why, want)
		}
		if why == "" && sentence != strings.Join(strings.Fields(s), " ") {
			t.Errorf("tidy(%q) = %q", s, sentence)
		}
	}
}
