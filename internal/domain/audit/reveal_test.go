package audit_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/audit/audittest"
)

// secrets is what the service asks for, and what the workspace has set.
type secrets struct{ reason bool }

func (secrets) CustomerFields(_ context.Context, id string) (audit.Original, error) {
	return audit.Original{CustomerID: id, Values: map[string]string{
		"name": "李雷", "phone": "13800138000", "email": "li@example.com", "note": "卡 4111 1111 1111 1111", "company": "",
	}}, nil
}

func (secrets) EntryFields(_ context.Context, conversationID, _ string) (audit.Original, error) {
	return audit.Original{CustomerID: "cus_1", ConversationID: conversationID, Values: map[string]string{"body": "电话 13800138000"}}, nil
}

func (secrets) CallBackFields(_ context.Context, conversationID string) (audit.Original, error) {
	return audit.Original{CustomerID: "cus_1", ConversationID: conversationID, Values: map[string]string{"phone": "+8613800138000"}}, nil
}

func (s secrets) RevealRules(context.Context) (bool, time.Duration, error) {
	return s.reason, 5 * time.Minute, nil
}

func TestARevealIsNotedWithoutItsValue(t *testing.T) {
	t.Parallel()
	now := audittest.Epoch
	store := audittest.NewRevealMemory()
	s := audit.NewReveals(&unit.Memory{}, clock.Fixed(now), store, secrets{}, secrets{})
	ann := actor.With(t.Context(), actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_ann", Grants: map[actor.Permission]actor.Level{personal.Reveal: actor.All}})

	got := check.Must(s.Reveal(ann, audit.Ask{Kind: audit.RevealCustomer, SubjectID: "cus_1", Field: "phone", Reason: " 回访 13800138000 "}))(t)
	check.Equal(t, got, audit.Shown{Values: map[string]string{"phone": "13800138000"}, Until: now.Add(5 * time.Minute)})
	got = check.Must(s.Reveal(ann, audit.Ask{Kind: audit.RevealCustomer, SubjectID: "cus_1"}))(t)
	check.Equal(t, len(got.Values), 3) // the name hides nothing
	check.Must(s.Reveal(ann, audit.Ask{Kind: audit.RevealEntry, SubjectID: "ent_1", ConversationID: "cnv_1"}))(t)
	got = check.Must(s.Reveal(ann, audit.Ask{Kind: audit.RevealCallBack, SubjectID: "cnv_1"}))(t)
	check.Equal(t, got.Values, map[string]string{"phone": "+8613800138000"})

	boss := actor.With(t.Context(), actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_boss", Grants: map[actor.Permission]actor.Level{audit.PermRead: actor.All}})
	noted := check.Must(s.List(boss, audit.RevealFilter{PersonID: "usr_ann"}, page.Request{}))(t).Items
	check.Equal(t, len(noted), 4)
	for _, r := range noted {
		switch {
		case r.ConversationID == "cnv_1":
			check.Equal(t, r.Classes, []personal.Class{personal.Phone})
		case r.Reason != "":
			check.Equal(t, r.Reason, "回访 138****8000")
			check.Equal(t, r.Classes, []personal.Class{personal.Phone})
		default:
			check.Equal(t, r.Classes, []personal.Class{personal.Card, personal.Email, personal.Phone})
		}
	}
	_, err := s.List(ann, audit.RevealFilter{}, page.Request{})
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.Reveal(boss, audit.Ask{Kind: audit.RevealCustomer, SubjectID: "cus_1"})
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.Reveal(ann, audit.Ask{Kind: audit.RevealCustomer, SubjectID: "cus_1", Field: "name"})
	check.Fault(t, err, audit.ErrNothingHidden)

	strict := audit.NewReveals(&unit.Memory{}, clock.Fixed(now), store, secrets{}, secrets{reason: true})
	_, err = strict.Reveal(ann, audit.Ask{Kind: audit.RevealCustomer, SubjectID: "cus_1", Reason: "  "})
	check.FieldFault(t, err, "reason", fault.ErrRequired)
}
