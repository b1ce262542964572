package discord

import (
	"github.com/prometheus/client_golang/prometheus"

	"footnote/internal/answer"
	"footnote/internal/ledger"
)

// metrics counts what an operator watches. No label holds a member's words or ids.
type metrics struct {
	asked      *prometheus.CounterVec // by how: ask, mention, search, check
	ended      *prometheus.CounterVec // by outcome: answered, abstained, failed
	refused    *prometheus.CounterVec // by reason: member, guild, queue, length, leaving, store, channel
	forbidden  *prometheus.CounterVec // by why: permission, forged, unknown, elsewhere
	verdicts   *prometheus.CounterVec // by word, and "undone"
	dropped    prometheus.Counter     // claims that did not pass verification
	tokens     *prometheus.CounterVec // by kind: prompt, completion
	feedback   *prometheus.CounterVec // by vote: up, down
	latency    *prometheus.HistogramVec
	ack        prometheus.Histogram
	requests   *prometheus.CounterVec // by route and status
	reconnects prometheus.Counter
	identifies prometheus.Counter
	abandoned  prometheus.Counter
	lost       prometheus.Counter // events there was no room for
	panics     prometheus.Counter
}

func newMetrics(r prometheus.Registerer) *metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: "footnote", Name: name, Help: help})
	}
	vec := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "footnote", Name: name, Help: help}, labels)
	}
	m := &metrics{
		asked:     vec("questions_total", "Questions, searches and checks that members asked for.", "via"),
		ended:     vec("answers_total", "Questions that had their last word.", "outcome"),
		refused:   vec("refused_total", "Questions that were not taken.", "reason"),
		forbidden: vec("forbidden_total", "What was tried by somebody who may not.", "why"),
		verdicts:  vec("verdicts_total", "Moderators' verdicts.", "word"),
		dropped:   counter("claims_dropped_total", "Claims that were not shown because they did not pass verification."),
		tokens:    vec("model_tokens_total", "Tokens that the model used.", "kind"),
		feedback:  vec("feedback_total", "Members' votes on answers.", "vote"),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "footnote", Name: "answer_seconds",
			Help: "Time from the question to its last word, by outcome.", Buckets: prometheus.ExponentialBuckets(0.01, 2, 14)}, []string{"outcome"}),
		ack: prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: "footnote", Name: "acknowledge_seconds",
			Help: "Time from an interaction's arrival to its acknowledgement.", Buckets: prometheus.ExponentialBuckets(0.005, 2, 11)}),
		requests:   vec("discord_requests_total", "Requests to Discord's REST API, by route and status.", "route", "status"),
		reconnects: counter("gateway_reconnects_total", "Gateway connections that were lost."),
		identifies: counter("gateway_identifies_total", "Logins that were not resumed sessions."),
		abandoned:  counter("gateway_abandoned_total", "Sessions given up on because discordgo was stuck."),
		lost:       counter("events_lost_total", "Events dropped because too many came at once."),
		panics:     counter("panics_total", "Handlers that panicked and were recovered."),
	}
	if r != nil {
		r.MustRegister(m.asked, m.ended, m.refused, m.forbidden, m.verdicts, m.dropped, m.tokens, m.feedback, m.latency, m.ack,
			m.requests, m.reconnects, m.identifies, m.abandoned, m.lost, m.panics)
	}
	return m
}

// outcome counts the last word on a question.
func (m *metrics) outcome(o ledger.Outcome, seconds float64) {
	kind := "failed"
	switch {
	case o.Failure != "":
	case o.Answer.Answered:
		kind = "answered"
	default:
		kind = "abstained"
	}
	m.ended.WithLabelValues(kind).Inc()
	m.latency.WithLabelValues(kind).Observe(seconds)
	m.usage(o.Answer)
}

func (m *metrics) usage(a answer.Answer) {
	m.dropped.Add(float64(len(a.Dropped)))
	m.tokens.WithLabelValues("prompt").Add(float64(a.Usage.Prompt))
	m.tokens.WithLabelValues("completion").Add(float64(a.Usage.Completion))
}
