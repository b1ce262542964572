package text

import "strings"

// irregular maps forms that no rule of endings reaches to the word they are forms of.
// Forms that are as often another word ("found", "left", "ground", "rose") are not here.
var irregular = func() map[string]string {
	m := map[string]string{}
	for _, family := range strings.Split(`
arise arose arisen; become became; begin began begun; bend bent; bite bitten; bleed bled; blow blew blown;
break broke broken; breed bred; bring brought; build built; burn burnt; buy bought; catch caught;
choose chose chosen; cling clung; come came; creep crept; deal dealt; dig dug; draw drew drawn; dream dreamt;
drink drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought;
flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven;
freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown; hang hung; hear heard;
hide hid hidden; hold held; keep kept; kneel knelt; know knew known; lead led; lend lent; lose lost;
make made; mean meant; meet met; mistake mistook mistaken; overcome overcame; overthrow overthrew overthrown;
pay paid; prove proven; ride rode ridden; ring rang rung; run ran; say said; see saw seen; seek sought;
sell sold; send sent; shake shook shaken; shine shone; shoot shot; show shown; shrink shrank shrunk;
sing sang sung; sink sank sunk; sit sat; sleep slept; slide slid; speak spoke spoken; spend spent; spin spun;
spring sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung; strike struck stricken;
strive strove striven; swear swore sworn; sweep swept; swim swam swum; swing swung; take took taken;
teach taught; tear tore torn; tell told; think thought; throw threw thrown; undergo underwent undergone;
understand understood; undertake undertook undertaken; wake woke woken; wear wore worn; weep wept; win won;
withdraw withdrew withdrawn; withstand withstood; write wrote written;
man men; woman women; child children; foot feet; tooth teeth; mouse mice; goose geese; wife wives;
crisis crises; basis bases; thesis theses; analysis analyses; hypothesis hypotheses; medium media`, ";") {
		forms := strings.Fields(family)
		for _, f := range forms[1:] {
			m[f] = forms[0]
		}
	}
	return m
}()
