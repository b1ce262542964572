package discord

import (
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Handler serves /healthz and /readyz for whoever supervises the program. Each answers
// with a line of text: 200 and "ok", or 503 and why not.
func (b *Bot) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		up, all, _ := b.gatewayState()
		switch {
		case b.leaving.Load():
			http.Error(w, "leaving", http.StatusServiceUnavailable)
		case all == 0 || up < all:
			http.Error(w, fmt.Sprintf("%d of %d shards are connected", up, all), http.StatusServiceUnavailable)
		default:
			fmt.Fprintln(w, "ok")
		}
	})
	return mux
}

// gatewayState is how many shards are logged in, of how many, and the longest heartbeat.
func (b *Bot) gatewayState() (up, all int, slowest time.Duration) {
	shards := b.shards.Load()
	if shards == nil {
		return 0, 0, 0
	}
	for _, s := range *shards {
		ok, latency := s.connected()
		if ok {
			up++
		}
		slowest = max(slowest, latency)
	}
	return up, len(*shards), slowest
}

// registerGauges registers what is measured when it is asked for.
func (b *Bot) registerGauges(r prometheus.Registerer) {
	if r == nil {
		return
	}
	gauge := func(name, help string, value func() float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "footnote", Name: name, Help: help}, value))
	}
	gauge("gateway_shards_connected", "Shards that are logged in to the gateway.", func() float64 {
		up, _, _ := b.gatewayState()
		return float64(up)
	})
	gauge("gateway_heartbeat_seconds", "How long the slowest shard's latest heartbeat took.", func() float64 {
		_, _, slowest := b.gatewayState()
		return slowest.Seconds()
	})
	gauge("queue_length", "Questions taken and not yet finished.", func() float64 {
		return float64(b.workers.length())
	})
}
