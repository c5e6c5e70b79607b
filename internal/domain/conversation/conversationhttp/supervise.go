package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

// Supervision shows the whole floor; usecase/supervise is it.
type Supervision interface {
	Live(ctx context.Context, q conversation.LiveQuery) (page.Of[conversation.LiveRow], error)
	Teams(ctx context.Context) ([]conversation.TeamLoad, error)
	Agents(ctx context.Context, q conversation.AgentQuery) (page.Of[conversation.AgentLoad], error)
	SignOut(ctx context.Context, userID string) error
}

const tagSupervise = "Supervision"

// permPresence is the right to change somebody else's presence, by which they are signed out as well.
const permPresence actor.Permission = "presence.manage"

type liveInput struct {
	Team      []string `query:"team" maxItems:"20" doc:"Ids of teams, with commas; none for what has no team."`
	Channel   []string `query:"channel" maxItems:"20"`
	Assignee  []string `query:"assignee" maxItems:"20" doc:"Ids of people; me, or none for what is nobody's."`
	Queue     []string `query:"queue" maxItems:"20" doc:"Ids of queues: what waits there, or somebody has from there."`
	Waiting   bool     `query:"waiting" doc:"Only who waits for an answer."`
	Overdue   bool     `query:"overdue" doc:"Only who has waited longer than the limit of the channel."`
	VIP       bool     `query:"vip" doc:"Only VIP customers."`
	Negative  bool     `query:"negative" doc:"Only customers of whom somebody or a program said that they feel bad."`
	LowRating bool     `query:"lowRating" doc:"Only who has rated with 1 or 2."`
	Hit       bool     `query:"hit" doc:"Only where a sensitive word was found in the last seven days."`
	Paged
}

type agentsInput struct {
	Team  string `query:"team" maxLength:"30"`
	State string `query:"state" enum:"online,busy,break,offline"`
	Paged
}

type agentInput struct {
	UserID string `path:"userId" maxLength:"30"`
}

type whisperInput struct {
	ByID
	Body struct {
		Body string `json:"body" minLength:"1" maxLength:"2000"`
	}
}

type heardInput struct {
	ByID
	EntryID string `path:"entryId" maxLength:"30" doc:"The activity that stands for it."`
}

type watchesInput struct {
	UserID         string `query:"userId" maxLength:"30" doc:"Who looked on."`
	ConversationID string `query:"conversationId" maxLength:"30"`
	Paged
}

type teamLoads struct {
	Items []conversation.TeamLoad `json:"items"`
}

// RegisterSupervision adds the operations of those who supervise.
func RegisterSupervision(api *httpx.API, m *conversation.Monitor, s Supervision) {
	registerFloor(api, s)
	registerWatches(api, m)
	registerSteps(api, m)
}

func registerFloor(api *httpx.API, s Supervision) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/supervise/conversations", ID: "listLiveConversations", Tag: tagSupervise,
		Summary:    "What is open now, in the teams one supervises: who waits longest first",
		Permission: conversation.PermMonitor, Description: "With filters a page may be short although there are more: go on while `next` is there.",
	}, func(ctx context.Context, in *liveInput) (*reply[page.Of[conversation.LiveRow]], error) {
		f := conversation.Filter{Teams: in.Team, Channels: in.Channel, Assignees: in.Assignee, Queues: in.Queue, Waiting: in.Waiting}
		if in.Negative {
			f.Sentiments = []conversation.Sentiment{conversation.Negative}
		}
		return answer(s.Live(ctx, conversation.LiveQuery{
			Filter:  f,
			Overdue: in.Overdue, VIP: in.VIP, LowRating: in.LowRating, Hit: in.Hit, Page: in.request(),
		}))
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/supervise/teams", ID: "listTeamLoads", Tag: tagSupervise,
		Summary: "What each team has to do now, and who of it is there", Permission: conversation.PermMonitor,
	}, func(ctx context.Context, _ *struct{}) (*reply[teamLoads], error) {
		items, err := s.Teams(ctx)
		return answer(teamLoads{items}, err)
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/supervise/agents", ID: "listAgentLoads", Tag: tagSupervise,
		Summary: "The people one supervises, with their presence and what they hold", Permission: conversation.PermMonitor,
	}, func(ctx context.Context, in *agentsInput) (*reply[page.Of[conversation.AgentLoad]], error) {
		return answer(s.Agents(ctx, conversation.AgentQuery{TeamID: in.Team, State: in.State, Page: in.request()}))
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/supervise/agents/{userId}/sign-out", ID: "forceSignOut", Tag: tagSupervise, Status: http.StatusNoContent,
		Summary: "Sign somebody out; the open conversations they hold go back, with their team", Permission: permPresence,
		Description: "It needs the right to monitor conversations as well. Access tokens stay.",
		Codes:       []string{"identity.user_not_found", "identity.beyond_own"},
	}, func(ctx context.Context, in *agentInput) (*struct{}, error) { return nil, s.SignOut(ctx, in.UserID) })
}

