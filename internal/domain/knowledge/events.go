package knowledge

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// Streams and types of the events.
const (
	Stream             = "reply"
	FolderStream       = "reply_folder"
	EventCreated       = "reply.created"
	EventUpdated       = "reply.updated"
	EventDeleted       = "reply.deleted"
	EventSubmitted     = "reply.submitted"
	EventApproved      = "reply.approved"
	EventRejected      = "reply.rejected"
	EventImported      = "reply.imported"
	EventFolderCreated = "reply_folder.created"
	EventFolderUpdated = "reply_folder.updated"
	EventFolderDeleted = "reply_folder.deleted"

	QuestionStream       = "faq"
	CategoryStream       = "faq_category"
	EventQuestionCreated = "faq.created"
	EventQuestionUpdated = "faq.updated"
	EventQuestionDeleted = "faq.deleted"
	EventFAQImported     = "faq.imported"
	EventCategoryCreated = "faq_category.created"
	EventCategoryUpdated = "faq_category.updated"
	EventCategoryDeleted = "faq_category.deleted"
)

// Changed is the payload of all but reply.imported.
type Changed struct {
	Scope   Scope `json:"scope"`
	Version int64 `json:"version"`
}

// Imported is the payload of reply.imported; its stream is the tree.
type Imported struct {
	Scope   Scope `json:"scope"`
	Replies int   `json:"replies"`
}

// QuestionChanged is the payload of events of questions, but for faq.imported.
type QuestionChanged struct {
	Status  Status `json:"status"`
	Version int64  `json:"version"`
}

// FAQImported is the payload of faq.imported; its stream is the workspace.
type FAQImported struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
}

// CategoryChanged is the payload of events of categories.
type CategoryChanged struct {
	Version int64 `json:"version"`
}

func (s *Service) tell(ctx context.Context, a actor.Actor, r Reply, kind string) error {
	return unit.Append(ctx, event.New(a.Tenant, Stream, r.ID, kind, a.Ref(), s.d.Clock.Now(), Changed{Scope: r.Scope, Version: r.Version}))
}

func (s *Service) tellFolder(ctx context.Context, a actor.Actor, f Folder, kind string) error {
	return unit.Append(ctx, event.New(a.Tenant, FolderStream, f.ID, kind, a.Ref(), s.d.Clock.Now(), Changed{Scope: f.Scope, Version: f.Version}))
}
