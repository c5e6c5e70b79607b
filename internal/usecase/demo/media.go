package demo

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
)

// maxPictures is how many customers send one.
const maxPictures = 6

// media are the files in conversations: pictures of customers as their last message so far, a masked picture and a voice
// note of agents.
func (s *shop) media(ctx context.Context) error {
	if err := s.pictures(ctx); err != nil {
		return err
	}
	sent := map[string]bool{}
	for i, c := range s.taken() {
		if c.talk.Lines[len(c.talk.Lines)-1].By != Agent {
			continue
		}
		kind, name, words := "masked", "订单截图（已打码）.png", "这是系统里的订单截图，您的个人信息已经打码。"
		if c.talk.Script.Lang == "en" {
			kind, name, words = "voice", "Voice note 0′05″.wav", ""
		}
		if sent[kind] {
			continue
		}
		sent[kind] = true
		raw := Voice()
		if kind == "masked" {
			var err error
			if raw, err = Picture(kind, i); err != nil {
				return err
			}
		}
		as := s.act(ctx, c.agent)
		f, err := s.Files.Upload(as, name, bytes.NewReader(raw))
		if err != nil {
			return err
		}
		s.clock.to(c.last().Add(22 * time.Second))
		_, err = s.Conversations.Post(as, c.id, conversation.Text{ClientID: kind, Body: words, FileIDs: []string{f.ID}})
		s.clock.to(time.Time{})
		if err != nil {
			return err
		}
	}
	return nil
}

// pictures lets some customers send one, as their last message so far.
func (s *shop) pictures(ctx context.Context) error {
	seen, sent := 0, 0
	for i, c := range slices.Backward(s.open) {
		kind, name := pictureOf(c.talk.Script)
		if kind == "" || sent == maxPictures {
			continue
		}
		if seen++; seen%3 != 1 { // one in three, so that the list shows words
			continue
		}
		sent++
		visitor := actor.With(ctx, actor.Actor{
			Tenant: s.tenant, Kind: actor.Visitor, ID: c.guest.visitor, OnBehalfOf: c.guest.id, Via: s.channel,
		})
		raw, err := Picture(kind, i)
		if err != nil {
			return err
		}
		f, err := s.Files.Upload(visitor, name, bytes.NewReader(raw))
		if err != nil {
			return err
		}
		s.clock.to(c.talk.Lines[len(c.talk.Lines)-1].At.Add(25 * time.Second))
		_, err = s.Conversations.Receive(visitor, conversation.Incoming{
			Customer: c.guest.customer, ChannelID: s.channel, ConversationID: c.id,
			Text: conversation.Text{ClientID: "picture", FileIDs: []string{f.ID}},
		})
		s.clock.to(time.Time{})
		if err != nil {
			return err
		}
	}
	return nil
}

func pictureOf(s Script) (kind, name string) {
	switch {
	case strings.Contains("物流 Shipping", s.Tag):
		return "parcel", "IMG_2041.png"
	case strings.Contains("发票 Billing", s.Tag):
		return "invoice", "invoice.png"
	case strings.Contains("产品 Product 维修", s.Tag):
		return "plate", "IMG_0187.png"
	default:
		return "", ""
	}
}
