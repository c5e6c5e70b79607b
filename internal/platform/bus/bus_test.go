package bus_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/nats-io/nats-server/v2/server"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/bus"
)

var errFull = fault.Define(fault.Conflict, "queue.full", "Only {max} may wait, says {who}.", "{who}：最多 {max} 人等待。")

var quiet = slog.New(slog.DiscardHandler)

// external starts a server as a cluster would run it; port -1 takes a free one.
func external(t *testing.T, port int) (*server.Server, string) {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, NoSigs: true, NoLog: true, MaxPayload: 1 << 20})
	check.NoError(t, err)
	s.Start()
	check.Equal(t, s.ReadyForConnections(10*time.Second), true)
	t.Cleanup(s.Shutdown)
	return s, s.ClientURL()
}

func open(t *testing.T, log *slog.Logger, urls ...string) *bus.Bus {
	t.Helper()
	b, err := bus.Open(t.Context(), bus.Config{Name: "test", URLs: urls}, log)
	check.NoError(t, err)
	t.Cleanup(func() { check.NoError(t, b.Close(context.Background())) })
	return b
}

// both runs a test on the bus inside the program, and on two connections to an outside server.
func both(t *testing.T, fn func(t *testing.T, here, there *bus.Bus)) {
	t.Helper()
	t.Run("embedded", func(t *testing.T) {
		t.Parallel()
		b := open(t, quiet)
		fn(t, b, b)
	})
	t.Run("external", func(t *testing.T) {
		t.Parallel()
		_, url := external(t, -1)
		fn(t, open(t, quiet, url), open(t, quiet, url))
	})
}

func ready(t *testing.T, b *bus.Bus) {
	t.Helper()
	check.NoError(t, b.Ready(t.Context()))
}

func TestPublishInOrderToEverybody(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, here, there *bus.Bus) {
		const n = 500
		var all [2][]string
		var done sync.WaitGroup
		for i := range all {
			done.Add(n)
			_, err := there.Subscribe("live.*.all", "", func(m bus.Msg) {
				all[i] = append(all[i], m.Subject+" "+string(m.Data))
				done.Done()
			})
			check.NoError(t, err)
		}
		ready(t, there)
		var want []string
		for i := range n {
			check.NoError(t, here.Publish("live.wsp_1.all", []byte(strconv.Itoa(i))))
			want = append(want, "live.wsp_1.all "+strconv.Itoa(i))
		}
		done.Wait()
		check.Equal(t, all[0], want)
		check.Equal(t, all[1], want)
	})
}

func TestQueueGivesEachMessageToOne(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, here, there *bus.Bus) {
		var got atomic.Int64
		for range 3 {
			_, err := there.Subscribe("work", "crew", func(bus.Msg) { got.Add(1) })
			check.NoError(t, err)
		}
		end := make(chan struct{})
		_, err := there.Subscribe("end", "", func(bus.Msg) { close(end) })
		check.NoError(t, err)
		ready(t, there)
		for range 100 {
			check.NoError(t, here.Publish("work", nil))
		}
		check.NoError(t, here.Publish("end", nil))
		<-end
		check.Eventually(t, "100 messages", func() bool { return got.Load() == 100 })
	})
}

