package insight

import (
	"encoding/json"
	"time"

	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
)

// place is where a conversation stands, as events tell it.
type place struct {
	TeamID     string `json:"teamId"`
	AssigneeID string `json:"assigneeId"`
	ChannelID  string `json:"channelId"`
}

// told is what this domain reads of the data of events.
type told struct {
	EntryID    string `json:"entryId"`
	Before     *place `json:"before"`
	After      *place `json:"after"`
	AuthorKind string `json:"authorKind"`
	Undoes     string `json:"undoes"`
	Score      int    `json:"score"`
	OtherID    string `json:"otherId"`
	Outcome    string `json:"outcome"`
	Resolution int    `json:"resolution"`
	State      string `json:"state"`
	Reason     string `json:"reason"`
	Since      string `json:"since"`

	AssigneeID string `json:"assigneeId"`
	TeamID     string `json:"teamId"`
	ChannelID  string `json:"channelId"`
}

// Fold turns events of one workspace into changes of the roll-up. It touches no store: the talks and spans it needs are put in
// before.
type Fold struct {
	Zones   Zones
	Talks   map[string]*Talk // nil for one that is gone
	Spans   map[string]Span
	Added   map[Spot]Measures
	Firsts  map[KeyBucket]int64
	Present map[PresentKey]int64 // microseconds
	Sweep   bool
}

// KeyBucket is a part of the sketch of a key.
type KeyBucket struct {
	Key
	Bucket int
}

// NewFold begins with nothing.
func NewFold(z Zones) *Fold {
	return &Fold{
		Zones: z, Talks: map[string]*Talk{}, Spans: map[string]Span{},
		Added: map[Spot]Measures{}, Firsts: map[KeyBucket]int64{}, Present: map[PresentKey]int64{},
	}
}

// step is one event while it is folded.
type step struct {
	*Fold
	*Talk
	id string
	at int64
	by string // the person who did it
	in told
}

// Apply adds what an event changes.
func (f *Fold) Apply(e event.Event) error {
	var in told
	if err := json.Unmarshal(e.Data, &in); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	at := e.At.UnixMicro()
	switch e.Type {
	case presenceChanged:
		f.present(e.StreamID, at, in)
		return nil
	case userErased:
		f.spend(f.Spans[e.StreamID], 0, at)
		f.Spans[e.StreamID] = Span{User: e.StreamID}
		return nil
	case conversationErased:
		f.Talks[e.StreamID] = nil
		return nil
	case sampleEnded:
		f.Sweep = true
		return nil
	}
	do, ok := steps[e.Type]
	if !ok {
		return nil
	}
	t := f.Talks[e.StreamID]
	if t == nil {
		if e.Stream != streamConversation {
			return nil // the conversation is gone
		}
		t = &Talk{}
		f.Talks[e.StreamID] = t
	}
	s := step{Fold: f, Talk: t, id: e.StreamID, at: at, in: in}
	if e.Actor.Kind == "user" || e.Actor.Kind == "token" {
		s.by = e.Actor.ID
	}
	do(s)
	return nil
}

func (s step) spot(agent string) Spot {
	return Spot{Key{s.Zones.day(s.at), agent, s.Team, s.Channel}, s.id}
}

func (f *Fold) add(at Spot, m Measure, n int64) {
	one := f.Added[at]
	one[m] += n
	f.Added[at] = one
}

func (f *Fold) addAll(at Spot, m Measures, sign int64) {
	for i, n := range m {
		if n != 0 {
			f.add(at, Measure(i), sign*n)
		}
	}
}

func (f *Fold) addFirst(at Spot, ms, sign int64) { f.Firsts[KeyBucket{at.Key, bucketOf(ms)}] += sign }

// since is the time from a moment until now, in milliseconds.
func (s step) since(micros int64) int64 {
	return max(0, s.at-micros) / int64(time.Millisecond/time.Microsecond)
}

