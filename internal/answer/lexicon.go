package answer

import "strings"

// words makes a set of the words in a list.
func words(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

var (
	particles = words(`al el bin ibn abu ben de del della der den di du la le van von ter`)
	placing   = words(`in at near inside outside around across`)

	// openers lead into a follow-up and carry nothing.
	openers = words(`and but so ok okay well also then`)
	// fillers may stand beside a question word that stands for a whole question.
	fillers = words(`not so then that this exactly come though again precisely is was else many much long old far often`)
	// furthers ask for more of the same.
	furthers = words(`tell me us more anything else what say go on continue elaborate details detail please about it that and is there`)
	asking   = words(`who whom whose what which when where why how`)
	helping  = words(`is are was were do does did has have had can could will would shall should may might must
		isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't`)
	adjuncts     = words(`when where why how`)
	prepositions = words(`in at on from for with by to about of against near after before during since`)
	// others ask for more than what was said.
	others = words(`else`)
	// happening stand after the "that" of "when did that happen?", "is that true?".
	happening = words(`happen mean work matter take come start begin end stop change affect cause lead occur true right correct`)
	// things are the pronouns of what is no person.
	things = words(`it its they them their theirs`)
	// expletives stand after an "it" that means nothing, existing beside such a "there".
	expletives = words(`true false possible likely clear known important`)
	existing   = words(`is are was were be been any`)
	// pleasantries ask for nothing.
	pleasantries = words(`thanks thank you cheers cool nice great lol hi hello hey bye yes no good very much`)
)

// titles come before a person's name.
var titles = func() map[string]gender {
	m := map[string]gender{}
	for list, g := range map[string]gender{
		`president minister secretary ambassador envoy senator governor chancellor premier general colonel judge justice
		 dr doctor professor pope bishop chairman spokesman spokesperson director chief leader mayor congressman officer`: unknown,
		`mr sir king prince lord`: male, `mrs ms miss madam queen princess lady spokeswoman chairwoman congresswoman`: female,
	} {
		for w := range words(list) {
			m[w] = g
		}
	}
	return m
}()

// given are common given names of people in the news. A name that is not here fits
// either pronoun.
var given = func() map[string]gender {
	m := map[string]gender{}
	for w := range words(`nikki hillary angela theresa maria anna anne emma sarah susan susanna laura lisa linda karen mary elizabeth
		jennifer jessica michelle melania ivanka nancy kamala marine federica christine ursula samantha condoleezza madeleine
		margaret catherine kate katherine diana julia julie olga elena natalia svetlana fatima aisha leila malala greta amy
		rachel rebecca ruth helen jane joan judith barbara betty carol donna dorothy sandra sharon patricia pamela deborah
		stephanie nicole victoria olivia sophia sophie alice eva irene ines isabel carmen rosa lucia giorgia sanna jacinda`) {
		m[w] = female
	}
	for w := range words(`donald rex vladimir bashar sergei sergey barack joe joseph george bill william john james robert michael david richard
		thomas charles daniel matthew anthony mark paul steven stephen andrew kenneth joshua kevin brian edward ronald timothy
		jason jeffrey ryan jacob gary nicholas eric jonathan larry justin scott brandon benjamin samuel gregory frank alexander
		raymond patrick jack dennis jerry tyler aaron jose adam nathan henry douglas peter kyle walter mike tom jim bob dan
		boris dmitry mikhail nikolai ivan igor oleg yuri viktor emmanuel francois jens recep hassan hussein ali mohammed
		muhammad ahmed mahmoud benjamin ehud xi kim shinzo narendra justin stephen jeff rudy mitch bernie ted marco leroy
		volodymyr olaf friedrich keir rishi antonio jean pierre carlos luis juan pedro mario giuseppe silvio`) {
		m[w] = male
	}
	return m
}()
