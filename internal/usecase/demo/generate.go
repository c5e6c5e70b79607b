package demo

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Person is a sample customer.
type Person struct {
	Name, Lang, Email, Phone, Company, City string
	VIP                                     bool
}

// Talk is a sample conversation: a script with its slots filled and times given.
type Talk struct {
	Script   Script
	Person   int  // index into World.People
	Agent    int  // which of the sample agents answers
	Taken    bool // somebody answered
	Moved    bool // a first colleague answers, and hands it on
	Lines    []Spoken
	Page     int // where the customer was, index into Pages
	Started  time.Time
	RatedAt  time.Time
	Finished time.Time // when it was resolved or snoozed
}

// Spoken is one line with its time.
type Spoken struct {
	By   Speaker
	Text string
	At   time.Time
}

// World is everything the sample workspace holds.
type World struct {
	People []Person
	Talks  []Talk
	Pages  map[string][]string // names of the shop's pages by language
}

// maker draws from lists by a seeded source, so that a seed always gives the same world.
type maker struct {
	rnd   *rand.Rand
	lists map[string][]string
	now   time.Time
	free  []int // people without an open talk
	dealt map[string]int
}

// Shares of a world, of 320 talks: what waits now, what is under way, what sleeps. The rest is resolved.
const (
	ofAll    = 320
	fresh    = 14 // nobody has answered yet
	underWay = 36
	waiting  = 12
	snoozed  = 8
)

// Generate makes a world of n conversations that end at now. The same seed gives the same world.
func Generate(seed uint64, n, agents int, now time.Time) (World, error) {
	l, err := lists()
	if err != nil {
		return World{}, err
	}
	byEnding := map[Ending][][]Script{}
	for _, lang := range []string{"zh", "en"} {
		all, err := Scripts(lang)
		if err != nil {
			return World{}, err
		}
		sorted := map[Ending][]Script{}
		for _, s := range all {
			sorted[s.Ending] = append(sorted[s.Ending], s)
		}
		for ending, scripts := range sorted {
			byEnding[ending] = append(byEnding[ending], scripts)
		}
	}
	m := &maker{rnd: dice(seed, seed>>1|1), lists: l, now: now, dealt: map[string]int{}}
	w := World{People: m.people(), Pages: map[string][]string{"zh": l["pages.zh"], "en": l["pages.en"]}}
	m.free = m.rnd.Perm(len(w.People))
	share := func(of int) int { return (of*n + ofAll - 1) / ofAll }
	for _, part := range []struct {
		ending Ending
		n      int
		fresh  bool
	}{{EndsOpen, share(fresh), true}, {EndsOpen, share(underWay), false}, {EndsWaiting, share(waiting), false}, {EndsSnoozed, share(snoozed), false}} {
		for range part.n {
			w.Talks = append(w.Talks, m.talk(len(w.Talks), agents, byEnding[part.ending], part.fresh, w.People))
		}
	}
	for len(w.Talks) < n {
		w.Talks = append(w.Talks, m.talk(len(w.Talks), agents, byEnding[EndsResolved], false, w.People))
	}
	sort.SliceStable(w.Talks, func(a, b int) bool { return w.Talks[a].Started.Before(w.Talks[b].Started) })
	return w, nil
}

func (m *maker) pick(list string) string {
	l := m.lists[list]
	return l[m.rnd.IntN(len(l))]
}

func (m *maker) people() []Person {
	var out []Person
	for _, lang := range []string{"zh", "en"} {
		for i, name := range m.lists[lang] {
			p := Person{Name: name, Lang: lang, City: m.pick("cities." + lang), VIP: m.rnd.IntN(6) == 0}
			p.Email = fmt.Sprintf("customer%s%02d@example.com", lang, i+1)
			p.Phone = fmt.Sprintf("+86 138 0013 %04d", 1000+m.rnd.IntN(9000))
			if m.rnd.IntN(4) == 0 {
				p.Company = m.pick("companies." + lang)
			}
			if lang == "en" {
				p.Email = strings.ToLower(strings.NewReplacer(" ", ".", "'", "").Replace(name)) + "@example.com"
				p.Phone = fmt.Sprintf("+44 20 7946 0%03d", m.rnd.IntN(1000))
			}
			out = append(out, p)
		}
	}
	return out
}