func TestRequestCarriesActorAndFault(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, here, there *bus.Bus) {
		who := actor.Actor{
			Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Teams: []string{"tem_1"}, Locale: "zh-CN",
			Grants: map[actor.Permission]actor.Level{"conversation.read": actor.Teams},
		}
		_, err := there.Serve("core.ask", "core", func(ctx context.Context, data []byte) ([]byte, error) {
			if _, ok := ctx.Deadline(); !ok {
				return nil, errors.New("no deadline")
			}
			switch string(data) {
			case "who":
				a, err := actor.Of(ctx)
				check.Equal(t, a, who)
				return []byte(a.ID), err
			case "domain fault":
				return nil, errFull.With("max", 1_000_000).With("who", "Ann")
			case "fields":
				var c fault.Checker
				c.Text("name", "", 1, 80)
				return nil, c.Err()
			case "bug":
				return nil, errors.New("secret")
			case "panic":
				panic("secret")
			case "long":
				return make([]byte, bus.MaxPayload+1), nil
			}
			return bytes.ToUpper(data), nil
		})
		check.NoError(t, err)
		ready(t, there)
		ctx := actor.With(t.Context(), who)
		ask := func(q string) (string, error) {
			a, err := here.Request(ctx, "core.ask", []byte(q))
			return string(a), err
		}
		answer, err := ask("who")
		check.NoError(t, err)
		check.Equal(t, answer, "usr_1")

		_, err = ask("domain fault")
		f := fault.From(err)
		check.Equal(t, f.Def, errFull)
		check.Equal(t, f.Sentence("en"), "Only 1000000 may wait, says Ann.")
		check.Equal(t, f.Sentence("zh-CN"), "Ann：最多 1000000 人等待。")

		_, err = ask("fields")
		check.FieldFault(t, err, "name", fault.ErrRequired)
		for _, q := range []string{"bug", "panic"} {
			_, err = ask(q)
			check.Fault(t, err, fault.ErrInternal)
			check.Equal(t, strings.Contains(err.Error(), "secret"), false)
		}
		_, err = ask("long")
		check.Fault(t, err, bus.ErrTooLarge)
	})
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, here, there *bus.Bus) {
		_, err := here.Request(t.Context(), "core.nobody", nil)
		check.Fault(t, err, bus.ErrNoAnswer)

		stopped := make(chan struct{})
		_, err = there.Serve("core.slow", "core", func(ctx context.Context, _ []byte) ([]byte, error) {
			<-ctx.Done() // ends by itself when the asker has given up
			close(stopped)
			return nil, ctx.Err()
		})
		check.NoError(t, err)
		ready(t, there)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_, err = here.Request(ctx, "core.slow", nil)
		check.Fault(t, err, bus.ErrNoAnswer)
		<-stopped
	})
}

func TestSlowRequestsDoNotBlockOthers(t *testing.T) {
	t.Parallel()
	b := open(t, quiet)
	release := make(chan struct{})
	_, err := b.Serve("core.mixed", "core", func(_ context.Context, data []byte) ([]byte, error) {
		if string(data) == "slow" {
			<-release
		}
		return data, nil
	})
	check.NoError(t, err)
	slow := make(chan error, 1)
	go func() {
		_, err := b.Request(t.Context(), "core.mixed", []byte("slow"))
		slow <- err
	}()
	_, err = b.Request(t.Context(), "core.mixed", []byte("fast"))
	check.NoError(t, err)
	close(release)
	check.NoError(t, <-slow)
}

func TestSubjectsAndSizesAreChecked(t *testing.T) {
	t.Parallel()
	b := open(t, quiet)
	for _, bad := range []string{"", ".", "a..b", "a b", "a.*", "a.>", "a\r\nPUB x 0", "ä", strings.Repeat("a", 256)} {
		check.Fault(t, b.Publish(bad, nil), bus.ErrSubject)
		_, err := b.Request(t.Context(), bad, nil)
		check.Fault(t, err, bus.ErrSubject)
	}
	_, err := b.Subscribe("a.>.b", "", func(bus.Msg) {})
	check.Fault(t, err, bus.ErrSubject)
	check.Fault(t, b.Publish("a", make([]byte, bus.MaxPayload+1)), bus.ErrTooLarge)
	check.NoError(t, b.Publish("a", make([]byte, bus.MaxPayload)))
}

