package ports

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/geo"
)

// Browsers is visitor.People.
type Browsers struct {
	Customers *customer.Service
	Regions   *geo.File // nil without one
}

// Region is where an address is; nothing without a file.
func (b Browsers) Region(address string) visitor.Region {
	if b.Regions == nil {
		return visitor.Region{}
	}
	p := b.Regions.Place(address)
	return visitor.Region{Code: p.Code, En: p.En, Zh: p.Zh}
}

// Who is what is known of a browser.
func (b Browsers) Who(ctx context.Context, visitorID string) (visitor.Person, error) {
	v, err := b.Customers.Visitor(ctx, visitorID)
	if err != nil {
		return visitor.Person{}, err
	}
	p := visitor.Person{
		ChannelID: v.ChannelID, CustomerID: v.CustomerID, Device: v.Device, Browser: v.Browser, System: v.System, Locale: v.Locale,
		Verified: v.Verified,
	}
	if v.CustomerID == "" {
		return p, nil
	}
	list, err := b.Customers.Lookup(ctx, []string{v.CustomerID})
	if len(list) > 0 && !list[0].Anonymous {
		p.Name, p.Level = list[0].Name, string(list[0].Level)
	}
	return p, err
}

// AddPage adds to the track of a browser.
func (b Browsers) AddPage(ctx context.Context, visitorID string, p visitor.Page) error {
	return b.Customers.AddPage(ctx, visitorID, customer.PageView{URL: p.URL, Title: p.Title})
}

// Browsers of a customer; none of one that is gone.
func (b Browsers) Browsers(ctx context.Context, customerID string) ([]string, visitor.Person, error) {
	d, err := b.Customers.Get(ctx, customerID)
	if ok, err := found(err); err != nil || !ok {
		return nil, visitor.Person{}, err
	}
	var out []string
	for _, v := range d.Visitors {
		out = append(out, v.ID)
	}
	p := visitor.Person{CustomerID: d.ID, Level: string(d.Level)}
	if !d.Anonymous {
		p.Name = d.Name
	}
	return out, p, nil
}

// Invitations is visitor.Talks.
type Invitations struct {
	Customers     *customer.Service
	Conversations *conversation.Service
	Moderation    *moderation.Service
	Authors       Authors
}

// Current is the conversation of a customer that goes on in a channel.
func (t Invitations) Current(ctx context.Context, customerID, channelID string) (*visitor.Talk, error) {
	list, err := t.Conversations.OfCustomer(ctx, customerID, page.Request{Limit: 20})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list.Items, func(r conversation.InboxRow) bool {
		return r.ChannelID == channelID && r.Status != conversation.Resolved
	})
	if i < 0 {
		return nil, nil
	}
	return &visitor.Talk{ConversationID: list.Items[i].ID, AssigneeID: list.Items[i].AssigneeID}, nil
}

// Start begins the conversation that an invitation asked for, as the person who invited; as the program for a rule, or when
// that person cannot reply any more. The invitation's id is that of its first message, so that a repetition changes nothing.
func (t Invitations) Start(ctx context.Context, i visitor.Invite) (conversationID string, err error) {
	ctx, err = asSystem(ctx)
	if err != nil {
		return "", err
	}
	as, err := t.author(ctx, i.UserID)
	if err != nil {
		return "", err
	}
	c, err := t.Customers.ForVisitor(ctx, i.VisitorID, customer.Profile{})
	if err != nil {
		return "", err
	}
	start := conversation.Start{
		Text: conversation.Text{ClientID: i.ID, Body: i.Body, Confirmed: true}, CustomerID: c.ID, ChannelID: i.ChannelID,
	}
	res, err := t.Conversations.Start(as, start)
	if fault.KindOf(err) == fault.Denied {
		res, err = t.Conversations.Start(ctx, start)
	}
	return res.Conversation.ID, err
}

// author is the context in which who invited acts; the program's own when there is nobody, or nobody who may any more.
func (t Invitations) author(ctx context.Context, userID string) (context.Context, error) {
	if userID == "" {
		return ctx, nil
	}
	a, err := t.Authors.Author(ctx, userID)
	if kind := fault.KindOf(err); kind == fault.Denied || kind == fault.NotFound {
		return ctx, nil
	}
	return actor.With(ctx, a), err
}

// OnDuty is visitor.Duty.
type OnDuty struct {
	Account  *account.Service
	Identity *identity.Service
	Channels *channel.Service
	Calling  *Calling
	Clock    clock.Clock
	Free     *db.Cache[bool] // whether somebody is online, and whether a channel is open
}

// Available reports whether somebody is online.
func (d OnDuty) Available(ctx context.Context) (bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return false, err
	}
	return d.Free.Get(ctx, tenant, func(ctx context.Context) (bool, error) {
		list, err := d.Identity.Presences(ctx)
		return slices.ContainsFunc(list, func(p identity.Presence) bool { return p.State == identity.Online }), err
	})
}

// Open reports whether a channel has business hours now. One that is gone, or switched off, is closed.
func (d OnDuty) Open(ctx context.Context, channelID string) (bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return false, err
	}
	return d.Free.Get(ctx, tenant+"/"+channelID, func(ctx context.Context) (bool, error) {
		c, err := d.Channels.WebchatOf(ctx, channelID)
		if ok, err := found(err); err != nil || !ok || !c.Enabled || c.Settings.CalendarID == "" {
			return ok && c.Enabled, err
		}
		open, _, err := d.Account.Hours(ctx, c.Settings.CalendarID)
		if _, err := found(err); err != nil {
			return false, err
		}
		return open, nil
	})
}

// Face is somebody as visitors see them.
func (d OnDuty) Face(ctx context.Context, userID string) (visitor.Face, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return visitor.Face{}, err
	}
	u, err := d.Identity.User(ctx, userID)
	if ok, err := found(err); err != nil || !ok {
		return visitor.Face{}, err
	}
	alias, err := d.Calling.Alias(ctx, u.Alias)
	if err != nil {
		return visitor.Face{}, err
	}
	f := visitor.Face{Name: alias, AvatarURL: AvatarURL(u.Avatar)}
	if f.Name == "" {
		f.Name = u.Name
	}
	return f, nil
}

// Today is the day by the workspace's clock.
func (d OnDuty) Today(ctx context.Context) (string, error) {
	zone, err := Zone(d.Account)(ctx)
	if err != nil {
		return "", err
	}
	return d.Clock.Now().In(zone).Format(time.DateOnly), nil
}

// Vet looks at an invitation. Who invites has read what they wrote: only what must not be said is refused.
func (t Invitations) Vet(ctx context.Context, body string) (string, error) {
	v, err := t.Moderation.Vet(ctx, moderation.Agent, body, true)
	return v.Text, err
}

// WithVisitors adds the settings of visitors.
func (b Back) WithVisitors(v *visitor.Service) Back {
	b[visitor.KindRule], b[visitor.KindSettings] = v.RestoreRule, v.RestoreSettings
	return b
}
