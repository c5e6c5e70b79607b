package moderation

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
)

// WordList is a page of the list with the number of all words.
type WordList struct {
	page.Of[Word]
	Total int `json:"total" doc:"Words on the whole list."`
	Max   int `json:"max" doc:"How many there can be."`
}

// ListWords gives a part of the list, newest first.
func (s *Service) ListWords(ctx context.Context, q WordQuery) (WordList, error) {
	if _, err := actor.Require(ctx, PermWords); err != nil {
		return WordList{}, err
	}
	q.Search = Normal(q.Search)
	total, err := s.store.CountWords(ctx)
	if err != nil {
		return WordList{}, err
	}
	items, err := s.store.ListWords(ctx, q)
	return WordList{Of: items, Total: total, Max: MaxWords}, err
}

// AddWord adds an entry. Only its content is read.
func (s *Service) AddWord(ctx context.Context, w Word) (Word, error) {
	a, err := actor.Require(ctx, PermWords)
	if err != nil {
		return Word{}, err
	}
	now := s.clock.Now()
	w.ID, w.CreatedAt, w.UpdatedAt, w.UpdatedBy, w.Version = id.New("wrd"), now, now, a.ID, 1
	w.tidy()
	var c fault.Checker
	w.check(&c)
	if err := c.Err(); err != nil {
		return Word{}, err
	}
	err = s.change(ctx, true, false, func(ctx context.Context) error {
		n, err := s.store.CountWords(ctx)
		if err != nil {
			return err
		}
		if n >= MaxWords {
			return ErrWordsFull.With("max", MaxWords)
		}
		if err := s.store.InsertWord(ctx, w); err != nil {
			return err
		}
		if err := keepWord(ctx, nil, &w); err != nil {
			return err
		}
		return s.emit(ctx, a, w.ID, EventWordsChanged, WordsChanged{Change: "added", WordID: w.ID, Version: 1, Count: 1})
	})
	return w, taken(err)
}

// taken puts the fault where a form shows it.
func taken(err error) error {
	if fault.Has(err, ErrWordTaken) {
		return ErrWordTaken.On("text")
	}
	return err
}

// WordEdit changes an entry; nil leaves a field as it is.
type WordEdit struct {
	Version                 int64
	Text, Replacement, Note *string
	Side                    *Side
	Action                  *Action
	Inside, Enabled         *bool
}

// UpdateWord changes an entry.
func (s *Service) UpdateWord(ctx context.Context, wordID string, e WordEdit) (Word, error) {
	a, err := actor.Require(ctx, PermWords)
	if err != nil {
		return Word{}, err
	}
	var w Word
	err = s.change(ctx, true, false, func(ctx context.Context) error {
		if w, err = s.store.Word(ctx, wordID); err != nil {
			return err
		}
		if w.Version != e.Version {
			return fault.ErrConflict.New()
		}
		before := w
		e.apply(&w)
		w.tidy()
		var c fault.Checker
		w.check(&c)
		if err := c.Err(); err != nil {
			return err
		}
		w.UpdatedAt, w.UpdatedBy = s.clock.Now(), a.ID
		if err := s.store.UpdateWord(ctx, w); err != nil {
			return err
		}
		w.Version++
		if err := keepWord(ctx, &before, &w); err != nil {
			return err
		}
		return s.emit(ctx, a, w.ID, EventWordsChanged, WordsChanged{Change: "changed", WordID: w.ID, Version: w.Version, Count: 1})
	})
	return w, taken(err)
}

func (e WordEdit) apply(w *Word) {
	set(&w.Text, e.Text)
	set(&w.Replacement, e.Replacement)
	set(&w.Note, e.Note)
	set(&w.Side, e.Side)
	set(&w.Action, e.Action)
	set(&w.Inside, e.Inside)
	set(&w.Enabled, e.Enabled)
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// maxRemoved is how many entries one call removes.
const maxRemoved = 200

// RemoveWords removes entries and says how many there were.
func (s *Service) RemoveWords(ctx context.Context, ids []string) (int, error) {
	a, err := actor.Require(ctx, PermWords)
	if err != nil {
		return 0, err
	}
	var c fault.Checker
	c.Count("ids", len(ids), maxRemoved)
	if err := c.Err(); err != nil || len(ids) == 0 {
		return 0, err
	}
	n := 0
	err = s.change(ctx, true, false, func(ctx context.Context) error {
		if err := s.keepRemoved(ctx, ids); err != nil {
			return err
		}
		if n, err = s.store.DeleteWords(ctx, ids); err != nil || n == 0 {
			return err
		}
		return s.emit(ctx, a, ids[0], EventWordsChanged, WordsChanged{Change: "removed", Count: n})
	})
	return n, err
}

// ListHits gives what words were hit, newest first.
func (s *Service) ListHits(ctx context.Context, q HitQuery) (page.Of[Hit], error) {
	if _, err := actor.Require(ctx, PermHits); err != nil {
		return page.Of[Hit]{}, err
	}
	return s.store.ListHits(ctx, q)
}