func TestCloseLetsHandlersFinish(t *testing.T) {
	t.Parallel()
	_, url := external(t, -1)
	asker := open(t, quiet, url)
	b, err := bus.Open(t.Context(), bus.Config{Name: "leaving", URLs: []string{url}}, quiet)
	check.NoError(t, err)
	started, release := make(chan struct{}), make(chan struct{})
	_, err = b.Serve("core.x", "core", func(context.Context, []byte) ([]byte, error) {
		close(started)
		<-release
		return []byte("done"), nil
	})
	check.NoError(t, err)
	ready(t, b)
	type result struct {
		data string
		err  error
	}
	answer, closed := make(chan result, 1), make(chan error, 1)
	go func() {
		data, err := asker.Request(t.Context(), "core.x", nil)
		answer <- result{string(data), err}
	}()
	<-started
	go func() { closed <- b.Close(context.Background()) }()
	check.Eventually(t, "no more work accepted", func() bool {
		_, err := b.Subscribe("y", "", func(bus.Msg) {})
		return fault.Has(err, bus.ErrClosed)
	})
	close(release)
	check.Equal(t, <-answer, result{"done", nil}, cmpopts.EquateComparable(result{}))
	check.NoError(t, <-closed)
	check.Fault(t, b.Publish("x", nil), bus.ErrClosed)
	check.NoError(t, b.Close(context.Background()))
}

func TestCloseDoesNotWaitForever(t *testing.T) {
	t.Parallel()
	b, err := bus.Open(t.Context(), bus.Config{}, quiet)
	check.NoError(t, err)
	started, release := make(chan struct{}), make(chan struct{})
	defer close(release)
	_, err = b.Serve("stuck", "q", func(context.Context, []byte) ([]byte, error) {
		close(started)
		<-release
		return nil, nil
	})
	check.NoError(t, err)
	go func() { _, _ = b.Request(t.Context(), "stuck", nil) }()
	<-started
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	check.Equal(t, errors.Is(b.Close(ctx), context.DeadlineExceeded), true)
}

func TestReconnectTellsOfTheGap(t *testing.T) {
	t.Parallel()
	first, url := external(t, -1)
	b := open(t, quiet, url)
	gaps, got := make(chan struct{}, 8), make(chan string, 8)
	b.OnGap(func() { gaps <- struct{}{} })
	_, err := b.Subscribe("wake", "", func(m bus.Msg) { got <- string(m.Data) })
	check.NoError(t, err)
	ready(t, b)
	port := first.Addr().String()[strings.LastIndex(first.Addr().String(), ":")+1:]
	n, err := strconv.Atoi(port)
	check.NoError(t, err)
	first.Shutdown()
	check.Eventually(t, "the connection is lost", func() bool { return !b.Connected() })
	external(t, n)
	<-gaps
	check.Equal(t, b.Connected(), true)
	check.NoError(t, b.Publish("wake", []byte("again")))
	check.Equal(t, <-got, "again")
	check.Equal(t, b.Stats().Reconnects, uint64(1))
}

func TestOpenGivesUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := bus.Open(ctx, bus.Config{URLs: []string{"nats://127.0.0.1:1"}}, quiet)
	check.Fault(t, err, bus.ErrNoAnswer)
}

func TestPanicInSubscriberIsLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	b := open(t, slog.New(slog.NewTextHandler(&log, nil)))
	got := make(chan struct{})
	_, err := b.Subscribe("x", "", func(m bus.Msg) {
		if string(m.Data) == "bad" {
			panic("broken")
		}
		close(got)
	})
	check.NoError(t, err)
	check.NoError(t, b.Publish("x", []byte("bad")))
	check.NoError(t, b.Publish("x", []byte("good")))
	<-got
	check.Equal(t, strings.Contains(log.String(), "broken"), true)
}

func TestClosedSubscriptionIsSilent(t *testing.T) {
	t.Parallel()
	b := open(t, quiet)
	var got atomic.Int64
	s, err := b.Subscribe("x", "", func(bus.Msg) { got.Add(1) })
	check.NoError(t, err)
	check.NoError(t, s.Close())
	ready(t, b)
	check.NoError(t, b.Publish("x", nil))
	ready(t, b)
	check.Equal(t, got.Load(), 0)
	check.NoError(t, s.Close())
}
