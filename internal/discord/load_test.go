package discord

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/answer/extract"
	"footnote/internal/discord/discordtest"
)

// crowd asks n questions, as many as the channel of ticks lets through, each by another
// member, and returns the interactions.
func (w *world) crowd(n int, ticks <-chan time.Time) []*discordtest.Interaction {
	var all []*discordtest.Interaction
	for i := range n {
		if ticks != nil {
			<-ticks
		}
		member := w.Guild().NewMember(fmt.Sprintf("member %d", i))
		all = append(all, w.Ask(member, w.Channel(), fmt.Sprintf("What is so about %d?", i), false))
	}
	return all
}

// told sorts the last words on interactions: how many were answered, how many asked to
// wait, and how long the acknowledgements took, the quickest first.
func (w *world) told(all []*discordtest.Interaction) (answered, turnedAway int, acks []time.Duration) {
	w.t.Helper()
	for _, i := range all {
		ack, err := i.WaitAck(w.ctx)
		if err != nil {
			w.t.Fatal(err)
		}
		acks = append(acks, ack.After)
		switch m := w.final(i); {
		case strings.Contains(m.Content, "One thing is so."):
			answered++
		case m.Content == sayBusy && m.Ephemeral():
			turnedAway++
		default:
			w.t.Errorf("%v got %q", i, m.Content)
		}
	}
	slices.Sort(acks)
	return answered, turnedAway, acks
}

// When more is asked than can be answered, everybody is answered or told to wait, and
// nothing is left behind.
func TestCrowd(t *testing.T) {
	gate := make(chan struct{})
	s := &script{claims: claimsOf(t, "Title", "One thing is so."), mode: answer.Written, before: waitsFor(0, gate)}
	w := start(t, func(p *plan) { p.config.Answerer, p.config.Workers, p.config.QueueSize = s, 4, 26 })
	w.final(w.Command(w.ada, w.Channel(), cmdHelp))
	before := runtime.NumGoroutine()
	all := w.crowd(100, nil)
	for _, i := range all {
		if _, err := i.WaitAck(w.ctx); err != nil {
			t.Fatal(err)
		}
	}
	close(gate)
	answered, turnedAway, _ := w.told(all)
	if answered != 30 || turnedAway != 70 {
		t.Errorf("%d answered, %d told to wait; want 30 and 70", answered, turnedAway)
	}
	w.settle(before)
}

// settle waits until no more goroutines run than before, but for what HTTP keeps open.
func (w *world) settle(before int) {
	w.t.Helper()
	for {
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		now := runtime.NumGoroutine()
		if now <= before+10 {
			return
		}
		if sleepUntil(w.ctx, time.Now().Add(10*time.Millisecond)) != nil {
			w.t.Errorf("%d goroutines, %d before", now, before)
			return
		}
	}
}

// BenchmarkLoad is 500 questions within 10 seconds to a model that takes 2, on the usual
// settings: run it with -benchtime 1x.
func BenchmarkLoad(b *testing.B) {
	for range b.N {
		load(b, 500, 10*time.Second)
	}
}

func load(b *testing.B, n int, within time.Duration) {
	b.Helper()
	s := &script{mode: answer.Written, claims: claimsOf(b, "Title", "One thing is so.")}
	s.before = func(ctx context.Context, _ int) error { return sleepUntil(ctx, time.Now().Add(time.Second)) }
	w := benchWorld(b, s)
	runtime.GC()
	goroutines := runtime.NumGoroutine()
	var peak uint64
	stop := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() { peak = peakMemory(stop) })
	tick := time.NewTicker(within / time.Duration(n))
	defer tick.Stop()
	all := w.crowd(n, tick.C)
	answered, turnedAway, acks := w.told(all)
	close(stop)
	watching.Wait()
	if answered+turnedAway != n {
		b.Errorf("%d answered, %d told to wait, of %d", answered, turnedAway, n)
	}
	w.settle(goroutines)
	b.ReportMetric(float64(answered), "answered")
	b.ReportMetric(float64(turnedAway), "told-to-wait")
	b.ReportMetric(float64(acks[n/2].Microseconds())/1000, "ack-p50-ms")
	b.ReportMetric(float64(acks[n*99/100].Microseconds())/1000, "ack-p99-ms")
	b.ReportMetric(float64(acks[n-1].Microseconds())/1000, "ack-max-ms")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
	b.ReportMetric(float64(runtime.NumGoroutine()-goroutines), "goroutines-left")
}

// peakMemory is the most memory that was in use at once, simulator and all, until stop.
func peakMemory(stop <-chan struct{}) uint64 {
	var peak uint64
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapInuse+m.StackInuse)
		select {
		case <-tick.C:
		case <-stop:
			return peak
		}
	}
}

// BenchmarkSoak is b.N interactions in a row, quoted from the story: run it with
// -benchtime 100000x. What memory and goroutines are left when it ends is reported beside
// what they were after five thousand.
func BenchmarkSoak(b *testing.B) {
	_, index := story(b)
	w := benchWorld(b, &answer.Service{Searcher: index, Extractor: extract.New(index)})
	ask := func(n int) {
		for range n {
			w.final(w.Ask(w.ada, w.Channel(), question, false))
		}
	}
	inUse := func() (mb float64, goroutines int) {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / 1e6, runtime.NumGoroutine()
	}
	ask(5000)
	memory, goroutines := inUse()
	b.ResetTimer()
	ask(b.N)
	b.StopTimer()
	after, left := inUse()
	b.ReportMetric(memory, "MB-before")
	b.ReportMetric(after, "MB-after")
	b.ReportMetric(float64(left-goroutines), "goroutines-left")
	if n := len(w.bot.rest.limits.buckets); n > maxBuckets {
		b.Errorf("%d buckets are remembered", n)
	}
}

// benchWorld is a world that forgets what is over, so that it measures the bot.
func benchWorld(b *testing.B, a Answerer) *world {
	b.Helper()
	return start(b, func(p *plan) {
		p.within = 10 * time.Hour
		p.discord.Forget, p.discord.OpenAPI = 3000, "off"
		p.store = newMemoryStore(1000)
		p.mute, p.config.MemberRate, p.config.ServerRate = true, 1e9, 1e9
		p.config.Answerer = a
	})
}
