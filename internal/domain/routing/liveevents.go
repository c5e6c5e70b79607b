package routing

import "time"

// StreamWork is the kind of stream of the events about work; the stream's id is that of the conversation.
const StreamWork = "routing_work"

// Types of events about work.
const (
	EventEntered    = "routing.entered"     // it waits in a queue
	EventOffered    = "routing.offered"     // somebody is asked to take it
	EventOfferEnded = "routing.offer_ended" // without being accepted
	EventAccepted   = "routing.accepted"    // somebody has it, by routing
	EventLeft       = "routing.left"        // it waits no more, or its points came back
)

// Why work entered a queue.
const (
	CauseArrived     = "arrived"
	CauseReturned    = "returned"     // who had it is not there any more
	CauseGivenBack   = "given_back"   // who had it gave it to nobody
	CauseTransferred = "transferred"  // somebody moved it here
	CauseQueueGone   = "queue_gone"   // its queue was deleted
	CauseWidened     = "widened"      // it waits for the people of another queue, too
	CauseCameBack    = "came_back"    // another system, or somebody here, brought it back from outside
	CauseUnreachable = "unreachable"  // the other system could not be told
	CauseRejudged    = "rejudged"     // its priority or its customer's mood was changed, so its head start was
	CauseOffHours    = "off_hours"    // its queue was closed
	CauseMessageLeft = "message_left" // its customer left a message instead of waiting: it counts as an e-mail
)

// Why work left.
const (
	CauseTaken      = "taken"       // somebody took it by hand, or was given it
	CauseClosed     = "closed"      // resolved, snoozed, merged or erased
	CauseFinished   = "finished"    // its wrap-up has ended
	CauseHandedOver = "handed_over" // another system has it
)

// Entered is the data of EventEntered.
type Entered struct {
	QueueID string `json:"queueId"`
	Cause   string `json:"cause"`
	AgentID string `json:"agentId,omitempty"` // who had it
	Plan    int64  `json:"plan"`
}

// OfferMade is the data of EventOffered.
type OfferMade struct {
	QueueID  string    `json:"queueId"`
	AgentID  string    `json:"agentId"`
	RecordID string    `json:"recordId"`
	Until    time.Time `json:"until"`
}

// OfferEnded is the data of EventOfferEnded.
type OfferEnded struct {
	QueueID string `json:"queueId"`
	AgentID string `json:"agentId"`
	Outcome Ending `json:"outcome"`
}

// AcceptedWork is the data of EventAccepted. Mode says how it reached them.
type AcceptedWork struct {
	QueueID string `json:"queueId"`
	AgentID string `json:"agentId"`
	Mode    Mode   `json:"mode"`
}

// Left is the data of EventLeft.
type Left struct {
	QueueID string `json:"queueId"`
	AgentID string `json:"agentId,omitempty"` // who had it, or has it now
	Cause   string `json:"cause"`
}
