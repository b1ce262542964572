package extract

import (
	"strings"
	"sync"

	"footnote/internal/text"
)

// opposites are, by stem, the stems that say the contrary: a sentence with "ended" does
// not answer when something began.
var opposites = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	add := func(a, b string) {
		if out[a] == nil {
			out[a] = map[string]bool{}
		}
		out[a][b] = true
	}
	for _, line := range strings.Split(strings.TrimSpace(contraries), "\n") {
		left, right, _ := strings.Cut(line, ":")
		for _, a := range strings.Fields(left) {
			for _, b := range strings.Fields(right) {
				a, b := text.Stem(a), text.Stem(b)
				add(a, b)
				add(b, a)
			}
		}
	}
	return out
})

// contraries are groups of words: each left of the colon is contrary to each right of it.
const contraries = `
above over: below under beneath
absent: present
accept agree consent: refuse reject deny decline disagree
acquire gain get win: lose
active: inactive passive
add: remove subtract
admit: deny
advantage: disadvantage
after following: before
agreement: disagreement
ally allies friend friendly: enemy enemies foe rival opponent hostile
allow permit let legal lawful: forbid ban prohibit prevent illegal unlawful
always: never sometimes seldom rarely
ancient old older oldest: modern new newer newest recent young younger youngest
appear arrive come enter: disappear depart leave left exit go
approve support back favour favor: oppose opposed reject condemn criticise criticize
arrest capture detain: release free
ascend rise rose increase grow grew climb raise raised expand: descend fall fell decrease decline drop shrink lower lowered reduce reduced
attack: defend defence defense retreat
attract: repel
beautiful: ugly
begin began begun start first opening commence: end ended finish last final closing stop cease conclude
beginning: ending end
best: worst
better: worse
big bigger biggest large larger largest great: small smaller smallest little tiny
birth born: death died dead die
bless: curse
boom: bust
borrow: lend
bottom: top
brave: cowardly
build built construct create found founded establish established: destroy destroyed demolish abolish abolished dissolve dissolved
buy bought purchase import: sell sold export
calm: stormy violent
cheap cheaper cheapest: expensive costly
clean: dirty
closed close shut: open opened
cold cool: hot warm
combine join unite united merge: split divide divided separate separated
common: rare uncommon
complete: incomplete partial
confirm: deny
conquer: surrender
continue: stop halt
credit: debit
deep: shallow
defeat: victory win
demand: supply
deny: confirm
different: same identical similar
difficult hard: easy
domestic: foreign
early earlier earliest: late later latest
east eastern: west western
eastward: westward
employ employed hire hired: fire fired dismiss dismissed unemployed
empty: full
encourage: discourage
even: odd
exclude: include
expand: contract
external outside outer: internal inside inner
fail failed failure unsuccessful: succeed succeeded success successful
false: true
famous: unknown obscure
fast quick rapid: slow
fat: thin
few fewer fewest less least minimum minority: many more most maximum majority
forget: remember
formal: informal
forward: backward
friend: enemy
future: past
generous: stingy
guilty: innocent
happy: sad
hate hated: love loved like
heavy: light
hide: show reveal
high higher highest: low lower lowest
horizontal: vertical
hostile: friendly
important: unimportant trivial
inferior: superior
junior: senior
keep: lose discard
known: unknown
laugh: cry
loose: tight
loss losses: gain profit win
many: few
maximum: minimum
minor: major
moral: immoral
narrow: wide broad
natural: artificial
negative: positive
noisy: quiet
north northern: south southern
northeast northeastern: southwest southwestern
northwest northwestern: southeast southeastern
northward: southward
offensive: defensive
officially formally: unofficially informally
optimist optimistic: pessimist pessimistic
peace peaceful: war warfare
permanent: temporary
plus: minus
poor poverty: rich wealthy wealth
powerful strong stronger strongest: weak weaker weakest powerless
praise praised: criticise criticize criticised criticized blame condemn
predecessor: successor
pre-war: post-war
private: public
pull: push
rise: fall
rural: urban
safe: dangerous
simple: complex complicated
sink: float
smooth: rough
soft: hard
solid: liquid
subordinate: superior
survive survived: die died perish
temporary: permanent
together: apart
unite: divide
upper: lower
urban: rural
useful: useless
victory victorious: defeat defeated loss
visible: invisible
voluntary: compulsory forced
wet: dry
win won winner: lose lost loser
within: outside
`
