package identity_test

import (
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

func TestPreferencesFollowThePerson(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	p := identity.DefaultPreferences()
	p.EnterSends, p.Signature, p.Keys = "off", "小王 · 售后", map[string]string{"conversation.resolve": "shift+x", "go.all": "g w", "general.undo": ""}
	p.Suggestions, p.Translate = "off", "on"
	p.Notifications.Unassigned = true
	p.Notifications.Events = map[string]identity.Ways{"reply": {Title: true}}
	p.Quiet = &identity.Quiet{On: true, From: "22:00", To: "08:00", Timezone: "Asia/Shanghai"}
	check.Must(f.s.ChangeMe(ctx, identity.Profile{Preferences: &p}))(t)
	me, _, err := f.s.Me(ctx)
	check.NoError(t, err)
	check.Equal(t, me.Preferences, p)
	again := check.Must(f.s.ChangeMe(ctx, identity.Profile{Preferences: &p}))(t)
	check.Equal(t, again.Version, me.Version) // nothing changed
}

func TestPreferencesThatMeanNothingAreRefused(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	for field, spoil := range map[string]func(*identity.Preferences){
		"preferences.enterSends":           func(p *identity.Preferences) { p.EnterSends = "maybe" },
		"preferences.suggestions":          func(p *identity.Preferences) { p.Suggestions = "3" },
		"preferences.translate":            func(p *identity.Preferences) { p.Translate = "zh" },
		"preferences.keys":                 func(p *identity.Preferences) { p.Keys = map[string]string{"a.b": "g i x"} },
		"preferences.notifications.events": func(p *identity.Preferences) { p.Notifications.Events = map[string]identity.Ways{"rain": {}} },
		"preferences.quiet.from":           func(p *identity.Preferences) { p.Quiet = &identity.Quiet{From: "25:00", To: "08:00"} },
		"preferences.quiet.to":             func(p *identity.Preferences) { p.Quiet = &identity.Quiet{From: "08:00", To: "08:00"} },
		"preferences.quiet.timezone":       func(p *identity.Preferences) { p.Quiet = &identity.Quiet{From: "08:00", To: "09:00", Timezone: "Mars"} },
	} {
		p := identity.DefaultPreferences()
		spoil(&p)
		_, err := f.s.ChangeMe(ctx, identity.Profile{Preferences: &p})
		want := fault.ErrFormat
		if field == "preferences.enterSends" || field == "preferences.suggestions" || field == "preferences.translate" || field == "preferences.notifications.events" || field == "preferences.quiet.timezone" {
			want = fault.ErrChoice
		}
		check.FieldFault(t, err, field, want)
	}
}
