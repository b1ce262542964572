package discordtest

import "strconv"

// Embed is a rich embed. Only the parts that a bot sends as text are typed.
type Embed struct {
	Title       string       `json:"title,omitempty"`
	Description string       `json:"description,omitempty"`
	URL         string       `json:"url,omitempty"`
	Color       int          `json:"color,omitempty"`
	Timestamp   string       `json:"timestamp,omitempty"`
	Fields      []EmbedField `json:"fields,omitempty"`
	Author      *EmbedText   `json:"author,omitempty"`
	Footer      *EmbedText   `json:"footer,omitempty"`
	Image       *EmbedImage  `json:"image,omitempty"`
	Thumbnail   *EmbedImage  `json:"thumbnail,omitempty"`
}

// EmbedField is one of an embed's fields.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline"`
}

// EmbedText is an embed's author (by Name) or footer (by Text).
type EmbedText struct {
	Name    string `json:"name,omitempty"`
	Text    string `json:"text,omitempty"`
	URL     string `json:"url,omitempty"`
	IconURL string `json:"icon_url,omitempty"`
}

// EmbedImage is an image or a thumbnail.
type EmbedImage struct {
	URL string `json:"url"`
}

// texts are the parts that count towards the 6,000 of a message.
func (e Embed) texts() []string {
	list := []string{e.Title, e.Description}
	for _, f := range e.Fields {
		list = append(list, f.Name, f.Value)
	}
	if e.Author != nil {
		list = append(list, e.Author.Name)
	}
	if e.Footer != nil {
		list = append(list, e.Footer.Text)
	}
	return list
}

func embedsJSON(list []Embed) []object {
	out := []object{}
	for _, e := range list {
		o := object{"type": "rich"}
		setText(o, "title", e.Title)
		setText(o, "description", e.Description)
		setText(o, "url", e.URL)
		setText(o, "timestamp", e.Timestamp)
		if e.Color != 0 {
			o["color"] = e.Color
		}
		if len(e.Fields) > 0 {
			o["fields"] = e.Fields
		}
		if e.Author != nil {
			o["author"] = e.Author
		}
		if e.Footer != nil {
			o["footer"] = e.Footer
		}
		if e.Image != nil {
			o["image"] = e.Image
		}
		if e.Thumbnail != nil {
			o["thumbnail"] = e.Thumbnail
		}
		out = append(out, o)
	}
	return out
}

func setText(o object, key, value string) {
	if value != "" {
		o[key] = value
	}
}

// Limits of embeds (reference, "Embed Limits").
const (
	maxEmbeds           = 10
	maxEmbedTitle       = 256
	maxEmbedDescription = 4096
	maxEmbedFields      = 25
	maxEmbedFieldName   = 256
	maxEmbedFieldValue  = 1024
	maxEmbedFooter      = 2048
	maxEmbedAuthor      = 256
	maxEmbedTotal       = 6000
)

func checkEmbeds(f *form, embeds []Embed) {
	if len(embeds) > maxEmbeds {
		f.add("embeds", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxEmbeds)
	}
	total := 0
	for i, e := range embeds {
		n := checkEmbed(f, "embeds."+strconv.Itoa(i), e)
		if n == 0 && e.Image == nil && e.Thumbnail == nil {
			f.add("embeds."+strconv.Itoa(i)+".description", "BASE_TYPE_REQUIRED", "This field is required")
		}
		total += n
	}
	if total > maxEmbedTotal {
		f.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d (it is %d)", maxEmbedTotal, total)
	}
}

// checkEmbed checks one embed and returns the length of its texts.
func checkEmbed(f *form, path string, e Embed) (total int) {
	f.maxLen(path+".title", e.Title, maxEmbedTitle)
	f.maxLen(path+".description", e.Description, maxEmbedDescription)
	if len(e.Fields) > maxEmbedFields {
		f.add(path+".fields", "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxEmbedFields)
	}
	for i, field := range e.Fields {
		at := path + ".fields." + strconv.Itoa(i)
		f.between(at+".name", field.Name, 1, maxEmbedFieldName)
		f.between(at+".value", field.Value, 1, maxEmbedFieldValue)
	}
	if e.Author != nil {
		f.maxLen(path+".author.name", e.Author.Name, maxEmbedAuthor)
	}
	if e.Footer != nil {
		f.maxLen(path+".footer.text", e.Footer.Text, maxEmbedFooter)
	}
	for _, t := range e.texts() {
		total += length(t)
	}
	return total
}
