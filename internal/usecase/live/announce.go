package live

import (
	"encoding/json"

	"frontdesk/internal/base/event"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/notify"
)

// announce publishes what needs no reading: presence, changed rules of the company, notices, a conversation begun by an agent. They may be lost; clients
// ask over HTTP when they connect.
func (s *Service) announce(e event.Recorded) error {
	switch e.Type {
	case identity.EventPresenceChanged:
		var p identity.PresenceChanged
		if err := json.Unmarshal(e.Data, &p); err != nil {
			return err
		}
		return s.out.Publish(e.Tenant, AudiencePeople, encode(presenceFrame{
			Op: "presence", User: e.StreamID, State: string(p.State), Reason: p.Reason, Since: p.Since,
		}))
	case notify.EventAdded:
		var n notify.Added
		if err := json.Unmarshal(e.Data, &n); err != nil {
			return err
		}
		return s.out.Publish(e.Tenant, AudienceMe(e.StreamID), encode(noticeFrame{Op: "notice", Notice: n.NoticeID}))
	case account.EventChanged:
		return s.out.Publish(e.Tenant, AudiencePeople, encode(workspaceFrame{Op: "workspace"}))
	case conversation.EventErased:
		return s.erased(e)
	case conversation.EventOpened:
		var m conversation.Moved
		if err := json.Unmarshal(e.Data, &m); err != nil {
			return err
		}
		return s.out.Publish(e.Tenant, AudienceCustomer(m.CustomerID), encode(headFrame{Op: "conversation", Conversation: e.StreamID}))
	}
	return nil
}

// erased takes the row off the desks that listed it and lets whoever has the conversation open find out that it is gone.
func (s *Service) erased(e event.Recorded) error {
	var gone conversation.Erased
	if err := json.Unmarshal(e.Data, &gone); err != nil {
		return err
	}
	for _, a := range append([]string{AudienceAll}, desksOf(gone.Before)...) {
		if err := s.toBoth(e.Tenant, a, desk(e.Cursor, nil, []string{e.StreamID})); err != nil {
			return err
		}
	}
	for _, a := range []string{AudienceConversation(e.StreamID), AudienceMasked(AudienceConversation(e.StreamID)), AudiencePublic(e.StreamID)} {
		if err := s.out.Publish(e.Tenant, a, reset(e.StreamID, "gap")); err != nil {
			return err
		}
	}
	return nil
}
