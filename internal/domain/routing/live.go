package routing

import "time"

// Offering is work that was offered to somebody, as they see it.
type Offering struct {
	ConversationID string    `json:"conversationId"`
	QueueID        string    `json:"queueId"`
	QueueName      string    `json:"queueName"`
	Kind           string    `json:"kind" enum:"chat,call,email"`
	ChannelKind    string    `json:"channelKind"`
	CustomerName   string    `json:"customerName" personal:"text"`
	CustomerLevel  string    `json:"customerLevel,omitempty"`
	Subject        string    `json:"subject,omitempty" personal:"text"`
	Preview        string    `json:"preview" personal:"text" doc:"Start of the last message."`
	OfferedAt      time.Time `json:"offeredAt"`
	Until          time.Time `json:"until" doc:"Without an answer until then it goes to the next."`
	WaitedSeconds  int       `json:"waitedSeconds" doc:"How long the customer had waited when it was offered."`
	// What the customer wants instead of an answer in the chat.
	CallBack         *CallWish `json:"callBack,omitempty" doc:"The customer wants to be called."`
	HeadStartSeconds int       `json:"headStartSeconds"`
	HeadStarts       []Ahead   `json:"headStarts,omitempty" doc:"What the head start is made of, where the plan still says so."`
	Number           int64     `json:"number"`
	CustomerID       string    `json:"customerId"`
	Strategy         Strategy  `json:"strategy,omitempty"`
	Sticky           bool      `json:"sticky,omitempty" doc:"They had this customer before."`
	Needs            []Asked   `json:"needs,omitempty" doc:"The skills that are asked for, with the level of the one who is asked."`
}

// Ahead is a part of a head start.
type Ahead struct {
	From    string `json:"from" enum:"priority,level,rule,target" doc:"target: the queue's, which is shorter than the longest."`
	Name    string `json:"name"`
	Seconds int    `json:"seconds"`
}

// Taken is the conversation that somebody has now.
type Taken struct {
	ConversationID string `json:"conversationId,omitempty" doc:"Absent when nobody waits."`
}

// Own is what routing knows of the person who asks.
type Own struct {
	Capacity int            `json:"capacity" doc:"Points."`
	Used     int            `json:"used" doc:"Points in use; more than the capacity where they took more themselves."`
	Holds    map[string]int `json:"holds" doc:"How many of a kind they have."`
	Queues   []OwnQueue     `json:"queues" doc:"Those they serve."`
	WrapUps  []WrappingUp   `json:"wrapups"`
	Points   map[string]int `json:"points" doc:"What work of a kind takes."`
	Limits   map[string]int `json:"limits,omitempty" doc:"Most of a kind at a time."`
	// Whoever may assign can hand a conversation to any queue, also to one they do not serve.
	TransferTo []QueueName `json:"transferTo" doc:"All queues."`
	HandOverTo []QueueName `json:"handOverTo" doc:"Other systems that take conversations."`
}

// QueueName is a queue by its name.
type QueueName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// NotRouted is the state of a conversation that routing does not know: it is over, or older than routing.
const NotRouted State = "none"

// OwnQueue is a queue that somebody serves.
type OwnQueue struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Mode    Mode   `json:"mode" enum:"push,auto,pull"`
	Waiting int    `json:"waiting"`
}

// WrappingUp is a conversation that is over and still takes points.
type WrappingUp struct {
	ConversationID string    `json:"conversationId"`
	Until          time.Time `json:"until"`
}

// Standing is where a conversation stands.
type Standing struct {
	State            State        `json:"state" enum:"none,waiting,offered,held,wrapup,outside"`
	QueueID          string       `json:"queueId"`
	QueueName        string       `json:"queueName"`
	Position         int          `json:"position,omitempty" doc:"1 is the next; only while it waits."`
	Estimate         *Expectation `json:"estimate,omitempty" doc:"Absent when too little was served lately to say."`
	AgentID          string       `json:"agentId,omitempty"`
	AgentName        string       `json:"agentName,omitempty"`
	Arrived          time.Time    `json:"arrived,omitzero"`
	HeadStartSeconds int          `json:"headStartSeconds"`
	Needs            []Asked      `json:"needs"`
	Outside          string       `json:"outside,omitempty" doc:"Of state outside: what the other system is called."`
	OutsideSince     time.Time    `json:"outsideSince,omitzero"`
	CameBackSeconds  int          `json:"cameBackSeconds,omitempty" doc:"It kept its place: the customer had left and came back after so long."`
}

