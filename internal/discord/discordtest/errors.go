package discordtest

import (
	"fmt"
	"net/http"
	"strings"
)

// object is a JSON object on its way out.
type object = map[string]any

// apiError is an error as Discord answers it.
type apiError struct {
	status  int
	code    int // Discord's JSON error code
	message string
	errors  object // for code 50035: what was wrong, field by field
	rule    Rule   // the violation it is; "" when a well-behaved bot can meet it too
	detail  string // for the violation; "" repeats the message
}

func (e *apiError) Error() string {
	return fmt.Sprintf("%d %s (code %d)", e.status, e.message, e.code)
}

func (e *apiError) body() object {
	b := object{"code": e.code, "message": e.message}
	if e.errors != nil {
		b["errors"] = e.errors
	}
	return b
}

func (e *apiError) as(rule Rule, format string, args ...any) *apiError {
	c := *e
	c.rule, c.detail = rule, fmt.Sprintf(format, args...)
	return &c
}

// Discord's errors by their JSON code (reference, "Opcodes and Status Codes").
func errUnauthorized() *apiError {
	return &apiError{status: http.StatusUnauthorized, message: "401: Unauthorized"}
}
func errUnknownChannel() *apiError     { return notFound(10003, "Unknown Channel") }
func errUnknownGuild() *apiError       { return notFound(10004, "Unknown Guild") }
func errUnknownMember() *apiError      { return notFound(10007, "Unknown Member") }
func errUnknownMessage() *apiError     { return notFound(10008, "Unknown Message") }
func errUnknownUser() *apiError        { return notFound(10013, "Unknown User") }
func errUnknownWebhook() *apiError     { return notFound(10015, "Unknown Webhook") }
func errUnknownInteraction() *apiError { return notFound(10062, "Unknown interaction") }
func errUnknownCommand() *apiError     { return notFound(10063, "Unknown application command") }
func errAlreadyAcknowledged() *apiError {
	return &apiError{status: 400, code: 40060, message: "Interaction has already been acknowledged."}
}
func errMissingAccess() *apiError { return forbidden(50001, "Missing Access") }
func errNotAuthor() *apiError {
	return forbidden(50005, "Cannot edit a message authored by another user")
}
func errMissingPermission() *apiError { return forbidden(50013, "Missing Permissions") }
func errInvalidWebhookToken() *apiError {
	return &apiError{status: 401, code: 50027, message: "Invalid Webhook Token"}
}
func errEmptyMessage() *apiError {
	return &apiError{status: 400, code: 50006, message: "Cannot send an empty message", rule: RuleForm}
}

func notFound(code int, message string) *apiError {
	return &apiError{status: 404, code: code, message: message}
}
func forbidden(code int, message string) *apiError {
	return &apiError{status: 403, code: code, message: message}
}

// form collects what is wrong with a body, field by field, as Discord's code
// 50035 reports it.
type form struct{ faults []formFault }

type formFault struct{ path, code, message string }

// add notes a fault at a dotted path such as "embeds.0.fields.2.value".
func (f *form) add(path, code, format string, args ...any) {
	f.faults = append(f.faults, formFault{path, code, fmt.Sprintf(format, args...)})
}

// maxLen checks the length of text at path. Lengths are counted in UTF-16 code
// units, the strictest reading: what passes here passes by code points as well.
func (f *form) maxLen(path, text string, most int) {
	if n := length(text); n > most {
		f.add(path, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length (it is %d).", most, n)
	}
}

// between checks that the length of text at path is within least and most.
func (f *form) between(path, text string, least, most int) {
	if n := length(text); n < least || n > most {
		f.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length (it is %d).", least, most, n)
	}
}

// err is nil for a form without faults, and else error 50035.
func (f *form) err() error {
	if len(f.faults) == 0 {
		return nil
	}
	tree := object{}
	var details []string
	for _, x := range f.faults {
		node := tree
		for key := range strings.SplitSeq(x.path, ".") {
			next, ok := node[key].(object)
			if !ok {
				next = object{}
				node[key] = next
			}
			node = next
		}
		list, _ := node["_errors"].([]object)
		node["_errors"] = append(list, object{"code": x.code, "message": x.message})
		details = append(details, x.path+": "+x.code+": "+x.message)
	}
	return &apiError{status: 400, code: 50035, message: "Invalid Form Body", errors: tree,
		rule: RuleForm, detail: strings.Join(details, "; ")}
}

// length counts UTF-16 code units.
func length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
