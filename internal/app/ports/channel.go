package ports

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/platform/db"
)

// Visitors is channel.Visitors.
type Visitors struct {
	Customers  *customer.Service
	Moderation *moderation.Service
}

// Begin starts or continues the session of a browser.
func (v Visitors) Begin(ctx context.Context, a channel.Arrival) (channel.VisitorRef, error) {
	in := customer.Arrival{
		VisitorID: a.VisitorID, ChannelID: a.ChannelID, UserAgent: a.UserAgent, Locale: a.Locale, Timezone: a.Timezone,
		Referrer: a.Referrer, Page: customer.PageView{URL: a.PageURL, Title: a.PageTitle},
	}
	if c := a.Claim; c != nil {
		in.Identity = &customer.Claim{ExternalID: c.UserID, Signed: c.Signed, Profile: customer.Profile{
			Name: c.Name, Email: c.Email, Phone: c.Phone, Company: c.Company, Locale: c.Locale, Attributes: c.Attributes,
		}}
	}
	out, err := v.Customers.Begin(ctx, in)
	return channel.VisitorRef{ID: out.ID, CustomerID: out.CustomerID, Verified: out.Verified, Privacy: out.PrivacyVersion}, err
}

// Visitor is one that began a session before.
func (v Visitors) Visitor(ctx context.Context, visitorID string) (channel.VisitorRef, error) {
	out, err := v.Customers.Visitor(ctx, visitorID)
	return channel.VisitorRef{ID: out.ID, CustomerID: out.CustomerID, Verified: out.Verified, Privacy: out.PrivacyVersion}, err
}

// AcceptPrivacy notes what a visitor accepts.
func (v Visitors) AcceptPrivacy(ctx context.Context, visitorID string, version int) error {
	return v.Customers.AcceptPrivacy(ctx, visitorID, version)
}

// AddPage notes what a visitor looks at.
func (v Visitors) AddPage(ctx context.Context, visitorID, url, title string) error {
	ctx, err := asSystem(ctx)
	if err != nil {
		return err
	}
	return v.Customers.AddPage(ctx, visitorID, customer.PageView{URL: url, Title: title})
}

// Workplace is channel.Workplace.
type Workplace struct {
	Account  *account.Service
	Identity Identity
	Watched  func(ctx context.Context) (bool, error)
	Calling  *Calling
	Shown    *db.Cache[[]channel.Face] // every visitor who comes sees them; half a minute old does not matter
}

const maxFaces = 3

// Hours is the state of a calendar now; without one it is always open.
func (w Workplace) Hours(ctx context.Context, calendarID string) (channel.Hours, error) {
	if calendarID == "" {
		return channel.Hours{Open: true}, nil
	}
	ctx, err := asSystem(ctx)
	if err != nil {
		return channel.Hours{}, err
	}
	open, next, err := w.Account.Hours(ctx, calendarID)
	if err != nil {
		return channel.Hours{}, err
	}
	h := channel.Hours{Open: open}
	if !open && !next.IsZero() {
		h.OpensAt = &next
	}
	c, err := w.Account.Calendar(ctx, calendarID)
	h.Timezone = c.Timezone
	return h, err
}

// Faces of some people of a team, or of the workspace without one.
func (w Workplace) Faces(ctx context.Context, teamID string) ([]channel.Face, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	if w.Shown == nil {
		return w.faces(ctx, teamID)
	}
	return w.Shown.Get(ctx, tenant+"/"+teamID, func(ctx context.Context) ([]channel.Face, error) { return w.faces(ctx, teamID) })
}

func (w Workplace) faces(ctx context.Context, teamID string) ([]channel.Face, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	users, err := w.Identity.Users(ctx, identity.UserFilter{TeamID: teamID, Status: identity.Active}, page.Request{Limit: maxFaces})
	if err != nil {
		return nil, err
	}
	var out []channel.Face
	for _, u := range users.Items {
		name, err := w.Calling.Alias(ctx, u.Alias)
		if err != nil {
			return nil, err
		}
		if name == "" {
			name = u.Name
		}
		out = append(out, channel.Face{Name: name, AvatarURL: AvatarURL(u.Avatar)})
	}
	return out, nil
}

// Watches reports whether widgets tell who is on the site.
func (w Workplace) Watches(ctx context.Context) (bool, error) {
	if w.Watched == nil {
		return false, nil
	}
	return w.Watched(ctx)
}

// Missing names which of the two does not exist.
func (w Workplace) Missing(ctx context.Context, calendarID, teamID string) ([]string, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	if calendarID != "" {
		_, err := w.Account.Calendar(ctx, calendarID)
		if ok, err := found(err); err != nil {
			return nil, err
		} else if !ok {
			out = append(out, "calendarId")
		}
	}
	if teamID != "" {
		_, err := w.Identity.Team(ctx, teamID)
		if ok, err := found(err); err != nil {
			return nil, err
		} else if !ok {
			out = append(out, "defaultTeamId")
		}
	}
	return out, nil
}
