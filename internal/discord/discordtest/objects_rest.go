package discordtest

// The routes that read the world, and the few that add to it.

func (s *Server) prepareGateway(*request) (commit, error) {
	return func() any { return object{"url": s.gatewayURL()} }, nil
}

func (s *Server) prepareGatewayBot(*request) (commit, error) {
	return func() any {
		return object{"url": s.gatewayURL(), "shards": s.opt.Shards, "session_start_limit": object{
			"total": s.opt.SessionStarts, "remaining": max(0, s.opt.SessionStarts-s.gateway.starts),
			"reset_after": s.gateway.startsResetAfter(s.now()).Milliseconds(), "max_concurrency": s.opt.MaxConcurrency}}
	}, nil
}

func (s *Server) prepareMe(*request) (commit, error) {
	return func() any {
		o := s.bot.json()
		o["mfa_enabled"], o["locale"], o["verified"], o["email"] = true, "en-US", true, nil
		return o
	}, nil
}

func (s *Server) prepareUser(q *request) (commit, error) {
	u := s.users[q.value("user_id")]
	if u == nil {
		return nil, errUnknownUser()
	}
	return func() any { return u.json() }, nil
}

func (s *Server) prepareMyGuilds(*request) (commit, error) {
	return func() any {
		list := []object{}
		for _, g := range s.guilds {
			list = append(list, object{"id": g.ID, "name": g.Name, "icon": nil, "banner": nil, "owner": false,
				"permissions": permissionText(g.members[s.bot.ID].perms), "features": []string{}})
		}
		return list
	}, nil
}

func (s *Server) prepareDM(q *request) (commit, error) {
	var body struct {
		RecipientID string `json:"recipient_id"`
	}
	if err := q.decode(&body); err != nil {
		return nil, err
	}
	u := s.users[body.RecipientID]
	if u == nil || u == s.bot {
		return nil, errUnknownUser()
	}
	return func() any { return s.dm(u).json() }, nil
}

// applicationFlags: the limited flags of the privileged intents, as small bots have them.
const (
	flagGuildMembersLimited   = 1 << 15
	flagMessageContentLimited = 1 << 19
)

func (s *Server) applicationFlags() int {
	flags := 0
	if s.opt.GuildMembers {
		flags |= flagGuildMembersLimited
	}
	if s.opt.MessageContent {
		flags |= flagMessageContentLimited
	}
	return flags
}

func (s *Server) prepareApplication(*request) (commit, error) {
	return func() any {
		return object{"id": s.appID, "name": s.bot.Name, "icon": nil, "description": "", "type": nil,
			"bot": s.bot.json(), "bot_public": true, "bot_require_code_grant": false, "verify_key": "00",
			"flags": s.applicationFlags(), "flags_new": "0", "redirect_uris": []string{}, "interactions_endpoint_url": nil,
			"role_connections_verification_url": nil, "owner": (&User{ID: "1", Name: "owner"}).json(),
			"approximate_guild_count": len(s.guilds), "approximate_user_install_count": 0,
			"approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": nil,
			"eligible_oauth2_scopes": []string{}}
	}, nil
}

func (s *Server) prepareChannel(q *request) (commit, error) {
	c, err := s.channelFor(q.value("channel_id"), ViewChannel)
	return func() any { return c.json() }, err
}

func (s *Server) guildFor(q *request) (*Guild, error) {
	for _, g := range s.guilds {
		if g.ID == q.value("guild_id") {
			return g, nil
		}
	}
	return nil, errUnknownGuild()
}

func (s *Server) prepareGuild(q *request) (commit, error) {
	g, err := s.guildFor(q)
	return func() any { return g.json() }, err
}

func (s *Server) prepareGuildChannels(q *request) (commit, error) {
	g, err := s.guildFor(q)
	return func() any {
		list := []object{}
		for _, c := range g.channels {
			if c.parent == nil {
				list = append(list, c.json())
			}
		}
		return list
	}, err
}

func (s *Server) prepareMember(q *request) (commit, error) {
	g, err := s.guildFor(q)
	if err != nil {
		return nil, err
	}
	m := g.members[q.value("user_id")]
	if m == nil {
		return nil, errUnknownMember()
	}
	return func() any { return m.json() }, nil
}

const maxThreadName = 100

func (s *Server) prepareThread(q *request) (commit, error) {
	var body struct{ Name string }
	if err := q.decode(&body); err != nil {
		return nil, err
	}
	c, err := s.channelFor(q.value("channel_id"), CreatePublicThreads)
	if err != nil {
		return nil, err
	}
	var f form
	f.between("name", body.Name, 1, maxThreadName)
	if err := f.err(); err != nil {
		return nil, err
	}
	id := q.value("message_id")
	if m := s.messages[id]; id != "" && (m == nil || m.Channel != c) {
		return nil, errUnknownMessage()
	}
	if s.channels[id] != nil {
		return nil, &apiError{status: 400, code: 160004, message: "A thread has already been created for this message"}
	}
	return func() any {
		if id == "" {
			id = s.nextID()
		}
		return s.startThread(c, id, body.Name, s.bot).json()
	}, nil
}
