package routing

import (
	"maps"
	"math/bits"
	"slices"
)

// bitset holds a bit for each place in the roster.
type bitset []uint64

func (b *bitset) put(i int, on bool) {
	for len(*b) <= i/64 {
		*b = append(*b, 0)
	}
	if on {
		(*b)[i/64] |= 1 << (i % 64)
	} else {
		(*b)[i/64] &^= 1 << (i % 64)
	}
}

// word is the n-th 64 bits; beyond the end there are none.
func (b bitset) word(n int) uint64 {
	if n < len(b) {
		return b[n]
	}
	return 0
}

// each calls with every place of a word.
func each(n int, word uint64, call func(i int)) {
	for ; word != 0; word &= word - 1 {
		call(n*64 + bits.TrailingZeros64(word))
	}
}

// person is an agent in the roster.
type person struct {
	Agent
	place    int
	reserved pile // work that waits for this very person
}

func (p *person) fits(kind string, points int) bool {
	if p.Capacity-p.Used < points {
		return false
	}
	most, limited := p.Limits[kind]
	return !limited || p.Holds[kind] < most
}

func (p *person) has(needs []Need) bool {
	for _, need := range needs {
		if p.Skills[need.Skill] < need.Level {
			return false
		}
	}
	return true
}

func (p *person) load() float64 {
	if p.Capacity <= 0 {
		return 1
	}
	return float64(p.Used) / float64(p.Capacity)
}

// sizes is how many different points have bits that are kept.
const sizes = 32

// learned is the factor that results have taught; around 1.
func (p *person) learned(queue string) float64 {
	if factor, known := p.Learned[queue]; known {
		return factor
	}
	return 1
}

// roster is everybody, by place, with a bit for each thing that makes a candidate.
type roster struct {
	people  []*person // nil where somebody left
	places  map[string]int
	free    []int
	online  bitset
	serves  map[string]*bitset               // by queue
	skilled map[string]*[MaxLevel + 1]bitset // by skill and least level
	room    map[int]*bitset                  // by points: who has so many free
}

func newRoster() roster {
	return roster{places: map[string]int{}, serves: map[string]*bitset{}, skilled: map[string]*[MaxLevel + 1]bitset{}, room: map[int]*bitset{}}
}

func (r *roster) find(id string) *person {
	if place, ok := r.places[id]; ok {
		return r.people[place]
	}
	return nil
}

// put adds an agent or replaces what is known of them.
func (r *roster) put(a Agent) *person {
	a.Holds = maps.Clone(a.Holds) // it changes with every decision
	if a.Holds == nil {
		a.Holds = map[string]int{}
	}
	p := r.find(a.ID)
	if p == nil {
		p = &person{place: r.newPlace()}
		r.people[p.place] = p
		r.places[a.ID] = p.place
	} else {
		r.mark(p, false)
	}
	p.Agent = a
	r.mark(p, true)
	return p
}

func (r *roster) newPlace() int {
	if n := len(r.free); n > 0 {
		place := r.free[n-1]
		r.free = r.free[:n-1]
		return place
	}
	r.people = append(r.people, nil)
	return len(r.people) - 1
}

func (r *roster) drop(p *person) {
	r.mark(p, false)
	delete(r.places, p.ID)
	r.people[p.place] = nil
	r.free = append(r.free, p.place)
}

// mark sets or clears all bits of a person.
func (r *roster) mark(p *person, on bool) {
	r.online.put(p.place, on && p.Online)
	for _, queue := range p.Queues {
		r.of(queue).put(p.place, on)
	}
	for skill, level := range p.Skills {
		levels := r.skilled[skill]
		if levels == nil {
			levels = &[MaxLevel + 1]bitset{}
			r.skilled[skill] = levels
		}
		for least := MinLevel; least <= min(level, MaxLevel); least++ {
			levels[least].put(p.place, on)
		}
	}
	for points, has := range r.room {
		has.put(p.place, on && p.Capacity-p.Used >= points)
	}
}

// take counts what a person got.
func (r *roster) take(p *person, kind string, points int) {
	p.Used += points
	p.Holds[kind]++
	for size, has := range r.room {
		has.put(p.place, p.Capacity-p.Used >= size)
	}
}

func (r *roster) of(queue string) *bitset {
	if r.serves[queue] == nil {
		r.serves[queue] = &bitset{}
	}
	return r.serves[queue]
}

// withRoom is who has so many points free; kinds have few sizes, so each gets bits of its own.
func (r *roster) withRoom(points int) *bitset {
	if has := r.room[points]; has != nil {
		return has
	}
	has := &bitset{}
	for _, p := range r.people {
		if p != nil {
			has.put(p.place, p.Capacity-p.Used >= points)
		}
	}
	if len(r.room) < sizes {
		r.room[points] = has
	}
	return has
}

// levels are who has a skill at a level; nil when nobody has it.
func (r *roster) levels(need Need) bitset {
	if levels := r.skilled[need.Skill]; levels != nil {
		return levels[min(max(need.Level, MinLevel), MaxLevel)]
	}
	return nil
}

func servesAny(p *person, queues []string) bool {
	return slices.ContainsFunc(queues, func(queue string) bool { return slices.Contains(p.Queues, queue) })
}
