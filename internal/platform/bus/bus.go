package bus

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Limits.
const (
	MaxPayload     = 256 << 10       // of one message
	DefaultTimeout = 5 * time.Second // of a request whose context has no deadline
	headroom       = 64 << 10        // for headers
	maxRunning     = 256             // requests at work per Serve; more wait in order
	linger         = time.Second     // how long a goroutine that answered waits for the next request
	pendingCount   = 16_384          // messages that may wait for one subscriber …
	pendingBytes   = 32 << 20        // … before they are dropped and OnGap is told
)

// Config of the bus. Without URLs it runs inside the program.
type Config struct {
	Name        string   // of this process, for the operators of a cluster
	URLs        []string // nats://host:4222 or tls://…
	Credentials string   // file with the credentials of a cluster; "" for none
}

// Bus is one connection.
type Bus struct {
	log   *slog.Logger
	inner *server.Server // nil with an outside cluster
	nc    *nats.Conn
	dead  chan struct{} // closed when the connection is

	mu      sync.Mutex
	closing bool
	serving map[*Sub]struct{}
	onGap   []func()
	running sync.WaitGroup
}

// Msg is what a subscriber gets. Data is only valid until the callback returns.
type Msg struct {
	Subject string
	Data    []byte
}

// Open starts the bus, or connects to the cluster; it fails when no server answers before the context ends.
func Open(ctx context.Context, cfg Config, log *slog.Logger) (*Bus, error) {
	b := &Bus{log: log, dead: make(chan struct{}), serving: map[*Sub]struct{}{}}
	dead := sync.OnceFunc(func() { close(b.dead) })
	opts := []nats.Option{
		nats.Name(cfg.Name), nats.MaxReconnects(-1), nats.ReconnectWait(200 * time.Millisecond),
		nats.ReconnectJitter(200*time.Millisecond, time.Second), nats.ReconnectBufSize(1 << 20),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) { b.disconnected(err) }),
		nats.ReconnectHandler(func(*nats.Conn) { b.log.Info("bus connected again"); b.gap() }),
		nats.ErrorHandler(func(_ *nats.Conn, s *nats.Subscription, err error) { b.failed(s, err) }),
		nats.ClosedHandler(func(*nats.Conn) { dead() }),
	}
	url := strings.Join(cfg.URLs, ",")
	if len(cfg.URLs) == 0 {
		if err := b.embed(ctx); err != nil {
			return nil, err
		}
		opts = append(opts, nats.InProcessServer(b.inner))
	}
	if cfg.Credentials != "" {
		opts = append(opts, nats.UserCredentials(cfg.Credentials))
	}
	nc, err := connect(ctx, url, opts)
	if err != nil {
		if b.inner != nil {
			b.inner.Shutdown()
		}
		return nil, err
	}
	b.nc = nc
	return b, nil
}

// connect tries until the context ends, since a cluster may start at the same time as we do.
func connect(ctx context.Context, url string, opts []nats.Option) (*nats.Conn, error) {
	pause := time.NewTicker(250 * time.Millisecond)
	defer pause.Stop()
	for {
		nc, err := nats.Connect(url, opts...)
		if err == nil || errors.Is(err, nats.ErrAuthorization) {
			return nc, err
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ErrNoAnswer.Wrap(err), ctx.Err())
		case <-pause.C:
		}
	}
}

// embed starts a server that nobody outside this process can reach.
func (b *Bus) embed(ctx context.Context) error {
	s, err := server.NewServer(&server.Options{
		ServerName: "frontdesk", DontListen: true, NoSigs: true, NoLog: true, NoSystemAccount: true,
		MaxPayload: MaxPayload + headroom, MaxPending: 2 * pendingBytes, MaxClosedClients: 16,
	})
	if err != nil {
		return err
	}
	s.Start()
	wait := 10 * time.Second
	if until, ok := ctx.Deadline(); ok {
		wait = time.Until(until)
	}
	if !s.ReadyForConnections(wait) {
		s.Shutdown()
		return ErrNoAnswer.New()
	}
	b.inner = s
	return nil
}

// OnGap registers what to do when messages may have been lost: after a reconnect, or when a subscriber was too slow.
func (b *Bus) OnGap(fn func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.onGap = append(b.onGap, fn)
}

func (b *Bus) gap() {
	b.mu.Lock()
	fns := b.onGap
	b.mu.Unlock()
	for _, fn := range fns {
		fn()
	}
}

func (b *Bus) disconnected(err error) {
	b.mu.Lock()
	closing := b.closing
	b.mu.Unlock()
	if closing {
		return
	}
	text := "closed by the server"
	if err != nil {
		text = err.Error()
	}
	b.log.Warn("bus disconnected", slog.String("error", text))
}

