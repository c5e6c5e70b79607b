package channel

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Privacy is the notice that visitors accept before their first message.
type Privacy struct {
	On      bool      `json:"on"`
	Version int       `json:"version" doc:"Counted by the server: other words are a new version, which everybody is asked for again."`
	Text    Localised `json:"text"`
}

const maxPrivacy = 5000

// DefaultPrivacy has words and asks nobody.
func DefaultPrivacy() Privacy {
	return Privacy{Version: 1, Text: Localised{
		En: "We use what you write and the pages you visit here to answer you. We keep it as long as the law asks and share it with nobody else. You can ask us to delete it at any time.",
		Zh: "我们仅将您提供的内容和您在本站浏览的页面用于为您提供咨询服务，按法律要求的期限保存，不会提供给第三方。您可以随时要求我们删除。",
	}}
}

// Notice is the privacy notice of the channel; what was never set has its usual value.
func (s Settings) Notice() Privacy {
	if s.Privacy == nil {
		return DefaultPrivacy()
	}
	return *s.Privacy
}

// Asked is the version that visitors have to accept; 0 for none.
func (s Settings) Asked() int {
	if n := s.Notice(); n.On {
		return n.Version
	}
	return 0
}

// check names everything that is wrong with it.
func (p *Privacy) check(c *fault.Checker) {
	least := 0
	if p.On {
		least = 1
	}
	c.Text("settings.privacy.text.en", p.Text.En, least, maxPrivacy)
	c.Text("settings.privacy.text.zh", p.Text.Zh, least, maxPrivacy)
}

// follow gives the notice its version: the stored one, or the next when its words are others.
func (p *Privacy) follow(stored Privacy) {
	p.Version = max(stored.Version, 1)
	if p.Text != stored.Text {
		p.Version++
	}
}

// PrivacyNotice is the notice of a widget, for whoever is asked to accept it.
func (s *Service) PrivacyNotice(ctx context.Context, key, origin string) (Privacy, error) {
	_, c, err := s.widget(ctx, key, origin)
	return c.Settings.Notice(), err
}

// AcceptPrivacy notes that the visitor of the context accepts the notice as it is now; another version than that is a conflict.
func (s *Service) AcceptPrivacy(ctx context.Context, version int) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if a.Kind != actor.Visitor {
		return fault.ErrDenied.New()
	}
	c, err := s.d.Store.Known(ctx, a.Via)
	if err != nil {
		return err
	}
	if version != c.Settings.Notice().Version {
		return fault.ErrConflict.New()
	}
	return s.d.Visitors.AcceptPrivacy(ctx, a.ID, version)
}
