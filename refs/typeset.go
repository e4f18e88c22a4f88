package refs

import "strings"

// closeLines closes a link that the ends of lines on a page have broken, which
// is how addresses are printed and no damage: its best reading is its target,
// the others are to be tried if that fails.
func (l *Link) closeLines() {
	if !strings.Contains(l.Written, "\n") {
		return
	}
	lines := strings.Split(l.Written, "\n")
	torn := false
	for i, s := range lines {
		lines[i] = strings.TrimSpace(s)
		torn = torn || strings.ContainsAny(lines[i], " \t")
	}
	l.Written = strings.Join(lines, "\n")
	if torn || len(l.Defects) != 1 || l.Defects[0].Code != SplitLink || len(l.Repairs) == 0 {
		return
	}
	whole := diagnose(l.Kind, string(l.Repairs[0].Target), 0)
	if len(whole.Defects) > 0 || whole.Target != l.Repairs[0].Target {
		return
	}
	l.Target, l.Defects, l.Repairs = whole.Target, nil, l.Repairs[1:]
	if l.ID == "" {
		l.ID = whole.ID
	}
}
