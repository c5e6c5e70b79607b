package ports

import (
	"context"
	"encoding/json"

	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/wrapup"
)

// Back is audit.Restorer: for each kind of settings, the use case that makes a state that was kept the present one.
type Back map[string]func(ctx context.Context, subjectID string, state json.RawMessage) error

// NewBack knows every kind whose settings can be restored. A new kind is one line.
func NewBack(a *account.Service, i *identity.Service, c *customer.Service, ch *channel.Service, in *integration.Service, w *wrapup.Service, f *knowledge.FAQ) Back {
	return Back{
		account.KindWorkspace:   a.RestoreWorkspace,
		account.KindCalendar:    a.RestoreCalendar,
		identity.KindRole:       i.RestoreRole,
		identity.KindTeam:       i.RestoreTeam,
		identity.KindPerson:     i.RestorePerson,
		customer.KindTag:        c.RestoreTag,
		channel.KindChannel:     ch.Restore,
		integration.KindWebhook: in.Restore,
		wrapup.KindCategory:     w.RestoreCategory,
		wrapup.KindForm:         w.RestoreForm,
		knowledge.KindQuestion:  f.RestoreQuestion,
		knowledge.KindCategory:  f.RestoreCategory,
	}
}

// Restore makes a state the present one.
func (b Back) Restore(ctx context.Context, kind, subjectID string, state json.RawMessage) error {
	restore, ok := b[kind]
	if !ok {
		return audit.ErrOneWay.New()
	}
	return restore(ctx, subjectID, state)
}

// WithWords knows the way back of sensitive words, too.
func (b Back) WithWords(m *moderation.Service) Back {
	b[moderation.KindWord] = m.RestoreWord
	return b
}

// WithRouting knows the way back of plans of routing, too.
func (b Back) WithRouting(r *routing.Service) Back {
	b[routing.KindPlan] = r.RestoreKept
	return b
}

// WithViews knows the way back of shared views of the inbox, too.
func (b Back) WithViews(v *conversation.Views) Back {
	b[conversation.KindView] = v.Restore
	return b
}
