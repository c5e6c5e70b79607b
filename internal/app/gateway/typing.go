package gateway

import (
	"slices"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/platform/realtime"
)

// previewEvery is how often what a visitor types is shown at most.
const previewEvery = 400 * time.Millisecond

// typing tells the others. What a person types as a note stays inside.
func (s *socket) typing(c *realtime.Client, m said) {
	if !slices.Contains(c.Topics(), s.topic(m.Conversation)) {
		return
	}
	who := person{Kind: "user", ID: s.actor.ID, Name: s.name}
	var shown contract.Preview
	if !s.desk {
		who, m.Note = person{Kind: "customer", ID: s.actor.ID}, false
		var soon bool
		if shown, soon = s.preview(m); soon {
			return
		}
	}
	f := typingFrame{Op: "typing", Conversation: m.Conversation, Who: who, On: m.On, Note: m.Note}
	if s.desk && !m.Note {
		s.tell(contract.AudiencePublic(m.Conversation), f)
	}
	inside := contract.AudienceConversation(m.Conversation)
	f.Text = shown.Text
	s.tell(inside, f)
	f.Text = shown.Masked
	s.tell(contract.AudienceMasked(inside), f)
}

func (s *socket) tell(audience string, f typingFrame) {
	if err := s.g.bus.Publish(contract.Live(s.actor.Tenant, audience), encode(f)); err != nil {
		s.g.log.Debug("typing not sent", "error", err)
	}
}

// preview is what may be seen of a text that is not sent yet; core decides. It is asked in the order of the frames, so that
// nothing is shown after it was sent or taken back. What comes too soon is not shown, and the next one is.
func (s *socket) preview(m said) (shown contract.Preview, soon bool) {
	if !m.On || m.Text == "" {
		return shown, false
	}
	now := time.Now().UnixNano()
	if now-s.showed < int64(previewEvery) {
		return shown, true
	}
	s.showed = now
	if err := s.g.ask(s.ctx(), contract.SubjectPreview, contract.PreviewRequest{Text: m.Text}, &shown); err != nil {
		s.g.log.Debug("typing not shown", "error", err)
		return contract.Preview{}, false
	}
	return shown, false
}
