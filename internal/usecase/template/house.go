package template

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
)

// called reports whether something is called like the text, in whichever language.
func (t Text) called(name string) bool {
	name = strings.TrimSpace(name)
	return name != "" && (strings.EqualFold(t.Zh, name) || strings.EqualFold(t.En, name))
}

// same reports whether a thing with names in two languages would be taken for the text.
func (t Text) same(zh, en string) bool {
	return t.Zh != "" && strings.EqualFold(t.Zh, zh) || t.En != "" && strings.EqualFold(t.En, en)
}

func (j *job) teams(ctx context.Context) (plan, error) {
	all, err := j.s.d.People.Teams(ctx)
	if err != nil {
		return plan{}, err
	}
	var p plan
	for _, t := range j.t.Teams {
		there := slices.ContainsFunc(all, func(o identity.Team) bool { return t.called(o.Name) })
		p.items = append(p.items, Item{Name: t.In(j.lang), About: t.About.In(j.lang), There: there})
	}
	p.write = func(ctx context.Context) error {
		for _, i := range p.items {
			if i.There {
				continue
			}
			if _, err := j.s.d.People.CreateTeam(ctx, identity.Team{Name: i.Name, Description: i.About, MemberIDs: []string{}}); err != nil {
				return err
			}
		}
		return nil
	}
	return p, nil
}

