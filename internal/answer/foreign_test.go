package answer

import "testing"

func TestForeign(t *testing.T) {
	for question, want := range map[string]bool{
		"Qu'a dit Haley sur Assad ?":                     true,
		"Combien de personnes ont été tuées ?":           true,
		"¿Quién llamó animal a Assad?":                   true,
		"Wie viele Menschen wurden getötet?":             true,
		"Was sagte Haley über Assad und den Krieg?":      true,
		"Сколько людей погибло?":                         true,
		"死者は何人ですか":                                       true,
		"How many people were killed?":                   false,
		"haley assad moscow":                             false,
		"Who said \"c'est la vie\"?":                     false,
		"what did al-Assad's forces do in Khan Sheikhun": false,
		"": false,
	} {
		if got := foreign(question); got != want {
			t.Errorf("%q is foreign: %v, want %v", question, got, want)
		}
	}
}
