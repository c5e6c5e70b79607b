package knowledge

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
)

// Kinds of settings whose history is kept.
const (
	KindQuestion = "faq_question"
	KindCategory = "faq_category"
)

// keptQuestion is what the history keeps of a question. Its counts are no setting.
type keptQuestion struct {
	CategoryID string     `json:"categoryId,omitempty"`
	Zh         *Text      `json:"zh,omitempty"`
	En         *Text      `json:"en,omitempty"`
	Status     Status     `json:"status"`
	Hot        bool       `json:"hot"`
	Internal   bool       `json:"internal"`
	ValidFrom  *time.Time `json:"validFrom,omitempty"`
	ValidUntil *time.Time `json:"validUntil,omitempty"`
}

func kept(q Question) keptQuestion {
	k := keptQuestion{CategoryID: q.CategoryID, Status: q.Status, Hot: q.Hot, Internal: q.Internal, ValidFrom: q.ValidFrom, ValidUntil: q.ValidUntil}
	if !q.Zh.empty() {
		k.Zh = &q.Zh
	}
	if !q.En.empty() {
		k.En = &q.En
	}
	return k
}

// keepQuestion writes a version of a question; nil is one that is not there yet, or any more.
func keepQuestion(ctx context.Context, before, after *Question) error {
	c := unit.Change{Kind: KindQuestion}
	if before != nil {
		c.Subject, c.Before = before.ID, kept(*before)
	}
	if after != nil {
		c.Subject, c.After = after.ID, kept(*after)
	}
	return unit.Keep(ctx, c)
}

// RestoreQuestion makes what the history kept of a question its texts and the rest of it.
func (s *FAQ) RestoreQuestion(ctx context.Context, questionID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermFAQManage); err != nil {
		return err
	}
	var k keptQuestion
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	q, err := s.d.Store.Question(ctx, questionID)
	if err != nil {
		return err
	}
	from, until := at(k.ValidFrom), at(k.ValidUntil)
	e := EditQuestion{
		Version: q.Version, CategoryID: &k.CategoryID, Zh: &Text{}, En: &Text{}, Status: &k.Status, Hot: &k.Hot, Internal: &k.Internal,
		ValidFrom: &from, ValidUntil: &until,
	}
	change(e.Zh, k.Zh)
	change(e.En, k.En)
	_, err = s.Update(ctx, questionID, e)
	return err
}

// keptCategory is what the history keeps of a category. Its place among others is no setting.
type keptCategory struct {
	NameZh   string `json:"nameZh,omitempty"`
	NameEn   string `json:"nameEn,omitempty"`
	ParentID string `json:"parentId,omitempty"`
}

func keepCategory(ctx context.Context, before, after *Category) error {
	c := unit.Change{Kind: KindCategory}
	if before != nil {
		c.Subject, c.Before = before.ID, keptCategory{before.NameZh, before.NameEn, before.ParentID}
	}
	if after != nil {
		c.Subject, c.After = after.ID, keptCategory{after.NameZh, after.NameEn, after.ParentID}
	}
	return unit.Keep(ctx, c)
}

// RestoreCategory makes what the history kept of a category its names and its parent.
func (s *FAQ) RestoreCategory(ctx context.Context, categoryID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermFAQManage); err != nil {
		return err
	}
	var k keptCategory
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	_, c, err := s.category(ctx, categoryID)
	if err != nil {
		return err
	}
	_, err = s.UpdateCategory(ctx, categoryID, EditCategory{Version: c.Version, NameZh: &k.NameZh, NameEn: &k.NameEn, ParentID: &k.ParentID})
	return err
}
