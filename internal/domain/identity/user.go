package identity

import (
	"net/mail"
	"strings"
	"time"
	_ "time/tzdata" // zones of people must be known on machines without zone files

	"frontdesk/internal/base/fault"
)

// Limits of a person's fields, in characters.
const (
	MaxName     = 60
	MaxAlias    = 40
	MaxEmail    = 254
	MinPassword = 10
	MaxPassword = 128
)

// Status says whether a person may work.
type Status string

// The states of a person. Somebody who was invited but has not accepted is an invitation, not a user.
const (
	Active   Status = "active"
	Disabled Status = "disabled"
)

// User is a person of the company.
type User struct {
	ID          string
	Email       string
	Name        string
	Alias       string // number or nickname that customers see instead of the name (工号)
	Avatar      string // id of the picture, "" for none
	Locale      string
	Timezone    string
	RoleID      string
	TeamIDs     []string
	Status      Status
	Preferences Preferences
	CreatedAt   time.Time
	Version     int64
}

// Profile is what people may change about themselves; nil leaves a field as it is.
type Profile struct {
	Name, Alias, Locale, Timezone *string
	Preferences                   *Preferences
}

// apply writes the given fields and names those that differ.
func (u *User) apply(p Profile) ([]string, error) {
	fields := []string{}
	text := func(field string, to *string, from *string) {
		if to != nil && strings.TrimSpace(*to) != *from {
			*from = strings.TrimSpace(*to)
			fields = append(fields, field)
		}
	}
	text("name", p.Name, &u.Name)
	text("alias", p.Alias, &u.Alias)
	text("locale", p.Locale, &u.Locale)
	text("timezone", p.Timezone, &u.Timezone)
	if p.Preferences != nil && !p.Preferences.equal(u.Preferences) {
		u.Preferences = *p.Preferences
		fields = append(fields, "preferences")
	}
	var c fault.Checker
	u.check(&c)
	return fields, c.Err()
}

func (u *User) check(c *fault.Checker) {
	checkName(c, u.Name)
	c.Text("alias", u.Alias, 0, MaxAlias)
	checkLocale(c, u.Locale, u.Timezone)
	u.Preferences.check(c)
}

func checkName(c *fault.Checker, name string) { c.Text("name", name, 1, MaxName) }

func checkLocale(c *fault.Checker, locale, timezone string) {
	c.Choice("locale", locale, "zh-CN", "en")
	if timezone != "" { // empty: that of the workspace
		_, err := time.LoadLocation(timezone)
		c.If(err != nil || timezone == "Local" || len(timezone) > 64, "timezone", fault.ErrChoice)
	}
}

// EmailKey is the form of an address by which it is found: one address belongs to one person of a workspace.
func EmailKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

func checkEmail(c *fault.Checker, email string) {
	c.Text("email", email, 1, MaxEmail)
	if email == "" || len(email) > MaxEmail || !fault.Storable(email) {
		return // said already
	}
	a, err := mail.ParseAddress(email)
	c.If(err != nil || a.Name != "" || a.Address != email, "email", ErrEmail)
}

// checkPassword refuses what is guessed first: short ones, repetitions and the address itself.
func checkPassword(c *fault.Checker, field, password, email string) {
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	switch n := len([]rune(password)); {
	case !fault.Storable(password):
		c.Add(field, fault.ErrEncoding, nil)
	case n < MinPassword:
		c.Add(field, fault.ErrTooShort, map[string]any{"min": MinPassword})
	case n > MaxPassword:
		c.Add(field, fault.ErrTooLong, map[string]any{"max": MaxPassword})
	case len(different) < 5 || email != "" && EmailKey(password) == EmailKey(email):
		c.Add(field, ErrWeakPassword, nil)
	}
}

// UserFilter narrows a list of people. Empty fields do not narrow.
type UserFilter struct {
	Query  string // part of the name, the alias or the address
	Status Status
	TeamID string
	RoleID string
	After  UserKey // keyset position
	Limit  int
}

// UserKey is the position of a person in lists.
type UserKey struct{ Name, ID string }

// SortKey is the form of a name by which lists are sorted and searched.
func SortKey(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// SearchKey is what a list's query is looked for in.
func (u User) SearchKey() string { return SortKey(u.Name + "\n" + u.Alias + "\n" + u.Email) }