func (s step) stands(p *place) {
	if p != nil {
		s.Team, s.Talk.Agent, s.Channel = p.TeamID, p.AssigneeID, p.ChannelID
	}
}

// begin is the start of a contact.
func (s step) begin() {
	s.Contact = &Contact{Spot: s.spot(s.Agent)}
	s.add(s.Contact.Spot, Received, 1)
}

// message is what somebody said.
func (s step) message() {
	if s.Channel == "" { // the log begins in the middle of it
		s.Channel, s.Team, s.Talk.Agent = s.in.ChannelID, s.in.TeamID, s.in.AssigneeID
	}
	switch s.in.AuthorKind {
	case "customer":
		s.add(s.spot(s.Agent), Inbound, 1)
		if s.Contact == nil {
			s.begin()
		}
		if s.Waiting == 0 {
			s.Talk.Waiting = s.at
		}
	case "user":
		s.add(s.spot(s.by), Outbound, 1)
		s.answer()
	case "bot":
		s.Talk.Waiting = 0
	}
}

// answer ends the wait of the customer.
func (s step) answer() {
	waited := int64(-1)
	if s.Waiting > 0 {
		waited = s.since(s.Waiting)
		s.add(s.spot(s.by), Replies, 1)
		s.add(s.spot(s.by), ReplyTime, waited)
		s.Talk.Waiting = 0
	}
	k := s.Contact
	if k == nil || k.First > 0 {
		return
	}
	s.carry(s.by)
	k.First = s.at
	s.add(k.Spot, Answered, 1)
	if waited >= 0 {
		s.add(k.Spot, FirstCount, 1)
		s.add(k.Spot, FirstTime, waited)
		s.addFirst(k.Spot, waited, 1)
	}
}

// carry moves a contact that nobody has answered to where the conversation stands; its day stays.
func (s step) carry(agent string) {
	k := s.Contact
	if k == nil || k.First > 0 {
		return
	}
	s.add(k.Spot, Received, -1)
	k.Spot.Agent, k.Spot.Team = agent, s.Team
	s.add(k.Spot, Received, 1)
}

// assigned is a change of hands: a transfer when a person gives away what was theirs to somebody else or to another team.
func (s step) assigned() {
	b, a := s.in.Before, s.in.After
	if b == nil || a == nil {
		return
	}
	if s.in.Undoes != "" {
		s.untransfer()
	} else if b.AssigneeID != "" && b.AssigneeID != a.AssigneeID && (a.AssigneeID != "" || a.TeamID != b.TeamID) {
		s.transfer(*b, *a)
	}
	s.stands(a)
	s.carry(s.Agent)
}

func (s step) transfer(from, to place) {
	day := s.Zones.day(s.at)
	m := &Transfer{Entry: s.in.EntryID, Out: Spot{Key{day, from.AssigneeID, from.TeamID, from.ChannelID}, s.id}}
	s.add(m.Out, TransferOut, 1)
	if to.AssigneeID != "" {
		m.In = &Spot{Key{day, to.AssigneeID, to.TeamID, to.ChannelID}, s.id}
		s.add(*m.In, TransferIn, 1)
	}
	s.Moved = m
}

func (s step) untransfer() {
	m := s.Moved
	if m == nil || m.Entry != s.in.Undoes {
		return
	}
	s.add(m.Out, TransferOut, -1)
	if m.In != nil {
		s.add(*m.In, TransferIn, -1)
	}
	s.Moved = nil
}

func (s step) snoozed() {
	s.stands(s.in.After)
	if s.Asleep == 0 {
		s.Talk.Asleep = s.at
	}
}

func (s step) unsnoozed() {
	s.stands(s.in.After)
	s.woke()
}

// woke counts how long the contact slept since its first answer.
func (s step) woke() {
	if s.Asleep > 0 && s.Contact != nil && s.Contact.First > 0 {
		s.Contact.Slept += max(0, s.at-max(s.Asleep, s.Contact.First))
	}
	s.Talk.Asleep = 0
}
