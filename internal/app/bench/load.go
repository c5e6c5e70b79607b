package bench

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"
)

const (
	senders = 128
	think   = 2 * time.Second // between two rounds of one session
)

// send lets visitors write: at a rate, or as fast as they are answered.
func (c *clients) send(ctx context.Context, o order) (answer, error) {
	var mu sync.Mutex
	var calls times
	jobs := make(chan time.Time, senders)
	begun := time.Now()
	var all sync.WaitGroup
	for range senders {
		all.Go(func() {
			for range jobs {
				n := c.serial.Add(1)
				took, err := c.write(ctx, c.visitors[int(n)%len(c.visitors)], n)
				if err != nil {
					c.failed.add(err)
					continue
				}
				mu.Lock()
				calls = append(calls, took)
				mu.Unlock()
			}
		})
	}
	c.schedule(begun, o, jobs)
	all.Wait()
	out := c.settle(begun, len(calls))
	out.Count, out.Calls = len(calls), calls.quantiles()
	return out, nil
}

// schedule gives out the sends. At a rate, what is late is made up for at once, so that a slow server is not spared.
func (c *clients) schedule(begun time.Time, o order, jobs chan<- time.Time) {
	defer close(jobs)
	for n := 0; time.Since(begun) < o.Span; n++ {
		if o.Rate > 0 {
			due := begun.Add(time.Duration(float64(n) / o.Rate * float64(time.Second)))
			pause(time.Until(due))
		}
		jobs <- time.Now()
	}
}

// settle waits for the frames that are still on their way.
func (c *clients) settle(begun time.Time, want int) answer {
	out := c.outcome(begun)
	for end := time.Now().Add(5 * time.Second); out.Frames.N < want && time.Now().Before(end); {
		pause(20 * time.Millisecond)
		took := out.Took
		out = c.outcome(begun)
		out.Took = took
	}
	return out
}

func (c *clients) write(ctx context.Context, b *browser, n int64) (time.Duration, error) {
	return c.post(ctx, b, "/widget/messages", map[string]any{
		"clientId": "b" + strconv.FormatInt(n, 36), "body": c.lines[int(n)%len(c.lines)],
	})
}

// reply is what an agent does on reading a message.
func (c *clients) reply(ctx context.Context, b *browser, conversation string) {
	n := c.serial.Add(1)
	took, err := c.post(ctx, b, "/conversations/"+conversation+"/messages", map[string]any{
		"clientId": "r" + strconv.FormatInt(n, 36), "body": c.lines[int(n)%len(c.lines)],
	})
	if err != nil {
		c.failed.add(err)
		return
	}
	c.called(took)
}

func (c *clients) called(took time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, took)
}

var errNoAnswer = errors.New("no answer within ten seconds")

// converse lets every visitor talk with an agent: a message, its answer over the socket, a pause.
func (c *clients) converse(ctx context.Context, o order) (answer, error) {
	c.calls = nil
	c.talk.Store(true)
	defer c.talk.Store(false)
	begun := time.Now()
	var all sync.WaitGroup
	var mu sync.Mutex
	var rounds times
	for i, b := range c.visitors {
		all.Go(func() {
			pause(think * time.Duration(i) / time.Duration(len(c.visitors))) // not all at once
			for time.Since(begun) < o.Span {
				took, err := c.round(ctx, b)
				if err != nil {
					c.failed.add(err)
				} else {
					mu.Lock()
					rounds = append(rounds, took)
					mu.Unlock()
				}
				pause(think)
			}
		})
	}
	all.Wait()
	out := c.outcome(begun)
	c.mu.Lock()
	defer c.mu.Unlock()
	out.Count, out.Frames, out.Calls = len(rounds), rounds.quantiles(), c.calls.quantiles()
	return out, nil
}

// round is a message of the visitor and the agent's answer on the visitor's socket.
func (c *clients) round(ctx context.Context, b *browser) (time.Duration, error) {
	answered := make(chan struct{})
	for conversation := range b.Conversations {
		c.answer.Store(conversation, answered)
	}
	begun := time.Now()
	took, err := c.write(ctx, b, c.serial.Add(1))
	if err != nil {
		return 0, err
	}
	c.called(took)
	select {
	case <-answered:
		return time.Since(begun), nil
	case <-time.After(10 * time.Second):
		return 0, errNoAnswer
	}
}

// pause keeps a pace: a load of so many a second, or a person who thinks.
func pause(d time.Duration) {
	if d > 0 {
		<-time.After(d)
	}
}
