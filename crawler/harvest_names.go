package crawler

import (
	"regexp"
	"strings"
	"unicode"
)

// personName gives "Given Family" of the forms in which tags name people; ""
// if value names nobody. One comma stands between family and given name, as in
// Highwire and Dublin Core tags; with more commas the value is kept as it is:
// it may hold an affiliation. A familyMark tells what the comma told and the
// name does not.
func personName(value string) string {
	name := strings.Trim(fold(unmark(value), 2*maxName), " ,;*†‡")
	if name == "" || runes(name) > maxName || isURL(name) || strings.ContainsRune(name, '@') || nobody(name) {
		return ""
	}
	if !strings.Contains(name, ",") {
		return name
	}
	parts := strings.Split(name, ",")
	suffix := ""
	if last := strings.TrimSpace(parts[len(parts)-1]); len(parts) > 1 && nameSuffix.MatchString(last) {
		parts, suffix = parts[:len(parts)-1], " "+last
	}
	if len(parts) == 2 {
		name = fullNameOf(strings.TrimSpace(parts[1]), strings.TrimSpace(parts[0])) + suffix
	} else if suffix != "" && len(parts) == 1 {
		name = strings.TrimSpace(parts[0]) + suffix
	}
	if hasCJK(name) && len(parts) == 2 { // 王, 小明: family first, as it is written
		name = strings.TrimSpace(parts[0]) + familyMark + strings.TrimSpace(parts[1])
	}
	return name
}

// A familyMark stands in a name that is being harvested before a family's name of
// several words, behind one that comes first without a space, and before the whole
// name of a group. No page can have written it: fold takes it away.
const familyMark = "\x1f"

// fullNameOf joins the parts of a name.
func fullNameOf(given, family string) string {
	if strings.Contains(family, " ") {
		family = familyMark + family
	}
	return strings.TrimSpace(given + " " + family)
}

// groupName gives a name that is not to be split.
func groupName(name string) string {
	if !strings.Contains(name, " ") {
		return name
	}
	return familyMark + name
}

// families takes the marks out of names, and gives what they told as
// [audit.Details] has it.
func families(names []string) (plain, families []string) {
	for i, name := range names {
		before, after, marked := strings.Cut(name, familyMark)
		if !marked {
			continue
		}
		if families == nil {
			families = make([]string, len(names))
		}
		names[i] = before + after
		if families[i] = after; before != "" && !strings.HasSuffix(before, " ") {
			families[i] = before
		}
	}
	return names, families
}

// nameSuffix is what follows a name behind a comma without being a given name.
var nameSuffix = regexp.MustCompile(`^(?i:jr|sr|ii|iii|iv|ph\.? ?d|m\.? ?d|m\.? ?sc|dr|prof)\.?$`)

// notNames are what software and lazy templates put where an author belongs.
var notNames = map[string]bool{
	"admin": true, "administrator": true, "webmaster": true, "editor": true, "root": true, "user": true, "author": true,
	"authors": true, "unknown": true, "anonymous": true, "guest": true, "null": true, "none": true, "undefined": true, "n/a": true,
	"na": true, "test": true, "staff": true, "et al": true, "et al.": true, "author(s)": true, "default": true, "[object object]": true,
}

func nobody(name string) bool {
	return notNames[strings.ToLower(name)] || strings.IndexFunc(name, unicode.IsLetter) < 0
}

// namesOf reads values with one or several names each. loose values, of tags
// that are meant for one name but filled by hand, may also join full names with
// commas or "and".
func namesOf(values []string, loose bool) []string {
	var names []string
	seen := map[string]bool{}
	for _, value := range values {
		for _, one := range splitNames(value, loose) {
			name := personName(one)
			if name == "" || seen[name] || len(names) >= maxAuthors {
				continue
			}
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}

func splitNames(value string, loose bool) []string {
	if len(value) > 8*maxTitle {
		return nil
	}
	if strings.IndexByte(value, '&') >= 0 { // escapes end with semicolons
		value = unmark(value)
	}
	if strings.IndexFunc(value, partsNames) >= 0 {
		return strings.FieldsFunc(value, partsNames)
	}
	if !loose {
		return []string{value}
	}
	value = strings.TrimSpace(value)
	if len(value) > 3 && strings.EqualFold(value[:3], "by ") {
		value = value[3:]
	}
	parts := strings.Split(value, ",")
	last := len(parts) - 1
	for _, and := range []string{" and ", " & "} {
		if before, after, ok := strings.Cut(parts[last], and); ok && fullName(after) && (fullName(before) || before == "") {
			parts = append(parts[:last], before, after)
			break
		}
	}
	for _, part := range parts {
		if !fullName(part) {
			return []string{value} // "Family, Given", or a name and an affiliation
		}
	}
	return parts
}

// partsNames tells the signs that stand between the names of several people only.
func partsNames(r rune) bool { return r == ';' || r == '；' || r == '、' }

// fullName tells whether s can be a given and a family name.
func fullName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 || strings.ContainsAny(s, "0123456789:/") {
		return false
	}
	for _, word := range words {
		if institution[strings.ToLower(word)] {
			return false
		}
	}
	return true
}

// institution are words that stand in the names of institutions, not people.
var institution = map[string]bool{
	"university": true, "universität": true, "université": true, "universidad": true, "institute": true, "institut": true,
	"college": true, "school": true, "department": true, "dept": true, "center": true, "centre": true, "of": true, "for": true,
	"the": true, "университет": true, "институт": true, "inc": true, "inc.": true, "ltd": true, "ltd.": true, "press": true,
}
