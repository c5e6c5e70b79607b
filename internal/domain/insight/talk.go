package insight

// Key is where a number counts.
type Key struct {
	Day     Day    `json:"d"`
	Agent   string `json:"a,omitempty"`
	Team    string `json:"t,omitempty"`
	Channel string `json:"c"`
}

// Spot is a key with the conversation that adds to it.
type Spot struct {
	Key
	Conversation string `json:"o"`
}

// Talk is what the roll-up has to remember of a conversation. Moments are microseconds, 0 for none.
type Talk struct {
	Channel     string    `json:"c,omitempty"`
	Team        string    `json:"t,omitempty"`
	Agent       string    `json:"a,omitempty"`
	Waiting     int64     `json:"w,omitempty"` // first message of the customer that nobody answered
	Asleep      int64     `json:"z,omitempty"`
	Contact     *Contact  `json:"k,omitempty"`
	Ended       *Ended    `json:"e,omitempty"`
	Resolutions int       `json:"n,omitempty"`
	Summary     Summary   `json:"s,omitzero"`
	Score       int       `json:"r,omitempty"`
	ScoreAt     *Spot     `json:"p,omitempty"` // where the score counts
	Moved       *Transfer `json:"m,omitempty"`
	Lent        string    `json:"l,omitempty"` // the conversation in which the contact goes on after a merge
	Set         *Set      `json:"x,omitempty"` // the contact that a merge ended
}

// Contact is one matter of a customer: from their first message until the conversation is resolved.
type Contact struct {
	Spot  Spot  `json:"s"` // where it counts
	First int64 `json:"f,omitempty"`
	Slept int64 `json:"z,omitempty"` // how long it was snoozed since its first answer
}

// Ended is the last end of a conversation, with what an undo restores.
type Ended struct {
	Spot       Spot     `json:"s"`
	Resolution int      `json:"n"`
	Contact    *Contact `json:"k,omitempty"` // nil when the end did not count
	Waiting    int64    `json:"w,omitempty"`
	Asleep     int64    `json:"z,omitempty"`
	Added      Measures `json:"m"` // at Spot
	Missed     bool     `json:"x,omitempty"`
	Previous   *Ended   `json:"p,omitempty"` // the end before; its own is not kept
}

// Summary is the outcome of the summary of a resolution.
type Summary struct {
	Resolution int    `json:"n"`
	Outcome    string `json:"o"`
}

// Transfer is the last one, with what an undo takes back.
type Transfer struct {
	Entry string `json:"e"`
	Out   Spot   `json:"o"`
	In    *Spot  `json:"i,omitempty"`
}

// Set is a contact that a merge ended.
type Set struct {
	Contact *Contact `json:"k"`
	Waiting int64    `json:"w,omitempty"`
	Other   int64    `json:"o,omitempty"` // since when the other conversation's customer had waited
}
