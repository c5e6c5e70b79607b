package chaos

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/test/kit"
)

// file is the database of a data folder.
const file = "frontdesk.db"

// TestLockedDatabase lets another program hold the write lock while people work: they hear that it is busy, can read, and the
// same message gets through when the lock is gone, once.
func TestLockedDatabase(t *testing.T) {
	t.Parallel()
	program := kit.Start(t, kit.Options{})
	admin := program.SetUp(t)
	visitor := program.Visitor(t, admin.Channel(t, "Web").WidgetKey)
	id := visitor.Say(t, "", "before").Conversation.ID
	widget := visitor.Follow(t, id, "")

	unlock := hold(t, program.Data)
	message := kit.Message(id, "while it is locked")
	replies := map[string]kit.Reply{"en": {}, "zh-CN": {}}
	var sending sync.WaitGroup
	var mu sync.Mutex
	for lang := range replies {
		sending.Go(func() {
			r, err := visitor.With("Accept-Language", lang).Try(t.Context(), http.MethodPost, "/widget/messages", message)
			check.NoError(t, err)
			mu.Lock()
			defer mu.Unlock()
			replies[lang] = r
		})
	}
	admin.OK(t, http.MethodGet, "/conversations/"+id, nil)
	sending.Wait()
	for lang, said := range map[string]string{"en": "The system is busy. Please try again in a moment.", "zh-CN": "系统繁忙，请稍后再试。"} {
		check.Equal(t, replies[lang].Refused(t, http.StatusServiceUnavailable, "busy").Detail, said)
		check.Equal(t, replies[lang].Header.Get("Retry-After"), "1")
	}
	unlock()

	s := kit.As[kit.Sent](t, visitor.Call(t, http.MethodPost, "/widget/messages", message))
	again := kit.As[kit.Sent](t, visitor.Call(t, http.MethodPost, "/widget/messages", message))
	check.Equal(t, again.Entry.ID, s.Entry.ID)
	shows(t, widget.Await(t, s.Entry.Seq), []ack{{id, s.Entry.ID, "while it is locked", s.Entry.Seq}})
	check.Equal(t, program.Stop(t), 0)
}

// TestLockedAtTheStart starts the program on a database that somebody else has locked.
func TestLockedAtTheStart(t *testing.T) {
	t.Parallel()
	program := kit.Start(t, kit.Options{})
	program.SetUp(t)
	check.Equal(t, program.Stop(t), 0)
	for lang, said := range map[string]string{"en_GB.UTF-8": "Close shells and back-up tools", "zh_CN.UTF-8": "数据库被其他程序锁定"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			check.NoError(t, os.CopyFS(data, os.DirFS(program.Data)))
			check.NoError(t, os.Chmod(filepath.Join(data, "secret.key"), 0o600))
			locked := kit.New(t, kit.Options{Data: data, Env: []string{"LANG=" + lang}})
			unlock := hold(t, data)
			got := locked.Fails(t)
			check.Equal(t, got.Code, 75)
			says(t, got, "db.locked", said, data)
			unlock()
			locked.Start(t)
			locked.SignIn(t, "admin@shop.example")
		})
	}
}

// hold is another program that has begun to write to the database of a folder, until unlock. It comes by another name, so
// that it does not meet the lock that keeps a second Frontdesk out.
func hold(t *testing.T, data string) (unlock func()) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "link")
	check.NoError(t, os.Symlink(filepath.Join(data, file), name))
	return grip(t, db.Config{Engine: db.SQLite, Path: name}, `SELECT 1`) // a unit has the lock from its first statement on
}

// grip runs a statement in a unit that does not end before unlock.
func grip(t *testing.T, cfg db.Config, statement string) (unlock func()) {
	t.Helper()
	d := dbtest.OpenAt(t, cfg)
	held, release, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	stop := errors.New("enough")
	go func() {
		defer close(done)
		err := d.Do(context.WithoutCancel(t.Context()), func(ctx context.Context) error {
			_, err := db.Query(ctx, d, func(db.Row) (int, error) { return 0, nil }, statement)
			close(held)
			<-release
			return errors.Join(err, stop)
		})
		check.Equal(t, errors.Is(err, stop), true)
	}()
	<-held
	unlock = sync.OnceFunc(func() {
		close(release)
		<-done
	})
	t.Cleanup(unlock)
	return unlock
}
