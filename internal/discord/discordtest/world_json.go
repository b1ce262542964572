package discordtest

import (
	"maps"
	"strconv"
	"time"
)

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }

func (m *member) json() object {
	o := m.partial()
	o["user"], o["mute"], o["deaf"] = m.user.json(), false, false
	return o
}

// partial is a member without its user, as messages and resolved members carry it.
func (m *member) partial() object {
	return object{"avatar": nil, "banner": nil, "communication_disabled_until": nil, "flags": 0,
		"joined_at": "2020-01-01T00:00:00.000000+00:00", "nick": nil, "pending": false,
		"premium_since": nil, "roles": append([]string{}, m.roles...), "mute": false, "deaf": false}
}

func (r *Role) json(position int, perms Permissions) object {
	return object{"id": r.ID, "name": r.Name, "permissions": strconv.FormatUint(uint64(perms), 10),
		"position": position, "color": 0,
		"colors": object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
		"hoist":  false, "managed": false, "mentionable": true, "icon": nil, "unicode_emoji": nil, "flags": 0}
}

// The channel types that the simulator has (reference, "Channel Types").
const (
	channelText         = 0
	channelDM           = 1
	channelPublicThread = 11
)

func (c *Channel) json() object {
	switch {
	case c.guild == nil:
		return object{"id": c.ID, "type": channelDM, "flags": 0, "last_message_id": c.lastMessage(),
			"recipients": []object{c.with.json()}}
	case c.parent != nil:
		return object{"id": c.ID, "type": channelPublicThread, "flags": 0, "guild_id": c.guild.ID, "name": c.Name,
			"parent_id": c.parent.ID, "last_message_id": c.lastMessage(), "owner_id": c.owner.ID,
			"message_count": len(c.messages), "member_count": 1, "total_message_sent": len(c.messages),
			"thread_metadata": object{"archived": false, "locked": false, "auto_archive_duration": 1440,
				"archive_timestamp": nil}}
	}
	return object{"id": c.ID, "type": channelText, "flags": 0, "guild_id": c.guild.ID, "name": c.Name,
		"position": 0, "permission_overwrites": []object{}, "parent_id": nil, "topic": nil, "nsfw": false,
		"rate_limit_per_user": 0, "last_message_id": c.lastMessage()}
}

func (c *Channel) lastMessage() any {
	if n := len(c.messages); n > 0 {
		return c.messages[n-1].ID
	}
	return nil
}

func (g *Guild) json() object {
	roles := []object{(&Role{ID: g.ID, Name: "@everyone"}).json(0, Ordinary)}
	for i, r := range g.roles {
		roles = append(roles, r.json(i+1, 0))
	}
	return object{"id": g.ID, "name": g.Name, "icon": nil, "description": nil, "home_header": nil,
		"splash": nil, "discovery_splash": nil, "features": []string{}, "banner": nil,
		"owner_id": g.ID, "application_id": nil, "region": "us-west", "afk_channel_id": nil, "afk_timeout": 300,
		"system_channel_id": nil, "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": nil,
		"verification_level": 0, "roles": roles, "default_message_notifications": 0, "mfa_level": 0,
		"explicit_content_filter": 0, "max_presences": nil, "max_members": 250000,
		"max_stage_video_channel_users": 50, "max_video_channel_users": 25, "vanity_url_code": nil,
		"premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-US",
		"rules_channel_id": nil, "safety_alerts_channel_id": nil, "public_updates_channel_id": nil,
		"premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0,
		"emojis": []object{}, "stickers": []object{}, "incidents_data": nil}
}

// createJSON is the guild as GUILD_CREATE carries it: of the members only the
// bot, as for every bot without the privileged intent.
func (g *Guild) createJSON() object {
	channels, threads := []object{}, []object{}
	for _, c := range g.channels {
		if c.parent == nil {
			channels = append(channels, c.json())
		} else {
			threads = append(threads, c.json())
		}
	}
	o := g.json()
	maps.Copy(o, object{"joined_at": timestamp(g.joined), "large": false, "unavailable": false,
		"member_count": len(g.members), "voice_states": []object{}, "presences": []object{},
		"stage_instances": []object{}, "guild_scheduled_events": []object{}, "soundboard_sounds": []object{},
		"channels": channels, "threads": threads, "members": []object{g.members[g.s.bot.ID].json()}})
	return o
}
