package routing

// Facts are what conditions can ask about: the names on the right are those that people write.
type Facts struct {
	Channel      ChannelFacts      `expr:"channel"`
	Customer     CustomerFacts     `expr:"customer"`
	Conversation ConversationFacts `expr:"conversation"`
	Visit        VisitFacts        `expr:"visit"`
	Hour         int               `expr:"hour"`    // 0 to 23, in the zone of the workspace
	Weekday      int               `expr:"weekday"` // 1 is Monday
}

// ChannelFacts say where it came in.
type ChannelFacts struct {
	ID       string `expr:"id"`
	Kind     string `expr:"kind"`
	Language string `expr:"language"` // of the customer, as far as known: zh-CN, en
}

// CustomerFacts say who it is.
type CustomerFacts struct {
	Level   string            `expr:"level"`
	Tags    []string          `expr:"tags"` // names
	Country string            `expr:"country"`
	Fields  map[string]string `expr:"fields"` // own fields by key
}

// ConversationFacts say what it is about.
type ConversationFacts struct {
	Subject   string            `expr:"subject"`
	Text      string            `expr:"text"` // of the first messages, as written: lower(conversation.text) leaves capitals out of account
	Priority  string            `expr:"priority"`
	Sentiment string            `expr:"sentiment"` // negative, neutral, positive; empty while nobody knows
	Tags      []string          `expr:"tags"`
	Fields    map[string]string `expr:"fields"`
}

// VisitFacts say where the visitor came from.
type VisitFacts struct {
	Page   string `expr:"page"`
	Source string `expr:"source"`
	Region string `expr:"region"`
}

// AgentFacts are what an own score can ask about a candidate.
type AgentFacts struct {
	Load    float64        `expr:"load"`    // share of the points in use
	Idle    float64        `expr:"idle"`    // seconds since their last work ended
	Offered float64        `expr:"offered"` // seconds since their last offer
	Skills  map[string]int `expr:"skills"`  // levels by name
	Learned float64        `expr:"learned"`
	Waited  float64        `expr:"waited"` // seconds that the work has waited
}

// Condition is a condition that was read.
type Condition interface {
	Holds(Facts) (bool, error)
}

// Score is a score that was read.
type Score interface {
	Of(AgentFacts) (float64, error)
}

// Language reads what people write.
type Language interface {
	Condition(source string) (Condition, error)
	Score(source string) (Score, error)
}
