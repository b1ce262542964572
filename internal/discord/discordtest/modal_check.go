package discordtest

// Modal is a form that the bot put before someone.
type Modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []Component `json:"components"`
}

// Limits of modals (reference, "Modal").
const (
	maxModalTitle      = 45
	maxInputLabel      = 45
	maxInputText       = 4000
	maxInputHint       = 100
	maxModalComponents = 5
)

// Input returns the modal's text input with the given custom id, or nil.
func (m Modal) Input(customID string) Component {
	return findComponent(m.Components, func(c Component) bool {
		return c.Type() == ComponentTextInput && c.CustomID() == customID
	})
}

func (m Modal) check() error {
	var f form
	f.between("data.custom_id", m.CustomID, 1, maxCustomID)
	f.between("data.title", m.Title, 1, maxModalTitle)
	if len(m.Components) < 1 || len(m.Components) > maxModalComponents {
		f.add("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxModalComponents)
	}
	seen := map[string]bool{}
	walkComponents(m.Components, func(path string, c Component) {
		if c.Type() != ComponentTextInput {
			m.checkWrapper(&f, "data."+path, c)
			return
		}
		checkInput(&f, "data."+path, c)
		if seen[c.CustomID()] {
			f.add("data."+path+".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
		}
		seen[c.CustomID()] = true
	})
	return f.err()
}

func (m Modal) checkWrapper(f *form, path string, c Component) {
	_, inside := c.children()
	switch c.Type() {
	case ComponentRow:
		if len(inside) != 1 || inside[0].Type() != ComponentTextInput {
			f.add(path+".components", "BASE_TYPE_BAD_LENGTH", "A row of a modal holds one text input.")
		}
	case ComponentLabel:
		f.between(path+".label", c.Label(), 1, maxInputLabel)
		if len(inside) != 1 {
			f.add(path+".component", "BASE_TYPE_REQUIRED", "This field is required")
		}
	case ComponentTextDisplay, ComponentSelect:
	default:
		f.add(path+".type", "UNION_TYPE_CHOICES", "A component of type %d can't stand in a modal.", c.Type())
	}
}

func checkInput(f *form, path string, c Component) {
	f.between(path+".custom_id", c.CustomID(), 1, maxCustomID)
	f.maxLen(path+".label", c.Label(), maxInputLabel)
	f.maxLen(path+".value", c.text("value"), maxInputText)
	f.maxLen(path+".placeholder", c.text("placeholder"), maxInputHint)
	if style := c.integer("style"); style != 1 && style != 2 {
		f.add(path+".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
	}
	if least, most := c.integer("min_length"), c.integer("max_length"); least > maxInputText || most > maxInputText || most != 0 && least > most {
		f.add(path+".max_length", "BASE_TYPE_MAX_LENGTH", "Must be %d or less, and no less than min_length.", maxInputText)
	}
}
