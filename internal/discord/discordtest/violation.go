package discordtest

import (
	"fmt"
	"slices"
	"time"
)

// Rule names a limit, or a habit, that a request can break.
type Rule string

// The rules. Each is one row of Discord's limits, save the last three.
const (
	RuleAckLate         Rule = "ack-late"          // acknowledged after Options.AckWithin
	RuleAckTwice        Rule = "ack-twice"         // acknowledged a second time
	RuleToken           Rule = "token-expired"     // an interaction token used after Options.TokenLife
	RuleForm            Rule = "form"              // a length, a count or a shape that Discord refuses
	RuleRate            Rule = "rate"              // a bucket overrun
	RuleGlobalRate      Rule = "global-rate"       // more than 50 requests a second
	RuleBanned          Rule = "invalid-requests"  // 10,000 invalid requests within ten minutes
	RuleAuth            Rule = "auth"              // a wrong or missing token
	RuleIdentify        Rule = "identify-pace"     // IDENTIFY faster than max_concurrency per five seconds
	RuleSessionStarts   Rule = "session-starts"    // more IDENTIFYs than a day allows
	RuleGatewaySends    Rule = "gateway-sends"     // more than 120 sends a minute
	RuleGatewayPayload  Rule = "gateway-payload"   // a frame that the gateway closes on
	RuleIntents         Rule = "intents"           // intents that are unknown or not granted
	RuleOpenAPI         Rule = "openapi"           // a request that the OpenAPI description refuses
	RuleAllowedMentions Rule = "allowed-mentions"  // a message without an explicit allowed_mentions
	RuleUserAgent       Rule = "user-agent"        // a REST request whose User-Agent is not "DiscordBot (…"
	RuleRoute           Rule = "route"             // a route that the simulator does not have
	RuleSimulator       Rule = "simulator-openapi" // the simulator's own response or event breaks the description
)

// Violation is one request that broke a rule.
type Violation struct {
	Rule   Rule
	At     time.Time // by Options.Now
	Route  string    // "POST /channels/{channel_id}/messages", or "gateway"
	Detail string    // what was wrong, without secrets
}

// String says rule, route and detail on one line.
func (v Violation) String() string { return fmt.Sprintf("%s: %s: %s", v.Rule, v.Route, v.Detail) }

// Violations returns every violation so far, in order.
func (s *Server) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.violations)
}

// Allow announces rules that this test means to see broken: they are still
// recorded, and no longer fail the test.
func (s *Server) Allow(rules ...Rule) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range rules {
		s.allowed[r] = true
	}
}

// maxViolations bounds the record: a hostile loop would otherwise fill memory.
const maxViolations = 10_000

// violate records a violation. The caller holds s.mu.
func (s *Server) violate(rule Rule, route, format string, args ...any) {
	if len(s.violations) >= maxViolations {
		return
	}
	s.violations = append(s.violations, Violation{rule, s.now(), route, fmt.Sprintf(format, args...)})
	s.changed.wake()
}

// reportViolations fails the test for each rule that was broken unannounced.
func (s *Server) reportViolations() {
	s.mu.Lock()
	defer s.mu.Unlock()
	reported := map[Rule]int{}
	for _, v := range s.violations {
		if s.allowed[v.Rule] {
			continue
		}
		if reported[v.Rule]++; reported[v.Rule] <= 5 {
			s.opt.TB.Errorf("discordtest: %v", v)
		}
	}
}
