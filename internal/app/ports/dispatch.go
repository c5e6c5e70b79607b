package ports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/visitor"
)

// Crew is dispatch.People.
type Crew struct {
	*identity.Service
	Known *People
}

// Teams are the teams of everybody who can sign in, by person.
func (c Crew) Teams(ctx context.Context) (map[string][]string, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for r := (page.Request{Limit: page.MaxLimit}); ; {
		users, err := c.Users(ctx, identity.UserFilter{Status: identity.Active}, r)
		if err != nil {
			return nil, err
		}
		for _, u := range users.Items {
			out[u.ID] = u.TeamIDs
		}
		if r.Cursor = users.Next; r.Cursor == "" {
			return out, nil
		}
	}
}

// PresencesOf are those of these people, as they count now.
func (c Crew) PresencesOf(ctx context.Context, userIDs []string) (map[string]identity.Presence, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	return c.Service.PresencesOf(ctx, userIDs)
}

// Hold keeps the running unit from ending well unless the person is there.
func (c Crew) Hold(ctx context.Context, userID string) error {
	ctx, err := asSystem(ctx)
	if err != nil {
		return err
	}
	return c.Service.Hold(ctx, userID)
}

// Names of people who exist.
func (c Crew) Names(ctx context.Context, userIDs []string) (map[string]string, error) {
	list, err := c.Known.Of(ctx, userIDs)
	out := make(map[string]string, len(list))
	for _, u := range list {
		out[u.ID] = u.Name
	}
	return out, err
}

// RoutingHours is dispatch.Hours.
type RoutingHours struct {
	OpenHours
	Clock clock.Clock
}

// Today is when the day of the workspace began.
func (h RoutingHours) Today(ctx context.Context) (time.Time, error) {
	zone, err := Zone(h.Account)(ctx)
	if err != nil {
		return time.Time{}, err
	}
	y, m, d := h.Clock.Now().In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, zone).UTC(), nil
}

// RoutingFacts is dispatch.Facts.
type RoutingFacts struct {
	Account   *account.Service
	Customers *customer.Service
	Fields    *customer.Fields
	Talks     *conversation.Service
	Visits    func() *visitor.Service // made later
	Clock     clock.Clock
}

// firstEntries is how many entries are looked through for what the customer wrote first.
const firstEntries = 10

// Of are the facts of a conversation that begins or comes back. What cannot be found is empty: a condition on it does not hold.
func (f RoutingFacts) Of(ctx context.Context, c conversation.Conversation) (routing.Facts, error) {
	out := routing.Facts{}
	ctx, err := asSystem(ctx)
	if err != nil {
		return out, err
	}
	zone, err := Zone(f.Account)(ctx)
	if err != nil {
		return out, err
	}
	now := f.Clock.Now().In(zone)
	out.Hour, out.Weekday = now.Hour(), (int(now.Weekday())+6)%7+1
	out.Conversation.Subject = c.Subject
	if err := f.words(ctx, c, &out); err != nil {
		return out, err
	}
	if err := f.customer(ctx, c, &out); err != nil {
		return out, err
	}
	values, err := f.Fields.OfConversation(ctx, c.ID)
	if _, err := found(err); err != nil {
		return out, err
	}
	names, err := f.fieldNames(ctx)
	out.Conversation.Fields = named(values.Values, names)
	return out, err
}

func (f RoutingFacts) words(ctx context.Context, c conversation.Conversation, out *routing.Facts) error {
	entries, err := f.Talks.Timeline(ctx, c.ID, conversation.Range{After: conversation.FromStart, Limit: firstEntries})
	if _, err := found(err); err != nil {
		return err
	}
	var said []string
	for _, e := range entries {
		if e.Kind == conversation.Message && e.AuthorKind == conversation.ByCustomer {
			said = append(said, e.Body)
			out.Channel.Language = cmp.Or(out.Channel.Language, e.Lang)
		}
	}
	if len(said) == 0 {
		said = []string{c.LastMessagePreview}
	}
	out.Conversation.Text = strings.Join(said, "\n")
	return nil
}

func (f RoutingFacts) customer(ctx context.Context, c conversation.Conversation, out *routing.Facts) error {
	d, err := f.Customers.Get(ctx, c.CustomerID)
	if ok, err := found(err); err != nil || !ok {
		return err
	}
	out.Customer.Level = string(d.Level)
	out.Channel.Language = cmp.Or(out.Channel.Language, d.Locale)
	tags, err := f.Customers.ListTags(ctx)
	if err != nil {
		return err
	}
	for _, tag := range tags {
		if slices.Contains(d.TagIDs, tag.ID) {
			out.Customer.Tags = append(out.Customer.Tags, tag.Name)
		}
		if slices.Contains(c.TagIDs, tag.ID) {
			out.Conversation.Tags = append(out.Conversation.Tags, tag.Name)
		}
	}
	values, err := f.Fields.OfCustomer(ctx, d.ID)
	if _, err := found(err); err != nil {
		return err
	}
	names, err := f.fieldNames(ctx)
	if err != nil {
		return err
	}
	out.Customer.Fields = named(values.Values, names)
	for key, v := range d.Attributes {
		if _, taken := out.Customer.Fields[key]; !taken {
			out.Customer.Fields[key] = fmt.Sprint(v)
		}
	}
	return f.visit(ctx, d, out)
}

// visit is where the customer is on the site now; who is not there has none.
func (f RoutingFacts) visit(ctx context.Context, d customer.Detail, out *routing.Facts) error {
	visits := f.Visits()
	for _, browser := range d.Visitors {
		v, err := visits.Get(ctx, browser.ID)
		if ok, err := found(err); err != nil || !ok {
			if err != nil {
				return err
			}
			continue
		}
		out.Visit = routing.VisitFacts{Page: v.Page.URL, Source: v.Source.Kind, Region: cmp.Or(v.Region.En, v.Region.Code)}
		out.Customer.Country = v.Region.Code
		return nil
	}
	return nil
}

// fieldNames are the names under which people may ask for a field, by its id.
func (f RoutingFacts) fieldNames(ctx context.Context) (map[string]customer.Field, error) {
	list, err := f.Fields.List(ctx)
	out := make(map[string]customer.Field, len(list))
	for _, v := range list {
		out[v.ID] = v.Field
	}
	return out, err
}

// named are values under the names of their fields; options are said by their names.
func named(values map[string]any, fields map[string]customer.Field) map[string]string {
	out := make(map[string]string, len(values))
	for id, v := range values {
		f, text := fields[id], fmt.Sprint(v)
		for _, o := range f.Options {
			if o.ID == text {
				text = cmp.Or(o.NameEn, o.NameZh)
			}
		}
		for _, name := range []string{id, f.NameEn, f.NameZh} {
			if name != "" {
				out[name] = text
			}
		}
	}
	return out
}

// Previous is the agent who had the customer last, "" for nobody.
func (f RoutingFacts) Previous(ctx context.Context, c conversation.Conversation) (string, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return "", err
	}
	list, err := f.Talks.OfCustomer(ctx, c.CustomerID, page.Request{Limit: 5})
	for _, other := range list.Items {
		if other.ID != c.ID && other.AssigneeID != "" {
			return other.AssigneeID, err
		}
	}
	return "", err
}
