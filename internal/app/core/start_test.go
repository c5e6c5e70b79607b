package core

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/account/accounthttp"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/wrapup"
)

// counts are what became of each part of a template.
func counts(t *testing.T, o accounthttp.TemplateOutcome) (added, kept map[string]int) {
	t.Helper()
	added, kept = map[string]int{}, map[string]int{}
	for _, p := range o.Parts {
		if p.Code != "" {
			t.Errorf("%s: %s (%s)", p.Part, p.Problem, p.Code)
		}
		added[p.Part], kept[p.Part] = p.Added, p.Kept
	}
	return added, kept
}

// Every template can be applied, one after the other, and once more without doubling anything.
func TestTemplates(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		o := newOffice(t, r)
		s := o.Services.Start
		list := check.Must(s.Templates(o.admin))(t)
		check.Equal(t, []any{len(list.Items), len(list.Problems), list.Chosen}, []any{6, 0, ""})
		for i, one := range list.Items {
			added, kept := counts(t, check.Must(s.Apply(o.admin, one.Key, "zh-CN", nil))(t))
			for _, p := range one.Brings {
				if added[p.Part]+kept[p.Part] != p.Count || i == 0 && kept[p.Part] > 0 {
					t.Errorf("%s brings %d %s: %d added, %d kept", one.Key, p.Count, p.Part, added[p.Part], kept[p.Part])
				}
			}
			added, kept = counts(t, check.Must(s.Apply(o.admin, one.Key, "en", nil))(t)) // names in the other language are the same things
			for _, p := range one.Brings {
				if added[p.Part] != 0 || kept[p.Part] != p.Count {
					t.Errorf("%s once more: %d %s added", one.Key, added[p.Part], p.Part)
				}
			}
			for _, p := range check.Must(s.Template(o.admin, one.Key, ""))(t).Parts {
				if slices.ContainsFunc(p.Items, func(i accounthttp.TemplateItem) bool { return !i.There }) {
					t.Errorf("%s: the preview does not know that its %s are there", one.Key, p.Part)
				}
			}
		}
		check.Equal(t, check.Must(s.Templates(o.admin))(t).Chosen, "machines")
	})
}

// What a template brings works at once: replies are offered, questions found, hours kept, and the history knows who did it.
func TestTemplateInUse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		o := newOffice(t, r)
		s := o.Services
		before := check.Must(s.Account.Calendars(o.admin))(t)
		set := channel.DefaultSettings()
		set.CalendarID = before[0].ID
		decided := check.Must(s.Channels.Create(o.admin, "Decided", &set))(t)
		open := check.Must(s.Channels.Create(o.admin, "Open", nil))(t)
		done, left := counts(t, check.Must(s.Start.Apply(o.admin, "shop", "", nil))(t))
		check.Equal(t, []int{done["channels"], left["channels"]}, []int{1, 1})
		for _, one := range []struct {
			channel.Channel
			version int64
		}{{decided, 1}, {open, 2}} { // who has hours is left alone; the other one's history has the way back
			now := check.Must(s.Channels.Get(o.admin, one.ID))(t)
			check.Equal(t, []any{now.Settings.CalendarID, now.Version}, []any{before[0].ID, one.version})
			check.Equal(t, int64(len(o.versions(channel.KindChannel, one.ID))), one.version)
		}

		calendars := check.Must(s.Account.Calendars(o.admin))(t)
		check.Equal(t, []any{len(before), len(calendars)}, []any{1, 2})
		first := calendars[slices.IndexFunc(calendars, func(c account.Calendar) bool { return c.ID == before[0].ID })]
		check.Equal(t, first.Name, "Shop service hours") // the calendar of the founding took the hours on
		check.Equal(t, first.Hours.Sunday, []account.Interval{{From: "09:00", To: "22:00"}})
		check.Equal(t, o.versions(account.KindCalendar, first.ID)[0].By.ID, check.Must(actor.Of(o.admin))(t).ID)

		offered := check.Must(s.Knowledge.Offer(o.admin, page.Request{Limit: 200}))(t)
		check.Equal(t, len(offered.Items), 34)
		found := check.Must(s.FAQ.Find(o.admin, "where is my parcel", "en", ""))(t)
		check.Equal(t, found[0].Question, "Where is my parcel?")
		forms := check.Must(s.Summaries.Setup(o.admin))(t).Forms
		check.Equal(t, forms[0].Mode, wrapup.Optional)
		log, _, err := s.Log.Since(t.Context(), check.Must(actor.Tenant(o.admin))(t), "", 1000)
		check.NoError(t, err)
		types := []string{}
		for _, e := range log {
			types = append(types, e.Type)
		}
		check.Equal(t, slices.Contains(types, "template.applied"), true)
	})
}

