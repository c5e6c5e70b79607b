package bus

import (
	"context"
	"sync"

	"github.com/nats-io/nats.go"
)

// feedSize is how many messages of all topics together may wait for the one who reads them.
const feedSize = 8192

// Feed brings the messages of many topics, which come and go, to one function. It costs a few hundred bytes per topic
// and one goroutine in all; Subscribe costs a goroutine each.
type Feed struct {
	bus  *Bus
	in   chan *nats.Msg
	end  chan struct{}
	done chan struct{}

	mu   sync.Mutex
	subs map[string]*nats.Subscription
	shut bool
}

// Feed starts one. fn is called for each message, one after the other, and must not block.
func (b *Bus) Feed(fn func(Msg)) *Feed {
	f := &Feed{
		bus: b, in: make(chan *nats.Msg, feedSize), end: make(chan struct{}), done: make(chan struct{}),
		subs: map[string]*nats.Subscription{},
	}
	go f.run(fn)
	return f
}

func (f *Feed) run(fn func(Msg)) {
	defer close(f.done)
	for {
		select {
		case m := <-f.in:
			f.pass(fn, m)
		case <-f.end:
			return
		}
	}
}

func (f *Feed) pass(fn func(Msg), m *nats.Msg) {
	defer f.bus.recovered(m.Subject)
	fn(Msg{Subject: m.Subject, Data: m.Data})
}

// Add listens to a topic. When it returns, the server knows: whatever is published from now on will come.
func (f *Feed) Add(topic string) error {
	if !validPattern(topic) {
		return ErrSubject.New()
	}
	f.mu.Lock()
	if f.shut || f.subs[topic] != nil {
		defer f.mu.Unlock()
		if f.shut {
			return ErrClosed.New()
		}
		return nil
	}
	s, err := f.bus.nc.ChanSubscribe(topic, f.in)
	if err == nil {
		f.subs[topic] = s
	}
	f.mu.Unlock()
	if err != nil {
		return outcome(err)
	}
	if err := f.bus.Ready(context.Background()); err != nil { // bounded by DefaultTimeout
		f.Remove(topic)
		return err
	}
	return nil
}

// Remove stops listening. An unknown topic is no error.
func (f *Feed) Remove(topic string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s := f.subs[topic]; s != nil {
		delete(f.subs, topic)
		_ = s.Unsubscribe() // on a lost connection there is nothing to end
	}
}

// Topics is how many there are.
func (f *Feed) Topics() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.subs)
}

// Close stops all of it and waits for the function to return.
func (f *Feed) Close() {
	f.mu.Lock()
	if f.shut {
		f.mu.Unlock()
		return
	}
	f.shut = true
	for _, s := range f.subs {
		_ = s.Unsubscribe() // on a lost connection there is nothing to end
	}
	clear(f.subs)
	f.mu.Unlock()
	close(f.end)
	<-f.done
}
