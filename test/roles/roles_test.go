package roles

import (
	"testing"

	"github.com/nats-io/nats-server/v2/server"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/secret"
	"frontdesk/test/kit"
)

// startBus runs a NATS server that other processes reach.
func startBus(t *testing.T) string {
	t.Helper()
	s := check.Must(server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true}))(t)
	s.Start()
	t.Cleanup(s.Shutdown)
	check.Eventually(t, "the bus listens", func() bool { return s.Addr() != nil })
	return s.ClientURL()
}

// TestSplit lets a customer and an agent talk through a gateway in a process of its own; it and core are killed in turn,
// and the screens of both miss nothing.
func TestSplit(t *testing.T) {
	t.Parallel()
	common := []string{"bus.urls=" + startBus(t), "secret.keys=" + secret.NewKey(), "blob.shared=true"}
	core := kit.Start(t, kit.Options{Engine: db.Postgres, Set: append([]string{"roles=core"}, common...)})
	gateway := kit.Start(t, kit.Options{Engine: db.Postgres, DSN: core.DSN, Set: append([]string{"roles=gateway"}, common...)})

	admin := core.SetUp(t)
	visitor := core.Visitor(t, admin.Channel(t, "Web").WidgetKey)
	id := visitor.Say(t, "", "hello").Conversation.ID
	desk, widget := admin.Follow(t, id, gateway.URL), visitor.Follow(t, id, gateway.URL)
	say := func(body string) {
		sent := visitor.Say(t, id, body)
		widget.Await(t, sent.Entry.Seq)
		desk.Await(t, kit.Get[kit.Row](t, admin.Client, "/conversations/"+id).Seq)
	}
	say("through the gateway")

	gateway.Kill()
	visitor.Say(t, id, "while it is away")
	gateway.Start(t)
	say("after the gateway came back")

	core.Kill()
	core.Start(t)
	say("after core came back")
	check.Equal(t, gateway.Stop(t), 0)
	check.Equal(t, core.Stop(t), 0)
}
