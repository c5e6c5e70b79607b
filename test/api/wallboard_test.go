package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

// wallView is what a screen shows.
type wallView struct {
	Name    string
	Waiting int
	Queues  []struct {
		Name     string
		Waiting  int
		Served   int
		OldestAt *time.Time
	}
	Agents struct{ Online int }
	People []struct{ Name string }
}

type wallLink struct {
	ID, Token string
	Version   int64
}

// TestWallboard is the life of a screen on the wall: made, opened by its link without signing in, alive, and closed again.
func TestWallboard(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		s := open(t, kit.Options{Engine: engine})
		board := kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, "/wallboards", object{"name": "Hall"})
		at := kit.Path("/wallboards/%s", board.ID)
		link := kit.Do[wallLink](t, s.admin.Client, http.MethodPost, at+"/link", object{})
		screen := s.Client().With("X-Frontdesk-Wall", link.Token)
		check.Equal(t, kit.Get[wallView](t, screen, "/wall").Waiting, 0)
		if stored := s.admin.Call(t, http.MethodGet, at, nil); strings.Contains(string(stored.Body), link.Token[4:20]) {
			t.Errorf("the secret is told again: %s", stored.Body)
		}

		secret := "my parcel is lost"
		s.lin.Desk(t, kit.Hello{})
		id := s.Visitor(t, s.channel.WidgetKey).Say(t, "", secret).Conversation.ID
		v := kit.Eventually(t, screen, "/wall", "the customer waits", func(v wallView) bool { return v.Waiting == 1 && v.Agents.Online > 0 })
		check.Equal(t, []any{v.Name, v.Queues[0].Waiting, v.Queues[0].OldestAt != nil, len(v.People)}, []any{"Hall", 1, true, 0})
		raw := screen.Call(t, http.MethodGet, "/wall", nil)
		for _, hidden := range []string{secret, id, s.lin.Name, s.lin.ID, s.lin.Email} {
			if strings.Contains(string(raw.Body), hidden) {
				t.Errorf("a screen shows %q: %s", hidden, raw.Body)
			}
		}
		same := screen.With("If-None-Match", raw.Header.Get("ETag")).Call(t, http.MethodGet, "/wall", nil)
		check.Equal(t, []any{same.Status, len(same.Body)}, []any{http.StatusNotModified, 0})

		s.lin.OK(t, http.MethodPost, kit.Path("/conversations/%s/assign", id), object{"assigneeId": s.lin.ID}) // by hand: served, too
		kit.Eventually(t, screen, "/wall", "the customer was served", func(v wallView) bool { return v.Waiting == 0 && v.Queues[0].Served == 1 })
		kit.Eventually(t, s.admin.Client, at+"/view", "the same for who is signed in", func(v wallView) bool { return v.Queues[0].Served == 1 })

		narrow := object{
			"queues": []string{}, "channels": []string{nothing("chn")}, "parts": []string{"agents"}, "period": "today", "names": true, "theme": "dark", "language": "", "rotate": 15,
		}
		s.admin.OK(t, http.MethodPut, at, object{"version": link.Version, "name": "Hall", "shows": narrow})
		kit.Eventually(t, screen, "/wall", "only what came through one channel, and names", func(v wallView) bool { return v.Queues[0].Served == 0 && len(v.People) > 0 })

		s.Client().Call(t, http.MethodGet, "/wall", nil).Refused(t, http.StatusNotFound, "wallboard.link")
		last := "a"
		if strings.HasSuffix(link.Token, last) {
			last = "b"
		}
		s.Client().With("X-Frontdesk-Wall", link.Token[:len(link.Token)-1]+last).Call(t, http.MethodGet, "/wall", nil).Refused(t, http.StatusNotFound, "wallboard.link")
		screen.Call(t, http.MethodGet, at+"/view", nil).Refused(t, http.StatusUnauthorized, "unauthenticated") // it opens nothing else
		s.admin.OK(t, http.MethodDelete, at+"/link", nil)
		closes(t, screen, "wallboard.link")

		soon := kit.Do[wallLink](t, s.admin.Client, http.MethodPost, at+"/link", object{"until": time.Now().Add(2 * time.Second).UTC()})
		screen = s.Client().With("X-Frontdesk-Wall", soon.Token)
		screen.OK(t, http.MethodGet, "/wall", nil)
		closes(t, screen, "wallboard.link_expired")
		third := kit.Do[wallLink](t, s.admin.Client, http.MethodPost, at+"/link", object{})
		s.admin.OK(t, http.MethodDelete, at, nil)
		closes(t, s.Client().With("X-Frontdesk-Wall", third.Token), "wallboard.link")
	})
}

// closes waits until a link opens nothing any more.
func closes(t *testing.T, screen *kit.Client, code string) {
	t.Helper()
	var last kit.Reply
	kit.Until(t, "the link is closed: "+code, func() bool {
		last = screen.Call(t, http.MethodGet, "/wall", nil)
		return last.Status == http.StatusNotFound
	})
	last.Refused(t, http.StatusNotFound, code)
}
