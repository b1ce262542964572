package article

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"plain", "He left. She stayed.", []string{"He left.", "She stayed."}},
		{"country", "The U.S. Navy came. It left the U.S. The men stayed.",
			[]string{"The U.S. Navy came.", "It left the U.S.", "The men stayed."}},
		{"titles", "Mr. Lavrov met Gen. Dunford and Sen. McCain on St. John's. Dr. No came.",
			[]string{"Mr. Lavrov met Gen. Dunford and Sen. McCain on St. John's.", "Dr. No came."}},
		{"initials", "George W. Bush and J. K. Rowling met. H. R. McMaster left.",
			[]string{"George W. Bush and J. K. Rowling met.", "H. R. McMaster left."}},
		{"numeral", "It ended World War I. Germany lost.", []string{"It ended World War I.", "Germany lost."}},
		{"number", "It is No. 4 of Vol. 2. Fig. 3 shows it.", []string{"It is No. 4 of Vol. 2.", "Fig. 3 shows it."}},
		{"no as a word", "Was it so? No. The men left.", []string{"Was it so?", "No.", "The men left."}},
		{"time of day", "It began at 9 a.m. Wednesday in Rome. It ended at 5 p.m. The men left.",
			[]string{"It began at 9 a.m. Wednesday in Rome.", "It ended at 5 p.m.", "The men left."}},
		{"month", "The Nov. 3 vote was lost.", []string{"The Nov. 3 vote was lost."}},
		{"company", "Exxon Mobil Corp. Chairman Tillerson left. He sold Apple Inc. The deal held.",
			[]string{"Exxon Mobil Corp. Chairman Tillerson left.", "He sold Apple Inc.", "The deal held."}},
		{"latin", "Some, e.g. Russia, came, i.e. The Kremlin.", []string{"Some, e.g. Russia, came, i.e. The Kremlin."}},
		{"hyphenated saint", "They went to Trinity-St. Paul's Church.", []string{"They went to Trinity-St. Paul's Church."}},
		{"decimal", "It rose 3.5 percent to $4.2 billion.", []string{"It rose 3.5 percent to $4.2 billion."}},
		{"ellipsis", "He said ... Assad must go. She waited... Then she left.",
			[]string{"He said ... Assad must go.", "She waited...", "Then she left."}},
		{"number first", "Japan bought Arab oil. 71% of it came in 1970. $5 million was lost.",
			[]string{"Japan bought Arab oil.", "71% of it came in 1970.", "$5 million was lost."}},
		{"reference marks", "He founded it.[b] The next came.[12][13] Then it fell.",
			[]string{"He founded it.[b]", "The next came.[12][13]", "Then it fell."}},
		{"enumerated", "1. The men left.", []string{"1. The men left."}},

		{"quotation of two sentences and its speaker", `More were killed. "They were there. We'll find that out", he said.`,
			[]string{"More were killed.", `"They were there. We'll find that out", he said.`}},
		{"curly quotation", "“We went. We saw.” He left.", []string{"“We went. We saw.”", "He left."}},
		{"question and its speaker", `"Is he there?" Mr Lavrov asked. He left.`,
			[]string{`"Is he there?" Mr Lavrov asked.`, "He left."}},
		{"question and small speaker", `"Is he there?" he asked.`, []string{`"Is he there?" he asked.`}},
		{"bare quotation stays with who said it", `Sestanovich said so. "I like to think they didn't know". He left.`,
			[]string{`Sestanovich said so. "I like to think they didn't know".`, "He left."}},
		{"quotation with its own speaker stands alone", `The case was made, she said. "But we can start", Haley said.`,
			[]string{"The case was made, she said.", `"But we can start", Haley said.`}},
		{"bare quotation that nobody speaks", `It was dark. "Nobody knows."`, []string{"It was dark.", `"Nobody knows."`}},
		{"quotation never closed", `"We went. We saw. We left.`, []string{`"We went.`, "We saw.", "We left."}},
		{"brackets", "(He left. She stayed.) They ate.", []string{"(He left. She stayed.)", "They ate."}},
		{"inches", `The 5" gun fired. It was loud.`, []string{`The 5" gun fired.`, "It was loud."}},

		{"stray fragment", "Reuters reported. -Russian ties and identify problems. Safronkov said so.",
			[]string{"Reuters reported.", "-Russian ties and identify problems.", "Safronkov said so."}},
		{"hard-wrapped lines", "The men\nleft. The women\nstayed.", []string{"The men\nleft.", "The women\nstayed."}},
		{"bullets", "They want:\n• peace\n• a working group", []string{"They want:", "• peace", "• a working group"}},
		{"accents", "L'État c'est lui. Éluard wrote it.", []string{"L'État c'est lui.", "Éluard wrote it."}},
		{"other scripts", "他走了。她留下。", []string{"他走了。", "她留下。"}},
		{"empty", "", nil},
		{"no words", "* * *", []string{"* * *"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, texts(tt.text, split(tt.text))); diff != "" {
				t.Errorf("split(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func texts(text string, spans []Span) []string {
	var out []string
	for _, s := range spans {
		out = append(out, text[s.Start:s.End])
	}
	return out
}

func TestFragments(t *testing.T) {
	tests := []struct {
		text string // a paragraph
		want string // a mark a sentence: "~" a fragment, "." a sentence
	}{
		{"While the most immediate U.S.", "~"},
		{"Reuters reported it. -Russian ties and identify problems. He left.", ".~."},
		{"• Leroy Wright", "~"},
		{"By Leroy Wright", "~"},
		{"Advertisement", "~"},
		{"Share this article", "~"},
		{"* * *", "~"},
		{"and that the attack was staged.", "~"},
		{", he said.", "~"},
		{"The president went to the", "~"},
		{"Story continues. He left with the", ".~"},
		{"| 80 | killed |", "~"},
		{"The hall at nine. (A. Stringer/Reuters)", ".~"},

		{"Russian Federation challenges United States to prove chemical attack in Syria", "."},
		{"Trump and others have indeed threatened similar action.", "."},
		{"U.S. relations with the Kremlin have become toxic.", "."},
		{"While he waited, it rained.", "."},
		{"When it rains it pours.", "."},
		{"Three hostages were freed", "."},
		{"iPhone sales fell.", "."},
		{"al-Assad spoke.", "."},
		{"van Gogh painted it.", "."},
		{"\"They were there. We'll find that out\", he said.", "."},
		{"He left.", "."},
		{"-5 degrees were measured.", "."},
	}
	for _, tt := range tests {
		var got strings.Builder
		for _, s := range blockSentences(tt.text, block{Span{0, len(tt.text)}, paragraph}) {
			if s.Fragment {
				got.WriteByte('~')
			} else {
				got.WriteByte('.')
			}
		}
		if got.String() != tt.want {
			t.Errorf("%q is %s, want %s", tt.text, got.String(), tt.want)
		}
	}
}

func TestHeadingsAndCodeAreFragments(t *testing.T) {
	text := "This is a whole sentence. And so is this."
	for _, kind := range []blockKind{heading, verbatim} {
		got := blockSentences(text, block{Span{0, len(text)}, kind})
		if len(got) != 1 || !got[0].Fragment {
			t.Errorf("kind %d: %+v, want one fragment", kind, got)
		}
	}
}

// Text without a full stop is cut into fragments of a length that can be shown.
func TestLongSentencesAreCut(t *testing.T) {
	for _, text := range []string{strings.Repeat("word ", 1000), strings.Repeat("é", 3000)} {
		text = strings.TrimSpace(text)
		var b strings.Builder
		for _, s := range blockSentences(text, block{Span{0, len(text)}, paragraph}) {
			if s.Len() > longSentence || !s.Fragment {
				t.Errorf("%d bytes, fragment %t: want at most %d, a fragment", s.Len(), s.Fragment, longSentence)
			}
			b.WriteString(text[s.Start:s.End])
		}
		if got, want := b.String(), strings.ReplaceAll(text, " ", ""); strings.ReplaceAll(got, " ", "") != want {
			t.Errorf("text was lost: %d of %d bytes left", len(got), len(want))
		}
	}
}

// FuzzSplit: sentences are in order, apart, and leave nothing but white space between.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		"", "He left. She stayed.", `"They were there. We'll find that out", he said.`, "in the U.S. and",
		"a.[1] B", "(a. B", `"""`, "....", "-Russian\r\n• x", "1. A\n2. B", "“A. B” (C. D] E", "é. É", "\u2028.\u0085A",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip("the loader takes UTF-8 only")
		}
		checkCover(t, text, split(text), unicode.IsSpace)
	})
}

// checkCover fails where spans are out of order, cut a rune, or leave out more of the
// text than between allows.
func checkCover(t *testing.T, text string, spans []Span, between func(rune) bool) {
	t.Helper()
	end := 0
	gap := func(from, to int) {
		if strings.ContainsFunc(text[from:to], func(r rune) bool { return !between(r) }) {
			t.Errorf("lost %q at %d in %q", text[from:to], from, text)
		}
	}
	for _, s := range spans {
		if s.Start < end || s.End <= s.Start || s.End > len(text) || !utf8.ValidString(text[s.Start:s.End]) {
			t.Fatalf("bad span %v after %d in %d bytes of %q", s, end, len(text), text)
		}
		gap(end, s.Start)
		end = s.End
	}
	gap(end, len(text))
}

// A long run without white space, and without one whole character, must still be cut.
func TestCutLongEndsOnInvalidText(t *testing.T) {
	text := strings.Repeat("\x80", 3*longSentence)
	total := 0
	for _, s := range cutLong(text, Span{0, len(text)}) {
		total += s.Len()
	}
	if total != len(text) {
		t.Errorf("%d of %d bytes are left", total, len(text))
	}
}
