package audit

import (
	"slices"
	"time"
)

// A Spell is a stretch of checks in a row that had the same verdict.
type Spell struct {
	State  State     `json:"state"`
	Reason Reason    `json:"reason"`
	Status int       `json:"status,omitempty"` // HTTP status of the last of them
	From   time.Time `json:"from"`             // of the first check
	To     time.Time `json:"to"`               // of the last check
	Checks int       `json:"checks"`
}

const (
	maxSpells  = 24
	keptSpells = 8 // the newest that are never dropped
)

func (s Spell) verdict() Verdict { return Verdict{State: s.State, Reason: s.Reason} }

func (s Spell) sameAs(o Spell) bool { return s.State == o.State && s.Reason == o.Reason }

// with gives s with the checks of a later spell of the same verdict.
func (s Spell) with(later Spell) Spell {
	s.To, s.Status = later.To, later.Status
	s.Checks += later.Checks
	return s
}

// withSpell appends a check to spells, of which it keeps the telling ones: the
// first, the newest, and of those between the long ones. It leaves spells as
// they are.
func withSpell(spells []Spell, s Spell) []Spell {
	all := make([]Spell, len(spells), len(spells)+1)
	copy(all, spells)
	if n := len(all); n > 0 && all[n-1].sameAs(s) {
		all[n-1] = all[n-1].with(s)
		return all
	}
	return boundSpells(append(all, s))
}

// boundSpells drops the spells with the fewest checks, the oldest of them first,
// until few enough are left; what then stands side by side and is the same
// becomes one.
func boundSpells(spells []Spell) []Spell {
	for len(spells) > maxSpells {
		least := 1
		for i := 2; i < len(spells)-keptSpells; i++ {
			if spells[i].Checks < spells[least].Checks {
				least = i
			}
		}
		spells = joinSpells(slices.Delete(spells, least, least+1))
	}
	return spells
}

// joinSpells makes one of neighbours with the same verdict.
func joinSpells(spells []Spell) []Spell {
	kept := spells[:0]
	for _, s := range spells {
		if n := len(kept); n > 0 && kept[n-1].sameAs(s) {
			kept[n-1] = kept[n-1].with(s)
			continue
		}
		kept = append(kept, s)
	}
	return kept
}
