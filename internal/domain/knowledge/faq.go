package knowledge

import (
	"context"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// FAQDeps are what the FAQ needs.
type FAQDeps struct {
	Run     unit.Runner
	Clock   clock.Clock
	Store   FAQStore
	Words   Words
	Widgets Widgets
}

// FAQ holds the use cases of questions and answers.
type FAQ struct{ d FAQDeps }

// NewFAQ makes it.
func NewFAQ(d FAQDeps) *FAQ { return &FAQ{d: d} }

// List is a page of all questions, drafts included. A category stands for those below it as well.
func (s *FAQ) List(ctx context.Context, f QuestionFilter, p page.Request) (page.Of[Question], error) {
	if _, err := actor.Require(ctx, PermFAQManage); err != nil {
		return page.Of[Question]{}, err
	}
	if len(f.Categories) > 0 {
		all, err := s.d.Store.AllCategories(ctx)
		if err != nil {
			return page.Of[Question]{}, err
		}
		f.Categories = Categories(all).Below(f.Categories[0])
	}
	f.Query = s.d.Words.Fold(f.Query)
	return s.d.Store.ListQuestions(ctx, f, p)
}

// Get is one question.
func (s *FAQ) Get(ctx context.Context, questionID string) (Question, error) {
	if _, err := actor.Require(ctx, PermFAQManage); err != nil {
		return Question{}, err
	}
	return s.d.Store.Question(ctx, questionID)
}

// Create adds a question.
func (s *FAQ) Create(ctx context.Context, q Question) (Question, error) {
	a, err := actor.Require(ctx, PermFAQManage)
	if err != nil {
		return Question{}, err
	}
	q = s.fresh(a, q)
	var c fault.Checker
	q.check(&c)
	if err := c.Err(); err != nil {
		return Question{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.room(ctx, 1); err != nil {
			return err
		}
		if err := s.stands(ctx, q.CategoryID); err != nil {
			return err
		}
		if err := s.d.Store.InsertQuestion(ctx, q); err != nil {
			return err
		}
		if err := keepQuestion(ctx, nil, &q); err != nil {
			return err
		}
		return s.told(ctx, a, q, EventQuestionCreated)
	})
	return q, err
}

// fresh fills in what a new question gets from the system.
func (s *FAQ) fresh(a actor.Actor, q Question) Question {
	now := s.d.Clock.Now()
	q.ID, q.Version, q.CreatedAt, q.UpdatedAt, q.EditedBy = id.At("faq", now), 1, now, now, a.ID
	return q.prepare(s.d.Words)
}

func (s *FAQ) room(ctx context.Context, more int) error {
	n, err := s.d.Store.CountQuestions(ctx)
	if err == nil && n+more > MaxQuestions {
		err = ErrTooManyQuestions.With("max", MaxQuestions)
	}
	return err
}

func (s *FAQ) stands(ctx context.Context, categoryID string) error {
	if categoryID == "" {
		return nil
	}
	all, err := s.d.Store.AllCategories(ctx)
	if err == nil && Categories(all).find(categoryID) < 0 {
		err = fault.ErrUnknownItem.On("categoryId")
	}
	return err
}

// EditQuestion changes a question; nil leaves a field as it is. A moment of zero takes it away.
type EditQuestion struct {
	Version               int64
	CategoryID            *string
	Zh, En                *Text
	Status                *Status
	Hot, Internal         *bool
	ValidFrom, ValidUntil *time.Time
}

func (e EditQuestion) apply(q *Question) {
	change(&q.CategoryID, e.CategoryID)
	change(&q.Zh, e.Zh)
	change(&q.En, e.En)
	change(&q.Status, e.Status)
	change(&q.Hot, e.Hot)
	change(&q.Internal, e.Internal)
	q.ValidFrom, q.ValidUntil = moment(q.ValidFrom, e.ValidFrom), moment(q.ValidUntil, e.ValidUntil)
}

func change[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

// Update changes a question.
func (s *FAQ) Update(ctx context.Context, questionID string, e EditQuestion) (out Question, err error) {
	a, err := actor.Require(ctx, PermFAQManage)
	if err != nil {
		return Question{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		q, err := s.d.Store.Question(ctx, questionID)
		if err != nil {
			return err
		}
		if q.Version != e.Version {
			return fault.ErrConflict.New()
		}
		before := q
		e.apply(&q)
		if q, err = s.write(ctx, a, before, q); err != nil {
			return err
		}
		out = q
		return s.told(ctx, a, q, EventQuestionUpdated)
	})
	return out, err
}

// write checks and stores a changed question, with its version.
func (s *FAQ) write(ctx context.Context, a actor.Actor, before, q Question) (Question, error) {
	q = q.prepare(s.d.Words)
	q.EditedBy, q.UpdatedAt = a.ID, s.d.Clock.Now()
	var c fault.Checker
	q.check(&c)
	if err := c.Err(); err != nil {
		return q, err
	}
	if q.CategoryID != before.CategoryID {
		if err := s.stands(ctx, q.CategoryID); err != nil {
			return q, err
		}
	}
	if err := s.d.Store.UpdateQuestion(ctx, q); err != nil {
		return q, err
	}
	q.Version++
	return q, keepQuestion(ctx, &before, &q)
}

// Delete removes a question.
func (s *FAQ) Delete(ctx context.Context, questionID string) error {
	a, err := actor.Require(ctx, PermFAQManage)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		q, err := s.d.Store.Question(ctx, questionID)
		if err != nil {
			return err
		}
		if err := s.d.Store.DeleteQuestion(ctx, questionID); err != nil {
			return err
		}
		if err := keepQuestion(ctx, &q, nil); err != nil {
			return err
		}
		return s.told(ctx, a, q, EventQuestionDeleted)
	})
}

