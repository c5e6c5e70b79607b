// Package contract lists every subject on the bus: who asks, what is asked, what comes back and how long it may take. The
// roles share nothing else. Payloads are JSON and stay below the bus limit of 256 KB.
package contract

import (
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
)

// Requests of the gateway to core.
const (
	// SubjectGrant asks who stands behind a socket and what it may receive. Request GrantRequest, reply Grant.
	SubjectGrant = "core.grant"
	// SubjectOpen asks for the entries of one conversation after a position. Request OpenRequest, reply OpenReply.
	SubjectOpen = "core.open"
	// SubjectReplay asks for the desk changes after a log cursor. Request ReplayRequest, reply ReplayReply.
	SubjectReplay = "core.replay"
	// SubjectBeat tells core which people have a desk open, so that presence does not lapse. Request BeatRequest, no reply content.
	SubjectBeat = "core.beat"
	// SubjectPreview asks what people of the company may see of a text that a visitor has not sent yet. Request PreviewRequest,
	// reply Preview. Neither is kept or logged anywhere.
	SubjectPreview = "core.preview"
)

// Announcements, which may be lost.
const (
	// SubjectGrantRevoked says that a session or all sessions of a user ended: sockets are closed. Payload Revoked.
	SubjectGrantRevoked = "grant.revoked"
	// SubjectMoved says that a conversation changed hands: who has it open but reads only some conversations must ask for it
	// again. Payload Moved.
	SubjectMoved = "grant.moved"
	// SubjectLists says that the sensitive words or the block list of a workspace changed: every core looks at the lists that it
	// keeps in memory. Payload Lists.
	SubjectLists = "core.lists"
	// SubjectViewersAsk asks all gateways for the people who have a conversation open. Payload Viewers without users.
	SubjectViewersAsk = "gateway.viewers.ask"
	// SubjectViewersTell answers it, and is sent at every change. Payload Viewers.
	SubjectViewersTell = "gateway.viewers.tell"
	// SubjectLive is the prefix of all frames for sockets: live.<tenant>.<audience>.
	SubjectLive = "live."
	// SubjectJobs tells job runners on other nodes that there are new promises.
	SubjectJobs = "jobs.wake"
	// SubjectWake tells consumers on other nodes that the event log grew.
	SubjectWake = "log.wake"
)

// Timeout of each request; no answer in time means "try again later" to the client.
const Timeout = 5 * time.Second

// SocketKind says which door a socket came through.
type SocketKind string

// The doors.
const (
	Desk   SocketKind = "desk"
	Widget SocketKind = "widget"
)

// GrantRequest carries what the client showed.
type GrantRequest struct {
	Kind   SocketKind `json:"kind"`
	Secret string     `json:"secret"` // session cookie, personal access token or visitor token
	Host   string     `json:"host"`
	Origin string     `json:"origin"`
}

// Grant says who is behind a socket and what it may receive until it expires.
type Grant struct {
	Actor     actor.Actor `json:"actor"`
	Session   string      `json:"session"` // what a revocation names
	Name      string      `json:"name"`    // shown while typing
	Topics    []string    `json:"topics"`  // audiences the socket joins at once, without the live.<tenant>. prefix
	ExpiresAt time.Time   `json:"expiresAt"`
	Epoch     string      `json:"epoch"`
	Cursor    string      `json:"cursor"` // head of the event log
}

// OpenRequest asks for one conversation from a position on.
type OpenRequest struct {
	Conversation string `json:"conversation"`
	After        int64  `json:"after"`
	Watch        bool   `json:"watch,omitempty"` // unseen: refused without a look that is under way
}

// OpenReply holds ready frames: the missed entries in order and, at the end, the "opened" frame. More is set when the bus
// could not carry all of them: the position to ask on from.
type OpenReply struct {
	Frames []json.RawMessage `json:"frames"`
	More   int64             `json:"more,omitempty"`
}

// ReplayRequest asks for what changed on the desk after a cursor.
type ReplayRequest struct {
	Cursor string `json:"cursor"`
}

// ReplayReply holds ready frames; a single reset frame when there is too much to replay or to carry.
type ReplayReply struct {
	Frames []json.RawMessage `json:"frames"`
}

// BeatRequest lists the people of one workspace with an open desk on one gateway.
type BeatRequest struct {
	Users []string `json:"users"`
}

// PreviewRequest carries what a visitor is typing.
type PreviewRequest struct {
	Text string `json:"text"`
}

// Preview is that text as those see it who see personal data, and as the others do; both are empty where the channel shows
// nothing.
type Preview struct {
	Text   string `json:"text"`
	Masked string `json:"masked"`
}

// Revoked names what ended. An empty Session means all sessions of the user.
type Revoked struct {
	Tenant  string `json:"tenant"`
	User    string `json:"user"`
	Session string `json:"session"`
}

// Moved names a conversation that has another team or assignee now.
type Moved struct {
	Tenant       string `json:"tenant"`
	Conversation string `json:"conversation"`
}

// Lists names a workspace whose lists changed.
type Lists struct {
	Tenant string `json:"tenant"`
}

// Viewers are the people who have a conversation open on one gateway.
type Viewers struct {
	Node         string   `json:"node"`
	Tenant       string   `json:"tenant"`
	Conversation string   `json:"conversation"`
	Users        []string `json:"users"`
}

// AudienceConversation is everybody of the company who has the conversation open. The other audiences are chosen by
// usecase/live; the gateway knows only these two by name, because clients join them by opening a conversation.
func AudienceConversation(id string) string { return "cnv." + id }

// AudiencePublic is the customer's side of a conversation.
func AudiencePublic(id string) string { return "pub." + id }

// AudienceMasked is the part of an audience that does not see personal data.
func AudienceMasked(audience string) string { return audience + ".masked" }

// Live is the full subject of an audience.
func Live(tenant, audience string) string { return SubjectLive + tenant + "." + audience }
