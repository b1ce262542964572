package ledger

import "testing"

func TestNormalise(t *testing.T) {
	for _, tt := range []struct{ question, want string }{
		{"Who did it?", "who did it"},
		{"  hello, WHO did the Thing… please!! ", "who did thing"},
		{"What did Rex Tillerson’s office say?", "what did rex tillerson's office say"},
		{"Café or cafe?", "cafe or cafe"},
		{"Was it 80, or 80.5?", "was it 80 or 80.5"},
		{"?!", ""},
		{"the", ""},
	} {
		if got := normalise(tt.question); got != tt.want {
			t.Errorf("normalise(%q) = %q, want %q", tt.question, got, tt.want)
		}
	}
}

func TestSlip(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"tillerson", "tilerson", true},  // dropped
		{"attack", "attaack", true},      // doubled
		{"sheikhoun", "shiekhoun", true}, // swapped
		{"didn't", "didnt", true},
		{"syria", "syrja", false}, // replaced
		{"ireland", "iceland", false},
		{"million", "billion", false},
		{"armed", "unarmed", false},
		{"moral", "amoral", false}, // the first letter counts
		{"niger", "nigeria", false},
		{"iran", "iraq", false}, // too short to judge
		{"was", "wasn", false},
		{"20170", "2017", false}, // numbers are never slips
		{"2017th", "2071th", false},
		{"sarin", "sarin", false}, // the same is no slip
	} {
		for _, pair := range [][2]string{{tt.a, tt.b}, {tt.b, tt.a}} {
			if got := slip(pair[0], pair[1]); got != tt.want {
				t.Errorf("slip(%q, %q) = %t, want %t", pair[0], pair[1], got, tt.want)
			}
		}
	}
}

func FuzzAlike(f *testing.F) {
	f.Add("Who attacked Syria?", "who atacked syria")
	f.Add("", "the")
	f.Add("Did he?", "Did he not?")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = normalise(a), normalise(b)
		there, back := alike(a, b), alike(b, a)
		if there != back || there < 0 || there > 1 {
			t.Fatalf("alike(%q, %q) is %g, and %g the other way round", a, b, there, back)
		}
		if same := alike(a, a); a != "" && same != 1 {
			t.Fatalf("alike(%q, itself) is %g", a, same)
		}
		if there == 1 && a != b {
			t.Fatalf("%q and %q differ and are wholly alike", a, b)
		}
		if again := normalise(a); again != a && again != normalise(again) {
			t.Fatalf("normalising does not settle: %q, %q", a, again)
		}
	})
}
