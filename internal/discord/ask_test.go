package discord

import (
	"testing"
)

func TestAsk(t *testing.T) {
	w := start(t, nil)
	i := w.Ask(w.ada, w.Channel(), "How many people were killed?", false)
	ack, err := i.WaitAck(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if ack.Type != 5 || ack.Ephemeral {
		t.Errorf("acknowledged with %+v, want a public deferral", ack)
	}
	m := w.final(i)
	contains(t, m.Content, "> How many people were killed?", "More than 80 people were killed", "[1]\n", "-# [1] “", sayQuoted)
	if m.Button("Sources") == nil || len(m.Components) != 1 {
		t.Errorf("buttons: %v", m.Components)
	}
	t.Log(m.Content)
}