func registerWatches(api *httpx.API, m *conversation.Monitor) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/conversations/{id}/watch", ID: "watchConversation", Tag: tagSupervise,
		Summary: "Begin to look on unseen", Permission: conversation.PermMonitor, Codes: codes(),
		Description: "Nobody in the conversation learns of it; who looked at what, and when, is kept. A look ends with the next one, and after twelve hours. " +
			"While it lasts the conversation can be opened on a socket of /ws/desk?watch=1.",
	}, func(ctx context.Context, in *ByID) (*reply[conversation.Watch], error) {
		return answer(m.Watch(ctx, in.ID))
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/conversations/{id}/watch", ID: "unwatchConversation", Tag: tagSupervise, Status: http.StatusNoContent,
		Summary: "End the own look", Permission: conversation.PermMonitor,
	}, func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, m.Unwatch(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/watches", ID: "listWatches", Tag: tagSupervise,
		Summary: "Who looked on unseen, at what and when, the last first", Permission: conversation.PermWatches,
	}, func(ctx context.Context, in *watchesInput) (*reply[page.Of[conversation.Watch]], error) {
		return answer(m.Watches(ctx, conversation.WatchQuery{UserID: in.UserID, ConversationID: in.ConversationID, Page: in.request()}))
	})
}

func registerSteps(api *httpx.API, m *conversation.Monitor) {
	onState(api, http.MethodPost, "whispers", "whisper", "Whisper to the person who has it: nobody else reads it but those who supervise", conversation.PermMonitor,
		[]string{conversation.ErrNobodyHears.Code},
		func(ctx context.Context, in *whisperInput) (conversation.Result, error) {
			return m.Say(ctx, in.ID, in.Body.Body)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/whispers/{entryId}", ID: "readWhisper", Tag: tagSupervise,
		Summary: "The words of a whisper, for who said or heard it and for supervisors", Permission: conversation.PermRead,
		Codes: codes(conversation.ErrEntryNotFound.Code),
	}, func(ctx context.Context, in *heardInput) (*reply[conversation.Whisper], error) {
		return answer(m.Heard(ctx, in.ID, in.EntryID))
	})
	onState(api, http.MethodPut, "barge", "bargeIn", "Take part in it, to write to the customer under the own name", conversation.PermMonitor,
		[]string{conversation.ErrResolved.Code, conversation.ErrTooManyParticipants.Code},
		func(ctx context.Context, in *ByID) (conversation.Result, error) { return m.Barge(ctx, in.ID) })
	onState(api, http.MethodPut, "take-over", "takeOver", "Take it from whoever has it", conversation.PermMonitor,
		[]string{conversation.ErrResolved.Code},
		func(ctx context.Context, in *ByID) (conversation.Result, error) { return m.TakeOver(ctx, in.ID) })
}