// A part that may not be made says so, and the others are made all the same.
func TestTemplateRights(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		o := newOffice(t, r)
		a := check.Must(actor.Of(o.admin))(t)
		a.Grants = identity.Grants{account.PermManage: actor.All, "tag.manage": actor.All, "customer.read": actor.All, "conversation.read": actor.All}
		some := actor.With(t.Context(), a)
		done := map[string]string{}
		for _, p := range check.Must(o.Services.Start.Apply(some, "bank", "en", []string{"tags", "summaries", "teams"}))(t).Parts {
			done[p.Part] = p.Code
		}
		check.Equal(t, done, map[string]string{"tags": "", "summaries": "denied", "teams": "denied"})
		check.Equal(t, len(check.Must(o.Services.Customers.ListTags(o.admin))(t)), 9)

		a.Grants = identity.Grants{}
		_, err := o.Services.Start.Apply(actor.With(t.Context(), a), "bank", "en", nil)
		check.Fault(t, err, fault.ErrDenied)
		_, err = o.Services.Start.Apply(o.admin, "nothing", "en", nil)
		check.Equal(t, fault.From(err).Def.Code, "template.not_found")
		_, err = o.Services.Start.Apply(o.admin, "bank", "fr", nil)
		check.Fault(t, err, fault.ErrInput)
		_, err = o.Services.Start.Apply(o.admin, "bank", "en", []string{"people"})
		check.Fault(t, err, fault.ErrChoice)
	})
}

// An operator's folder adds templates; a broken file is named and harms nobody.
func TestTemplateFolder(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		dir := t.TempDir()
		r.parts.Config.Start.Templates = dir
		o := newOffice(t, r)
		check.Equal(t, len(check.Must(o.Services.Start.Templates(o.admin))(t).Items), 6)
		file := "format: 1\nkey: hotel\nicon: other\nname: {zh: 酒店, en: Hotel}\nteams: [{zh: 前台, en: Front desk}]\n"
		check.NoError(t, os.WriteFile(filepath.Join(dir, "hotel.yaml"), []byte(file), 0o600))
		check.NoError(t, os.WriteFile(filepath.Join(dir, "bad.yaml"), []byte("format: 1\nkey: bad\n"), 0o600))
		list := check.Must(o.Services.Start.Templates(o.admin))(t) // without a restart
		check.Equal(t, []any{len(list.Items), list.Items[6].Key, list.Items[6].Own}, []any{7, "hotel", true})
		check.Equal(t, list.Problems, []accounthttp.TemplateProblem{{File: "bad.yaml", Wrong: []string{"name.zh: This is required."}}})
		added, _ := counts(t, check.Must(o.Services.Start.Apply(o.admin, "hotel", "zh-CN", nil))(t))
		check.Equal(t, added, map[string]int{"teams": 1})
	})
}

// The guide sees by itself how far a workspace has come.
func TestGuide(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		o := newOffice(t, r)
		s := o.Services
		done := func() (out []string) {
			for _, step := range check.Must(s.Start.Guide(o.admin))(t).Steps {
				if step.Done {
					out = append(out, step.Key)
				}
			}
			return out
		}
		check.Equal(t, done(), nil)
		check.Must(s.Start.Apply(o.admin, account.NoTemplate, "", nil))(t)
		_, _, err := s.Identity.CreateInvite(o.admin, identity.NewInvite{Email: "bo@tea.example", RoleID: roleOf(t, o, identity.RoleAgent)})
		check.NoError(t, err)
		check.Equal(t, done(), []string{"trade", "people"})
		check.NoError(t, s.Start.ShowGuide(o.admin, false))
		view := check.Must(s.Start.Guide(o.admin))(t)
		check.Equal(t, []any{view.Open, len(view.Steps)}, []any{false, 0})
	})
}

func roleOf(t *testing.T, o office, key string) string {
	t.Helper()
	all := check.Must(o.Services.Identity.Roles(o.admin))(t)
	return all[slices.IndexFunc(all, func(r identity.Role) bool { return r.Key == key })].ID
}
