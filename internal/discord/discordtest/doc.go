// Package discordtest simulates Discord for tests: its REST API and its gateway,
// over real HTTP and a real WebSocket, with people who ask, reply and click.
//
// A bot under test is pointed at [Server.URL] and cannot tell the difference,
// except that here its mistakes are written down. A test plays the members and
// reads back what they would have seen:
//
//	s := discordtest.New(discordtest.Options{TB: t})
//	// start the bot with s.URL() and s.Token(), then
//	if err := s.WaitReady(ctx); err != nil { … }
//	ada := s.Guild().NewMember("ada")
//	i := s.Ask(ada, s.Channel(), "Why did the mine close?", false)
//	ack, err := i.WaitAck(ctx)        // deferred? ephemeral? after how long?
//	m, err := i.WaitMessage(ctx, func(m Message) bool { return m.Button("Sources") != nil })
//	j := s.Click(ada, m, m.Button("Sources").CustomID())
//
// The simulator enforces what Discord enforces: three seconds and one chance to
// acknowledge, lengths, components, command rules, buckets, gateway quotas,
// intents. A request that breaks a limit is answered as Discord answers it and
// recorded as a [Violation]. Where Options.TB is set, a violation that the test
// did not announce with [Server.Allow] fails the test. Two habits that Discord
// tolerates are violations here all the same: a message sent without
// allowed_mentions, and a REST user agent that is not a bot's.
//
// Every request, response and event is also checked against Discord's OpenAPI
// description where that file is present (see Options.OpenAPI).
//
// It can be told to misbehave: [Server.Fail] for REST, [Server.FailGateway] for
// connections to come, and verbs such as [Server.DropGateway] for those that stand.
//
// The package never talks to the real Discord, holds no state outside a Server,
// and keeps every simulated deadline by Options.Now.
package discordtest
