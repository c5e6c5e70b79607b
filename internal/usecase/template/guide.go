package template

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
)

// Step is one step to the first answered chat.
type Step string

// The steps, in their order.
const (
	ChooseTrade Step = "trade"
	SetUpChat   Step = "channel"
	FirstChat   Step = "message"
	FirstAnswer Step = "reply"
	Invite      Step = "people"
)

// Progress is how far a workspace has come. Every step is seen from what there is: nobody ticks it off.
type Progress struct {
	Open           bool // it is shown
	Template       string
	Done           map[Step]bool
	ChannelID      string // where the chat is set up and tested
	ConversationID string // a conversation that waits for the first answer, or the newest
}

// Steps are all of them.
func Steps() []Step { return []Step{ChooseTrade, SetUpChat, FirstChat, FirstAnswer, Invite} }

// Guide leads to the first answered chat.
type Guide struct {
	workspace Workspace
	people    People
	channels  Channels
	inbox     Inbox
}

// NewGuide makes it.
func NewGuide(w Workspace, p People, c Channels, i Inbox) *Guide { return &Guide{w, p, c, i} }

// looked is how many of the newest conversations are looked at for one that was answered.
const looked = 50

// Progress says how far the workspace has come. While the guide is put away nothing is looked at.
func (g *Guide) Progress(ctx context.Context) (Progress, error) {
	if _, err := actor.Require(ctx, account.PermManage); err != nil {
		return Progress{}, err
	}
	w, err := g.workspace.Workspace(ctx)
	if err != nil {
		return Progress{}, err
	}
	out := Progress{Open: w.Guide, Template: w.Template, Done: map[Step]bool{}}
	if !w.Guide {
		return out, nil
	}
	out.Done[ChooseTrade] = w.Template != ""
	list, err := g.channels.List(ctx)
	if err != nil {
		return out, err
	}
	if len(list) > 0 {
		out.Done[SetUpChat], out.ChannelID = true, list[0].ID
	}
	if err := g.chats(ctx, &out); err != nil {
		return out, err
	}
	out.Done[Invite], err = g.invited(ctx)
	return out, err
}

func (g *Guide) chats(ctx context.Context, out *Progress) error {
	for _, view := range []conversation.View{conversation.ViewAll, conversation.ViewResolved} {
		list, err := g.inbox.List(ctx, conversation.Query{View: view, Page: page.Request{Limit: looked}})
		if err != nil {
			return err
		}
		for _, c := range list.Items {
			out.Done[FirstChat] = true
			answered := !c.FirstReplyAt.IsZero()
			out.Done[FirstAnswer] = out.Done[FirstAnswer] || answered
			if out.ConversationID == "" || !answered && view == conversation.ViewAll {
				out.ConversationID = c.ID
			}
		}
	}
	return nil
}

// invited reports whether there is anybody beside whoever founded the workspace, or was asked to come.
func (g *Guide) invited(ctx context.Context) (bool, error) {
	people, err := g.people.Users(ctx, identity.UserFilter{}, page.Request{Limit: 2})
	if err != nil || len(people.Items) > 1 {
		return err == nil, err
	}
	invites, err := g.people.Invites(ctx)
	return len(invites) > 0, err
}

// Show opens the guide again or puts it away, for everybody who manages the workspace.
func (g *Guide) Show(ctx context.Context, on bool) error { return g.workspace.ShowGuide(ctx, on) }