// Expectation is between which times half of all customers at such a place are served.
type Expectation struct {
	LowSeconds  int `json:"lowSeconds"`
	HighSeconds int `json:"highSeconds"`
}

// Asked is a skill that work asks for.
type Asked struct {
	Skill             string `json:"skill"`
	Name              string `json:"name"`
	Level             int    `json:"level"`
	RelaxAfterSeconds int    `json:"relaxAfterSeconds,omitempty"`
	Own               int    `json:"own,omitempty" doc:"The level of the one who is asked."`
}

// Explained is a decision with the names of what it speaks of.
type Explained struct {
	ID         string          `json:"id"`
	At         time.Time       `json:"at"`
	Outcome    Ending          `json:"outcome" enum:"pending,accepted,declined,timeout,withdrawn"`
	EndedAt    time.Time       `json:"endedAt,omitzero"`
	PlanNumber int64           `json:"planNumber"`
	Rules      []ExplainedRule `json:"rules"`
	Decision   Decision        `json:"decision"`
	// The same times as in the decision, in seconds.
	WaitedSeconds    int     `json:"waitedSeconds"`
	HeadStartSeconds int     `json:"headStartSeconds"`
	HeadStarts       []Ahead `json:"headStarts,omitempty"`
	// Of a customer who had left before anybody answered and came back in time.
	CameBackSeconds int               `json:"cameBackSeconds,omitempty" doc:"It kept its place: the customer had left and came back after so long."`
	Names           map[string]string `json:"names" doc:"Of the people, the queue and the skills that the decision names."`
}

// ExplainedRule is a rule that was asked.
type ExplainedRule struct {
	Rule   string `json:"rule"`
	Name   string `json:"name,omitempty" doc:"Absent when the plan in force does not have it any more."`
	Held   bool   `json:"held"`
	Failed bool   `json:"failed,omitempty" doc:"It could not be worked out, and counts as not held."`
}

// Figures are a queue as it stands.
type Figures struct {
	ID             string       `json:"id"`
	Name           string       `json:"name"`
	Mode           Mode         `json:"mode" enum:"push,auto,pull"`
	Waiting        int          `json:"waiting"`
	LongestSeconds int          `json:"longestSeconds" doc:"How long the one has waited who has waited longest."`
	CallBacks      int          `json:"callBacks" doc:"Customers who asked here to be called, now or later; those for now are counted in waiting."`
	SolvedAlone    int          `json:"solvedAlone" doc:"Customers who waited here today and found the answer themselves."`
	LeftQueue      int          `json:"leftQueue" doc:"Customers who waited here today and left the queue themselves."`
	Offered        int          `json:"offered"`
	Held           int          `json:"held"`
	Outside        int          `json:"outside" doc:"Handed over to other systems."`
	ServedHalfHour int          `json:"servedHalfHour"`
	Estimate       *Expectation `json:"estimate,omitempty" doc:"For who comes now."`
	Level          Reached      `json:"level"`
	Agents         Staffing     `json:"agents"`
	Alert          Alert        `json:"alert" doc:"When the tile turns, as the plan has it."`
	Alarm          Alarm        `json:"alarm" doc:"Which of these thresholds are passed, and how near the others are."`
}

// Reached is the service level of today.
type Reached struct {
	Answered int     `json:"answered"`
	Within   int     `json:"within" doc:"Those of them that were answered in time."`
	Share    float64 `json:"share" doc:"0 to 1; 0 when nothing was answered."`
	Target   float64 `json:"target"`
}

// Staffing is who serves a queue now.
type Staffing struct {
	Online     int `json:"online"`
	Busy       int `json:"busy"`
	Break      int `json:"break"`
	FreePoints int `json:"freePoints" doc:"Of those who are online."`
}

// Crowd is how much work of a queue is in a state.
type Crowd struct {
	Queue   string
	Channel string // "" where channels are not told apart
	State   State
	Count   int
	Oldest  time.Time // when the first of it came
}

// TallyEvery is the length of the slots in which services are counted.
const TallyEvery = 5 * time.Minute

// Tally is how much work of a queue was served in one slot.
type Tally struct {
	Queue   string
	Channel string // "" where channels are not told apart
	Slot    time.Time
	Served  int
	Within  int // of the target of its queue then
}
