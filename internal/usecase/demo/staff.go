package demo

import (
	"context"
	"slices"
	"strings"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/identity"
)

// Domain is the mail domain of the sample people; it can never be registered. By it they are recognised when the sample
// is removed.
const Domain = "@lantern.example"

// Password is the same for everybody in the sample workspace; it is printed at start and shown on the sign-in page.
const Password = "frontdesk-demo"

// Colleague is a person of the sample workspace.
type Colleague struct {
	Address, Name, Alias, Role string
	Lang                       string // "zh" or "en"
	Timezone                   string
	Teams                      []string // keys of teams
	State                      identity.State
	Reason                     string // of a break
	SignIn                     bool   // offered on the sign-in page
}

// Email of the person.
func (c Colleague) Email() string { return c.Address + Domain }

// Locale of the person.
func (c Colleague) Locale() string {
	if c.Lang == "zh" {
		return "zh-CN"
	}
	return "en"
}

// Keys of the sample teams.
const (
	tier1      = "tier1"
	logistics  = "logistics"
	enterprise = "enterprise"
	afterSales = "after-sales"
)

// Colleagues are the people of the sample workspace.
func Colleagues() []Colleague {
	const shanghai, london = "Asia/Shanghai", "Europe/London"
	return []Colleague{
		{Address: "admin", Name: "陈志远", Alias: "小陈", Role: identity.RoleAdmin, Lang: "zh", Timezone: shanghai, SignIn: true},
		{
			Address: "supervisor", Name: "Sofia Rossi", Alias: "Sofia", Role: identity.RoleSupervisor, Lang: "en", Timezone: london,
			Teams: []string{tier1, logistics, enterprise, afterSales}, State: identity.Online, SignIn: true,
		},
		{
			Address: "linwei", Name: "林薇", Alias: "小薇", Role: identity.RoleAgent, Lang: "zh", Timezone: shanghai,
			Teams: []string{tier1, logistics, enterprise}, State: identity.Online, SignIn: true,
		},
		{
			Address: "noah", Name: "Noah Okafor", Alias: "Noah", Role: identity.RoleAgent, Lang: "en", Timezone: london,
			Teams: []string{tier1, logistics}, State: identity.Online, SignIn: true,
		},
		{
			Address: "zhoumin", Name: "周敏", Alias: "小敏", Role: identity.RoleAgent, Lang: "zh", Timezone: shanghai,
			Teams: []string{tier1}, State: identity.Busy,
		},
		{
			Address: "wanghao", Name: "王浩", Alias: "小浩", Role: identity.RoleAgent, Lang: "zh", Timezone: shanghai,
			Teams: []string{logistics}, State: identity.Online,
		},
		{
			Address: "grace", Name: "Grace Bennett", Alias: "Grace", Role: identity.RoleAgent, Lang: "en", Timezone: london,
			Teams: []string{enterprise, afterSales}, State: identity.Break, Reason: "lunch",
		},
		{
			Address: "zhaolei", Name: "赵磊", Alias: "小磊", Role: identity.RoleAgent, Lang: "zh", Timezone: shanghai,
			Teams: []string{afterSales}, State: identity.Online,
		},
		{
			Address: "mateo", Name: "Mateo Silva", Alias: "Mateo", Role: identity.RoleAgent, Lang: "en", Timezone: "Europe/Lisbon",
			Teams: []string{logistics, afterSales},
		},
		{Address: "huangting", Name: "黄婷", Alias: "小婷", Role: identity.RoleViewer, Lang: "zh", Timezone: shanghai},
	}
}

type team struct{ key, name, description string }

func teams() []team {
	return []team{
		{tier1, "一线客服 Tier 1", "售前咨询、订单与产品问题 · First answers: sales, orders, products"},
		{logistics, "物流专席 Logistics desk", "发货、派送与签收 · Shipping and delivery"},
		{enterprise, "企业客户 Enterprise", "发票、账单与企业采购 · Invoices, billing, business customers"},
		{afterSales, "售后 After-sales", "退款与维修 · Refunds and repairs"},
	}
}

// label is a sample tag: which team takes the conversations that carry it.
type label struct{ name, colour, team string }

func labels() []label {
	return []label{
		{"物流", "blue", logistics},
		{"Shipping", "blue", logistics},
		{"退款", "orange", afterSales},
		{"Refund", "orange", afterSales},
		{"产品", "teal", tier1},
		{"Product", "teal", tier1},
		{"订单", "purple", tier1},
		{"Order", "purple", tier1},
		{"会员", "pink", tier1},
		{"Account", "pink", tier1},
		{"售前", "green", tier1},
		{"Sales", "green", tier1},
		{"活动", "yellow", tier1},
		{"发票", "grey", enterprise},
		{"Billing", "grey", enterprise},
		{"API", "grey", enterprise},
		{"维修", "orange", afterSales},
		{"售后", "orange", afterSales},
		{"投诉", "red", afterSales},
		{"Complaint", "red", afterSales},
		{vipTag, "red", ""},
		{regularTag, "green", ""},
	}
}

// Tags of customers.
const (
	vipTag     = "VIP 优先"
	regularTag = "老客户 Regular"
)

// staff are the sample people who are still there.
func staff(ctx context.Context, s Services) ([]member, error) {
	var out []member
	known := Colleagues()
	for r := (page.Request{Limit: page.MaxLimit}); ; {
		p, err := s.Identity.Users(ctx, identity.UserFilter{Query: Domain}, r)
		if err != nil {
			return nil, err
		}
		for _, u := range p.Items {
			if !strings.HasSuffix(identity.EmailKey(u.Email), Domain) {
				continue
			}
			m := member{id: u.ID, teams: u.TeamIDs}
			if i := slices.IndexFunc(known, func(c Colleague) bool { return c.Email() == identity.EmailKey(u.Email) }); i >= 0 {
				m.Colleague = known[i]
			}
			out = append(out, m)
		}
		if r.Cursor = p.Next; p.Next == "" {
			return out, nil
		}
	}
}
