package bus

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Headers of questions and answers.
const (
	headerActor   = "Fd-Actor"   // JSON of the actor
	headerTimeout = "Fd-Timeout" // milliseconds that are left
	headerFault   = "Fd-Fault"   // code of a fault; the body holds all of it
)

// Request asks and waits for the one answer. The actor of the context travels with it.
func (b *Bus) Request(ctx context.Context, subject string, data []byte) ([]byte, error) {
	if err := sendable(subject, data); err != nil {
		return nil, err
	}
	until, ok := ctx.Deadline()
	if !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, DefaultTimeout)
		defer cancel()
		until = time.Now().Add(DefaultTimeout)
	}
	question := nats.NewMsg(subject)
	question.Data = data
	question.Header.Set(headerTimeout, strconv.FormatInt(max(1, time.Until(until).Milliseconds()), 10))
	if who, ok := actor.From(ctx); ok {
		raw, err := json.Marshal(who)
		if err != nil {
			return nil, err
		}
		question.Header.Set(headerActor, string(raw))
	}
	answer, err := b.nc.RequestMsgWithContext(ctx, question)
	if err != nil {
		return nil, outcome(err)
	}
	if code := answer.Header.Get(headerFault); code != "" {
		return nil, decodeFault(answer.Data)
	}
	return answer.Data, nil
}

// Serve answers questions. Of the processes that name the same queue, one gets each question. The handler's context
// holds the actor of the asker and ends when nobody waits any more; its error travels back as a fault.
func (b *Bus) Serve(subject, queue string, fn func(ctx context.Context, data []byte) ([]byte, error)) (*Sub, error) {
	idle, slots := make(chan *nats.Msg), make(chan struct{}, maxRunning)
	return b.listen(subject, queue, func(m *nats.Msg) {
		b.running.Add(1)
		select {
		case idle <- m:
			return
		default: // nobody waits for work
		}
		select {
		case idle <- m:
		case slots <- struct{}{}:
			go func() {
				defer func() { <-slots }()
				b.work(m, idle, fn)
			}()
		}
	})
}

// work answers a question and waits a moment for the next one: what answers take is a large stack, which a new goroutine
// would have to grow each time.
func (b *Bus) work(m *nats.Msg, next <-chan *nats.Msg, fn func(ctx context.Context, data []byte) ([]byte, error)) {
	patience := time.NewTimer(linger)
	defer patience.Stop()
	for {
		b.answer(m, fn)
		b.running.Done()
		patience.Reset(linger)
		select {
		case m = <-next:
		case <-patience.C:
			return
		case <-b.dead:
			return
		}
	}
}

func (b *Bus) answer(m *nats.Msg, fn func(ctx context.Context, data []byte) ([]byte, error)) {
	ctx, cancel := context.WithTimeout(context.Background(), timeLeft(m.Header.Get(headerTimeout)))
	defer cancel()
	if raw := m.Header.Get(headerActor); raw != "" {
		var who actor.Actor
		if err := json.Unmarshal([]byte(raw), &who); err != nil {
			b.log.Warn("bus request with a broken actor", slog.String("subject", m.Subject))
			return
		}
		ctx = actor.With(ctx, who)
	}
	data, err := b.run(ctx, m, fn)
	if err == nil && len(data) > MaxPayload {
		err = ErrTooLarge.New()
	}
	reply := &nats.Msg{Subject: m.Reply, Data: data}
	if err != nil {
		f := refusal(err)
		if f.Def.Kind == fault.Internal && f.Cause != nil {
			b.log.LogAttrs(ctx, slog.LevelError, "bus request failed", slog.String("subject", m.Subject), slog.String("error", f.Error()))
		}
		reply.Data = encodeFault(f)
		reply.Header = nats.Header{headerFault: {f.Def.Code}}
	}
	if m.Reply == "" {
		return
	}
	if err := b.nc.PublishMsg(reply); err != nil {
		b.log.LogAttrs(ctx, slog.LevelWarn, "bus answer not sent", slog.String("subject", m.Subject), slog.String("error", err.Error()))
	}
}

// run calls the handler; a panic becomes an internal fault.
func (b *Bus) run(ctx context.Context, m *nats.Msg, fn func(ctx context.Context, data []byte) ([]byte, error)) (data []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			b.panicked(m.Subject, v)
			err = fault.ErrInternal.New()
		}
	}()
	return fn(ctx, m.Data)
}

// refusal is the fault that travels back; a handler that ran out of time is not broken.
func refusal(err error) *fault.Fault {
	var f *fault.Fault
	if !errors.As(err, &f) {
		err = outcome(err)
	}
	return fault.From(err)
}

func timeLeft(header string) time.Duration {
	ms, err := strconv.ParseInt(header, 10, 64)
	if err != nil || ms <= 0 || ms > time.Hour.Milliseconds() {
		return DefaultTimeout
	}
	return time.Duration(ms) * time.Millisecond
}
