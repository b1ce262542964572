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
//	ack, err := i.WaitAck(ctx) // deferred? ephemeral? after how long?
//	m, err := i.WaitMessage(ctx, func(m discordtest.Message) bool { return m.Button("Sources") != nil })
//	j := s.Click(ada, m, m.Button("Sources").CustomID())
//
// # Limits
//
// The simulator enforces what Discord enforces: three seconds and one chance to
// acknowledge, a token's fifteen minutes, lengths, components, command rules,
// permissions, buckets, the gateway's quotas and intents. A request that breaks a
// limit is answered as Discord answers it and recorded as a [Violation]. Where
// Options.TB is set, a violation that the test did not announce with
// [Server.Allow] fails the test. Two habits that Discord tolerates are violations
// here all the same: a message without allowed_mentions, and a REST user agent
// that is not a bot's. [Server.Pings] tells whom the bot would have pinged.
//
// Every request, response and event is also checked against Discord's OpenAPI
// description where that file is present (see Options.OpenAPI). What the
// description leaves out is checked by hand.
//
// # Faults
//
//	no HELLO                        FailGateway(n, GatewayFault{Silent: true})
//	op 7 or op 11 during connecting FailGateway(n, GatewayFault{InsteadOfReady: []string{FrameReconnect}})
//	op 9 in answer to IDENTIFY      FailGateway(n, GatewayFault{InsteadOfReady: []string{FrameInvalidSession}})
//	heartbeat not acknowledged      MuteHeartbeats(true)
//	4004, 4013, 4014 on a reconnect FailGateway(n, GatewayFault{CloseOnIdentify: 4004}), then DropGateway()
//	a RESUME refused                FailGateway(1, GatewayFault{RefuseResume: true}), then DropGateway()
//	429 in its forms                Fail(route, n, LimitedBare(d)), LimitedHTML, Limited, LimitedGlobally
//	a long bucket                   Fail(route, n, Exhausted(d))
//	500, 502, 503, 504, EOF         Fail(route, n, Broken(500)), Drop(), or Lost() once it is carried out
//	slow                            Fail(route, n, Slow(d)), SlowAnswer(d), or Options.Latency
//	a null author, a null member    SayWithoutAuthor, RedeliverWithout(i, "member"), Dispatch
//	malformed or unknown frames     SendFrame(FrameMalformed), SendFrame(FrameUnknown)
//	delivered twice                 Interaction.Redeliver
//	an interaction already expired  Fail(RouteCallback, 1, Refused(404, 10062, "Unknown interaction"))
//	a token that expires            Interaction.Expire
//	a message or a channel gone     Delete, Channel.Delete
//	permissions missing             Channel.Deny(s.Bot(), SendMessages)
//
// # Time
//
// Deadlines, rates and paces are kept by Options.Now; only what keeps a
// connection waiting (Slow, Latency, a bot whose heartbeats stop) is real time.
// Every wait takes a context and is woken by what it waits for.
//
// The package never talks to the real Discord and holds no state outside a
// Server, save the OpenAPI description, which is read once for a process.
package discordtest
