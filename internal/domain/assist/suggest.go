package assist

import (
	"cmp"
	"context"
	"slices"

	"frontdesk/internal/base/actor"
)

// PermReply is needed to be suggested answers; the conversation itself must be readable too.
const PermReply actor.Permission = "conversation.reply"

// Limits of suggestions.
const (
	// MaxSuggestions is how many are offered: what can be taken in at a glance.
	MaxSuggestions = 3
	// maxAsked is how many of the customer's last messages are looked at: "are you there?" often follows the question.
	maxAsked = 3
	// maxRead is how much of a message is read.
	maxRead = 1000
)

// Suggestion is an answer that somebody may want to send.
type Suggestion struct {
	Origin string  `json:"origin" enum:"faq,reply" doc:"Where it comes from."`
	ID     string  `json:"id" doc:"Of the question or reply, to count its use."`
	Title  string  `json:"title"`
	Text   string  `json:"text" doc:"Plain text; that of a reply with its variables."`
	Lang   string  `json:"lang,omitempty"`
	Files  int     `json:"files,omitempty" doc:"How many files go out with it."`
	Fit    float64 `json:"fit" doc:"How well it fits, up to 1."`
}

// Suggested are the answers to what a customer waits for.
type Suggested struct {
	EntryID string       `json:"entryId,omitempty" doc:"The last message that has no answer; absent when there is none."`
	Items   []Suggestion `json:"items" doc:"The best first, at most three; none when nothing fits well."`
}

// Source knows answers. It gives those that fit well and that who acts may use, the best first.
type Source interface {
	Suggest(ctx context.Context, text string, limit int) ([]Suggestion, error)
}

// Suggestions finds answers to what customers wait for.
type Suggestions struct {
	talks   Conversations
	sources []Source
}

// NewSuggestions makes the service. Another source is one more argument.
func NewSuggestions(talks Conversations, sources ...Source) *Suggestions {
	return &Suggestions{talks: talks, sources: sources}
}

// Suggest are answers to the customer's last messages that nobody has answered: to the newest that has some.
func (s *Suggestions) Suggest(ctx context.Context, conversationID string) (Suggested, error) {
	if _, err := actor.Require(ctx, PermReply); err != nil {
		return Suggested{}, err
	}
	out := Suggested{Items: []Suggestion{}}
	asked, err := s.talks.Unanswered(ctx, conversationID, maxAsked)
	if err != nil || len(asked) == 0 {
		return out, err
	}
	out.EntryID = asked[0].ID
	for _, one := range asked {
		found, err := s.ask(ctx, one.Body)
		if err != nil {
			return out, err
		}
		if len(found) > 0 {
			out.Items = found
			break
		}
	}
	return out, nil
}

func (s *Suggestions) ask(ctx context.Context, text string) ([]Suggestion, error) {
	if r := []rune(text); len(r) > maxRead {
		text = string(r[:maxRead])
	}
	var all []Suggestion
	for _, source := range s.sources {
		found, err := source.Suggest(ctx, text, MaxSuggestions)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b Suggestion) int { return cmp.Compare(b.Fit, a.Fit) })
	// The same words stand in the FAQ and among the replies of many companies.
	var out []Suggestion
	for _, one := range all {
		if len(out) < MaxSuggestions && !slices.ContainsFunc(out, func(o Suggestion) bool { return o.Text == one.Text }) {
			out = append(out, one)
		}
	}
	return out, nil
}
