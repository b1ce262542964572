package text

import "testing"

func BenchmarkNumbersAndNames(b *testing.B) {
	const s = "Lavrov, who was co-hosting the April 12 press conference in Moscow, said more than 80 people were killed."
	toks := Tokens(s)
	for b.Loop() {
		Numbers(s, toks)
		Namings(s, toks)
	}
}
