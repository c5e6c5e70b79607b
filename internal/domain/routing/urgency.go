package routing

import "time"

// Urgency is the head start that the target of a queue gives: how much sooner than in the queue with the longest target somebody must be
// answered here. With it `arrived − head start` orders the work of all such queues by the moment at which each target is missed, so
// that whoever is nearest to that is served first; and the key still never changes while work waits.
func (p Plan) Urgency(queueID string) time.Duration {
	longest, own := Seconds(0), Seconds(-1)
	for _, q := range p.Queues {
		longest = max(longest, q.Target.Seconds)
		if q.ID == queueID && q.Urgent {
			own = q.Target.Seconds
		}
	}
	if own < 0 {
		return 0
	}
	return (longest - own).Duration()
}

// Moved is work that goes to another queue: the part of its head start that its queue gave is that of the new one.
func (it Item) Moved(p Plan, queueID string) Item {
	it.HeadStart += p.Urgency(queueID) - it.Urgent
	it.Urgent = p.Urgency(queueID)
	return it
}
