package conversationhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

type listInput struct {
	View   string `query:"view" enum:"mine,unassigned,all,snoozed,resolved,mentions,following" default:"all"`
	Status string `query:"status" enum:"open,snoozed,resolved" doc:"Of mine, unassigned and all; open when absent."`
	Sort   string `query:"sort" enum:"newest,oldest,waiting,attention,served" default:"newest" doc:"newest, oldest: by the last activity. waiting: who waits longest for an answer first; leaves out who does not wait. attention: the same first, then the others, newest first. served: what waits in one queue, in the order in which it is served."`
	Narrowed
	Paged
}

// Narrowed are the filters of a list. Of each one value is enough; all that are given must hold.
type Narrowed struct {
	Team      []string `query:"team" maxItems:"20" doc:"Ids of teams, with commas; none for what has no team."`
	Channel   []string `query:"channel" maxItems:"20"`
	Assignee  []string `query:"assignee" maxItems:"20" doc:"Ids of people; me, or none for what is nobody's."`
	Tag       []string `query:"tag" maxItems:"20"`
	Priority  []string `query:"priority" maxItems:"20" enum:"urgent,high,normal,low"`
	Queue     []string `query:"queue" maxItems:"20" doc:"Ids of queues: what waits there, or somebody has from there."`
	Sentiment []string `query:"sentiment" maxItems:"4" enum:"negative,neutral,positive,unknown" doc:"How the customer feels; unknown for what nobody has judged."`
	Waiting   bool     `query:"waiting" doc:"Only who waits for an answer."`
	Unread    bool     `query:"unread" doc:"Only what nobody who answers has read."`
	CallBack  bool     `query:"callback" doc:"Only who wants to be called."`
	Following bool     `query:"following" doc:"Only what you take part in, wherever it stands."`
	Mentioned bool     `query:"mentioned" doc:"Only where a note mentions you, the last mention first."`
}

func (n Narrowed) filter() conversation.Filter {
	f := conversation.Filter{
		Channels: n.Channel, Teams: n.Team, Assignees: n.Assignee, Tags: n.Tag, Queues: n.Queue, Waiting: n.Waiting, Unread: n.Unread, CallBack: n.CallBack, Following: n.Following, Mentioned: n.Mentioned,
	}
	for _, p := range n.Priority {
		f.Priorities = append(f.Priorities, conversation.Priority(p))
	}
	for _, s := range n.Sentiment {
		f.Sentiments = append(f.Sentiments, conversation.Sentiment(s))
	}
	return f
}

type queuedInput struct {
	ID []string `query:"id" maxItems:"200" doc:"Ids of conversations, with commas; those that cannot be read are left out."`
}

type queuedList struct {
	Items []conversation.Queued `json:"items"`
}

type ofCustomerInput struct {
	ID string `path:"id" maxLength:"30" doc:"Id of the customer"`
	Paged
}

type startInput struct {
	Body struct {
		CustomerID  string         `json:"customerId" maxLength:"30"`
		ChannelID   string         `json:"channelId" maxLength:"30"`
		TeamID      string         `json:"teamId,omitempty" maxLength:"30"`
		Subject     string         `json:"subject,omitempty" maxLength:"200"`
		ClientID    string         `json:"clientId" minLength:"1" maxLength:"64" doc:"Made by the client; the same one is stored once."`
		Body        string         `json:"body"`
		Attachments []attachedFile `json:"attachments,omitempty" maxItems:"10"`
		Confirmed   bool           `json:"confirmed,omitempty" doc:"Its author has read the fault moderation.warned and sends it anyway."`
	}
}

func registerLists(api *httpx.API, s *conversation.Service, p *conversation.Personal) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations", ID: "listConversations", Tag: tagConversations,
		Summary: "List a view of the inbox", Permission: conversation.PermRead,
		Description: "With filters a page may be short although there are more: go on while `next` is there.",
	},
		func(ctx context.Context, in *listInput) (*reply[page.Of[conversation.InboxRow]], error) {
			return answer(s.List(ctx, conversation.Query{
				View: conversation.View(in.View), Status: conversation.Status(in.Status), Sort: conversation.Sort(in.Sort),
				Filter: in.filter(), Page: in.request(),
			}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/counts", ID: "countConversations", Tag: tagConversations,
		Summary: "The numbers beside the views", Permission: conversation.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[conversation.Counts], error) {
			return answer(p.Counts(ctx))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/queues", ID: "listConversationQueues", Tag: tagConversations,
		Summary: "In which queues conversations stand", Permission: conversation.PermRead,
		Description: "Those that wait in a queue of routing or that somebody has from there; none where the workspace has one queue only.",
	},
		func(ctx context.Context, in *queuedInput) (*reply[queuedList], error) {
			items, err := s.Queued(ctx, in.ID)
			return answer(queuedList{items}, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/customers/{id}/conversations", ID: "listCustomerConversations", Tag: tagConversations,
		Summary: "What a customer has written before, newest first", Permission: conversation.PermRead,
	},
		func(ctx context.Context, in *ofCustomerInput) (*reply[page.Of[conversation.InboxRow]], error) {
			return answer(s.OfCustomer(ctx, in.ID, in.request()))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations", ID: "startConversation", Tag: tagConversations, Status: http.StatusCreated,
		Summary: "Write to a customer first", Permission: conversation.PermReply,
		Idempotent: true, OwnUnit: true,
	},
		func(ctx context.Context, in *startInput) (*reply[conversation.Result], error) {
			b := in.Body
			return answer(s.Start(ctx, conversation.Start{
				Text:       conversation.Text{ClientID: b.ClientID, Body: b.Body, FileIDs: fileIDs(b.Attachments), Confirmed: b.Confirmed},
				CustomerID: b.CustomerID, ChannelID: b.ChannelID, TeamID: b.TeamID, Subject: b.Subject,
			}))
		})
}
