package chaos

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/test/kit"
)

// TestTwoOnOneFolder starts a second program on the data of a running one: it is refused with a hint, and the first one
// does not notice.
func TestTwoOnOneFolder(t *testing.T) {
	t.Parallel()
	first := kit.Start(t, kit.Options{})
	admin := first.SetUp(t)
	second := kit.Run(t, nil, "serve", "--data", first.Data, "--listen", "127.0.0.1:0")
	check.Equal(t, second.Code, 75)
	says(t, second, "db.in_use", "use another data folder")
	says(t, kit.Run(t, []string{"LANG=zh_CN.UTF-8"}, "serve", "--data", first.Data, "--listen", "127.0.0.1:0"), "数据目录正被另一个运行中的 Frontdesk 使用")
	admin.OK(t, "GET", "/session", nil)

	elsewhere := kit.Run(t, nil, "serve", "--data", t.TempDir(), "--listen", strings.TrimPrefix(first.URL, "http://"))
	check.Equal(t, elsewhere.Code, 75)
	says(t, elsewhere, "start.listen", "--listen")
	check.Equal(t, first.Stop(t), 0)
}

// TestNoFolder gives the program a file in the place of its folder.
func TestNoFolder(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	check.NoError(t, os.WriteFile(file, nil, 0o600))
	got := kit.Run(t, nil, "serve", "--data", filepath.Join(file, "data"), "--listen", "127.0.0.1:0")
	check.Equal(t, got.Code, 1)
	says(t, got, "start.data_dir", "--data")
}

func says(t *testing.T, o kit.Outcome, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(o.Err, p) {
			t.Errorf("%q does not say %q", o.Err, p)
		}
	}
}

// TestFullDisk lets the program write only small files, which looks to it like a disk without room: what cannot be kept is
// refused with a reason, what was kept before is still read, and after a restart with room everything goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	roomy := kit.Start(t, kit.Options{})
	admin := roomy.SetUp(t)
	channel := admin.Channel(t, "Web")
	visitor := roomy.Visitor(t, channel.WidgetKey)
	id := visitor.Say(t, "", "before").Conversation.ID
	check.Equal(t, roomy.Stop(t), 0)

	tight := kit.Start(t, kit.Options{Data: roomy.Data, Shell: "ulimit -f 2048"})
	full := tight.As(visitor.Client)
	kept := map[string]bool{}
	var refused kit.Reply
	for n := range 4000 {
		body := kit.Path("%d %s", n, strings.Repeat("full", 2400))
		r := full.Call(t, "POST", "/widget/messages", kit.Message(id, body))
		if r.Status >= 400 {
			refused = r
			break
		}
		kept[body] = true
	}
	check.Equal(t, refused.Status, 503)
	if !strings.Contains(string(refused.Body), `"code":"db.disk`) {
		t.Errorf("refused without the reason: %s", refused.Body)
	}
	check.Equal(t, string(full.Call(t, "GET", "/healthz", nil).Body), "ok\n")
	tight.Kill()

	again := kit.Start(t, kit.Options{Data: roomy.Data})
	after := again.As(visitor.Client)
	thread := after.Follow(t, id, "")
	head := kit.As[kit.Sent](t, after.Call(t, "POST", "/widget/messages", kit.Message(id, "after")))
	found := map[string]bool{}
	for _, e := range thread.Await(t, head.Entry.Seq) {
		found[e.Body] = true
	}
	for body := range kept {
		if !found[body] {
			t.Errorf("acknowledged and lost: %.20s", body)
		}
	}
}
