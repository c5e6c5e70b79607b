package conversationtest

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// callBacks come back as they were stored, and lists find them.
func callBacks(t *testing.T, w *World) {
	ann, sales, lin := As(t.Context(), Ann, actor.All), As(t.Context(), Cem, actor.Teams, Support), AsVisitor(t.Context(), Customer.ID)
	in := Says(Customer, "a", "hello")
	in.TeamID = Sales
	cnv := w.receive(t, in).Conversation
	w.receive(t, Says(Other, "b", "hello"))
	find := func(status conversation.Status) []string {
		q := conversation.Query{View: conversation.ViewAll, Status: status, Filter: conversation.Filter{CallBack: true}}
		var out []string
		for _, row := range check.Must(w.Service.List(ann, q))(t).Items {
			out = append(out, row.ID)
		}
		return out
	}
	check.Equal(t, find(""), nil)
	at := w.Clock.Now().Add(time.Hour)
	wish := conversation.CallBack{Phone: "+8613800138000", Name: "Lin", From: at, Until: at.Add(time.Hour)}
	check.Must(w.Service.AskCallBack(lin, cnv.ID, wish))(t)
	wish.AskedAt = w.Clock.Now()
	check.Equal(t, check.Must(w.Stores.Get(ann, cnv.ID))(t).CallBack, &wish)
	check.Equal(t, find(""), nil)
	check.Equal(t, find(conversation.Snoozed), []string{cnv.ID})
	q := conversation.Query{View: conversation.ViewAll, Status: conversation.Snoozed, Sort: conversation.Waiting, Filter: conversation.Filter{CallBack: true}}
	check.Equal(t, len(check.Must(w.Service.List(ann, q))(t).Items), 1)
	check.Equal(t, len(check.Must(w.Service.List(sales, q))(t).Items), 0) // another team's
	check.Must(w.Service.AskCallBack(lin, cnv.ID, conversation.CallBack{Phone: "+8613800138000"}))(t)
	check.Equal(t, find(""), []string{cnv.ID})
	rows, ok := w.Stores.(conversation.LineRows)
	if !ok {
		t.Fatal("the store does not read who wants to be called")
	}
	check.Equal(t, len(check.Must(rows.CallsWanted(AsSystem(t.Context()), 10))(t)), 1)
	check.Must(w.Service.WithdrawCallBack(lin, cnv.ID))(t)
	check.Equal(t, len(check.Must(rows.CallsWanted(AsSystem(t.Context()), 10))(t)), 0)
	check.Equal(t, find(""), nil)
	left := Says(Customer, "c", "write to me")
	left.Offline = true
	check.Equal(t, w.receive(t, left).Conversation.Left, true)
	check.Equal(t, check.Must(w.Stores.Get(ann, cnv.ID))(t).Left, true)
}

// CallsWanted implements conversation.LineRows.
func (m *Memory) CallsWanted(ctx context.Context, limit int) ([]conversation.CallBack, error) {
	return on(ctx, m, func(tenant string, t *tables) ([]conversation.CallBack, error) {
		var out []conversation.CallBack
		for k, c := range t.rows {
			if k[0] == tenant && c.CallBack != nil && (c.Status == conversation.Open || c.Status == conversation.Snoozed) {
				out = append(out, *c.CallBack)
			}
		}
		return out[:min(len(out), limit)], nil
	})
}
