package demo

import (
	"fmt"
	"math/rand/v2"
	"sort"
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
	Person   int // index into World.People
	Agent    int // which of the sample agents answers
	Taken    bool
	Lines    []Spoken
	Unread   int // customer messages at the end that nobody has read
	Page     string
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
}

// maker draws from lists by a seeded source, so that a seed always gives the same world.
type maker struct {
	rnd   *rand.Rand
	lists map[string][]string
	now   time.Time
}

// Generate makes a world of n conversations that end at now. The same seed gives the same world.
func Generate(seed uint64, n, agents int, now time.Time) (World, error) {
	l, err := lists()
	if err != nil {
		return World{}, err
	}
	zh, err := Scripts("zh")
	if err != nil {
		return World{}, err
	}
	en, err := Scripts("en")
	if err != nil {
		return World{}, err
	}
	m := &maker{rnd: rand.New(rand.NewPCG(seed, seed>>1|1)), lists: l, now: now} //nolint:gosec // sample data
	w := World{People: m.people()}
	for i := range n {
		scripts := zh
		if i%5 >= 3 {
			scripts = en
		}
		w.Talks = append(w.Talks, m.talk(i, n, agents, scripts[m.rnd.IntN(len(scripts))], w.People))
	}
	sort.Slice(w.Talks, func(a, b int) bool { return w.Talks[a].Started.Before(w.Talks[b].Started) })
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
			if lang == "en" {
				p.Email = strings.ToLower(strings.NewReplacer(" ", ".", "'", "").Replace(name)) + "@example.com"
				p.Phone = fmt.Sprintf("+44 20 7946 0%03d", m.rnd.IntN(1000))
			}
			out = append(out, p)
		}
	}
	return out
}

func (m *maker) talk(i, n, agents int, s Script, people []Person) Talk {
	t := Talk{Script: s, Agent: m.rnd.IntN(agents), Page: m.pick("pages." + s.Lang)}
	t.Person = m.person(s.Lang, people)
	age := m.age(i, n, s.Ending)
	t.Started = m.now.Add(-age)
	at := t.Started
	slots := m.slots(s.Lang)
	answered := false
	for _, l := range s.Lines {
		at = at.Add(m.pause(l.By))
		answered = answered || l.By == Agent
		t.Lines = append(t.Lines, Spoken{By: l.By, Text: slots.Replace(l.Text), At: at})
	}
	m.squeeze(&t)
	t.Taken = answered
	last := t.Lines[len(t.Lines)-1]
	t.Finished = last.At.Add(time.Minute)
	t.RatedAt = last.At.Add(3 * time.Minute)
	if s.Ending == EndsOpen && last.By == Customer {
		t.Unread = 1
	}
	return t
}

// age spreads resolved conversations over 30 days and keeps the waiting ones of today near now.
func (m *maker) age(i, n int, e Ending) time.Duration {
	switch e {
	case EndsOpen, EndsWaiting:
		return 20*time.Minute + time.Duration(m.rnd.Int64N(int64(7*time.Hour)))
	case EndsSnoozed:
		return 5*time.Hour + time.Duration(m.rnd.Int64N(int64(40*time.Hour)))
	case EndsResolved:
	}
	span := 30 * 24 * time.Hour
	return 2*time.Hour + time.Duration(int64(span)/int64(max(n, 1))*int64(i))
}

// squeeze keeps all lines in the past.
func (m *maker) squeeze(t *Talk) {
	last := t.Lines[len(t.Lines)-1].At
	limit := m.now.Add(-time.Duration(1+m.rnd.IntN(45)) * time.Minute)
	if over := last.Sub(limit); over > 0 {
		t.Started = t.Started.Add(-over)
		for i := range t.Lines {
			t.Lines[i].At = t.Lines[i].At.Add(-over)
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

func (m *maker) person(lang string, people []Person) int {
	for {
		if i := m.rnd.IntN(len(people)); people[i].Lang == lang {
			return i
		}
	}
}

func (m *maker) slots(lang string) *strings.Replacer {
	order := fmt.Sprintf("LH-%s-%04d", m.now.AddDate(0, 0, -m.rnd.IntN(20)).Format("20060102"), m.rnd.IntN(10000))
	return strings.NewReplacer("{product}", m.pick("products."+lang), "{city}", m.pick("cities."+lang),
		"{courier}", m.pick("couriers."+lang), "{day}", m.pick("days."+lang), "{order}", order,
		"{amount}", fmt.Sprint(19+m.rnd.IntN(900)))
}
