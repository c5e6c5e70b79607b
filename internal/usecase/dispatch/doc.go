// Package dispatch brings work to people: it keeps what waits in step with the conversations, lets the engine of each workspace
// decide, and makes each decision a reservation in one unit of work.
//
// Truth is in rows. A consumer of the event log looks at every conversation that moved and at every person whose presence
// changed, and brings the row of its work into line (settle); that may be done again at any time and changes nothing the second
// time. The node that reads the log also holds the engines in memory, fed with fresh rows; a reservation that fails puts fresh
// rows into the engine, which decides anew. Every action of a person (accept, decline, take next, transfer) works on any node: it
// writes rows under guards and tells of it by an event.
package dispatch
