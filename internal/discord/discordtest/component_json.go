package discordtest

// componentsJSON is a message's components as Discord gives them back: with ids,
// and with the fields filled in that its description requires.
func componentsJSON(list []Component) []object {
	next := 0
	out := []object{}
	for _, c := range list {
		out = append(out, responseComponent(c, &next))
	}
	return out
}

// responseComponent numbers c and what is inside it, in order.
func responseComponent(c Component, next *int) object {
	o := withoutNulls(object(c)).(object)
	*next++
	fill(o, "id", *next)
	fillComponent(c.Type(), o)
	if items, ok := c["components"].([]any); ok {
		list := []object{}
		for _, x := range items {
			if child, ok := x.(object); ok {
				list = append(list, responseComponent(child, next))
			}
		}
		o["components"] = list
	}
	for _, key := range []string{"accessory", "component"} {
		if child, ok := c[key].(object); ok {
			o[key] = responseComponent(child, next)
		}
	}
	return o
}

func fill(o object, key string, value any) {
	if _, ok := o[key]; !ok {
		o[key] = value
	}
}

// fillComponent sets what a component of this type has in every answer.
func fillComponent(kind int, o object) {
	switch kind {
	case ComponentSelect:
		fill(o, "min_values", 1)
		fill(o, "max_values", 1)
	case ComponentSeparator:
		fill(o, "spacing", 1)
		fill(o, "divider", true)
	case ComponentContainer:
		fill(o, "accent_color", nil)
		fill(o, "spoiler", false)
	case ComponentThumbnail:
		fillMedia(o, "media")
	case ComponentFile:
		fillMedia(o, "file")
		fill(o, "name", nil)
		fill(o, "size", nil)
	case ComponentGallery:
		items, _ := o["items"].([]any)
		for _, x := range items {
			if item, ok := x.(object); ok {
				fillMedia(item, "media")
			}
		}
	}
}

// fillMedia sets what a picture or a file has in every answer.
func fillMedia(o object, key string) {
	fill(o, "description", nil)
	fill(o, "spoiler", false)
	if media, ok := o[key].(object); ok {
		fill(media, "id", "1")
		fill(media, "proxy_url", media["url"])
	}
}
