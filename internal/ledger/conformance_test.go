package ledger_test

import (
	"testing"

	"footnote/internal/ledger/ledgertest"
)

func TestConformance(t *testing.T) {
	ledgertest.Run(t, func(t *testing.T, place string) ledgertest.Ledger { return openIn(t, place) })
}
