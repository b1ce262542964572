package verify

import (
	"strings"
	"testing"
)

// TestAttributions: who is taken to say what.
func TestAttributions(t *testing.T) {
	for _, tt := range []struct{ sentence, want string }{ // "speaker: said", one a line
		{"Lavrov said progress had been made.", "Lavrov: progress had been made"},
		{"According to Lavrov, progress had been made.", "Lavrov: progress had been made"},
		{"Progress had been made, according to Lavrov.", "Lavrov: Progress had been made"},
		{"Progress had been made, Lavrov said on Friday.", "Lavrov: Progress had been made"},
		{"Lavrov spoke in Moscow, Reuters reported.", "Reuters: "},
		{"\"We will find out\", he said.", "(pronoun): We will find out"},
		{"\"We suspect that they have help\", a US military official told reporters on Friday.", "(pronoun): that they have help\nUS military official: We suspect that they have help"},
		{"Lavrov, who was in Moscow, said progress had been made.", "Lavrov: progress had been made"},
		{"The ambassador, Nikki Haley, called on Moscow and said it must stop.", "ambassador Nikki Haley: on Moscow and said it must stop\nambassador Nikki Haley: it must stop"},
		{"The ambassador to the UN said it must stop.", "ambassador to the UN: it must stop"},
		{"Moscow was told by Haley to stop.", "Haley: by Haley to stop"},
		{"What the USA has described as an attack.", "USA: as an attack"},
		{"On the back of claims Putin won.", ": Putin won"},
		{"He said.", "(pronoun): "},
		{"Said.", ": "},
		{"According to", ": "},
		{"By", ""},
		{"Russia blocked it.", ""},
	} {
		var got []string
		for _, a := range attributions(tt.sentence, cut(tt.sentence)) {
			who := spelled(tt.sentence, a.speaker)
			if a.pronoun {
				who = "(pronoun)"
			}
			got = append(got, who+": "+spelled(tt.sentence, a.said))
		}
		if strings.Join(got, "\n") != tt.want {
			t.Errorf("%s\n got %q\nwant %q", tt.sentence, strings.Join(got, "\n"), tt.want)
		}
	}
}

// spelled is the words as the sentence has them.
func spelled(s string, ws []word) string {
	var out []string
	for i, w := range ws {
		if i > 0 && w.start > ws[i-1].end && s[ws[i-1].end:w.start] == " " {
			out[len(out)-1] += " " + s[w.start:w.end]
			continue
		}
		out = append(out, s[w.start:w.end])
	}
	return strings.Join(out, " ")
}
