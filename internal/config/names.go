package config

import "reflect"

// Names lists every setting's variable, in the order of Config.
func Names() []string {
	var names []string
	walk(reflect.TypeFor[Config](), func(f reflect.StructField) {
		names = append(names, f.Tag.Get("env"))
	})
	return names
}

// settingOf is the variable behind a field of Config, or "".
func settingOf(field string) string {
	var name string
	walk(reflect.TypeFor[Config](), func(f reflect.StructField) {
		if f.Name == field {
			name = f.Tag.Get("env")
		}
	})
	return name
}

func walk(t reflect.Type, visit func(reflect.StructField)) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Tag.Get("env") != "" {
			visit(f)
		} else if f.Type.Kind() == reflect.Struct {
			walk(f.Type, visit)
		}
	}
}
