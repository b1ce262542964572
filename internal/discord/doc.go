// Package discord brings Footnote into Discord: it takes members' questions, shows their
// answers claim by claim as these are verified, and stays connected through the faults
// that Discord and discordgo have. It is the only package that imports discordgo. It
// never writes an answer and never judges one: what it shows is verified claims, passages
// of the corpus, and sentences of its own that are constants.
package discord
