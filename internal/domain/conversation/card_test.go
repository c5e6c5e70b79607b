package conversation_test

import (
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

func TestCards(t *testing.T) {
	t.Parallel()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	lamp := conversation.Card{
		Kind: "product", Title: "<b>Lamp</b>", Amount: "¥129", Link: "https://shop.example/lamp?a=1", Picture: "https://shop.example/lamp.jpg", About: "The brighter one.",
	}
	says := ct.Says(ct.Customer, "1", "")
	says.Card = &lamp
	got := check.Must(w.Service.Receive(ct.AsSystem(t.Context()), says))(t)
	check.Equal(t, got.Message().Card, &lamp)
	check.Equal(t, got.Message().Body, "<b>Lamp</b> · ¥129\nThe brighter one.\nhttps://shop.example/lamp?a=1")
	bob := ct.As(t.Context(), ct.Bob, actor.All)
	sent := check.Must(w.Service.Post(bob, got.Conversation.ID, conversation.Text{ClientID: "2", Card: &lamp}))(t)
	check.Equal(t, sent.Message().Card, &lamp)
	edited := check.Must(w.Service.Edit(bob, got.Conversation.ID, sent.Message().ID, conversation.Text{Body: "another lamp"}))(t)
	check.Equal(t, edited.Entries[0].Changed.Card, (*conversation.Card)(nil))

	for _, link := range []string{"javascript:alert(1)", "data:text/html,x", "//shop.example", "https://user:secret@shop.example", "file:///etc/passwd", "https://a b", `https://a.example/"onload=x`, "https://a.example/<b>", "https://a.example/\u202egpj.exe", `https://a.example\@b.example`} {
		bad := lamp
		bad.Link = link
		_, err := w.Service.Post(bob, got.Conversation.ID, conversation.Text{ClientID: link, Card: &bad})
		check.FieldFault(t, err, "card.link", conversation.ErrCardLink)
		bad.Link, bad.Picture = "", link
		_, err = w.Service.Post(bob, got.Conversation.ID, conversation.Text{ClientID: link, Card: &bad})
		check.FieldFault(t, err, "card.picture", conversation.ErrCardLink)
	}
	_, err := w.Service.Post(bob, got.Conversation.ID, conversation.Text{ClientID: "3", Card: &conversation.Card{Kind: "gift", Title: "x"}})
	check.FieldFault(t, err, "card.kind", fault.ErrChoice)
}
