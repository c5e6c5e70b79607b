package customer

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
)

// MaxConditions is how many conditions count together.
const MaxConditions = 10

// Op compares.
type Op string

// The comparisons.
const (
	Is     Op = "is"
	IsNot  Op = "is_not"
	Set    Op = "set"
	Unset  Op = "unset"
	Above  Op = "above"  // a number; a date after it
	Below  Op = "below"  // a number; a date before it
	Within Op = "within" // a date in the last so many days
)

// Condition is one sentence about customers. Those of a list all hold.
type Condition struct {
	Field string `json:"field" maxLength:"30" doc:"Id of a field, or level, tag, company, locale, anonymous, createdAt, lastSeenAt."`
	Op    Op     `json:"op" enum:"is,is_not,set,unset,above,below,within"`
	Value any    `json:"value,omitempty" doc:"As the field has it: text, number, yes or no, date as 2026-01-31, id of an option or tag; a number of days for within."`
}

// Clause is a condition that was checked: what a store compares.
type Clause struct {
	Column string // of the customer: level, tag, company, locale, anonymous, created, seen; or text, number, ref of a field
	Field  string // id of the field, if it is one
	Op     Op     // Is, Above and Below; Set for "there is something"
	Not    bool
	Text   string
	Number int64
}

// builtin are the kinds of what every customer has.
var builtin = map[string]FieldKind{
	"level": FieldChoice, "tag": FieldChoices, "company": FieldText, "locale": FieldText, "anonymous": FieldYesNo,
	"createdAt": FieldDate, "lastSeenAt": FieldDate,
}

// columns are where they stand.
var columns = map[string]string{
	"level": "level", "tag": "tag", "company": "company", "locale": "locale", "anonymous": "anonymous",
	"createdAt": "created", "lastSeenAt": "seen",
}

// possible are the comparisons of each kind.
var possible = map[FieldKind][]Op{
	FieldText: {Is, IsNot, Set, Unset}, FieldLink: {Is, Set, Unset}, FieldNumber: {Is, Above, Below, Set, Unset},
	FieldDate: {Is, Above, Below, Within, Set, Unset}, FieldChoice: {Is, IsNot, Set, Unset}, FieldChoices: {Is, IsNot, Set, Unset}, FieldYesNo: {Is, Set, Unset},
}

// clauses checks conditions against the fields that there are, and says what to compare at a moment.
func clauses(list []Condition, fields []Field, now time.Time) ([]Clause, error) {
	var c fault.Checker
	c.Count("conditions", len(list), MaxConditions)
	var out []Clause
	for i, cond := range list {
		at := fmt.Sprintf("conditions[%d].", i)
		clause, name, wrong := cond.clause(fields, now)
		if wrong != nil {
			c.Add(at+name, wrong, nil)
		}
		out = append(out, clause...)
	}
	return out, c.Err()
}

func (cond Condition) clause(fields []Field, now time.Time) (out []Clause, name string, wrong *fault.Def) {
	f := Field{ID: cond.Field, Kind: builtin[cond.Field]}
	own := f.Kind == ""
	if own {
		at := slices.IndexFunc(fields, func(f Field) bool { return f.ID == cond.Field && f.Of == OfCustomer })
		if at < 0 {
			return nil, "field", fault.ErrUnknownItem
		}
		f = fields[at]
	}
	if !slices.Contains(possible[f.Kind], cond.Op) {
		return nil, "op", fault.ErrChoice
	}
	c := Clause{Column: columns[cond.Field], Op: cond.Op}
	if own {
		c = Clause{Column: "text", Field: f.ID, Op: cond.Op}
	}
	switch cond.Op {
	case Set, Unset:
		c.Op, c.Not = Set, cond.Op == Unset
		return []Clause{c}, "", nil
	case Within:
		return f.within(cond, c, now)
	case IsNot:
		c.Op, c.Not = Is, true
	case Is, Above, Below:
	}
	if own {
		return f.compare(cond, c)
	}
	return f.compareBuiltin(cond, c)
}

// within is a date of the last so many days.
func (f Field) within(cond Condition, c Clause, now time.Time) ([]Clause, string, *fault.Def) {
	days, ok := numberOf(cond.Value)
	if !ok || days < 1 || days > 3660 {
		return nil, "value", ErrDays
	}
	from := now.AddDate(0, 0, -int(days))
	c.Op = Above
	if c.Field == "" {
		c.Number = clock.Micros(from)
		return []Clause{c}, "", nil
	}
	until := c
	c.Column, c.Number = "number", dayOf(from)
	until.Column, until.Op, until.Number = "number", Below, dayOf(now)+1
	return []Clause{c, until}, "", nil
}

// compare is a comparison with a value of a field.
func (f Field) compare(cond Condition, c Clause) ([]Clause, string, *fault.Def) {
	if f.Kind == FieldChoices {
		f.Kind = FieldChoice // one of them
	}
	if f.Kind == FieldLink {
		f.Kind = FieldText
	}
	rows, wrong := f.parse(cond.Value, archived(f))
	if wrong == nil && len(rows) != 1 {
		wrong = fault.ErrRequired
	}
	if wrong != nil {
		return nil, "value", wrong
	}
	switch f.Kind {
	case FieldNumber, FieldDate, FieldYesNo:
		c.Column, c.Number = "number", rows[0].Number
	case FieldChoice, FieldChoices:
		c.Column, c.Text = "ref", rows[0].Ref
	case FieldText, FieldLink:
		c.Text = rows[0].Text
	}
	return []Clause{c}, "", nil
}

// archived options can be asked for: somebody may still have them.
func archived(f Field) []string {
	var out []string
	for _, o := range f.Options {
		if o.Archived {
			out = append(out, o.ID)
		}
	}
	return out
}

const microsPerDay = int64(24*time.Hour) / int64(time.Microsecond)

// compareBuiltin is a comparison with what every customer has.
func (f Field) compareBuiltin(cond Condition, c Clause) ([]Clause, string, *fault.Def) {
	switch f.Kind {
	case FieldYesNo:
		yes, ok := cond.Value.(bool)
		if !ok {
			return nil, "value", fault.ErrRequired
		}
		if yes {
			c.Number = 1
		}
		return []Clause{c}, "", nil
	case FieldDate:
		rows, wrong := f.parse(cond.Value, nil)
		if wrong != nil || len(rows) != 1 {
			return nil, "value", ErrDate
		}
		day := rows[0].Number * microsPerDay
		from, until := c, c
		from.Op, from.Number = Above, day-1
		until.Op, until.Number = Below, day+microsPerDay
		switch c.Op {
		case Above:
			from.Number = day + microsPerDay - 1
			return []Clause{from}, "", nil
		case Below:
			until.Number = day
			return []Clause{until}, "", nil
		case Is, IsNot, Set, Unset, Within:
		}
		return []Clause{from, until}, "", nil
	case FieldText, FieldLink, FieldNumber, FieldChoice, FieldChoices:
	}
	text, ok := cond.Value.(string)
	if c.Text = strings.TrimSpace(text); !ok || c.Text == "" || len(c.Text) > maxURL || !fault.Storable(c.Text) {
		return nil, "value", fault.ErrRequired
	}
	if cond.Field == "level" && Level(c.Text) != LevelVIP && Level(c.Text) != LevelNormal {
		return nil, "value", fault.ErrChoice
	}
	return []Clause{c}, "", nil
}
