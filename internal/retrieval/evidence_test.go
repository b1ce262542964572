package retrieval

import (
	"context"
	"math"
	"slices"
	"testing"

	"footnote/internal/article"
)

// prose makes a corpus of one article whose passages are the texts, with a sentence to
// each full stop.
func prose(texts ...string) *article.Corpus {
	c := corpusOf(texts...)
	for i := range c.Articles[0].Passages {
		p := &c.Articles[0].Passages[i]
		p.Sentences = nil
		for from, at := 0, 0; at < len(p.Text); at++ {
			if p.Text[at] == '.' || at == len(p.Text)-1 {
				p.Sentences = append(p.Sentences, article.Sentence{Span: article.Span{Start: from, End: at + 1}})
				from = at + 2
			}
		}
	}
	return c
}

// weighed is the features of a corpus's passage n for a question.
func weighed(t *testing.T, c *article.Corpus, question string, n int) features {
	t.Helper()
	x, _ := mustOpen(t, c, Options{})
	q := x.understand(question)
	near, err := x.nearest(context.Background(), question)
	if err != nil {
		t.Fatal(err)
	}
	e := x.evidence(q)
	cs := e.rank(e.candidates(near))
	at := slices.IndexFunc(cs, func(c candidate) bool { return c.doc == n })
	if at < 0 {
		return features{}
	}
	return e.features(cs[at])
}

func TestFeatures(t *testing.T) {
	tests := []struct {
		name     string
		feature  int
		question string
		more     string // the passage of which the feature must be greater
		less     string
	}{
		{"words in one sentence", fSentence, "gas attack in Syria",
			"A gas attack hit Syria. All wept.", "The gas rose. An attack came. Syria wept."},
		{"words side by side", fRuns, "Security Council vote",
			"The Security Council met for a vote.", "The Council spoke of security after a vote."},
		{"words close by", fClose, "gas attack",
			"The attack with gas failed.", "The attack failed, envoys told the council later, since all the gas burned."},
		{"names", fNames, "did Lavrov meet envoys",
			"The minister Lavrov was late.", "The envoys meet."},
		{"names in the best sentence", fNamesNear, "did Lavrov meet envoys",
			"There Lavrov had envoys meet.", "Envoys meet. The guest Lavrov left."},
		{"a year for a when", fDate, "when did the war begin",
			"The war did begin in 1939.", "The war did begin at dawn."},
		{"a date in the best sentence", fDate, "when did the war begin",
			"The war did begin in June.", "The war did begin. June came."},
		{"a number for a how many", fCount, "how many envoys came",
			"There came two envoys.", "There came envoys."},
		{"the query's own number is no answer", fCount, "how many of the 12 envoys came",
			"Of the 12 envoys 3 came.", "The 12 envoys came."},
		{"a longer passage", fLength, "gas", "The gas burned for days and nights.", "The gas burned."},
		{"light words apart", fLight, "what kind of gas", "A kind of war.", "A gas war."},
		{"numbers", fNumbersNear, "the 80 envoys", "The 80 left.", "The envoys left."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := prose(tt.more, tt.less, "Nobody spoke.")
			more, less := weighed(t, c, tt.question, 1)[tt.feature], weighed(t, c, tt.question, 2)[tt.feature]
			if more <= less {
				t.Errorf("%v is not above %v", more, less)
			}
		})
	}
}

func TestFeaturesOfArticles(t *testing.T) {
	c := prose("The gas attack.", "Peace talks.")
	c.Articles[0].Title = "A gas war"
	v := weighed(t, c, "gas talks", 2)
	if v[fTitle] <= 0 || v[fTitle] >= 1 {
		t.Errorf("the title has %v of the query", v[fTitle])
	}
	if math.Abs(v[fArticle]-1) > 1e-6 {
		t.Errorf("the article has %v of the query", v[fArticle])
	}
	if h := weighed(t, c, "who wrote this?", 0); h[fHeader] != 1 || h[fMeta] != 1 {
		t.Errorf("the header's features are %v and %v", h[fHeader], h[fMeta])
	}
}

func TestApart(t *testing.T) {
	for _, tt := range []struct {
		a, b      []int
		gap       int
		following bool
	}{
		{[]int{1}, []int{2}, 1, true},
		{[]int{2}, []int{1}, 1, false},
		{[]int{1, 9}, []int{5, 10}, 1, true},
		{[]int{3}, []int{3, 7}, 4, false}, // the same word is not near itself
		{nil, []int{1}, math.MaxInt, false},
	} {
		if gap, following := apart(tt.a, tt.b); gap != tt.gap || following != tt.following {
			t.Errorf("apart(%v, %v) = %d, %v", tt.a, tt.b, gap, following)
		}
	}
}
