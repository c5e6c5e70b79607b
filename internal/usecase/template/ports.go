package template

import (
	"context"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/wrapup"
)

// Workspace is the workspace with its calendars; account.Service is it.
type Workspace interface {
	Workspace(ctx context.Context) (account.Workspace, error)
	Begin(ctx context.Context, template string) error
	ShowGuide(ctx context.Context, on bool) error
	Calendars(ctx context.Context) ([]account.Calendar, error)
	CreateCalendar(ctx context.Context, c account.Calendar) (account.Calendar, error)
	ChangeCalendar(ctx context.Context, calendarID string, in account.ChangeCalendar) (account.Calendar, error)
}

// People are colleagues and teams; identity.Service is it.
type People interface {
	Teams(ctx context.Context) ([]identity.Team, error)
	CreateTeam(ctx context.Context, t identity.Team) (identity.Team, error)
	Users(ctx context.Context, f identity.UserFilter, r page.Request) (page.Of[identity.User], error)
	Invites(ctx context.Context) ([]identity.Invite, error)
}

// Customers make tags and fields.
type Customers interface {
	ListTags(ctx context.Context) ([]customer.Tag, error)
	CreateTag(ctx context.Context, name, colour string) (customer.Tag, error)
	Fields(ctx context.Context) ([]customer.FieldView, error)
	CreateField(ctx context.Context, of customer.Owner, kind customer.FieldKind, e customer.FieldEdit) (customer.Field, error)
}

// Outside are the customers, and the channels on which they come.
type Outside struct {
	Customers
	Channels Channels
}

// CategoryTree is the tree of summary categories; wrapup.Service is it.
type CategoryTree interface {
	Setup(ctx context.Context) (wrapup.Setup, error)
	Import(ctx context.Context, rows []wrapup.Row) (wrapup.Imported, error)
	ChangeForm(ctx context.Context, f wrapup.Form) (wrapup.Form, error)
}

// Library is everything that is written to be said, and what is not.
type Library struct {
	Replies QuickReplies
	FAQ     Questions
	Words   SensitiveWords
}

// QuickReplies are the quick replies; knowledge.Service is it.
type QuickReplies interface {
	List(ctx context.Context, f knowledge.Filter, p page.Request) (page.Of[knowledge.Reply], error)
	Folders(ctx context.Context, t knowledge.Tree) ([]knowledge.Folder, error)
	CreateFolder(ctx context.Context, t knowledge.Tree, parentID, name string) (knowledge.Folder, error)
	Create(ctx context.Context, r knowledge.Reply) (knowledge.Reply, error)
	Review(ctx context.Context, replyID string, version int64, d knowledge.Decision, reason string) (knowledge.Reply, error)
}

// Questions are the FAQ; knowledge.FAQ is it.
type Questions interface {
	Categories(ctx context.Context) ([]knowledge.Category, error)
	CreateCategory(ctx context.Context, c knowledge.Category) (knowledge.Category, error)
	List(ctx context.Context, f knowledge.QuestionFilter, p page.Request) (page.Of[knowledge.Question], error)
	Create(ctx context.Context, q knowledge.Question) (knowledge.Question, error)
}

// SensitiveWords are the words that are looked for; moderation.Service is it.
type SensitiveWords interface {
	ListWords(ctx context.Context, q moderation.WordQuery) (moderation.WordList, error)
	AddWord(ctx context.Context, w moderation.Word) (moderation.Word, error)
}

// Channels are the channels; channel.Service is it.
type Channels interface {
	List(ctx context.Context) ([]channel.Channel, error)
	Update(ctx context.Context, channelID string, e channel.Edit) (channel.Channel, error)
}

// Inbox lists conversations; conversation.Service is it.
type Inbox interface {
	List(ctx context.Context, q conversation.Query) (page.Of[conversation.InboxRow], error)
}
