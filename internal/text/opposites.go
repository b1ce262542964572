package text

import (
	"slices"
	"strings"
)

// Alike reports whether the words of two stems can stand for each other.
func Alike(a, b string) bool {
	for _, g := range synonyms[a] {
		if slices.Contains(synonyms[b], g) {
			return true
		}
	}
	return false
}

// synonyms holds for each stem the numbers of the lines that it is in.
var synonyms = func() map[string][]int {
	m := map[string][]int{}
	for n, line := range strings.Split(strings.TrimSpace(alike), "\n") {
		for _, w := range strings.Fields(line) {
			m[Stem(w)] = append(m[Stem(w)], n)
		}
	}
	return m
}()

const alike = `
appear seem look
remain stay
ready prepared willing

die perish kill slay murder dead
attack strike assault raid
attempt effort try bid endeavour
begin start launch open
end finish conclude stop halt cease
establish create found form set
condemn denounce
criticise criticize
praise laud commend admire
block veto stop prevent
urge press push call
want wish seek hope intend plan aim
leader president head chief ruler
envoy ambassador representative diplomat
government administration regime authorities
war conflict fighting
talks negotiations discussions
work cooperate collaborate
help aid assist support
improve better
communication contact dialogue
inquiry investigation probe
claim allegation accusation
program programme
world mankind humanity global worldwide international
deal agreement accord pact
giant company firm
executive boss manager
mend repair fix restore
ties relations links relationship
differences disagreements
solution settlement resolution
toxic poisonous
obligations duties commitments
unprecedented unparalleled
briefing conference
request ask
send dispatch
maintain insist assert contend
potentially possibly
rapprochement reconciliation
throughout during
`

// Opposed reports whether the words of two stems say the opposite of each other:
// "praised" and "criticised", "more" and "less".
func Opposed(a, b string) bool {
	for _, g := range opposites[a] {
		if slices.Contains(opposites[b], -g) {
			return true
		}
	}
	return false
}

// opposites holds for each stem the pairs it is in: n on one side, -n on the other.
var opposites = func() map[string][]int {
	m := map[string][]int{}
	for n, line := range strings.Split(strings.TrimSpace(opposed), "\n") {
		left, right, _ := strings.Cut(line, "|")
		for _, w := range strings.Fields(left) {
			m[Stem(w)] = append(m[Stem(w)], n+1)
		}
		for _, w := range strings.Fields(right) {
			m[Stem(w)] = append(m[Stem(w)], -n-1)
		}
	}
	return m
}()

const opposed = `
praise laud admire admiringly applaud commend compliment favourable favorable|criticise criticize condemn denounce slam blast disparage attack scorn contempt critically harshly disdain unfavourable unfavorable
support back endorse favour favor|oppose reject resist object block veto obstruct
accept agree approve|refuse reject decline disagree veto block
allow permit enable let|forbid ban prohibit prevent block bar stop
increase rise rose grow climb gain expand|decrease fall drop decline shrink lose reduce
more|less fewer
better improve mend repair improvement|worse worsen deteriorate damage strain
good|bad
start begin open launch continue keep persist|end stop close finish cease
before ahead|after
fulfil fulfill honour honor obey comply respect|violate breach break ignore
win victory|lose defeat
attack assault|defend protect
ally friend friendly partner|enemy foe hostile rival
optimistic hopeful|pessimistic doubtful
true|false
guilty convict|innocent acquit
confirm admit|deny denial
join enter|leave left quit exit withdraw
escalate|de-escalate deescalate calm ease
war conflict|peace
alive survive|die dead kill
first|last
high highest|low lowest
early earlier|late later
strong strengthen|weak weaken
permanent|temporary
direct directly|indirect indirectly
close near|distant far
united unite agree|divided divide split diverge differ disagree
similar same alike identical|different diverge differ sharply
succeed success successful|fail failure unsuccessful
build create|destroy dismantle demolish
remember|forget
likely probable|unlikely improbable
possible|impossible
legal lawful|illegal unlawful
arrive come|leave left depart
remain stay|leave left go depart step resign
buy purchase|sell
public|private secret
flawless perfect ideal|flawed imperfect poor terrible wrong
hostility enmity cold|rapprochement thaw
north|south
east eastern|west western
male man|female woman
older old|younger young
new|old
former previous|current present
upper|lower
major|minor
always|never
condemn criticise criticize|condone excuse defend
push urge|discourage dissuade
cooperate cooperation collaborate|obstruct hinder
diplomatic political|military
toxic|healthy warm cordial
`
