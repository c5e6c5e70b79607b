package chaos

import (
	"bytes"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/test/kit"
)

// TestFullFileSystem lets the disk of a running program become full, and later empty again: people hear why, nothing that was
// acknowledged is lost, reading goes on, and so does everything once there is room, without a restart.
func TestFullFileSystem(t *testing.T) {
	t.Parallel()
	disk := ownRoom(t)
	if disk == nil {
		t.Log("TestFullDisk shows the same with a limit on the size of files")
		return
	}
	program := kit.Start(t, kit.Options{Data: filepath.Join(disk.dir, "data"), Shell: disk.enter})
	admin := program.SetUp(t)
	visitor := program.Visitor(t, admin.Channel(t, "Web").WidgetKey)
	first := visitor.Say(t, "", "before")
	id := first.Conversation.ID
	widget, desk := visitor.Follow(t, id, ""), admin.Follow(t, id, "")

	free := disk.crowd(t, "nearly", 1<<20)
	acked := []ack{}
	say := func(message map[string]any) bool {
		r := visitor.Call(t, http.MethodPost, "/widget/messages", message)
		if r.Status >= http.StatusBadRequest {
			r.Refused(t, http.StatusServiceUnavailable, "db.disk_full")
			return false
		}
		s := kit.As[kit.Sent](t, r)
		acked = append(acked, ack{id, s.Entry.ID, s.Entry.Body, s.Entry.Seq})
		return true
	}
	var refused map[string]any
	for ok := true; ok; ok = say(refused) {
		refused = kit.Message(id, kit.Path("%d %s", len(acked), strings.Repeat("full", 2400)))
	}
	// What a refused message had reached on the disk is room for smaller ones, until that is used up too.
	defer disk.crowd(t, "wholly", 0)()
	for row := 0; row < 5; row++ {
		if say(refused) {
			refused, row = kit.Message(id, kit.Path("%d %s", len(acked), strings.Repeat("full", 2400))), 0
		}
	}
	full(t, visitor, admin, refused)
	check.Equal(t, kit.Get[kit.Row](t, admin.Client, "/conversations/"+id).PublicSeq, first.Entry.Seq+int64(len(acked)))
	check.Equal(t, string(admin.Call(t, http.MethodGet, "/healthz", nil).Body), "ok\n")

	free()
	check.Equal(t, say(refused), true)
	visitor.OK(t, http.MethodPost, "/widget/files?name=a.bin", bytes.Repeat([]byte{7}, 2<<20))
	last := kit.Get[kit.Row](t, admin.Client, "/conversations/"+id)
	shows(t, widget.Await(t, last.PublicSeq), acked)
	shows(t, desk.Await(t, last.Seq), acked)

	check.Equal(t, program.Stop(t), 0)
	program.Start(t)
	shows(t, visitor.Follow(t, id, "").Await(t, last.PublicSeq), acked)
	visitor.Say(t, id, "after")
}

// full asks a program whose disk is full, in both languages.
func full(t *testing.T, visitor *kit.Visitor, admin *kit.Person, message map[string]any) {
	t.Helper()
	for lang, said := range map[string]struct{ database, files string }{
		"en":    {"The disk of the database is full. Free some space; nothing was saved.", "There is no space left for files. Please tell an administrator."},
		"zh-CN": {"数据库所在磁盘已满。请清理空间；本次内容未保存。", "存储空间已满，请联系管理员。"},
	} {
		c := visitor.With("Accept-Language", lang)
		check.Equal(t, c.Call(t, http.MethodPost, "/widget/messages", message).Refused(t, http.StatusServiceUnavailable, "db.disk_full").Detail, said.database)
		check.Equal(t, c.Call(t, http.MethodPost, "/widget/files?name=a.bin", bytes.Repeat([]byte{7}, 2<<20)).
			Refused(t, http.StatusServiceUnavailable, "blob.full").Detail, said.files)
		admin.With("Accept-Language", lang).OK(t, http.MethodGet, "/conversations", nil)
	}
}

// shows fails unless every acknowledged message is there, once.
func shows(t *testing.T, entries []kit.Entry, acks []ack) {
	t.Helper()
	found := map[string]int{}
	for _, e := range entries {
		found[e.ID+" "+e.Body]++
	}
	for _, a := range acks {
		if n := found[a.entry+" "+a.body]; n != 1 {
			t.Errorf("%.20s is there %d times", a.body, n)
		}
	}
}

// TestFullAtTheStart starts the program on a disk without room.
func TestFullAtTheStart(t *testing.T) {
	t.Parallel()
	disk := ownRoom(t)
	if disk == nil {
		return
	}
	o := kit.Options{Data: filepath.Join(disk.dir, "data"), Shell: disk.enter}
	program := kit.Start(t, o)
	program.SetUp(t)
	check.Equal(t, program.Stop(t), 0)
	free := disk.crowd(t, "wholly", 0)
	for i, said := range []string{"The disk of the database is full. Free some space", "数据库所在磁盘已满。请清理空间"} {
		o.Env = []string{"LANG=" + languages[i]}
		got := kit.New(t, o).Fails(t)
		check.Equal(t, got.Code, 75)
		says(t, got, "db.disk_full", said)
	}
	free()
	program.Start(t)
	program.SignIn(t, "admin@shop.example")
}
