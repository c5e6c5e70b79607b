package conversation

import (
	"slices"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// What stands for somebody else in a filter: whoever asks, and nobody or no team.
const (
	Me   = "me"
	None = "none"
	// Unknown stands for conversations of which nobody has said how the customer feels.
	Unknown Sentiment = "unknown"
)

// MaxFilterValues is how many values one part of a filter may name.
const MaxFilterValues = 20

// Filter narrows a list. Of each part one value is enough; all parts that are given must hold.
type Filter struct {
	Channels   []string    `json:"channels,omitempty"`
	Teams      []string    `json:"teams,omitempty" doc:"Ids of teams; none for what has no team."`
	Assignees  []string    `json:"assignees,omitempty" doc:"Ids of people; me for the reader, none for what is nobody's."`
	Tags       []string    `json:"tags,omitempty"`
	Priorities []Priority  `json:"priorities,omitempty"`
	Sentiments []Sentiment `json:"sentiments,omitempty" doc:"negative, neutral or positive; unknown for what nobody has judged."`
	Queues     []string    `json:"queues,omitempty" doc:"Ids of queues of routing: what waits there, or somebody has from there; at most 4,000 conversations are looked at."`
	Waiting    bool        `json:"waiting,omitempty" doc:"The customer waits for an answer."`
	Unread     bool        `json:"unread,omitempty" doc:"Nobody who answers has read the last message."`
	Following  bool        `json:"following,omitempty" doc:"The reader takes part, wherever it stands."`
	CallBack   bool        `json:"callback,omitempty" doc:"The customer wants to be called."`
	Mentioned  bool        `json:"mentioned,omitempty" doc:"A note mentions the reader; these lists stand in the order of the mentions."`
}

// For is the filter as it works for one reader: with ids only, "" for nobody and no team.
func (f Filter) For(user string) Filter {
	f.Assignees = replaced(f.Assignees, map[string]string{Me: user, None: ""})
	f.Teams = replaced(f.Teams, map[string]string{None: ""})
	f.Sentiments = replaced(f.Sentiments, map[Sentiment]Sentiment{Unknown: ""})
	return f
}

func replaced[T comparable](list []T, by map[T]T) []T {
	if len(list) == 0 {
		return nil
	}
	out := make([]T, len(list))
	for i, s := range list {
		if to, ok := by[s]; ok {
			s = to
		}
		out[i] = s
	}
	return out
}

// Passes reports whether a row passes all parts but Mentioned and Queues, which a row does not tell.
func (f Filter) Passes(c Conversation) bool {
	return among(f.Channels, c.ChannelID) && among(f.Teams, c.TeamID) && among(f.Assignees, c.AssigneeID) &&
		among(f.Priorities, c.Priority) && among(f.Sentiments, c.Sentiment) && (!f.Waiting || !c.WaitingSince.IsZero()) && (!f.Unread || c.Unread > 0) && (!f.CallBack || c.CallBack != nil) &&
		(len(f.Tags) == 0 || slices.ContainsFunc(f.Tags, func(tag string) bool { return slices.Contains(c.TagIDs, tag) }))
}

// among reports whether a value is one of the list, or the list asks for nothing.
func among[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

// Only is the value of a part that names exactly one.
func Only[T any](list []T) (only T, ok bool) {
	if len(list) == 1 {
		return list[0], true
	}
	return only, false
}

func (f Filter) check(c *fault.Checker) {
	ids := func(field, prefix string, list []string, words ...string) {
		c.Count(field, len(list), MaxFilterValues)
		for _, s := range list {
			c.If(!id.Valid(prefix, s) && !slices.Contains(words, s), field, fault.ErrFormat)
		}
	}
	ids("channel", "chn", f.Channels)
	ids("team", "tem", f.Teams, None)
	ids("assignee", "usr", f.Assignees, Me, None)
	ids("tag", "tag", f.Tags)
	ids("queue", "que", f.Queues)
	c.Count("priority", len(f.Priorities), MaxFilterValues)
	for _, p := range f.Priorities {
		c.Choice("priority", string(p), string(Urgent), string(High), string(Normal), string(Low))
	}
	c.Count("sentiment", len(f.Sentiments), MaxFilterValues)
	for _, one := range f.Sentiments {
		c.Choice("sentiment", string(one), string(Negative), string(Neutral), string(Positive), string(Unknown))
	}
}
