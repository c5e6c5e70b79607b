package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/assist"
	"frontdesk/internal/domain/assist/assisthttp"
	"frontdesk/internal/platform/httpx"
)

// assistance is what helps those who answer.
type assistance struct {
	Suggestions *assist.Suggestions
}

// assistance needs the conversations and the knowledge, so it is made after them.
func (s *Services) assistance() assistance {
	told := ports.Told{Conversations: s.Conversations}
	return assistance{
		Suggestions: assist.NewSuggestions(told, ports.Answers{FAQ: s.FAQ}, ports.QuickReplies{Knowledge: s.Knowledge}),
	}
}

// register adds the operations.
func (a assistance) register(api *httpx.API) {
	assisthttp.Register(api, a.Suggestions)
}
