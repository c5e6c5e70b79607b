package conversation_test

import (
	"context"
	"io"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

// elsewhere gives pictures, or none.
type elsewhere struct {
	raw   string
	asked []string
}

func (e *elsewhere) Picture(_ context.Context, address string) ([]byte, string, error) {
	e.asked = append(e.asked, address)
	if e.raw == "" {
		return nil, "", conversation.ErrNoPicture.New()
	}
	return []byte(e.raw), "image/jpeg", nil
}

type toldCards map[string]string

func (t toldCards) HasPicture(_ context.Context, customerID, address string) (bool, error) {
	return t[customerID] == address, nil
}

func TestPictures(t *testing.T) {
	t.Parallel()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	source, blobs := &elsewhere{}, &ct.Blobs{}
	const lamp = "https://shop.example/lamp.jpg"
	p := conversation.NewPictures(conversation.PictureDeps{
		Run: w.Runner, Clock: w.Clock, Talks: w.Service, Rows: m, Blobs: blobs, Source: source, Told: toldCards{ct.Customer.ID: lamp},
	})
	says := ct.Says(ct.Customer, "1", "")
	says.Card = &conversation.Card{Kind: "product", Title: "Lamp", Picture: lamp}
	got := check.Must(w.Service.Receive(ct.AsSystem(t.Context()), says))(t)
	talk, entry := got.Conversation.ID, got.Message().ID
	own, other := ct.AsVisitor(t.Context(), ct.Customer.ID), ct.AsVisitor(t.Context(), ct.Other.ID)
	look := func(ctx context.Context) (conversation.PictureState, string) {
		t.Helper()
		found, body, err := p.OfEntry(ctx, talk, entry)
		check.NoError(t, err)
		if body == nil {
			return found.State, ""
		}
		return found.State, string(check.Must(io.ReadAll(body))(t))
	}
	fetch := func() {
		t.Helper()
		waiting := slices.DeleteFunc(m.Jobs(), func(j unit.Job) bool { return j.Kind != conversation.JobFetchPicture })
		check.Equal(t, len(waiting), 1)
		check.NoError(t, p.Fetch(t.Context(), waiting[0]))
		check.NoError(t, w.Runner.Do(t.Context(), func(ctx context.Context) error {
			return unit.Cancel(ctx, ct.Tenant, conversation.JobFetchPicture, waiting[0].Subject)
		}))
	}

	state, _ := look(own)
	check.Equal(t, state, conversation.PictureWanted)
	check.Equal(t, len(source.asked), 0) // nobody waits for another machine
	fetch()
	check.Equal(t, source.asked, []string{lamp})
	state, _ = look(own)
	check.Equal(t, state, conversation.PictureMissing)
	fetches := func() bool {
		return slices.ContainsFunc(m.Jobs(), func(j unit.Job) bool { return j.Kind == conversation.JobFetchPicture })
	}
	check.Equal(t, fetches(), false) // not again at once

	w.Clock.Pass(time.Hour)
	source.raw = "a lamp"
	state, _ = look(ct.As(t.Context(), ct.Bob, actor.All))
	check.Equal(t, state, conversation.PictureWanted)
	fetch()
	state, raw := look(own)
	check.Equal(t, []string{string(state), raw}, []string{"ready", "a lamp"})
	look(ct.As(t.Context(), ct.Bob, actor.All))
	check.Equal(t, len(source.asked), 2)

	_, _, err := p.OfEntry(other, talk, entry)
	check.Fault(t, err, conversation.ErrNotFound)
	_, _, err = p.OfPage(ct.As(t.Context(), ct.Bob, actor.All), ct.Customer.ID, "https://inside.example/secret")
	check.Fault(t, err, conversation.ErrNoPicture)
	_, body, err := p.OfPage(ct.As(t.Context(), ct.Bob, actor.All), ct.Customer.ID, lamp)
	check.NoError(t, err)
	check.Equal(t, string(check.Must(io.ReadAll(body))(t)), "a lamp")

	w.Clock.Pass(conversation.PictureLife + time.Hour)
	check.NoError(t, p.Drop(t.Context(), unit.Job{Tenant: ct.Tenant}))
	_, ok, err := m.Picture(ct.AsSystem(t.Context()), "")
	check.NoError(t, err)
	check.Equal(t, ok, false)
	state, _ = look(own)
	check.Equal(t, state, conversation.PictureWanted)
}
