package discordtest

import "strconv"

// The component types (reference, "Component Types").
const (
	ComponentRow         = 1
	ComponentButton      = 2
	ComponentSelect      = 3
	ComponentTextInput   = 4
	ComponentSection     = 9
	ComponentTextDisplay = 10
	ComponentThumbnail   = 11
	ComponentGallery     = 12
	ComponentFile        = 13
	ComponentSeparator   = 14
	ComponentContainer   = 17
	ComponentLabel       = 18
)

// The button styles that have rules of their own.
const (
	buttonLink    = 5
	buttonPremium = 6
)

// Component is a component as the bot sent it, with the id that Discord adds.
type Component map[string]any

// Type is the component's type; 0 where it has none.
func (c Component) Type() int { return c.integer("type") }

// CustomID is the id that comes back when the component is used.
func (c Component) CustomID() string { return c.text("custom_id") }

// Label is what a button or an input is called.
func (c Component) Label() string { return c.text("label") }

// URL is where a link button leads.
func (c Component) URL() string { return c.text("url") }

// Disabled reports whether the component can't be used.
func (c Component) Disabled() bool { b, _ := c["disabled"].(bool); return b }

func (c Component) text(key string) string { s, _ := c[key].(string); return s }

func (c Component) integer(key string) int { n, _ := c[key].(float64); return int(n) }

// children are the components directly inside, with their paths relative to c.
func (c Component) children() (paths []string, list []Component) {
	items, _ := c["components"].([]any)
	for i, x := range items {
		if child, ok := x.(map[string]any); ok {
			paths, list = append(paths, "components."+strconv.Itoa(i)), append(list, child)
		}
	}
	for _, key := range []string{"accessory", "component"} {
		if child, ok := c[key].(map[string]any); ok {
			paths, list = append(paths, key), append(list, child)
		}
	}
	return paths, list
}

// walkComponents calls f for every component, parents first, with its dotted path.
func walkComponents(list []Component, f func(path string, c Component)) {
	var walk func(path string, c Component)
	walk = func(path string, c Component) {
		f(path, c)
		paths, children := c.children()
		for i, child := range children {
			walk(path+"."+paths[i], child)
		}
	}
	for i, c := range list {
		walk("components."+strconv.Itoa(i), c)
	}
}

func findComponent(list []Component, match func(Component) bool) Component {
	var found Component
	walkComponents(list, func(_ string, c Component) {
		if found == nil && match(c) {
			found = c
		}
	})
	return found
}
