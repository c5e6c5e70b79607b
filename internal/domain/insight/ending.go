package insight

// resolved is the end of a contact. One without a contact, such as that of a conversation that only we wrote in, counts nothing.
func (s step) resolved() {
	s.stands(s.in.After)
	s.Talk.Resolutions++
	agent := s.Agent
	if agent == "" {
		agent = s.by
	}
	end := &Ended{Spot: s.spot(agent), Resolution: s.Resolutions, Waiting: s.Waiting, Asleep: s.Asleep}
	if s.Ended != nil {
		before := *s.Ended
		before.Previous = nil
		end.Previous = &before
	}
	if s.Contact != nil {
		before := *s.Contact
		s.woke()
		s.count(end)
		end.Contact = &before
	} else if end.Previous != nil {
		end.Spot = end.Previous.Spot
	}
	s.Talk.Ended, s.Talk.Contact, s.Talk.Waiting, s.Talk.Asleep = end, nil, 0, 0
	if s.Score > 0 && s.ScoreAt == nil {
		s.score(end.Spot)
	}
}

func (s step) count(end *Ended) {
	k := s.Contact
	end.Added[Resolved] = 1
	switch {
	case k.First > 0:
		end.Added[Handled] = 1
		end.Added[HandleTime] = s.since(k.First + k.Slept)
	case s.Waiting > 0:
		end.Missed = true
		s.add(k.Spot, Missed, 1)
	}
	if s.Summary.Resolution == end.Resolution {
		end.Added[Summarised], end.Added[Solved] = 1, solved(s.Summary)
	}
	s.addAll(end.Spot, end.Added, 1)
}

func solved(s Summary) int64 {
	if s.Outcome == "resolved" {
		return 1
	}
	return 0
}

// reopened takes back what the last end counted, if it is an undo. Otherwise the customer's next message begins a contact.
func (s step) reopened() {
	s.stands(s.in.After)
	end := s.Ended
	if s.in.Undoes == "" || end == nil {
		return
	}
	s.addAll(end.Spot, end.Added, -1)
	if end.Missed {
		s.add(end.Contact.Spot, Missed, -1)
	}
	if s.ScoreAt != nil && *s.ScoreAt == end.Spot && (end.Contact != nil || end.Previous == nil) {
		s.unscore()
		if end.Previous != nil {
			s.score(end.Previous.Spot)
		}
	}
	s.Talk.Resolutions--
	s.Talk.Contact, s.Talk.Asleep, s.Talk.Ended = end.Contact, end.Asleep, end.Previous
	if s.Waiting == 0 {
		s.Talk.Waiting = end.Waiting
	}
	s.carry(s.Agent)
}

// rated is the customer's score. It counts where the end counts, and waits for it if need be.
func (s step) rated() {
	at := s.ScoreAt
	if at != nil {
		s.unscore()
	} else if s.Ended != nil {
		at = &s.Ended.Spot
	}
	s.Talk.Score = s.in.Score
	if at != nil && s.Score > 0 {
		s.score(*at)
	}
}

func (s step) score(at Spot) {
	s.addScore(at, 1)
	s.Talk.ScoreAt = &at
}

func (s step) unscore() {
	s.addScore(*s.ScoreAt, -1)
	s.Talk.ScoreAt = nil
}

func (s step) addScore(at Spot, sign int64) {
	s.add(at, Rated, sign)
	s.add(at, Score, sign*int64(s.Talk.Score))
	if s.Talk.Score >= satisfying {
		s.add(at, Satisfied, sign)
	}
}

// summarised keeps the outcome; that of an end which was counted counts at once.
func (s step) summarised() {
	s.Talk.Summary = Summary{Resolution: s.in.Resolution, Outcome: s.in.Outcome}
	end := s.Ended
	if end == nil || end.Contact == nil || end.Resolution != s.in.Resolution {
		return
	}
	s.add(end.Spot, Summarised, 1-end.Added[Summarised])
	s.add(end.Spot, Solved, solved(s.Summary)-end.Added[Solved])
	end.Added[Summarised], end.Added[Solved] = 1, solved(s.Summary)
}

// other is the talk that a merge names.
func (s step) other() *Talk {
	t := s.Talks[s.in.OtherID]
	if t == nil {
		t = &Talk{Channel: s.Channel, Team: s.Team, Agent: s.Agent}
		s.Talks[s.in.OtherID] = t
	}
	return t
}

// merged lets the contact go on in the other conversation. Where that has one of its own, two unanswered ones are one.
func (s step) merged() {
	dst, k := s.other(), s.Contact
	if k == nil {
		return
	}
	if dst.Contact == nil {
		s.Talk.Lent = s.in.OtherID
		dst.Contact, dst.Waiting = k, s.Waiting
	} else {
		s.Talk.Set = &Set{Contact: k, Waiting: s.Waiting, Other: dst.Waiting}
		if k.First == 0 {
			s.add(k.Spot, Received, -1)
		}
		if s.Waiting > 0 && (dst.Waiting == 0 || s.Waiting < dst.Waiting) {
			dst.Waiting = s.Waiting
		}
	}
	s.Talk.Contact, s.Talk.Waiting = nil, 0
}

// unmerged gives the contact back.
func (s step) unmerged() {
	dst := s.other()
	switch {
	case s.Lent != "" && dst.Contact != nil && dst.Contact.Spot.Conversation == s.id:
		s.Talk.Contact, s.Talk.Waiting = dst.Contact, dst.Waiting
		dst.Contact, dst.Waiting = nil, 0
	case s.Set != nil:
		s.Talk.Contact = s.Set.Contact
		if s.Contact.First == 0 {
			s.add(s.Contact.Spot, Received, 1)
		}
		if dst.Waiting > 0 {
			s.Talk.Waiting = s.Set.Waiting
			if dst.Waiting == s.Set.Waiting {
				dst.Waiting = s.Set.Other
			}
		}
	}
	s.Talk.Lent, s.Talk.Set = "", nil
	s.stands(s.in.After)
}

// split off is a matter of its own, but nobody waits for its first answer: what was said before counts where it was said.
func (s step) splitOff() {
	if s.Contact == nil {
		s.begin()
	}
}
