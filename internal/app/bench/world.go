package bench

import (
	"context"
	"strconv"
	"time"

	"frontdesk/internal/app/core"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/usecase/demo"
)

const password = "correct horse battery staple"

// world is the workspace of a run.
type world struct {
	s       *core.Services
	tenant  string
	key     string // of the widget
	channel string
	session string // of the administrator
	admin   actor.Actor
	lines   []string
}

// visitor is a browser.
type visitor struct {
	token        string
	id           string
	conversation string
	seq          int64 // public
	sent         int
}

// found makes a workspace with an administrator and a web chat.
func found(ctx context.Context, s *core.Services) (*world, error) {
	signed, err := s.Identity.SetUp(ctx, identity.SetUp{
		Workspace: "Bench", Slug: "bench", Locale: "en", Timezone: "UTC", Name: "Bench", Email: "bench@example.com", Password: password,
	})
	if err != nil {
		return nil, err
	}
	w := &world{s: s, tenant: signed.Tenant, session: signed.Token}
	w.admin, _, err = s.Identity.Authenticate(ctx, signed.Token)
	if err != nil {
		return nil, err
	}
	c, err := s.Channels.Create(actor.With(ctx, w.admin), "Shop", nil)
	w.key, w.channel = c.WidgetKey, c.ID
	if err != nil {
		return nil, err
	}
	w.lines, err = sampleLines()
	return w, err
}

// sampleLines is what customers and agents say in the sample scripts, in both languages.
func sampleLines() (lines []string, err error) {
	for _, lang := range []string{"zh", "en"} {
		scripts, err := demo.Scripts(lang)
		if err != nil {
			return nil, err
		}
		for _, script := range scripts {
			for _, line := range script.Lines {
				lines = append(lines, line.Text)
			}
		}
	}
	return lines, nil
}

// arrive starts the session of a new browser.
func (w *world) arrive(ctx context.Context) (*visitor, error) {
	session, err := w.s.Channels.StartSession(ctx, channel.Start{
		Key: w.key, UserAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", Locale: "en",
		Timezone: "Europe/London", PageURL: "https://shop.example.com/robot-vacuums", PageTitle: "Robot vacuums",
	})
	return &visitor{token: session.Token, id: session.VisitorID}, err
}

// write takes a message of the visitor in, from the token to the commit.
func (w *world) write(ctx context.Context, v *visitor) error {
	a, _, err := w.s.Channels.Authenticate(ctx, v.token, "")
	if err != nil {
		return err
	}
	v.sent++
	head, entry, err := w.s.Intake.Take(actor.With(ctx, a), conversation.VisitorMessage{Text: conversation.Text{
		ClientID: strconv.Itoa(v.sent), Body: w.line(v.sent),
	}})
	v.conversation, v.seq = head.ID, entry.Seq
	return err
}

// line is something that a customer or an agent says.
func (w *world) line(n int) string { return w.lines[n%len(w.lines)] }

// until polls until done says so or the time is over.
func until(ctx context.Context, limit time.Duration, done func() (bool, error)) (time.Duration, error) {
	begun := time.Now()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		ok, err := done()
		if took := time.Since(begun); ok || err != nil || took > limit {
			return took, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return time.Since(begun), ctx.Err()
		}
	}
}

// roleOfAgents is the built-in role of the people who answer.
func (w *world) roleOfAgents(ctx context.Context) (string, error) {
	all, err := w.s.Identity.Roles(actor.With(ctx, w.admin))
	for _, r := range all {
		if r.Key == identity.RoleAgent {
			return r.ID, nil
		}
	}
	return "", err
}