func (j *job) calendars(ctx context.Context) (plan, error) {
	all, err := j.s.d.Workspace.Calendars(ctx)
	if err != nil {
		return plan{}, err
	}
	sets, err := j.s.d.Shelf.sets()
	if err != nil {
		return plan{}, err
	}
	var p plan
	made := make([]account.Calendar, 0, len(j.t.Hours))
	for _, h := range j.t.Hours {
		c := account.Calendar{
			Name: h.In(j.lang), Timezone: j.home.Timezone, Hours: h.week(), Exceptions: h.exceptions(sets, j.lang, j.today()),
		}
		made = append(made, c)
		there := slices.ContainsFunc(all, func(o account.Calendar) bool { return h.called(o.Name) })
		p.items = append(p.items, Item{Name: c.Name, About: says(c, j.lang), There: there})
	}
	p.write = func(ctx context.Context) error {
		first := untouched(all)
		for i, c := range made {
			switch {
			case p.items[i].There:
				continue
			case first != nil:
				// The hours that every workspace begins with give way, so that what already follows them follows the new ones.
				_, err = j.s.d.Workspace.ChangeCalendar(ctx, first.ID, account.ChangeCalendar{
					Name: &c.Name, Hours: &c.Hours, Exceptions: &c.Exceptions, Version: first.Version,
				})
				first = nil
			default:
				_, err = j.s.d.Workspace.CreateCalendar(ctx, c)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	return p, nil
}

// followers are the channels: those without business hours follow the first calendar of the template from now on. Each of them has it
// in its history, with the way back.
func (j *job) followers(ctx context.Context) (plan, error) {
	if len(j.t.Hours) == 0 {
		return plan{}, nil
	}
	all, err := j.s.d.Customers.Channels.List(ctx)
	if err != nil {
		return plan{}, err
	}
	hours := j.t.Hours[0]
	about := "Will follow “" + hours.In(j.lang) + "”; undone in its history."
	if j.lang == Chinese {
		about = "将采用“" + hours.In(j.lang) + "”，可在渠道的历史版本中撤销。"
	}
	var p plan
	for _, c := range all {
		i := Item{Name: c.Name, About: about, There: c.Settings.CalendarID != ""}
		if i.There {
			i.About = ""
		}
		p.items = append(p.items, i)
	}
	p.write = func(ctx context.Context) error {
		calendars, err := j.s.d.Workspace.Calendars(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(calendars, func(c account.Calendar) bool { return hours.called(c.Name) })
		if at < 0 {
			return account.ErrCalendarNotFound.New()
		}
		for i, c := range all {
			if p.items[i].There {
				continue
			}
			c.Settings.CalendarID = calendars[at].ID
			if _, err := j.s.d.Customers.Channels.Update(ctx, c.ID, channel.Edit{Version: c.Version, Settings: &c.Settings}); err != nil {
				return err
			}
		}
		return nil
	}
	return p, nil
}

func (j *job) today() string {
	zone, err := time.LoadLocation(j.home.Timezone)
	if err != nil {
		zone = time.UTC
	}
	return j.s.d.Clock.Now().In(zone).Format(time.DateOnly)
}

// untouched is the calendar that the workspace began with, if it is the only one and nobody has changed it.
func untouched(all []account.Calendar) *account.Calendar {
	if len(all) != 1 || all[0].Version != 1 || len(all[0].Exceptions) > 0 || !reflect.DeepEqual(all[0].Hours, account.StandardWeek()) {
		return nil
	}
	return &all[0]
}

// says is when a calendar is open, shortly: days with the same hours stand together.
func says(c account.Calendar, lang string) string {
	week := [][]account.Interval{c.Hours.Monday, c.Hours.Tuesday, c.Hours.Wednesday, c.Hours.Thursday, c.Hours.Friday, c.Hours.Saturday, c.Hours.Sunday}
	names, to := []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, "–"
	if lang == Chinese {
		names, to = []string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"}, "至"
	}
	var out []string
	for i := 0; i < len(week); {
		last := i
		for last+1 < len(week) && slices.Equal(week[last+1], week[i]) {
			last++
		}
		day := names[i]
		if last > i {
			day += to + names[last]
		}
		if len(week[i]) > 0 {
			out = append(out, day+" "+spans(week[i]))
		}
		i = last + 1
	}
	text := strings.Join(out, " · ")
	if n := len(c.Exceptions); n > 0 && lang == Chinese {
		text += fmt.Sprintf(" · 已含 %d 天节假日安排", n)
	} else if n > 0 {
		text += fmt.Sprintf(" · %d holidays and changed days", n)
	}
	return text
}

func spans(list []account.Interval) string {
	var out []string
	for _, i := range list {
		out = append(out, i.From+"–"+i.To)
	}
	return strings.Join(out, ", ")
}

func (j *job) tags(ctx context.Context) (plan, error) {
	all, err := j.s.d.Customers.ListTags(ctx)
	if err != nil {
		return plan{}, err
	}
	var p plan
	for _, t := range j.t.Tags {
		there := slices.ContainsFunc(all, func(o customer.Tag) bool { return t.called(o.Name) })
		p.items = append(p.items, Item{Name: t.In(j.lang), About: t.Colour, There: there})
	}
	p.write = func(ctx context.Context) error {
		for _, i := range p.items {
			if i.There {
				continue
			}
			if _, err := j.s.d.Customers.CreateTag(ctx, i.Name, i.About); err != nil {
				return err
			}
		}
		return nil
	}
	return p, nil
}

func (j *job) fields(ctx context.Context) (plan, error) {
	all, err := j.s.d.Customers.Fields(ctx)
	if err != nil {
		return plan{}, err
	}
	var p plan
	for _, f := range j.t.Fields {
		there := slices.ContainsFunc(all, func(o customer.FieldView) bool { return string(o.Of) == f.Of && f.same(o.NameZh, o.NameEn) })
		var options []string
		for _, o := range f.Options {
			options = append(options, o.In(j.lang))
		}
		p.items = append(p.items, Item{Name: f.In(j.lang), Under: f.Of, About: strings.Join(options, " · "), There: there})
	}
	p.write = func(ctx context.Context) error {
		for i, f := range j.t.Fields {
			if p.items[i].There {
				continue
			}
			e := customer.FieldEdit{NameZh: &f.Zh, NameEn: &f.En, Required: &f.Required}
			for _, o := range f.Options {
				e.Options = append(e.Options, customer.Option{NameZh: o.Zh, NameEn: o.En})
			}
			if _, err := j.s.d.Customers.CreateField(ctx, customer.Owner(f.Of), customer.FieldKind(f.Kind), e); err != nil {
				return err
			}
		}
		return nil
	}
	return p, nil
}
