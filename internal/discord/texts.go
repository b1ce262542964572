package discord

import (
	"fmt"
	"math"
	"time"
)

// maxQuestion is the longest question taken, in UTF-16 units.
const maxQuestion = 500

// What the bot says when it does not answer. All of these are constants but for numbers.
const (
	sayLeaving       = "I'm restarting. Please ask again in a minute."
	sayBusy          = "I have more questions than I can answer right now. Please ask again in a minute."
	sayNoRecord      = "I can't keep a record of questions right now, so I don't take any. Please tell a moderator."
	sayFailed        = "Something went wrong while I looked that up, and I have no answer. Please ask again."
	sayTooLate       = "the time in which this could be answered had passed"
	sayNobody        = "the message to answer is gone, or I may not write there"
	sayEmpty         = "Ask me something about the articles: mention me and write your question, or use /ask."
	sayAbove         = "-# The answer is in the message above."
	sayThanks        = "Thank you. Moderators can see it."
	sayThanksPrivate = "Thank you. Only you saw this answer, so moderators don't see it."
	sayThanksWhy     = "Thank you. Moderators will see what you wrote."
	sayNotKept       = "I could not keep a record of that. Please try again in a minute."
	sayGone          = "I have no record of that answer any more."
	sayWasWithdrawn  = "A moderator withdrew this answer."
	sayNoWords       = "There are no words in that message to check."
)

func sayTooLong(units int) string {
	return fmt.Sprintf("Your question is %d characters long, and I read up to %d. Could you ask it in fewer words?", units, maxQuestion)
}

func sayTooLongToCheck(units int) string {
	return fmt.Sprintf("That message is %d characters long, and I check claims of up to %d.", units, maxQuestion)
}

// sayWait asks a member to wait; who is used up is "member" or "guild".
func sayWait(wait time.Duration, who string) string {
	seconds := int(math.Ceil(wait.Seconds()))
	if who == "guild" {
		return fmt.Sprintf("This server has asked a lot in the last minute. Please try again in %d s.", seconds)
	}
	return fmt.Sprintf("You have asked a lot in the last minute. Please try again in %d s.", seconds)
}

// help is what /help says.
const help = `**I answer questions about a collection of articles, with footnotes.**
Every sentence of an answer carries a number, and under the answer each number has its quote, word for word, and where it stands.

• ` + "`/ask`" + ` – ask a question; with ` + "`private`" + ` only you see the answer
• mention me with a question, and I reply; reply to my answer to ask on
• the button **Sources** shows each quote inside its article
• 👍 and 👎 tell the moderators what helped
• right-click a message → Apps → **Check this claim** compares it with the articles
• ` + "`/search`" + ` – passages about something; ` + "`/articles`" + ` – what I have read; ` + "`/about`" + ` – who I am and what I keep
• ` + "`/forget`" + ` – delete your questions, and your id from what I keep

When the articles don't answer, I say so.`
