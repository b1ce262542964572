package discord

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// frame is a WebSocket frame as RFC 6455 draws it.
func frame(opcode byte, last, masked bool, payload string) []byte {
	b := []byte{opcode, 0}
	if last {
		b[0] |= 0x80
	}
	switch n := len(payload); {
	case n < 126:
		b[1] = byte(n)
	case n < 65536:
		b[1] = 126
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	default:
		b[1] = 127
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	if !masked {
		return append(b, payload...)
	}
	b[1] |= 0x80
	mask := []byte{1, 2, 3, 4}
	b = append(b, mask...)
	for i := range len(payload) {
		b = append(b, payload[i]^mask[i%4])
	}
	return b
}

type seen struct {
	Opcode  byte
	Payload string
	Long    bool
}

func TestFrames(t *testing.T) {
	long := string(bytes.Repeat([]byte("x"), 70000))
	var stream bytes.Buffer
	stream.WriteString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
	for _, f := range [][]byte{
		frame(opText, true, false, `{"op":10}`), frame(opText, true, true, `{"op":1}`),
		frame(opText, false, false, "one "), frame(9, true, false, "ping"), frame(0, false, false, "two "), frame(0, true, false, "three"),
		frame(opText, true, false, long), frame(opText, true, true, long[:300]),
		frame(opText, true, false, ""), frame(opClose, true, false, "\x0f\xa0"),
	} {
		stream.Write(f)
	}
	want := []seen{
		{opText, `{"op":10}`, false}, {opText, `{"op":1}`, false},
		{9, "ping", false}, {opText, "one two three", false},
		{opText, long[:keptFrame], true}, {opText, long[:300], false},
		{opText, "", false}, {opClose, "\x0f\xa0", false},
	}
	for _, chunk := range []int{1, 2, 3, 7, 1000, 1 << 20} {
		var f frames
		var got []seen
		for rest := stream.Bytes(); len(rest) > 0; {
			n := min(chunk, len(rest))
			if passed := f.feed(rest[:n], func(op byte, payload []byte, long bool) bool {
				got = append(got, seen{op, string(payload), long})
				return true
			}); passed != n {
				t.Fatalf("%d of %d bytes passed", passed, n)
			}
			rest = rest[n:]
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("in pieces of %d (-want +got):\n%s", chunk, d)
		}
	}
}

// What stands before a refused frame passes, and nothing after it.
func TestFramesRefused(t *testing.T) {
	f := frames{upgraded: true}
	first := frame(opText, true, false, "good")
	all := append(append([]byte{}, first...), frame(opText, true, false, "bad")...)
	n := f.feed(all, func(_ byte, payload []byte, _ bool) bool { return string(payload) == "good" })
	if n != len(first) {
		t.Errorf("%d bytes passed, want %d", n, len(first))
	}
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte("HTTP/1.1 101\r\n\r\n"), frame(opText, true, true, `{"op":1}`), uint8(3))
	f.Add([]byte("\r\n\r\n"), frame(opText, false, false, "abc"), uint8(1))
	f.Fuzz(func(t *testing.T, upgrade, stream []byte, chunk uint8) {
		var f frames
		accept := func(_ byte, payload []byte, _ bool) bool {
			if len(payload) > keptFrame {
				t.Fatalf("%d bytes are kept", len(payload))
			}
			return true
		}
		all := append(upgrade, stream...)
		for step := int(chunk) + 1; len(all) > 0; {
			n := min(step, len(all))
			if passed := f.feed(all[:n], accept); passed != n {
				t.Fatalf("%d of %d bytes passed", passed, n)
			}
			all = all[n:]
		}
	})
}

// ends makes a wire whose other end the test plays.
func ends(t testing.TB) (w *wire, discord net.Conn) {
	t.Helper()
	a, b := net.Pipe()
	w = newWire(a, patience{hello: 5 * time.Second, login: 5 * time.Second, beats: 2})
	w.in.upgraded, w.out.upgraded = true, true
	t.Cleanup(func() { w.leave(); b.Close() })
	return w, b
}

// A heartbeat that finds the one before it unanswered ends the wire, resumably: within
// two intervals of the last sign of life.
func TestWireHeartbeats(t *testing.T) {
	w, discord := ends(t)
	go io.Copy(io.Discard, discord)
	w.interval, w.answered, w.ready = 20*time.Millisecond, true, true
	beat := frame(opText, true, true, `{"op":1,"d":3}`)
	if _, err := w.Write(beat); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(beat); err != nil {
		t.Fatalf("one that was asked for at once: %v", err)
	}
	if err := sleepUntil(t.Context(), time.Now().Add(w.interval)); err != nil {
		t.Fatal(err)
	}
	_, err := w.Write(beat)
	var e *ended
	if !errors.As(err, &e) || !e.Resume {
		t.Fatalf("wrote with %v", err)
	}
	select {
	case <-w.done:
	default:
		t.Error("the wire goes on")
	}
}

// A wire that ends itself tells Discord with a code that keeps the session.
func TestWireSaysGoodbye(t *testing.T) {
	for name, tc := range map[string]struct {
		end  func(*wire)
		code uint16
	}{
		"to resume": {func(w *wire) { w.end(&ended{Why: "test", Resume: true}) }, closeResume},
		"for good":  {(*wire).leave, closeNormal},
	} {
		t.Run(name, func(t *testing.T) {
			w, discord := ends(t)
			go tc.end(w)
			var got []seen
			f := frames{upgraded: true}
			b, _ := io.ReadAll(discord)
			f.feed(b, func(op byte, payload []byte, _ bool) bool {
				got = append(got, seen{op, string(payload), false})
				return true
			})
			want := []seen{{opClose, string(binary.BigEndian.AppendUint16(nil, tc.code)), false}}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
