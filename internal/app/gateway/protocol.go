package gateway

import (
	"encoding/json"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/platform/realtime"
)

// Limits of one socket.
const (
	maxOpen   = 30 // conversations open at once
	maxCursor = 200
	maxToken  = 4096
	maxTyped  = 2000 // bytes of a text that is not sent yet
)

// said is a frame from a client.
type said struct {
	Op           string           `json:"op"`
	Token        string           `json:"token"`
	Cursor       string           `json:"cursor"`
	Open         map[string]int64 `json:"open"`
	Conversation string           `json:"conversation"`
	After        int64            `json:"after"`
	On           bool             `json:"on"`
	Note         bool             `json:"note"`
	Visit        bool             `json:"visit"` // the browser tells of its visit
	Text         string           `json:"text"`  // what a visitor is typing
}

// parse reads a frame and refuses what cannot be meant.
func parse(data []byte) (said, error) {
	var s said
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fault.ErrMalformed.Wrap(err)
	}
	if len(s.Token) > maxToken || len(s.Cursor) > maxCursor || len(s.Open) > maxOpen || s.After < 0 || len(s.Text) > maxTyped || strings.ContainsRune(s.Text, 0) {
		return s, fault.ErrMalformed.New()
	}
	if s.Conversation != "" && !id.Valid("cnv", s.Conversation) {
		return s, fault.ErrMalformed.New()
	}
	for conversation, after := range s.Open {
		if !id.Valid("cnv", conversation) || after < 0 {
			return s, fault.ErrMalformed.New()
		}
	}
	return s, nil
}

// Frames that the gateway makes itself.
type (
	welcomeFrame struct {
		Op      string `json:"op"`
		Session string `json:"session"`
		Epoch   string `json:"epoch"`
		Cursor  string `json:"cursor"`
	}
	byeFrame struct {
		Op               string `json:"op"`
		Reason           string `json:"reason"`
		ReconnectAfterMs int64  `json:"reconnectAfterMs"`
	}
	resetFrame struct {
		Op     string `json:"op"`
		Stream string `json:"stream"`
		Reason string `json:"reason"`
	}
	typingFrame struct {
		Op           string `json:"op"`
		Conversation string `json:"conversation"`
		Who          person `json:"who"`
		On           bool   `json:"on"`
		Note         bool   `json:"note"`
		Text         string `json:"text,omitempty"` // of a visitor, for people of the company only
	}
	person struct {
		Kind string `json:"kind"` // user or customer
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	viewersFrame struct {
		Op           string   `json:"op"`
		Conversation string   `json:"conversation"`
		Users        []string `json:"users"`
	}
	pongFrame struct {
		Op string `json:"op"`
	}
)

// Reasons of a good-bye beside those of the hub.
const (
	byeExpired = "expired" // sign in again
	byeBusy    = "busy"    // core did not answer: come back in a moment
	byeRenew   = "renew"   // the grant ran out or changed: come back for a new one
	byeGap     = "gap"     // frames may be missing: come back from your positions
)

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("a frame does not marshal: " + err.Error()) //nolint:forbidigo // a programming error
	}
	return b
}

func frame(v any) *realtime.Frame { return realtime.NewFrame(encode(v)) }

// bye is the last frame of the hub's own good-byes.
func bye(reason string, after time.Duration) *realtime.Frame {
	return frame(byeFrame{Op: "bye", Reason: reason, ReconnectAfterMs: after.Milliseconds()})
}