func (s *FAQ) told(ctx context.Context, a actor.Actor, q Question, kind string) error {
	if err := s.d.Store.Changed(ctx); err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, QuestionStream, q.ID, kind, a.Ref(), s.d.Clock.Now(), QuestionChanged{Status: q.Status, Version: q.Version}))
}

// Used counts that the actor sent an answer.
func (s *FAQ) Used(ctx context.Context, questionID string) error {
	if _, err := actor.Require(ctx, PermFAQ); err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.d.Store.CountUse(ctx, questionID) })
}

// Found is a question as it is shown in one language.
type Found struct {
	ID         string   `json:"id"`
	CategoryID string   `json:"categoryId,omitempty"`
	Lang       string   `json:"lang" enum:"zh-CN,en" doc:"The language it is shown in: the one asked for, or the other one when it is missing there."`
	Languages  []string `json:"languages" doc:"All languages it has."`
	Question   string   `json:"question"`
	Answer     string   `json:"answer"`
	Hot        bool     `json:"hot"`
	Internal   bool     `json:"internal"`
	Uses       int64    `json:"uses"`
}

func found(q Question, lang string) Found {
	t, in := q.In(lang)
	f := Found{
		ID: q.ID, CategoryID: q.CategoryID, Lang: in, Languages: []string{}, Question: t.Question, Answer: t.Answer, Hot: q.Hot,
		Internal: q.Internal, Uses: q.Uses,
	}
	if q.Zh.Whole() {
		f.Languages = append(f.Languages, "zh-CN")
	}
	if q.En.Whole() {
		f.Languages = append(f.Languages, "en")
	}
	return f
}

// maxFound is how many questions a search gives.
const maxFound = 30

// Find searches what is published, for agents. Without words it gives the hot questions and those used most.
func (s *FAQ) Find(ctx context.Context, query, lang, categoryID string) ([]Found, error) {
	if _, err := actor.Require(ctx, PermFAQ); err != nil {
		return nil, err
	}
	shelf, err := s.d.Store.Shelf(ctx)
	if err != nil {
		return nil, err
	}
	return s.seek(shelf, Audience{Lang: lang, Now: s.d.Clock.Now()}, query, categoryID, maxFound), nil
}

func (s *FAQ) seek(shelf *Shelf, a Audience, query, categoryID string, limit int) []Found {
	var hits []Question
	switch text := s.d.Words.Fold(strings.TrimSpace(query)); {
	case text != "":
		hits = shelf.Search(a, Wanted{Text: text, Terms: s.d.Words.Terms(query)}, limit)
	case categoryID != "":
		hits = shelf.Browse(a, shelf.Categories.Below(categoryID), false, limit)
	default:
		hits = shelf.Browse(a, nil, false, limit)
	}
	out := make([]Found, 0, len(hits))
	for _, q := range hits {
		out = append(out, found(q, a.Lang))
	}
	return out
}
