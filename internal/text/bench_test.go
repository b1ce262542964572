package text

import (
	"strings"
	"testing"
)

const paragraph = `Russian Federation blocked a Western effort at the UN Security Council on Wednesday to condemn the gas attack and push Assad to cooperate with global inquiries into the incident. The U.S. and its allies’ 1,200 envoys said “no”. `

func BenchmarkTokens(b *testing.B) {
	s := strings.Repeat(paragraph, 3)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Tokens(s)
	}
}

func BenchmarkTokensCachedStems(b *testing.B) {
	s := strings.Repeat(paragraph, 3)
	stems := map[string]string{}
	stem := func(fold string) string {
		st, ok := stems[fold]
		if !ok {
			st = Stem(fold)
			stems[fold] = st
		}
		return st
	}
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		TokensWith(s, stem)
	}
}
