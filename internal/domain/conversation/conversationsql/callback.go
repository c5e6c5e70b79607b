package conversationsql

import (
	"encoding/json"

	"frontdesk/internal/domain/conversation"
)

// callBackText is a wish to be called as the column keeps it; "" for none.
func callBackText(w *conversation.CallBack) string {
	if w == nil {
		return ""
	}
	raw, err := json.Marshal(w)
	if err != nil {
		return "" // text, times and a number always marshal
	}
	return string(raw)
}
