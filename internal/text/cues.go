package text

import "strings"

// Negates reports whether a folded word turns what follows it round: "not", "didn't",
// "never", "denied".
func Negates(fold string) bool {
	return negations[fold] || strings.HasSuffix(fold, "n't")
}

var negations = set(`no not never none nobody nothing nowhere neither nor without cannot
deny denies denied denying fail fails failed failing refuse refuses refused refusing
reject rejects rejected rejecting unable unlikely lack lacks lacked lacking hardly barely`)

// Reports reports whether a folded word is a verb of saying, thinking or claiming: what
// follows is somebody's word and not the text's own.
func Reports(fold string) bool { return reporting[fold] }

var reporting = set(`say says said saying tell tells told telling claim claims claimed claiming
state states stated stating note notes noted noting suggest suggests suggested suggesting
argue argues argued arguing allege alleges alleged alleging accuse accuses accused accusing
maintain maintains maintained maintaining insist insists insisted insisting
announce announces announced announcing report reported reports reporting
believe believes believed believing think thinks thought suspect suspects suspected suspecting
describe describes described describing call calls called calling feel feels felt
warn warns warned warning explain explains explained explaining
according deny denies denied denying admit admits admitted
acknowledge acknowledges acknowledged declare declares declared
confirm confirms confirmed predict predicts predicted view views
propose proposes proposed urge urges urged ask asks asked asking
add adds added adding express expresses expressed hint hinted`)

// Hedges reports whether a folded word makes less certain what it stands with: "may",
// "could", "likely".
func Hedges(fold string) bool { return hedges[fold] }

var hedges = set(`may might could possible possibly likely perhaps maybe seem seems seemed
appear appears appeared apparently probably potential potentially allegedly alleged reportedly
suspected supposedly purportedly would should`)

// Irregular reports whether a folded word is a form that no rule of endings makes:
// "knew", "men".
func Irregular(fold string) bool {
	_, ok := irregular[fold]
	return ok
}
