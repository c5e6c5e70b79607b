package knowledge_test

import (
	"io"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/knowledge/knowledgetest"
)

func TestFilesOfReplies(t *testing.T) {
	t.Parallel()
	run := &unit.Memory{}
	copies := knowledgetest.NewCopies(map[string]string{"fil_1": "one", "fil_2": "two"})
	w := world{knowledge.New(knowledge.Deps{
		Run: run, Clock: clock.Fixed(knowledgetest.Epoch), Store: knowledgetest.NewMemory(), Directory: words{}, Words: words{}, Copies: copies,
	}), run, t}
	anna, ben := w.as("usr_a"), w.as("usr_b")
	r := check.Must(w.Create(anna, text(own, "Map", "see here")))(t)
	_, err := w.Attach(ben, r.ID, 1, []string{"fil_1"})
	check.Fault(t, err, knowledge.ErrNotFound)
	_, err = w.Attach(anna, r.ID, 1, []string{"fil_1", "fil_9"})
	check.FieldFault(t, err, "files", fault.ErrUnknownItem)
	_, err = w.Attach(anna, r.ID, 1, make([]string, knowledge.MaxFiles+1))
	check.FieldFault(t, err, "files", fault.ErrTooManyOf)
	_, err = w.Attach(anna, r.ID, 9, []string{"fil_1"})
	check.Fault(t, err, fault.ErrConflict)
	check.Equal(t, copies.Kept(), 0) // what was refused leaves nothing behind

	r = check.Must(w.Attach(anna, r.ID, 1, []string{"fil_1", "fil_2"}))(t)
	check.Equal(t, []any{len(r.Files), r.Files[0].Name, r.Files[1].Size, r.Version}, []any{2, "fil_1.png", int64(3), int64(2)})
	given := check.Must(w.Give(anna, r.ID))(t)
	check.Equal(t, given[1].FileID, "fil_of_"+r.Files[1].ID)
	_, err = w.Give(ben, r.ID)
	check.Fault(t, err, knowledge.ErrNotFound)
	f, body, err := w.OpenFile(anna, r.ID, r.Files[0].ID)
	check.NoError(t, err)
	check.Equal(t, []string{f.Name, string(check.Must(io.ReadAll(body))(t))}, []string{"fil_1.png", "one"})
	_, _, err = w.OpenFile(anna, r.ID, "rpf_other")
	check.Fault(t, err, knowledge.ErrFileNotFound)

	second := r.Files[1].ID
	r = check.Must(w.Attach(anna, r.ID, 2, []string{second}))(t)
	check.Equal(t, []any{len(r.Files), copies.Kept()}, []any{1, 2})
	purge := func(want int) {
		t.Helper()
		for _, j := range run.Jobs() {
			check.NoError(t, w.PurgeFile(actor.With(t.Context(), actor.SystemFor(j.Tenant)), j))
		}
		check.Equal(t, copies.Kept(), want)
	}
	purge(1)
	check.NoError(t, w.Delete(anna, r.ID))
	purge(0)
}

// What was approved keeps its files while a change waits.
func TestFilesAreReviewed(t *testing.T) {
	t.Parallel()
	run := &unit.Memory{}
	copies := knowledgetest.NewCopies(map[string]string{"fil_1": "one", "fil_2": "two"})
	w := world{knowledge.New(knowledge.Deps{
		Run: run, Clock: clock.Fixed(knowledgetest.Epoch), Store: knowledgetest.NewMemory(), Directory: words{}, Words: words{}, Copies: copies,
	}), run, t}
	writer, lead := w.as("usr_w", knowledge.PermCompany), w.as("usr_l", knowledge.PermApprove)
	r := check.Must(w.Create(writer, text(company, "Map", "v1")))(t)
	r = check.Must(w.Attach(writer, r.ID, r.Version, []string{"fil_1"}))(t)
	approve := func() {
		t.Helper()
		r = check.Must(w.Review(writer, r.ID, r.Version, knowledge.Submit, ""))(t)
		r = check.Must(w.Review(lead, r.ID, r.Version, knowledge.Approve, ""))(t)
	}
	approve()
	r = check.Must(w.Attach(writer, r.ID, r.Version, []string{"fil_2"}))(t)
	check.Equal(t, []any{r.State, r.InUse, len(run.Jobs())}, []any{knowledge.Draft, true, 0})
	check.Equal(t, check.Must(w.Offer(lead, page.Request{}))(t).Items[0].Files[0].Name, "fil_1.png")
	check.Equal(t, check.Must(w.Give(lead, r.ID))(t)[0].Name, "fil_1.png")
	approve()
	check.Equal(t, len(run.Jobs()), 1)
	check.Equal(t, check.Must(w.Give(lead, r.ID))(t)[0].Name, "fil_2.png")
}
