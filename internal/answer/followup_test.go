package answer

import "testing"

const (
	saidHaley   = "US Ambassador to the United Nations, Nikki Haley, called on Moscow to stop protecting Assad, and said the US wants to work with Russian Federation toward a political solution for Syria."
	saidPraised = "Only weeks ago, it appeared that Trump, who praised Putin throughout the US election campaign, was poised for a potentially historic rapprochement with Russian Federation."
	saidKilled  = "More than 80 people were killed in what the USA has described as a nerve gas attack that Assad's forces undoubtedly carried out."
	saidLavrov  = "Lavrov, who was co-hosting the April 12 press conference in Moscow, said progress had been made on Syria and a working group would be established to improve communication between the USA and Russia, Reuters reported."
	saidStay    = `Tillerson said President Donald Trump's administration was of the view that Syrian President Bashar al-Assad "cannot stay in power".`
)

func turn(question string, claims ...string) Turn { return Turn{Question: question, Claims: claims} }

func TestFollow(t *testing.T) {
	haley := turn("What did Haley say about Assad?", saidHaley)
	praised := turn("Did Trump praise Putin?", saidPraised)
	killed := turn("How many people were killed?", saidKilled)
	tillerson := turn("What did Tillerson say about Assad?", saidStay)
	lavrov := turn("Where was the press conference?", saidLavrov)
	for _, tc := range []struct {
		question string
		turns    []Turn
		want     string // "" for a question that stands alone
	}{
		// pronouns
		{"and what did she say then?", []Turn{haley}, "What did Haley say then?"},
		{"And what did she say about Putin?", []Turn{haley}, "What did Haley say about Putin?"},
		{"what else did she call for", []Turn{turn("Who is the ambassador?", saidHaley)}, "What else did Nikki Haley call for?"},
		{"what did he say about Putin?", []Turn{tillerson}, "What did Tillerson say about Putin?"},
		{"What is his job?", []Turn{turn("Who praised Putin?", saidPraised)}, "What is Trump's job?"},
		{"What is her job?", []Turn{haley}, "What is Haley's job?"},
		{"Who criticised her?", []Turn{haley}, "Who criticised Haley?"},
		{"what did she say?", []Turn{haley, praised}, "What did Haley say?"},
		{"did he call him an animal?", []Turn{praised}, "Did Trump call Trump an animal?"},
		{"what happened there?", []Turn{lavrov}, "What happened in Moscow?"},
		{"what did they agree on?", []Turn{lavrov}, "What did they agree on (where was the press conference)?"},
		{"what did haley say and did she mean it?", []Turn{haley, tillerson}, ""},
		{"what do they want?", []Turn{turn("What did Russia say?", saidHaley)}, "What do Russia want?"},
		{"was it sarin?", []Turn{killed}, "Was it sarin (how many people were killed)?"},
		{"Was Lavrov there?", []Turn{lavrov}, "Was Lavrov in Moscow?"},
		{"who else was there?", []Turn{lavrov}, "Who else was in Moscow?"},
		{"why did she say that?", []Turn{haley}, "Why did Haley say that (what did Haley say about Assad)?"},
		// the same question of somebody else
		{"and Haley?", []Turn{tillerson}, "What did Haley say about Assad?"},
		{"and haley?", []Turn{haley, tillerson}, "What did Haley say about Assad?"},
		{"what about Putin", []Turn{tillerson}, "What did Putin say about Assad?"},
		{"How about in Syria?", []Turn{turn("Who met in Moscow?", saidLavrov)}, "Who met in Syria?"},
		{"and in Syria?", []Turn{killed}, "How many people were killed in Syria?"},
		{"and the wounded?", []Turn{killed}, "The wounded (how many people were killed)?"},
		{"and the US?", []Turn{turn("What does Russia say about Assad?", saidHaley)}, "What does the US say about Assad?"},
		{"and Tillerson's view on Putin?", []Turn{haley}, "Tillerson's view on Putin (what did Haley say about Assad)?"},
		// the same question by another question word
		{"why?", []Turn{praised}, "Why did Trump praise Putin?"},
		{"And when?", []Turn{praised}, "When did Trump praise Putin?"},
		{"when?", []Turn{lavrov}, "When was the press conference?"},
		{"why?", []Turn{haley}, "Why (what did Haley say about Assad)?"},
		{"who?", []Turn{killed}, "Who (how many people were killed)?"},
		{"why not?", []Turn{praised}, "Why not (did Trump praise Putin)?"},
		{"when?", []Turn{turn("Why (did Trump praise Putin)?")}, "When did Trump praise Putin?"},
		{"on what date?", []Turn{lavrov}, "On what date (where was the press conference)?"},
		{"how many?", []Turn{praised}, "How many (did Trump praise Putin)?"},
		// no name to put in
		{"who reported that?", []Turn{killed}, "Who reported that (how many people were killed)?"},
		{"who did it?", []Turn{killed}, "Who did it (how many people were killed)?"},
		{"when did that happen?", []Turn{killed}, "When did that happen (how many people were killed)?"},
		{"is that true?", []Turn{killed}, "Is that true (how many people were killed)?"},
		{"what else happened?", []Turn{killed}, "What else happened (how many people were killed)?"},
		{"tell me more", []Turn{haley}, "Tell me more (what did Haley say about Assad)?"},
		{"what did she say?", []Turn{turn("why?")}, "What did she say (why)?"},
		// questions that stand alone
		{"What did Trump say about Assad?", []Turn{haley}, ""},
		{"Did Trump say that he would act?", []Turn{haley}, ""},
		{"Is it true that Trump praised Putin?", []Turn{haley}, ""},
		{"Are there any elections?", []Turn{haley}, ""},
		{"How many permanent members are there?", []Turn{haley}, ""},
		{"Who vetoed the resolution that condemned the attack?", []Turn{haley}, ""},
		{"ok thanks!", []Turn{haley}, ""},
		{"what time is it?", []Turn{killed}, ""},
		{"what did she say?", nil, ""},
		{"", []Turn{haley}, ""},
		{"?!", []Turn{haley}, ""},
		{"and", []Turn{haley}, ""},
	} {
		if got := follow(tc.question, tc.turns); got != tc.want {
			t.Errorf("after %q, %q is understood as %q, want %q", tc.turns, tc.question, got, tc.want)
		}
	}
}

func TestMentions(t *testing.T) {
	for s, want := range map[string][]mention{
		saidHaley:  {{"US", place, unknown}, {"United Nations", place, unknown}, {"Nikki Haley", person, female}, {"Moscow", anything, unknown}, {"Assad", anything, unknown}, {"US", place, unknown}, {"Russian Federation", place, unknown}, {"Syria", place, unknown}},
		saidStay:   {{"Tillerson", person, unknown}, {"Donald Trump", person, male}, {"Bashar al-Assad", person, male}},
		"no names": nil,
		"":         nil,
	} {
		got := mentions(s)
		if len(got) != len(want) {
			t.Errorf("%q mentions %v, want %v", s, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q mentions %v, want %v", s, got[i], want[i])
			}
		}
	}
}

func FuzzFollow(f *testing.F) {
	f.Add("and what did she say then?", "What did Haley say?", saidHaley)
	f.Add("why?", "did Trump's (", "x")
	f.Add("her İ ẞ's", "İ?", "ﬃ's “A-B” al-")
	f.Fuzz(func(t *testing.T, question, before, claim string) {
		turns := []Turn{turn(before, claim)}
		if a, b := follow(question, turns), follow(question, turns); a != b {
			t.Errorf("understood as %q and as %q", a, b)
		}
	})
}
