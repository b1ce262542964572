package text

import "strings"

// stopwords are English function words. They carry grammar, not subject matter.
var stopwords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
a an the this that these those some any each every no
and or but nor so yet if then than as because while although though
of in on at by for with from to into onto upon about over under after before
between among against during through without within across per via
is am are was were be been being do does did doing done have has had having
will would shall should can could may might must
i me my mine we us our ours you your yours he him his she her hers it its
they them their theirs who whom whose which what when where why how
not n't there here also just only very too such same own other both all
don't didn't doesn't isn't aren't wasn't weren't won't can't couldn't
wouldn't shouldn't hasn't haven't hadn't it's i'm he's she's they're
what's who's where's when's how's that's there's let's`) {
		m[w] = true
	}
	return m
}()