func (m *maker) talk(i, agents int, byLang [][]Script, fresh bool, people []Person) Talk {
	scripts := byLang[0]
	if i%5 >= 3 {
		scripts = byLang[1]
	}
	s := scripts[m.dealt[scripts[0].Lang]%len(scripts)] // one after the other, so that a screen shows many
	m.dealt[s.Lang]++
	t := Talk{Script: s, Agent: m.rnd.IntN(agents), Page: m.rnd.IntN(len(m.lists["pages."+s.Lang])), Taken: !fresh}
	t.Person = m.person(s, people)
	slots := m.slots(s.Lang)
	lines := s.Lines
	if fresh {
		lines = lines[:1]
	}
	var length time.Duration
	for _, l := range lines {
		if len(t.Lines) > 0 {
			length += m.pause(l.By)
		}
		t.Lines = append(t.Lines, Spoken{By: l.By, Text: slots.Replace(l.Text), At: time.Time{}.Add(length)})
	}
	t.Started = m.started(t, length)
	for i := range t.Lines {
		t.Lines[i].At = t.Started.Add(t.Lines[i].At.Sub(time.Time{}))
	}
	last := t.Lines[len(t.Lines)-1]
	t.Finished = last.At.Add(time.Duration(20+m.rnd.IntN(100)) * time.Second)
	t.RatedAt = t.Finished.Add(time.Duration(30+m.rnd.IntN(400)) * time.Second)
	t.Moved = t.Taken && i%8 == 3
	if t.Script.Ending == EndsResolved && i%21 == 10 {
		t.leave(i)
	}
	return t
}

// leave lets the customer go before anybody has answered: it happens to every shop, and its daily report shows it.
func (t *Talk) leave(i int) {
	t.Lines, t.Taken, t.Moved = t.Lines[:1], false, false
	t.Finished = t.Started.Add(time.Duration(4+i%16) * time.Minute)
}

// started places a talk of this length: what is open ended minutes ago, what is resolved lies in the business hours of
// the last 30 days.
func (m *maker) started(t Talk, length time.Duration) time.Time {
	ago := func(least, most time.Duration) time.Time {
		return m.now.Add(-least - time.Duration(m.rnd.Int64N(int64(most-least))) - length)
	}
	switch {
	case !t.Taken:
		return ago(30*time.Second, 25*time.Minute)
	case t.Script.Ending == EndsOpen:
		return ago(time.Minute, 95*time.Minute)
	case t.Script.Ending == EndsWaiting:
		return ago(20*time.Minute, 20*time.Hour)
	case t.Script.Ending == EndsSnoozed:
		return ago(2*time.Hour, 40*time.Hour)
	}
	for {
		at := m.moment()
		if m.now.Sub(at) > 30*time.Minute+length {
			return at
		}
	}
}

// rhythm is how many conversations begin in each hour of a day, from midnight in the shop's zone.
var rhythm = [24]int{0, 0, 0, 0, 0, 0, 0, 1, 4, 9, 12, 11, 7, 8, 11, 12, 10, 8, 6, 7, 8, 6, 3, 1}

// moment is a time in the last 30 days with the rhythm of a shop: little at night, less at weekends.
func (m *maker) moment() time.Time {
	zone := time.FixedZone("", 8*60*60)
	today := m.now.In(zone)
	for {
		day := time.Date(today.Year(), today.Month(), today.Day()-m.rnd.IntN(30), 0, 0, 0, 0, zone)
		if weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; weekend && m.rnd.IntN(2) == 0 {
			continue
		}
		hour := m.rnd.IntN(24)
		if m.rnd.IntN(12) < rhythm[hour] {
			return day.Add(time.Duration(hour)*time.Hour + time.Duration(m.rnd.IntN(3600))*time.Second).UTC()
		}
	}
}

func (m *maker) pause(by Speaker) time.Duration {
	switch by {
	case Agent:
		return time.Duration(25+m.rnd.IntN(150)) * time.Second
	case Note:
		return time.Duration(10+m.rnd.IntN(40)) * time.Second
	case Customer:
	}
	return time.Duration(20+m.rnd.IntN(240)) * time.Second
}

// person finds somebody who speaks the language. Whoever has something open has only that, as long as there are people.
func (m *maker) person(s Script, people []Person) int {
	if s.Ending != EndsResolved {
		for i, p := range m.free {
			if people[p].Lang == s.Lang {
				m.free = append(m.free[:i:i], m.free[i+1:]...)
				return p
			}
		}
	}
	for {
		if i := m.rnd.IntN(len(people)); people[i].Lang == s.Lang {
			return i
		}
	}
}

func (m *maker) slots(lang string) *strings.Replacer {
	order := fmt.Sprintf("LH-%s-%04d", m.now.AddDate(0, 0, -m.rnd.IntN(20)).Format("20060102"), m.rnd.IntN(10000))
	return strings.NewReplacer("{product}", m.pick("products."+lang), "{city}", m.pick("cities."+lang),
		"{courier}", m.pick("couriers."+lang), "{day}", m.pick("days."+lang), "{order}", order,
		"{amount}", strconv.Itoa(19+m.rnd.IntN(900)))
}
