package discordtest

import (
	"net/http"
	"strings"
)

// Routes that tests speak of. A route is a method and a path as Discord's
// OpenAPI description writes it.
const (
	RouteGateway        = "GET /gateway"
	RouteGatewayBot     = "GET /gateway/bot"
	RouteCallback       = "POST /interactions/{interaction_id}/{interaction_token}/callback"
	RouteFollowup       = "POST /webhooks/{webhook_id}/{webhook_token}"
	RouteEditResponse   = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
	RouteEditFollowup   = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
	RouteCreateMessage  = "POST /channels/{channel_id}/messages"
	RouteEditMessage    = "PATCH /channels/{channel_id}/messages/{message_id}"
	RouteSetCommands    = "PUT /applications/{application_id}/commands"
	RouteListCommands   = "GET /applications/{application_id}/commands"
	RouteCreateCommand  = "POST /applications/{application_id}/commands"
	RouteGuildCommands  = "PUT /applications/{application_id}/guilds/{guild_id}/commands"
	RouteGetApplication = "GET /applications/@me"
)

// route is one method and path of the API.
type route struct {
	pattern string
	auth    bool // needs the bot's token
	status  int  // of an answer with a body; 0 means 200
	prepare prepare
}

// interaction reports whether the route answers interactions: such are exempt
// from the global rate.
func (r *route) interaction() bool {
	_, path, _ := strings.Cut(r.pattern, " ")
	return strings.HasPrefix(path, "/interactions/") || strings.HasPrefix(path, "/webhooks/")
}

func routes() []route {
	var list []route
	add := func(pattern string, p prepare) { list = append(list, route{pattern: pattern, auth: true, prepare: p}) }
	open := func(pattern string, p prepare) { list = append(list, route{pattern: pattern, prepare: p}) }

	open(RouteGateway, (*Server).prepareGateway)
	add(RouteGatewayBot, (*Server).prepareGatewayBot)
	add("GET /users/@me", (*Server).prepareMe)
	add("GET /users/{user_id}", (*Server).prepareUser)
	add("GET /users/@me/guilds", (*Server).prepareMyGuilds)
	add("POST /users/@me/channels", (*Server).prepareDM)
	add(RouteGetApplication, (*Server).prepareApplication)
	add("GET /oauth2/applications/@me", (*Server).prepareApplication)

	open(RouteCallback, (*Server).prepareCallback)
	open(RouteFollowup, (*Server).prepareFollowup)
	for _, id := range []string{"@original", "{message_id}"} {
		path := " /webhooks/{webhook_id}/{webhook_token}/messages/" + id
		open("GET"+path, (*Server).prepareWebhookGet)
		open("PATCH"+path, (*Server).prepareWebhookEdit)
		open("DELETE"+path, (*Server).prepareWebhookDelete)
	}

	add("GET /channels/{channel_id}", (*Server).prepareChannel)
	add("GET /channels/{channel_id}/messages", (*Server).prepareListMessages)
	add(RouteCreateMessage, (*Server).prepareCreateMessage)
	add("GET /channels/{channel_id}/messages/{message_id}", (*Server).prepareGetMessage)
	add(RouteEditMessage, (*Server).prepareEditMessage)
	add("DELETE /channels/{channel_id}/messages/{message_id}", (*Server).prepareDeleteMessage)
	add("POST /channels/{channel_id}/typing", (*Server).prepareTyping)
	add("PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", (*Server).prepareReaction)
	add("DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", (*Server).prepareReaction)
	for _, path := range []string{" /channels/{channel_id}/messages/{message_id}/threads", " /channels/{channel_id}/threads"} {
		list = append(list, route{"POST" + path, true, http.StatusCreated, (*Server).prepareThread})
	}

	add("GET /guilds/{guild_id}", (*Server).prepareGuild)
	add("GET /guilds/{guild_id}/channels", (*Server).prepareGuildChannels)
	add("GET /guilds/{guild_id}/members/{user_id}", (*Server).prepareMember)
	return append(list, commandRoutes()...)
}

func commandRoutes() []route {
	var list []route
	for _, path := range []string{" /applications/{application_id}/commands", " /applications/{application_id}/guilds/{guild_id}/commands"} {
		list = append(list,
			route{"GET" + path, true, 0, (*Server).prepareListCommands},
			route{"PUT" + path, true, 0, (*Server).prepareSetCommands},
			route{"POST" + path, true, http.StatusCreated, (*Server).prepareCreateCommand},
			route{"GET" + path + "/{command_id}", true, 0, (*Server).prepareGetCommand},
			route{"PATCH" + path + "/{command_id}", true, 0, (*Server).prepareEditCommand},
			route{"DELETE" + path + "/{command_id}", true, 0, (*Server).prepareDeleteCommand})
	}
	return list
}