func (b *Bus) failed(s *nats.Subscription, err error) {
	subject := ""
	if s != nil {
		subject = s.Subject
	}
	b.log.Warn("bus error", slog.String("subject", subject), slog.String("error", err.Error()))
	if errors.Is(err, nats.ErrSlowConsumer) {
		b.gap()
	}
}

// Connected reports whether messages flow at the moment.
func (b *Bus) Connected() bool { return b.nc.IsConnected() }

// Stats are counts since the start.
type Stats struct{ In, Out, InBytes, OutBytes, Reconnects uint64 }

// Stats counts messages and bytes.
func (b *Bus) Stats() Stats {
	s := b.nc.Stats()
	return Stats{s.InMsgs, s.OutMsgs, s.InBytes, s.OutBytes, s.Reconnects}
}

// Publish sends to whoever listens. Data may be reused when it returns. While the connection is down, up to a megabyte
// waits; more is refused.
func (b *Bus) Publish(subject string, data []byte) error {
	if err := sendable(subject, data); err != nil {
		return err
	}
	return outcome(b.nc.Publish(subject, data))
}

// Subscribe calls fn for each message, one after the other. Of the subscribers that name the same queue, one gets each
// message; with an empty queue all do. A pattern may hold "*" for one part and end with ">".
func (b *Bus) Subscribe(pattern, queue string, fn func(Msg)) (*Sub, error) {
	return b.listen(pattern, queue, func(m *nats.Msg) {
		defer b.recovered(m.Subject)
		fn(Msg{Subject: m.Subject, Data: m.Data})
	})
}

func (b *Bus) listen(pattern, queue string, fn nats.MsgHandler) (*Sub, error) {
	if !validPattern(pattern) || strings.ContainsAny(queue, " \t\r\n") {
		return nil, ErrSubject.New()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closing {
		return nil, ErrClosed.New()
	}
	inner, err := b.nc.QueueSubscribe(pattern, queue, fn)
	if err != nil {
		return nil, outcome(err)
	}
	if err := inner.SetPendingLimits(pendingCount, pendingBytes); err != nil {
		return nil, outcome(err)
	}
	s := &Sub{bus: b, inner: inner, done: make(chan struct{})}
	inner.SetClosedHandler(func(string) { close(s.done) })
	b.serving[s] = struct{}{}
	return s, nil
}

// recovered keeps one bad message from ending the program.
func (b *Bus) recovered(subject string) {
	if v := recover(); v != nil {
		b.panicked(subject, v)
	}
}

func (b *Bus) panicked(subject string, v any) {
	b.log.Error("panic in a bus handler", slog.String("subject", subject), slog.Any("error", v), slog.String("stack", string(debug.Stack())))
}

// Sub is a subscription or a service.
type Sub struct {
	bus   *Bus
	inner *nats.Subscription
	done  chan struct{}
}

// Close ends it. Messages that have arrived are still handled.
func (s *Sub) Close() error {
	s.bus.mu.Lock()
	delete(s.bus.serving, s)
	s.bus.mu.Unlock()
	err := s.inner.Drain()
	if errors.Is(err, nats.ErrConnectionClosed) || errors.Is(err, nats.ErrBadSubscription) {
		return nil
	}
	return err
}

// Ready waits until the server knows every subscription made so far.
func (b *Bus) Ready(ctx context.Context) error {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, DefaultTimeout)
		defer cancel()
	}
	return outcome(b.nc.FlushWithContext(ctx))
}

// Close takes no more messages, lets handlers finish until the context ends, and disconnects.
func (b *Bus) Close(ctx context.Context) error {
	b.mu.Lock()
	if b.closing {
		b.mu.Unlock()
		return nil
	}
	b.closing = true
	subs := make([]*Sub, 0, len(b.serving))
	for s := range b.serving {
		subs = append(subs, s)
	}
	b.mu.Unlock()
	subs = slices.DeleteFunc(subs, func(s *Sub) bool { return s.Close() != nil }) // those of a lost connection have ended
	var late error
	idle := make(chan struct{})
	go func() {
		defer close(idle)
		for _, s := range subs {
			select {
			case <-s.done:
			case <-b.dead:
			case <-ctx.Done():
				return
			}
		}
		b.running.Wait()
	}()
	select {
	case <-idle:
		_ = b.nc.FlushWithContext(ctx) // the last answers; without a connection there is nobody to get them
	case <-ctx.Done():
		late = ctx.Err()
	}
	b.nc.Close()
	if b.inner != nil {
		b.inner.Shutdown()
	}
	return late
}
