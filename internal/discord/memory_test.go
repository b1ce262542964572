package discord

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"footnote/internal/ledger"
)

// memoryStore is a Store without a disk: it keeps the latest questions only, and forgets all
// of them when the process ends. It is safe for concurrent use.
type memoryStore struct {
	unjudged
	broken   atomic.Bool // every method fails
	mu       sync.Mutex
	changed  chan struct{} // closed when something is
	limit    int
	order    []string                   // question ids, oldest first
	records  map[string]*memory         // by question id
	messages map[string]string          // message id -> question id
	opinions map[string]ledger.Feedback // question id + member -> the latest
}

type memory struct {
	ledger.Record
	finished bool
	left     bool // by an earlier process
}

// newMemoryStore keeps up to limit questions; the oldest finished one is dropped for a newer.
func newMemoryStore(limit int) *memoryStore {
	return &memoryStore{
		limit: limit, changed: make(chan struct{}), records: map[string]*memory{},
		messages: map[string]string{}, opinions: map[string]ledger.Feedback{},
	}
}

// Begin implements Questions.
func (m *memoryStore) Begin(_ context.Context, q ledger.Question) error {
	if m.broken.Load() {
		return errBroken
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.records[q.ID] != nil {
		return ledger.ErrKnown
	}
	m.order = append(m.order, q.ID)
	m.records[q.ID] = &memory{Record: ledger.Record{Question: q}}
	m.wake()
	if len(m.order) > m.limit {
		m.forgetOldest()
	}
	return nil
}

func (m *memoryStore) forgetOldest() {
	i := slices.IndexFunc(m.order, func(id string) bool { return m.records[id].finished })
	if i < 0 {
		return
	}
	old := m.records[m.order[i]]
	for _, message := range old.Messages {
		delete(m.messages, message)
	}
	for key := range m.opinions {
		if strings.HasPrefix(key, old.ID+"/") {
			delete(m.opinions, key)
		}
	}
	delete(m.records, old.ID)
	m.order = slices.Delete(m.order, i, i+1)
}

// Acknowledge implements Questions.
func (m *memoryStore) Acknowledge(_ context.Context, id string) error {
	if m.broken.Load() {
		return errBroken
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.records[id] == nil {
		return ledger.ErrUnknown
	}
	return nil
}

// Posted implements Questions.
func (m *memoryStore) Posted(_ context.Context, id, message string) error {
	if m.broken.Load() {
		return errBroken
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.records[id]
	if r == nil {
		return ledger.ErrUnknown
	}
	if !slices.Contains(r.Messages, message) {
		r.Messages = append(slices.Clip(r.Messages), message)
		m.messages[message] = id
	}
	return nil
}

// Finish implements Questions.
func (m *memoryStore) Finish(_ context.Context, id string, o ledger.Outcome) error {
	if m.broken.Load() {
		return errBroken
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.records[id]
	if r == nil {
		return ledger.ErrUnknown
	}
	r.Answer, r.Failure, r.At, r.finished = o.Answer, o.Failure, o.At, true
	r.Token = ""
	m.wake()
	return nil
}

// Unfinished implements Questions.
func (m *memoryStore) Unfinished(context.Context) ([]ledger.Question, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []ledger.Question
	for _, id := range m.order {
		if r := m.records[id]; r.left {
			out = append(out, r.Question)
			r.left = false
		}
	}
	return out, nil
}

// handOver makes what is unfinished now the next process's business.
func (m *memoryStore) handOver() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.records {
		r.left = !r.finished
	}
}

// ByMessage implements Answers.
func (m *memoryStore) ByMessage(ctx context.Context, message string) (ledger.Record, error) {
	m.mu.Lock()
	id := m.messages[message]
	m.mu.Unlock()
	return m.ByID(ctx, id)
}

// ByID implements Answers.
func (m *memoryStore) ByID(_ context.Context, id string) (ledger.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.records[id]
	if r == nil || !r.finished {
		return ledger.Record{}, ledger.ErrUnknown
	}
	return r.Record, nil
}

// Recent implements Answers.
func (m *memoryStore) Recent(_ context.Context, guild string, limit int) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for i := len(m.order) - 1; i >= 0 && len(out) < limit; i-- {
		r := m.records[m.order[i]]
		if r.finished && r.Answer.Answered && !r.Private && r.Guild == guild && !slices.Contains(out, r.Text) {
			out = append(out, r.Text)
		}
	}
	return out, nil
}

// Judge implements Opinions.
func (m *memoryStore) Judge(_ context.Context, f ledger.Feedback) error {
	if m.broken.Load() {
		return errBroken
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.records[f.Question] == nil {
		return ledger.ErrUnknown
	}
	m.opinions[f.Question+"/"+f.Member] = f
	m.wake()
	return nil
}

// record is what is known of a question, finished or not.
func (m *memoryStore) record(id string) ledger.Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.records[id]; r != nil {
		return r.Record
	}
	return ledger.Record{}
}

// wait returns when a question has had its last word, or ctx has ended.
func (m *memoryStore) wait(ctx context.Context, id string) error {
	for {
		m.mu.Lock()
		r, changed := m.records[id], m.changed
		done := r != nil && r.finished
		m.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// opinion waits for a member's word on an answer that satisfies match.
func (m *memoryStore) opinion(ctx context.Context, id, member string, match func(ledger.Feedback) bool) ledger.Feedback {
	for {
		m.mu.Lock()
		f, changed := m.opinions[id+"/"+member], m.changed
		m.mu.Unlock()
		if match(f) {
			return f
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return f
		}
	}
}

// wake tells those who wait. The caller holds m.mu.
func (m *memoryStore) wake() {
	close(m.changed)
	m.changed = make(chan struct{})
}

var errBroken = errors.New("the store is broken")

// began waits until a question is on record.
func (m *memoryStore) began(ctx context.Context, id string) {
	for {
		m.mu.Lock()
		r, changed := m.records[id], m.changed
		m.mu.Unlock()
		if r != nil {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// forgetMessages forgets which messages show which answers.
func (m *memoryStore) forgetMessages() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.messages)
	for _, r := range m.records {
		r.Messages = nil
	}
}
