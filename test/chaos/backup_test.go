package chaos

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

// TestBackup copies the data of a program at work, as docs/operations/backup.md says, and starts another one from the copy:
// all that was acknowledged before the copy is there, and screens of the old one are told to load anew.
func TestBackup(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		t.Parallel()
		program := kit.Start(t, kit.Options{Engine: engine})
		admin := program.SetUp(t)
		visitor := program.Visitor(t, admin.Channel(t, "Web").WidgetKey)
		id := visitor.Say(t, "", "hello").Conversation.ID
		picture := bytes.Repeat([]byte("lamp"), 100_000)
		name := kit.As[struct{ ID string }](t, visitor.Call(t, http.MethodPost, "/widget/files?name=lamp.bin", picture)).ID
		message := kit.Message(id, "with a picture")
		message["attachments"] = []map[string]string{{"fileId": name}}
		visitor.OK(t, http.MethodPost, "/widget/messages", message)
		_, welcome := admin.Desk(t, kit.Hello{})

		acked, quiet := chatter(t, visitor, id)
		before := []string{}
		for range 20 {
			before = append(before, <-acked)
		}
		copied := filepath.Join(t.TempDir(), "copy")
		database := dump(t, program, copied)
		quiet()
		meanwhile := 0
		for range acked {
			meanwhile++
		}
		check.Equal(t, meanwhile > 0, true)
		check.Equal(t, program.Stop(t), 0)

		other := restored(t, program, copied, database)
		other.Start(t)
		again := other.As(visitor.Client)
		thread := kit.Get[kit.List[kit.Entry]](t, other.As(admin.Client), kit.Path("/conversations/%s/entries?after=0&limit=100", id)).Items
		for _, body := range before {
			check.Equal(t, slices.ContainsFunc(thread, func(e kit.Entry) bool { return e.Body == body }), true)
		}
		check.Equal(t, bytes.Equal(again.Call(t, http.MethodGet, "/widget/files/"+name, nil).Body, picture), true)
		desk, _ := (&kit.Person{Client: other.As(admin.Client)}).Desk(t, kit.Hello{Cursor: welcome.Cursor})
		check.Equal(t, desk.Await(t, "a reset", func(f kit.Frame) bool { return f.Op == "reset" }).Stream, "desk")
	})
}

// dump makes the back-up; for PostgreSQL its database lies beside it.
func dump(t *testing.T, p *kit.Program, to string) (database string) {
	t.Helper()
	if p.DSN != "" {
		database = filepath.Join(t.TempDir(), "copy.dump")
		schema := check.Must(url.Parse(p.DSN))(t).Query().Get("search_path")
		tool(t, "pg_dump", "-Fc", "-n", schema, "-f", database, address(t, p.DSN, ""))
	}
	got := kit.Run(t, []string{"LANG=zh_CN.UTF-8"}, settings(p.Data, p.DSN, "backup", "--to", to)...)
	if got.Code != 0 || !strings.Contains(got.Out, "根密钥") {
		t.Fatalf("back-up: %+v", got)
	}
	over := kit.Run(t, nil, settings(p.Data, p.DSN, "backup", "--to", to)...)
	check.Equal(t, over.Code, 1)
	says(t, over, "backup.not_empty", "Name a new one")
	_, err := os.Stat(filepath.Join(to, "secret.key"))
	check.Equal(t, os.IsNotExist(err), true)
	return database
}

// restored is a program, not yet started, on what was copied.
func restored(t *testing.T, from *kit.Program, copied, database string) *kit.Program {
	t.Helper()
	data, dsn := t.TempDir(), ""
	if database != "" {
		fresh := "restored_" + strings.TrimPrefix(check.Must(url.Parse(from.DSN))(t).Query().Get("search_path"), "t_")
		check.NoError(t, db.AdminExec(t.Context(), from.DSN, "CREATE DATABASE "+fresh))
		t.Cleanup(func() {
			check.NoError(t, db.AdminExec(context.WithoutCancel(t.Context()), from.DSN, "DROP DATABASE "+fresh+" WITH (FORCE)"))
		})
		tool(t, "pg_restore", "--no-owner", "-d", address(t, from.DSN, fresh), database)
		u := check.Must(url.Parse(from.DSN))(t)
		u.Path = "/" + fresh
		dsn = u.String()
	}
	got := kit.Run(t, nil, settings(data, dsn, "restore", "--from", copied)...)
	if got.Code != 0 || !strings.Contains(got.Out, filepath.Join(data, "secret.key")) {
		t.Fatalf("restore: %+v", got)
	}
	if dsn == "" {
		check.Equal(t, len(check.Must(filepath.Glob(filepath.Join(data, "*")))(t)), 2) // the database, the files, and nothing else
		over := kit.Run(t, nil, settings(data, dsn, "restore", "--from", copied)...)
		check.Equal(t, over.Code, 1)
		says(t, over, "restore.not_empty", "Move it away")
	}
	check.NoError(t, os.WriteFile(filepath.Join(data, "secret.key"), check.Must(os.ReadFile(filepath.Join(from.Data, "secret.key")))(t), 0o600))
	o := kit.Options{Data: data, DSN: dsn}
	if dsn != "" {
		o.Engine = db.Postgres
	}
	return kit.New(t, o)
}

func settings(data, dsn string, args ...string) []string {
	args = append(args, "--data", data)
	if dsn != "" {
		args = append(args, "--set", "database.engine=postgres", "--set", "database.dsn="+dsn)
	}
	return args
}

// address is a DSN as PostgreSQL's own tools understand it.
func address(t *testing.T, dsn, database string) string {
	t.Helper()
	u := check.Must(url.Parse(dsn))(t)
	q := u.Query()
	q.Del("search_path")
	u.RawQuery = q.Encode()
	if database != "" {
		u.Path = "/" + database
	}
	return u.String()
}

// tool runs one of PostgreSQL's, the newest that is installed.
func tool(t *testing.T, name string, args ...string) {
	t.Helper()
	found := check.Must(filepath.Glob("/usr/lib/postgresql/*/bin/" + name))(t)
	if len(found) > 0 {
		name = slices.Max(found)
	}
	if out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// chatter lets a visitor go on writing until stop, and tells what was acknowledged.
func chatter(t *testing.T, v *kit.Visitor, conversation string) (acked <-chan string, stop func()) {
	t.Helper()
	said, quit := make(chan string, 100_000), make(chan struct{})
	go func() {
		defer close(said)
		for n := 0; ; n++ {
			select {
			case <-quit:
				return
			default:
			}
			body := kit.Path("message %d", n)
			r, err := v.Try(t.Context(), http.MethodPost, "/widget/messages", kit.Message(conversation, body))
			if err != nil || r.Status >= http.StatusBadRequest {
				t.Errorf("%s: %v %d %s", body, err, r.Status, r.Body)
				return
			}
			said <- body
		}
	}()
	return said, func() { close(quit) }
}
