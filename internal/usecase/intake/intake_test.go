package intake_test

import (
	"context"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/usecase/intake"
)

// people makes the one customer of the tests and remembers what it was asked.
type people struct {
	profiles []customer.Profile
	pages    []string
}

func (p *people) ForVisitor(_ context.Context, _ string, profile customer.Profile) (customer.Customer, error) {
	p.profiles = append(p.profiles, profile)
	name := ct.Customer.Name
	if profile.Name != "" {
		name = profile.Name
	}
	return customer.Customer{ID: ct.Customer.ID, Name: name, Level: "vip"}, nil
}

func (p *people) AddPage(_ context.Context, _ string, page customer.PageView) error {
	p.pages = append(p.pages, page.URL)
	return nil
}

type channels struct{ settings channel.Settings }

func (c *channels) WebchatOf(context.Context, string) (channel.Channel, error) {
	return channel.Channel{ID: ct.Webchat, Settings: c.settings}, nil
}

type desk struct {
	*intake.Service
	world    *ct.World
	store    *ct.Memory
	people   *people
	channels *channels
}

func newDesk() desk {
	m := ct.NewMemory()
	d := desk{world: ct.NewWorld(m, m), store: m, people: &people{}, channels: &channels{channel.DefaultSettings()}}
	d.Service = intake.New(m, d.people, d.channels, d.world.Service)
	return d
}

// as is a browser on the web chat channel.
func as(ctx context.Context, customerID string) context.Context {
	return actor.With(ctx, actor.Actor{Tenant: ct.Tenant, Kind: actor.Visitor, ID: "vis_1", OnBehalfOf: customerID, Via: ct.Webchat})
}

func message(clientID, body string) conversation.VisitorMessage {
	return conversation.VisitorMessage{Text: conversation.Text{ClientID: clientID, Body: body}}
}

func TestFirstMessage(t *testing.T) {
	t.Parallel()
	d := newDesk()
	in := message("a", "hello")
	in.Name, in.Email, in.PageURL = "Lin", "lin@example.com", "https://shop.example/cart"
	c, e, err := d.Take(as(t.Context(), ""), in)
	check.NoError(t, err)
	check.Equal(t, []any{e.Body, e.ClientID, c.Status, c.Preview}, []any{"hello", "a", conversation.Open, "hello"})
	check.Equal(t, d.store.Types(), []string{conversation.EventOpened, conversation.EventIdentified, conversation.EventMessageAdded})
	check.Equal(t, d.people.profiles, []customer.Profile{{Name: "Lin", Email: "lin@example.com"}})
	check.Equal(t, d.people.pages, []string{"https://shop.example/cart"})
	row := check.Must(d.world.Stores.Get(ct.AsSystem(t.Context()), c.ID))(t)
	check.Equal(t, []string{row.CustomerName, row.CustomerLevel}, []string{"Lin", "vip"})

	again, first, err := d.Take(as(t.Context(), ct.Customer.ID), message("a", "hello"))
	check.NoError(t, err)
	check.Equal(t, []any{again, first}, []any{c, e})
	check.Equal(t, len(d.store.Types()), 3)

	_, next, err := d.Take(as(t.Context(), ct.Customer.ID), message("b", "anybody?"))
	check.NoError(t, err)
	check.Equal(t, next.Seq, int64(3))
	check.Equal(t, len(d.people.profiles), 1) // a known customer is not looked up again
}

func TestOfflineAndForm(t *testing.T) {
	t.Parallel()
	d := newDesk()
	d.channels.settings.PreChat = channel.PreChat{On: true, Name: "optional", Email: "required", Phone: "off"}
	_, _, err := d.Take(as(t.Context(), ""), message("a", "hello"))
	check.FieldFault(t, err, "email", fault.ErrRequired)
	in := message("a", "hello")
	in.Email, in.Offline = "lin@example.com", true
	_, _, err = d.Take(as(t.Context(), ""), in)
	check.NoError(t, err)
	check.Equal(t, d.store.Types(), []string{
		conversation.EventOpened, conversation.EventIdentified, conversation.EventMessageAdded, conversation.EventOfflineCaptured,
	})
	late := message("b", "my name is Mei")
	late.Name = "Mei"
	c, _, err := d.Take(as(t.Context(), ct.Customer.ID), late)
	check.NoError(t, err)
	check.Equal(t, check.Must(d.world.Stores.Get(ct.AsSystem(t.Context()), c.ID))(t).CustomerName, "Mei")
}

func TestRefused(t *testing.T) {
	t.Parallel()
	d := newDesk()
	d.channels.settings.Files = false
	visitor := as(t.Context(), "")
	in := message("a", "hello")
	in.Email = "not an address"
	_, _, err := d.Take(visitor, in)
	check.Fault(t, err, fault.ErrInput)
	_, _, err = d.Take(visitor, message("a", " \n "))
	check.FieldFault(t, err, "body", fault.ErrRequired)
	in = message("a", "hello")
	in.FileIDs = []string{"fil_1"}
	_, _, err = d.Take(visitor, in)
	check.FieldFault(t, err, "attachments", intake.ErrNoFiles)
	_, _, err = d.Take(ct.As(t.Context(), ct.Ann, actor.All), message("a", "hello"))
	check.Fault(t, err, conversation.ErrVisitorOnly)
	check.Equal(t, d.store.Types(), nil)
}
