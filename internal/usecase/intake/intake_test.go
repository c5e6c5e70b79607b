package intake_test

import (
	"context"
	"slices"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/moderation/moderationtest"
	"frontdesk/internal/usecase/intake"
)

// people makes the one customer of the tests and remembers what it was asked.
type people struct {
	accepted int // version of the privacy notice
	profiles []customer.Profile
	pages    []string
}

func (p *people) Visitor(context.Context, string) (customer.Visitor, error) {
	return customer.Visitor{PrivacyVersion: p.accepted}, nil
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
	words    *moderation.Service
}

func newDesk() desk {
	m := ct.NewMemory()
	d := desk{world: ct.NewWorld(m, m), store: m, people: &people{}, channels: &channels{channel.DefaultSettings()}}
	d.words = moderation.New(m, d.world.Clock, moderationtest.NewMemory())
	d.Service = intake.New(m, d.people, d.channels, d.world.Service, d.words)
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

func TestWords(t *testing.T) {
	t.Parallel()
	d := newDesk()
	boss := ct.AsSystem(t.Context())
	for _, w := range []moderation.Word{
		{Text: "加微信", Action: moderation.Block},
		{Text: "傻瓜", Action: moderation.Replace},
		{Text: "银行卡", Action: moderation.Warn, Note: "请勿发送银行卡信息"},
		{Text: "投诉", Action: moderation.Report},
	} {
		w.Side, w.Enabled = moderation.Visitor, true
		check.Must(d.words.AddWord(boss, w))(t)
	}
	events := len(d.store.Types())
	_, _, err := d.Take(as(t.Context(), ct.Customer.ID), message("a", "加 微 信"))
	check.FieldFault(t, err, "body", moderation.ErrRefused)
	check.Equal(t, len(d.store.Types()), events)
	_, e, err := d.Take(as(t.Context(), ct.Customer.ID), message("b", "傻瓜，这是我的银行卡，我要投诉"))
	check.NoError(t, err)
	check.Equal(t, []string{e.Body, e.Hint}, []string{"**，这是我的银行卡，我要投诉", "请勿发送银行卡信息"})
	var hits []string
	for _, h := range check.Must(d.words.ListHits(boss, moderation.HitQuery{}))(t).Items {
		hits = append(hits, string(h.Action)+" "+h.Word+" "+h.AuthorID)
		check.Equal(t, h.EntryID != "", h.Action != moderation.Block)
	}
	who := " " + ct.Customer.ID
	slices.Sort(hits)
	check.Equal(t, hits, []string{"block 加微信" + who, "replace 傻瓜" + who, "report 投诉" + who, "warn 银行卡" + who})
}

func TestOwnQuestionsOutsideHours(t *testing.T) {
	t.Parallel()
	d := newDesk()
	d.channels.settings.Leave = []channel.LeaveField{
		{ID: "order", Label: channel.Localised{En: "Order", Zh: "订单号"}, Required: true},
		{ID: "when", Label: channel.Localised{En: "Best time", Zh: "方便的时间"}},
	}
	in := message("1", "please call")
	in.Offline, in.Locale = true, "en"
	_, _, err := d.Take(as(t.Context(), ""), in)
	check.FieldFault(t, err, "answers.order", fault.ErrRequired)
	in.Answers = map[string]string{"order": " A-1 ", "gone": "x"}
	_, e, err := d.Take(as(t.Context(), ""), in)
	check.NoError(t, err)
	check.Equal(t, e.Body, "Order: A-1\n\nplease call")
}

func TestNobodyWritesWithoutConsent(t *testing.T) {
	t.Parallel()
	d := newDesk()
	d.channels.settings.Privacy = &channel.Privacy{On: true, Version: 2}
	d.people.accepted = 1
	behind := func(customerID string) context.Context {
		a, _ := actor.From(as(t.Context(), customerID))
		a.Unagreed = true
		return actor.With(t.Context(), a)
	}
	_, _, err := d.Take(behind(""), message("1", "hello"))
	check.Fault(t, err, intake.ErrPrivacy)
	_, _, err = d.Take(behind(ct.Customer.ID), message("1", "hello")) // also in a conversation that runs
	check.Fault(t, err, intake.ErrPrivacy)
	check.Equal(t, d.store.Types(), nil)
	d.people.accepted = 2 // elsewhere, a moment ago
	_, _, err = d.Take(behind(ct.Customer.ID), message("1", "hello"))
	check.NoError(t, err)
	_, _, err = d.Take(as(t.Context(), ct.Customer.ID), message("2", "who has accepted is not looked at"))
	check.NoError(t, err)
}
