package dispatch

import (
	"context"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/routing"
)

// Store keeps desks, work, decisions and counts.
type Store interface {
	routing.Desks
	routing.Works
	routing.Records
	routing.Line
	routing.Seats
	routing.Tallies
	routing.Choices
	routing.Channels
	routing.Places
}

// Plans knows the plan in force and those before it; routing.Service is it.
type Plans interface {
	Current(ctx context.Context) (routing.Published, error)
	// Plan is one that was published.
	Plan(ctx context.Context, number int64) (routing.Published, error)
}

// Supervisors are those who watch over queues.
type Supervisors interface {
	// OfQueue are the people who may see queues: those of the team, or all of them when it is "" or nobody of it may.
	OfQueue(ctx context.Context, team string) ([]string, error)
}

// Notices tells people; notify.Service is it.
type Notices interface {
	// TellOfQueue tells these people in the running unit. The same moment counts once.
	TellOfQueue(ctx context.Context, to []string, news notify.QueueNews, at time.Time) error
}

// Talks reads conversations and does to them what routing decides; conversation.Service is it.
type Talks interface {
	Standing(ctx context.Context, asked []conversation.Asked) ([]conversation.Conversation, error)
	Arrange(ctx context.Context, id string, in conversation.Arrangement) (conversation.Conversation, error)
	Say(ctx context.Context, id string, line conversation.Line) (bool, error)
	AddNote(ctx context.Context, id string, in conversation.Text) (conversation.Result, error)
}

// Lines are the customers who wait to be taken; conversation.Lines is it.
type Lines interface {
	Line(ctx context.Context) ([]conversation.InLine, error)
	CallsWanted(ctx context.Context) ([]conversation.CallBack, error)
}

// People knows who is there.
type People interface {
	PresencesOf(ctx context.Context, userIDs []string) (map[string]identity.Presence, error)
	// Hold keeps the running unit from ending well unless the person is there and takes work.
	Hold(ctx context.Context, userID string) error
	// SendOnBreak takes somebody out of work who did not answer.
	SendOnBreak(ctx context.Context, userID string) error
	// Teams are the teams of everybody who can sign in, by person.
	Teams(ctx context.Context) (map[string][]string, error)
	// Names of people who exist.
	Names(ctx context.Context, userIDs []string) (map[string]string, error)
}

// Facts are what conditions can ask about; the conversation's own are filled in already.
type Facts interface {
	Of(ctx context.Context, c conversation.Conversation) (routing.Facts, error)
	// Previous is the agent who had the customer last, "" for nobody.
	Previous(ctx context.Context, c conversation.Conversation) (string, error)
}

// Hours knows calendars and the day.
type Hours interface {
	// OpenFor is when the calendar will have been open for d since from; false for never.
	OpenFor(ctx context.Context, calendarID string, from time.Time, d time.Duration) (time.Time, bool, error)
	// Today is when the day of the workspace began.
	Today(ctx context.Context) (time.Time, error)
}
