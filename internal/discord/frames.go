package discord

import (
	"bytes"
	"encoding/binary"
)

// WebSocket opcodes (RFC 6455, section 5.2).
const (
	opText  = 1
	opClose = 8
)

const (
	keptFrame    = 4096  // bytes kept of a message; the gateway's own signals are far shorter
	maxHandshake = 65536 // bytes of the HTTP upgrade before the frames
)

// frames reads one direction of a WebSocket connection as it passes, without changing
// it: first the HTTP upgrade, then frames (RFC 6455, section 5.2). The zero value is
// ready to use.
type frames struct {
	upgraded bool
	header   []byte // what has come of the upgrade, or of a frame's header
	opcode   byte   // of the frame that is passing
	last     bool   // it ends its message
	left     uint64 // bytes of its payload still to come
	mask     []byte // nil: not masked
	at       int    // bytes of its payload that have passed
	message  []byte // text so far, over all its frames, up to keptFrame
	long     bool   // more than keptFrame has passed
	control  []byte // payload of a control frame, which may stand between a message's frames
	kind     byte   // opcode of the message so far
}

// feed takes the next bytes and calls whole for each message or control frame that they
// end, until whole says false. long says that payload is only its beginning. It returns
// how many of the bytes came before the frame that whole refused: all, if it refused none.
func (f *frames) feed(p []byte, whole func(opcode byte, payload []byte, long bool) bool) int {
	rest := p
	if !f.upgraded {
		rest = f.skipUpgrade(rest)
	}
	passed := len(p) - len(rest)
	for len(rest) > 0 {
		if f.left == 0 {
			if rest = f.readHeader(rest); f.header != nil {
				break // more of it is to come
			}
		}
		n := min(uint64(len(rest)), f.left)
		f.take(rest[:n])
		rest = rest[n:]
		if f.left -= n; f.left > 0 {
			break
		}
		if f.last && !f.emit(whole) {
			return passed
		}
		passed = len(p) - len(rest)
	}
	return len(p)
}

// skipUpgrade returns what follows the empty line that ends the upgrade.
func (f *frames) skipUpgrade(p []byte) []byte {
	f.header = append(f.header, p...)
	_, rest, found := bytes.Cut(f.header, []byte("\r\n\r\n"))
	if found || len(f.header) > maxHandshake {
		f.upgraded, f.header = true, nil
		return rest
	}
	return nil
}

// readHeader takes a frame's header off p, and leaves f.header nil once it is complete.
func (f *frames) readHeader(p []byte) []byte {
	for i, b := range p {
		f.header = append(f.header, b)
		if len(f.header) >= 2 && len(f.header) == headerLength(f.header) {
			f.begin(f.header)
			f.header = nil
			return p[i+1:]
		}
	}
	return nil
}

// headerLength is how long a frame's header is, by its first two bytes.
func headerLength(h []byte) int {
	n := 2
	switch h[1] & 0x7f {
	case 126:
		n += 2
	case 127:
		n += 8
	}
	if h[1]&0x80 != 0 {
		n += 4
	}
	return n
}

func (f *frames) begin(h []byte) {
	f.opcode, f.last = h[0]&0x0f, h[0]&0x80 != 0
	f.left, f.at, f.mask = uint64(h[1]&0x7f), 0, nil
	switch f.left {
	case 126:
		f.left = uint64(binary.BigEndian.Uint16(h[2:]))
	case 127:
		f.left = binary.BigEndian.Uint64(h[2:])
	}
	if h[1]&0x80 != 0 {
		f.mask = append([]byte(nil), h[len(h)-4:]...)
	}
	switch {
	case f.opcode >= opClose:
		f.control = nil
	case f.opcode != 0:
		f.kind, f.message, f.long = f.opcode, nil, false
	}
}

// take keeps a piece of a frame's payload.
func (f *frames) take(p []byte) {
	kept := &f.message
	if f.opcode >= opClose {
		kept = &f.control
	}
	for _, b := range p {
		if len(*kept) == keptFrame {
			f.long = true
			break
		}
		if f.mask != nil {
			b ^= f.mask[f.at%4]
		}
		*kept = append(*kept, b)
		f.at++
	}
}

func (f *frames) emit(whole func(opcode byte, payload []byte, long bool) bool) bool {
	if f.opcode >= opClose {
		return whole(f.opcode, f.control, false)
	}
	return whole(f.kind, f.message, f.long)
}
