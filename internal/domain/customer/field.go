package customer

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// PermFields is needed to define fields.
const PermFields actor.Permission = "field.manage"

// Limits of fields.
const (
	MaxFields   = 50 // of customers, and as many of conversations
	MaxOptions  = 100
	maxRoles    = 50
	maxLabel    = 60
	maxText     = 1000
	maxNumber   = 1e12
	numberScale = 1e6 // numbers are kept as whole millionths, the same on both engines
)

// Owner says what a field belongs to.
type Owner string

// The owners.
const (
	OfCustomer     Owner = "customer"
	OfConversation Owner = "conversation"
)

// FieldKind is the type of the values of a field.
type FieldKind string

// The kinds.
const (
	FieldText    FieldKind = "text"
	FieldNumber  FieldKind = "number"
	FieldDate    FieldKind = "date"
	FieldChoice  FieldKind = "choice"
	FieldChoices FieldKind = "choices"
	FieldYesNo   FieldKind = "yesno"
	FieldLink    FieldKind = "link"
)

// Option is one choice of a field. One that is archived stays with those who have it and is not offered any more.
type Option struct {
	ID       string `json:"id,omitempty" maxLength:"30" doc:"Given by the system; empty for a new one."`
	NameZh   string `json:"nameZh,omitempty" maxLength:"60"`
	NameEn   string `json:"nameEn,omitempty" maxLength:"60"`
	Archived bool   `json:"archived,omitempty"`
}

// Field is one that a company defined. Kind and owner never change: they say what its values are.
type Field struct {
	ID        string    `json:"id"`
	Of        Owner     `json:"of" enum:"customer,conversation"`
	Kind      FieldKind `json:"kind" enum:"text,number,date,choice,choices,yesno,link"`
	NameZh    string    `json:"nameZh,omitempty"`
	NameEn    string    `json:"nameEn,omitempty"`
	Options   []Option  `json:"options"`
	Required  bool      `json:"required" doc:"People cannot empty it, and are reminded while it is empty."`
	Position  int       `json:"position"`
	SeenBy    []string  `json:"seenBy" doc:"Ids of roles; empty for everybody who may see the customer or the conversation."`
	EditedBy  []string  `json:"editedBy" doc:"Ids of roles; empty for everybody who may edit the customer or the conversation."`
	CreatedAt time.Time `json:"createdAt"`
	Version   int64     `json:"version"`
}

// seen reports whether a role may see the field; all is for machines and for those who define fields.
func (f Field) seen(role string, all bool) bool {
	return all || len(f.SeenBy) == 0 || slices.Contains(f.SeenBy, role)
}

// editable reports whether a role may change the field.
func (f Field) editable(role string, all bool) bool {
	return f.seen(role, all) && (all || len(f.EditedBy) == 0 || slices.Contains(f.EditedBy, role))
}

func (f Field) check() error {
	var c fault.Checker
	c.Choice("of", string(f.Of), string(OfCustomer), string(OfConversation))
	c.Choice("kind", string(f.Kind), string(FieldText), string(FieldNumber), string(FieldDate), string(FieldChoice), string(FieldChoices),
		string(FieldYesNo), string(FieldLink))
	checkNames(&c, "", f.NameZh, f.NameEn)
	c.Count("seenBy", len(f.SeenBy), maxRoles)
	c.Count("editedBy", len(f.EditedBy), maxRoles)
	c.Count("options", len(f.Options), MaxOptions)
	choice := f.Kind == FieldChoice || f.Kind == FieldChoices
	open := slices.ContainsFunc(f.Options, func(o Option) bool { return !o.Archived })
	c.If(choice && !open, "options", fault.ErrRequired)
	c.If(!choice && len(f.Options) > 0, "options", ErrNoChoice)
	seen := map[string]bool{}
	for i, o := range f.Options {
		at := fmt.Sprintf("options[%d].", i)
		checkNames(&c, at, o.NameZh, o.NameEn)
		for _, name := range []string{o.NameZh, o.NameEn} {
			key := strings.ToLower(strings.TrimSpace(name))
			c.If(key != "" && seen[key] && o.NameZh != o.NameEn, at+"nameZh", ErrOptionTwice)
			seen[key] = true
		}
	}
	return c.Err()
}

