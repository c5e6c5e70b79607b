package customer

import (
	"encoding/json"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Permissions this domain checks.
const (
	PermRead       actor.Permission = "customer.read"
	PermEdit       actor.Permission = "customer.edit"
	PermTagsManage actor.Permission = "tag.manage"
)

// Level says how a customer is to be treated.
type Level string

// The levels.
const (
	LevelNormal Level = "normal"
	LevelVIP    Level = "vip"
)

// Limits of a customer's fields.
const (
	maxName       = 120
	maxContact    = 254
	maxNote       = 4000
	maxAttributes = 8 << 10
	maxKeys       = 64
)

// Customer is one person the company talks to.
type Customer struct {
	ID         string         `json:"id"`
	Name       string         `json:"name" personal:"text"`
	Email      string         `json:"email,omitempty" personal:"email"`
	Phone      string         `json:"phone,omitempty" personal:"phone"`
	Company    string         `json:"company,omitempty" personal:"text"`
	Level      Level          `json:"level" enum:"normal,vip"`
	Locale     string         `json:"locale,omitempty" doc:"Language tag, as the browser or the site told it."`
	Timezone   string         `json:"timezone,omitempty"`
	Attributes map[string]any `json:"attributes,omitempty" doc:"Own fields of the company: texts, numbers, yes/no." personal:"values"`
	Note       string         `json:"note,omitempty" doc:"What agents should know; never shown to the customer." personal:"text"`
	Anonymous  bool           `json:"anonymous" doc:"The name was made by the system; nobody told one yet."`
	MergedInto string         `json:"mergedInto,omitempty" doc:"The customer that this one turned out to be."`
	TagIDs     []string       `json:"tagIds"`
	CreatedAt  time.Time      `json:"createdAt"`
	LastSeenAt time.Time      `json:"lastSeenAt"`
	Version    int64          `json:"version"`
}

// IsNew reports whether the customer was made in this very moment.
func (cu Customer) IsNew() bool { return cu.Version == 1 && cu.CreatedAt.Equal(cu.LastSeenAt) }

// Profile is what somebody says about a person: a form, a signed identity, an import. Empty means not told.
type Profile struct {
	Name, Email, Phone, Company, Locale, Timezone string
	Attributes                                    map[string]any
}

// Check finds what cannot be kept.
func (p Profile) Check() error {
	var c fault.Checker
	c.Text("name", p.Name, 0, maxName)
	checkEmail(&c, p.Email)
	checkPhone(&c, p.Phone)
	c.Text("company", p.Company, 0, maxName)
	c.Text("locale", p.Locale, 0, 35)
	checkZone(&c, p.Timezone)
	checkAttributes(&c, p.Attributes)
	return c.Err()
}

// adopt takes over what the profile tells and reports the names of the fields that changed.
func (cu *Customer) adopt(p Profile, overwrite bool) []string {
	var changed []string
	take := func(field string, into *string, value string) {
		value = strings.TrimSpace(value)
		if value == "" || value == *into || (*into != "" && !overwrite) {
			return
		}
		*into = value
		changed = append(changed, field)
	}
	if cu.Anonymous && strings.TrimSpace(p.Name) != "" {
		cu.Name, cu.Anonymous = "", false // the generated name gives way to a real one
	}
	take("name", &cu.Name, p.Name)
	take("email", &cu.Email, p.Email)
	take("phone", &cu.Phone, p.Phone)
	take("company", &cu.Company, p.Company)
	take("locale", &cu.Locale, p.Locale)
	take("timezone", &cu.Timezone, p.Timezone)
	if overwrite && len(p.Attributes) > 0 && !sameJSON(cu.Attributes, p.Attributes) {
		cu.Attributes = p.Attributes
		changed = append(changed, "attributes")
	}
	return changed
}

func sameJSON(a, b map[string]any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// GuestName is the friendly name of a visitor who has not told one: the end of the visitor's id keeps it recognisable.
func GuestName(visitorID, locale string) string {
	tail := visitorID
	if len(tail) > 4 {
		tail = tail[len(tail)-4:]
	}
	tail = strings.TrimLeft(strings.ToUpper(tail), "-_:.")
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		return "访客 " + tail
	}
	return "Visitor " + tail
}

func checkEmail(c *fault.Checker, email string) {
	if email == "" {
		return
	}
	c.Text("email", email, 3, maxContact)
	name, host, ok := strings.Cut(email, "@")
	c.If(!ok || name == "" || host == "" || strings.ContainsAny(email, " \t\r\n<>,;\"") || strings.Contains(host, "@"),
		"email", fault.ErrFormat)
}

func checkPhone(c *fault.Checker, phone string) {
	if phone == "" {
		return
	}
	c.Text("phone", phone, 3, 40)
	c.If(strings.Trim(phone, "+0123456789 -().#*/") != "" || len(digits(phone)) < 3, "phone", fault.ErrFormat)
}

func checkZone(c *fault.Checker, zone string) {
	if zone == "" {
		return
	}
	c.Text("timezone", zone, 1, 64)
	_, err := time.LoadLocation(zone)
	c.If(err != nil || zone == "Local", "timezone", fault.ErrFormat)
}

func checkAttributes(c *fault.Checker, attrs map[string]any) {
	if len(attrs) == 0 {
		return
	}
	c.Count("attributes", len(attrs), maxKeys)
	raw, err := json.Marshal(attrs)
	bad := err != nil || len(raw) > maxAttributes
	for k, v := range attrs {
		bad = bad || !attributeFits(k, v)
	}
	c.If(bad, "attributes", ErrAttributes)
}

func attributeFits(key string, value any) bool {
	if key == "" || len(key) > 100 || !fault.Storable(key) {
		return false
	}
	switch v := value.(type) {
	case string:
		return fault.Storable(v)
	case bool, float64, int, int64, json.Number, nil:
		return true
	default:
		return false
	}
}
