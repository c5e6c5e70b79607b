package assist_test

import (
	"context"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/assist"
)

const tenant = "wsp_1"

func as(t *testing.T, perms ...actor.Permission) context.Context {
	t.Helper()
	a := actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{}, Locale: "zh-CN"}
	for _, p := range perms {
		a.Grants[p] = actor.All
	}
	return actor.With(t.Context(), a)
}

// waiting is what one customer waits for; every other conversation cannot be read.
type waiting []assist.Said

func (w waiting) Unanswered(_ context.Context, id string, limit int) ([]assist.Said, error) {
	if id != "cnv_1" {
		return nil, fault.ErrNotFound.New()
	}
	return w[:min(limit, len(w))], nil
}

// shelf is a source: answers by what was asked.
type shelf struct {
	answers map[string][]assist.Suggestion
	asked   []string
}

func (s *shelf) Suggest(_ context.Context, text string, limit int) ([]assist.Suggestion, error) {
	s.asked = append(s.asked, text)
	found := s.answers[text]
	return found[:min(limit, len(found))], nil
}

func suggestion(id string, fit float64, text string) assist.Suggestion {
	return assist.Suggestion{Origin: "faq", ID: id, Title: id, Text: text, Fit: fit}
}

func ids(s assist.Suggested) string {
	var out []string
	for _, one := range s.Items {
		out = append(out, one.ID)
	}
	return strings.Join(out, " ")
}

func TestSuggestTheBestOfAllSources(t *testing.T) {
	t.Parallel()
	faq := &shelf{answers: map[string][]assist.Suggestion{"refund": {suggestion("a", .9, "A"), suggestion("b", .5, "B"), suggestion("c", .45, "C")}}}
	replies := &shelf{answers: map[string][]assist.Suggestion{"refund": {suggestion("d", .8, "D"), suggestion("e", .7, "A")}}}
	s := assist.NewSuggestions(waiting{{ID: "ent_2", Body: "are you there?"}, {ID: "ent_1", Body: "refund"}}, faq, replies)
	ctx := as(t, assist.PermReply)
	got := check.Must(s.Suggest(ctx, "cnv_1"))(t)
	check.Equal(t, ids(got), "a d b") // at most three, and the same words once
	check.Equal(t, got.EntryID, "ent_2")
	check.Equal(t, faq.asked, []string{"are you there?", "refund"}) // the newest that has some
	_, err := s.Suggest(ctx, "cnv_2")
	check.Fault(t, err, fault.ErrNotFound)
	_, err = s.Suggest(as(t), "cnv_1")
	check.Fault(t, err, fault.ErrDenied)
}

func TestSuggestNothing(t *testing.T) {
	t.Parallel()
	faq := &shelf{}
	s := assist.NewSuggestions(waiting{}, faq)
	got := check.Must(s.Suggest(as(t, assist.PermReply), "cnv_1"))(t)
	check.Equal(t, got, assist.Suggested{Items: []assist.Suggestion{}})
	s = assist.NewSuggestions(waiting{{ID: "1", Body: strings.Repeat("长", 9000)}, {ID: "2"}, {ID: "3"}, {ID: "4"}}, faq)
	got = check.Must(s.Suggest(as(t, assist.PermReply), "cnv_1"))(t)
	check.Equal(t, got, assist.Suggested{EntryID: "1", Items: []assist.Suggestion{}})
	check.Equal(t, len(faq.asked), 3)
	check.Equal(t, len([]rune(faq.asked[0])), 1000)
}
