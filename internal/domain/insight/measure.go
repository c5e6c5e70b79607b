package insight

// Measure is a number that a day counts. Times are in milliseconds.
type Measure int

// The measures; docs/subsystems/reports.md defines each one.
const (
	Received Measure = iota // contacts that began
	Answered                // of them, those that a person answered
	Missed                  // of them, those that ended while the customer still waited for a first answer
	FirstCount
	FirstTime // from the wait to the first answer of a contact
	Replies
	ReplyTime // from the wait to any answer
	Inbound
	Outbound
	Handled
	HandleTime // from the first answer of a contact to its end
	Resolved   // contacts that were resolved
	Summarised // of them, those with a summary
	Solved     // of them, those whose summary says so
	Rated
	Score // the sum of the scores
	Satisfied
	TransferIn
	TransferOut
	measures
)

// Columns are the names of the measures in tables, in their order.
var Columns = [measures]string{
	"received", "answered", "missed", "first_count", "first_time", "replies", "reply_time", "inbound", "outbound", "handled", "handle_time",
	"resolved", "summarised", "solved", "rated", "score", "satisfied", "transfer_in", "transfer_out",
}

// Measures are all numbers of one key.
type Measures [measures]int64

// Plus is the sum of both.
func (m Measures) Plus(o Measures) Measures {
	for i := range m {
		m[i] += o[i]
	}
	return m
}

// satisfying is the lowest score of a satisfied customer.
const satisfying = 4

// figures are the measures that open to the conversations behind them, by their names on the wire.
var figures = map[string]Measure{
	"received": Received, "answered": Answered, "missed": Missed, "firstResponse": FirstCount, "response": Replies, "inbound": Inbound, "outbound": Outbound,
	"handling": Handled, "resolved": Resolved, "summarised": Summarised, "solved": Solved, "rated": Rated, "satisfied": Satisfied,
	"transferredIn": TransferIn, "transferredOut": TransferOut,
}

// times are the measures that tell how long the counted ones took.
var times = map[Measure]Measure{FirstCount: FirstTime, Replies: ReplyTime, Handled: HandleTime, Rated: Score}
