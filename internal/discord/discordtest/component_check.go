package discordtest

import (
	"net/url"
	"slices"
	"strconv"
)

// Limits of components (reference, "Component Reference").
const (
	maxRows        = 5
	maxButtons     = 5
	maxLabel       = 80
	maxCustomID    = 100
	maxURL         = 512
	maxOptions     = 25
	maxOptionText  = 100
	maxPlaceholder = 150
	maxV2          = 40
	maxV2Text      = 4000
	maxSectionText = 3
	maxGallery     = 10
)

// selects are the five kinds of select menus: string, user, role, mentionable, channel.
var selects = []int{3, 5, 6, 7, 8}

// checkLegacyComponents checks the components of a message without the V2 flag:
// rows of buttons or of one select menu.
func checkLegacyComponents(f *form, list []Component) {
	if len(list) > maxRows {
		f.add("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxRows)
	}
	for i, c := range list {
		if c.Type() != ComponentRow {
			f.add("components."+strconv.Itoa(i)+".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).")
		}
	}
	checkTree(f, list)
}

// checkV2Components checks the components of a message with the V2 flag.
func checkV2Components(f *form, list []Component) {
	count, text := 0, 0
	walkComponents(list, func(_ string, c Component) {
		count++
		if c.Type() == ComponentTextDisplay {
			text += length(c.text("content"))
		}
	})
	if len(list) == 0 {
		f.add("components", "BASE_TYPE_REQUIRED", "This field is required")
	}
	for i, c := range list {
		if kind := c.Type(); kind == ComponentButton || slices.Contains(selects, kind) || kind == ComponentThumbnail {
			f.add("components."+strconv.Itoa(i)+".type", "UNION_TYPE_CHOICES", "A component of type %d must stand inside another.", kind)
		}
	}
	if count > maxV2 {
		f.add("components", "BASE_TYPE_BAD_LENGTH", "Must be %d or fewer components in total (there are %d).", maxV2, count)
	}
	if text > maxV2Text {
		f.add("components", "COMPONENT_TEXT_MAX_LENGTH", "The text of all components must be %d or fewer in length (it is %d).", maxV2Text, text)
	}
	checkTree(f, list)
}

// checkTree checks every component by itself, that each stands where it may, and
// that no custom_id occurs twice.
func checkTree(f *form, list []Component) {
	seen := map[string]bool{}
	walkComponents(list, func(path string, c Component) {
		checkComponent(f, path, c)
		id := c.CustomID()
		if id == "" {
			return
		}
		f.maxLen(path+".custom_id", id, maxCustomID)
		if seen[id] {
			f.add(path+".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
		}
		seen[id] = true
	})
}

func checkComponent(f *form, path string, c Component) {
	switch kind := c.Type(); {
	case kind == ComponentRow:
		checkRow(f, path, c)
	case kind == ComponentButton:
		checkButton(f, path, c)
	case slices.Contains(selects, kind):
		checkSelect(f, path, c)
	case kind == ComponentTextDisplay:
		f.between(path+".content", c.text("content"), 1, maxV2Text)
	case kind == ComponentSection:
		_, inside := c.children()
		if n := len(inside) - 1; n < 1 || n > maxSectionText || c["accessory"] == nil {
			f.add(path+".components", "BASE_TYPE_BAD_LENGTH", "Must have between 1 and %d text components and an accessory.", maxSectionText)
		}
	case kind == ComponentGallery:
		if items, _ := c["items"].([]any); len(items) < 1 || len(items) > maxGallery {
			f.add(path+".items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxGallery)
		}
	case kind == ComponentContainer:
		if _, inside := c.children(); len(inside) == 0 {
			f.add(path+".components", "BASE_TYPE_REQUIRED", "This field is required")
		}
	case kind == ComponentThumbnail, kind == ComponentFile, kind == ComponentSeparator:
	default:
		f.add(path+".type", "UNION_TYPE_CHOICES", "A component of type %d can't stand here.", kind)
	}
}

func checkRow(f *form, path string, c Component) {
	_, inside := c.children()
	buttons := 0
	for _, child := range inside {
		switch kind := child.Type(); {
		case kind == ComponentButton:
			buttons++
		case !slices.Contains(selects, kind):
			f.add(path+".components", "UNION_TYPE_CHOICES", "A component of type %d can't stand in a row.", kind)
		}
	}
	switch {
	case len(inside) == 0 || len(inside) > maxButtons:
		f.add(path+".components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxButtons)
	case buttons < len(inside) && len(inside) > 1:
		f.add(path+".components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
	}
}

func checkButton(f *form, path string, c Component) {
	f.maxLen(path+".label", c.Label(), maxLabel)
	style := c.integer("style")
	if style < 1 || style > buttonPremium {
		f.add(path+".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.")
	}
	if c.Label() == "" && c["emoji"] == nil && style != buttonPremium {
		f.add(path+".label", "BASE_TYPE_REQUIRED", "A label or an emoji is required")
	}
	switch {
	case style == buttonLink:
		checkLink(f, path, c)
	case style != buttonPremium && c.CustomID() == "":
		f.add(path+".custom_id", "BASE_TYPE_REQUIRED", "A custom id is required")
	case style != buttonPremium && c.URL() != "":
		f.add(path+".url", "BASE_TYPE_INVALID", "Only a link button has a url")
	}
}

func checkLink(f *form, path string, c Component) {
	f.maxLen(path+".url", c.URL(), maxURL)
	u, err := url.Parse(c.URL())
	if err != nil || !slices.Contains([]string{"http", "https", "discord"}, u.Scheme) || u.Scheme != "discord" && u.Host == "" {
		f.add(path+".url", "URL_TYPE_INVALID_URL", "Not a well formed URL.")
	}
	if c.CustomID() != "" {
		f.add(path+".custom_id", "BUTTON_COMPONENT_CUSTOM_ID_AND_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
	}
}

func checkSelect(f *form, path string, c Component) {
	if c.CustomID() == "" {
		f.add(path+".custom_id", "BASE_TYPE_REQUIRED", "This field is required")
	}
	f.maxLen(path+".placeholder", c.text("placeholder"), maxPlaceholder)
	if c.Type() != ComponentSelect {
		return
	}
	options, _ := c["options"].([]any)
	if len(options) < 1 || len(options) > maxOptions {
		f.add(path+".options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxOptions)
	}
	values := map[string]bool{}
	for i, x := range options {
		o, _ := x.(map[string]any)
		at := path + ".options." + strconv.Itoa(i)
		f.between(at+".label", Component(o).text("label"), 1, maxOptionText)
		f.between(at+".value", Component(o).text("value"), 1, maxOptionText)
		f.maxLen(at+".description", Component(o).text("description"), maxOptionText)
		if v := Component(o).text("value"); values[v] {
			f.add(at+".value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		} else {
			values[v] = true
		}
	}
}
