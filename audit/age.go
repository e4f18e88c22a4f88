package audit

import (
	"fmt"
	"time"
)

// Age tells a time that has passed as a person does, in whole hours or days: "less
// than an hour", "1 hour", "12 days".
func Age(d time.Duration) string {
	n, unit := int(d/day), "day"
	switch {
	case d < time.Hour:
		return "less than an hour"
	case d < day:
		n, unit = int(d/time.Hour), "hour"
	}
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
