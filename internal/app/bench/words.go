package bench

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"frontdesk/internal/domain/moderation"
)

const (
	listedWords  = 100_000
	chatLetters  = 60     // a message of a chat
	longLetters  = 10_000 // the longest message there can be
	oneInHits    = 10     // one message of this many holds a word
	measuredAtOn = 20     // messages that one reading of the clock covers
	usualOnes    = 3000   // characters that people use
)

// vocabulary makes words and messages, the same ones in every run.
type vocabulary struct{ state uint32 }

// below is a number from 0 to n-1.
func (v *vocabulary) below(n uint32) uint32 {
	v.state ^= v.state << 13
	v.state ^= v.state >> 17
	v.state ^= v.state << 5
	return v.state % n
}

// usual are as many characters as people use, so that many words share their beginnings, as in real lists.
var usual = func() []rune {
	out := make([]rune, usualOnes)
	for i := range out {
		out[i] = 0x4e00 + rune(i)
	}
	return out
}()

// hanzi is a text of so many of them.
func (v *vocabulary) hanzi(n int) string {
	var b strings.Builder
	for range n {
		b.WriteRune(usual[v.below(usualOnes)])
	}
	return b.String()
}

func (v *vocabulary) word(i int) moderation.Word {
	w := moderation.Word{ID: fmt.Sprintf("wrd_%d", i), Side: moderation.Both, Action: moderation.Report, Enabled: true}
	if i%10 == 0 {
		w.Text = fmt.Sprintf("spam%x offer", i)
	} else {
		w.Text = v.hanzi(2 + int(v.below(4)))
	}
	return w
}

// messages are texts of so many characters, with spaces, marks and some Latin between.
func (v *vocabulary) messages(words []moderation.Word, count, letters int) []string {
	out := make([]string, count)
	for i := range out {
		var b strings.Builder
		for n := 0; n < letters; n += 12 {
			b.WriteString(v.hanzi(7))
			b.WriteString("，OK 好 ")
		}
		if i%oneInHits == 0 {
			b.WriteString(words[v.below(listedWords)].Text)
		}
		out[i] = b.String()
	}
	return out
}

// measureWords compares looking for all words with one plain pass over the same text.
func measureWords(ctx context.Context, p *place) ([]Result, error) {
	v := &vocabulary{state: 20260301}
	words := make([]moderation.Word, listedWords)
	for i := range words {
		words[i] = v.word(i)
	}
	before := heap()
	begun := time.Now()
	m := moderation.NewMatcher(words)
	built := time.Since(begun)
	grown := heap() - before
	out := []Result{
		figure("words on the list", "words", float64(m.Len())),
		figure("making the list ready", "ms", built.Seconds()*1000),
		figure("memory of the list", "MB", float64(grown)/(1<<20)),
	}
	for _, kind := range []struct {
		name           string
		count, letters int
		goal           bool
	}{{"a message of 60 characters", 2000, chatLetters, true}, {"the longest message, 10,000 characters", 20, longLetters, false}} {
		texts := v.messages(words, kind.count, kind.letters)
		raw, product := pass(ctx, texts, p.Time/4, plain), pass(ctx, texts, p.Time/4, func(s string) int {
			return len(m.Check(s, moderation.Visitor).Matches)
		})
		worst := figure(kind.name+", p99", "ms", product.at(99)).against(raw.at(99))
		if kind.goal {
			worst = worst.atMost(1)
		}
		out = append(out, figure(kind.name+", p50", "ms", product.at(50)).against(raw.at(50)), worst)
	}
	runtime.KeepAlive(m)
	return out, nil
}

// plain reads a text once, character by character.
func plain(s string) int {
	sum := 0
	for _, r := range s {
		sum = sum*31 + int(r)
	}
	return sum
}

// pass calls fn with the texts in turn, and takes the mean of a few calls for one time: a single one is shorter than the
// clock is fine.
func pass(ctx context.Context, texts []string, span time.Duration, fn func(string) int) times {
	var out times
	sum, i := 0, 0
	for begun := time.Now(); time.Since(begun) < span && ctx.Err() == nil; {
		start := time.Now()
		for range measuredAtOn {
			sum += fn(texts[i%len(texts)])
			i++
		}
		out = append(out, time.Since(start)/measuredAtOn)
	}
	runtime.KeepAlive(sum)
	return out
}

// heap is what lives in memory.
func heap() uint64 {
	var s runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}