// checkNames wants a name in one language at least.
func checkNames(c *fault.Checker, at, zh, en string) {
	c.Text(at+"nameZh", zh, 0, maxLabel)
	c.Text(at+"nameEn", en, 0, maxLabel)
	c.If(strings.TrimSpace(zh) == "" && strings.TrimSpace(en) == "", at+"nameZh", fault.ErrRequired)
}

// Value is one row of what a field says. Text is what people read, Number what is compared, Ref the id of an option.
type Value struct {
	Field  string
	Slot   int
	Text   string
	Number int64
	Ref    string
}

// parse makes rows of a value as it stands in JSON; none means that the field is emptied. had are the options it has now.
func (f Field) parse(raw any, had []string) ([]Value, *fault.Def) {
	if raw == nil || raw == "" {
		return nil, nil
	}
	one := Value{Field: f.ID}
	switch f.Kind {
	case FieldText, FieldLink:
		text, ok := raw.(string)
		if text = strings.TrimSpace(text); !ok || !fault.Storable(text) {
			return nil, fault.ErrFormat
		}
		if f.Kind == FieldLink && (len(text) > maxURL || !webAddress(text)) {
			return nil, ErrLink
		}
		if len([]rune(text)) > maxText {
			return nil, ErrLongText
		}
		if text == "" {
			return nil, nil
		}
		one.Text = text
	case FieldNumber:
		n, ok := numberOf(raw)
		if !ok || math.Abs(n) > maxNumber {
			return nil, ErrNumber
		}
		one.Number, one.Text = int64(math.Round(n*numberScale)), strconv.FormatFloat(n, 'f', -1, 64)
	case FieldDate:
		text, _ := raw.(string)
		day, err := time.Parse(time.DateOnly, text)
		if err != nil || day.Year() < 1800 || day.Year() > 2999 {
			return nil, ErrDate
		}
		one.Number, one.Text = dayOf(day), text
	case FieldYesNo:
		yes, ok := raw.(bool)
		if !ok {
			return nil, fault.ErrFormat
		}
		if yes {
			one.Number = 1
		}
		one.Text = strconv.FormatBool(yes)
	case FieldChoice, FieldChoices:
		return f.parseChoice(raw, had)
	}
	return []Value{one}, nil
}

func (f Field) parseChoice(raw any, had []string) ([]Value, *fault.Def) {
	var ids []string
	switch v := raw.(type) {
	case string:
		ids = []string{v}
	case []any:
		for _, each := range v {
			id, _ := each.(string)
			ids = append(ids, id)
		}
	default:
		return nil, fault.ErrFormat
	}
	if f.Kind == FieldChoice && len(ids) > 1 {
		return nil, fault.ErrChoice
	}
	var out []Value
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		at := slices.IndexFunc(f.Options, func(o Option) bool { return o.ID == id })
		if at < 0 || (f.Options[at].Archived && !slices.Contains(had, id)) {
			return nil, fault.ErrChoice
		}
		out = append(out, Value{Field: f.ID, Slot: len(out), Ref: id})
	}
	return out, nil
}

func numberOf(raw any) (float64, bool) {
	switch v := raw.(type) {
	case float64:
		return v, !math.IsNaN(v) && !math.IsInf(v, 0)
	case int:
		return float64(v), true
	case json.Number:
		n, err := v.Float64()
		return n, err == nil
	}
	return 0, false
}

// dayOf counts days since 1970.
func dayOf(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// say is the value of the rows of a field as it stands in JSON.
func (f Field) say(rows []Value) any {
	if len(rows) == 0 {
		return nil
	}
	first := rows[0]
	switch f.Kind {
	case FieldNumber:
		return float64(first.Number) / numberScale
	case FieldYesNo:
		return first.Number == 1
	case FieldChoice:
		return first.Ref
	case FieldChoices:
		out := make([]string, len(rows))
		for i, r := range rows {
			out[i] = r.Ref
		}
		return out
	case FieldText, FieldDate, FieldLink:
	}
	return first.Text
}
