package moderation

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// KindWord is the kind of settings whose history is kept: one entry of the list of words. What a file brings is not kept
// entry by entry.
const KindWord = "sensitive_word"

// keptWord is what the history keeps of an entry.
type keptWord struct {
	Text        string `json:"name"`
	Side        Side   `json:"side"`
	Action      Action `json:"action"`
	Replacement string `json:"replacement,omitempty"`
	Note        string `json:"note,omitempty"`
	Inside      bool   `json:"inside"`
	Enabled     bool   `json:"enabled"`
}

func (w Word) kept() keptWord {
	return keptWord{w.Text, w.Side, w.Action, w.Replacement, w.Note, w.Inside, w.Enabled}
}

// keepWord writes a version of an entry; nil is one that is not there yet, or any more.
func keepWord(ctx context.Context, before, after *Word) error {
	c := unit.Change{Kind: KindWord}
	if before != nil {
		c.Subject, c.Before = before.ID, before.kept()
	}
	if after != nil {
		c.Subject, c.After = after.ID, after.kept()
	}
	return unit.Keep(ctx, c)
}

// RestoreWord makes an entry what the history kept of it.
func (s *Service) RestoreWord(ctx context.Context, wordID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermWords); err != nil {
		return err
	}
	var k keptWord
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	w, err := s.store.Word(ctx, wordID)
	if err != nil {
		return err
	}
	_, err = s.UpdateWord(ctx, wordID, WordEdit{
		Version: w.Version, Text: &k.Text, Side: &k.Side, Action: &k.Action, Replacement: &k.Replacement, Note: &k.Note,
		Inside: &k.Inside, Enabled: &k.Enabled,
	})
	return err
}

// keepRemoved writes the last version of entries that are about to go.
func (s *Service) keepRemoved(ctx context.Context, ids []string) error {
	for _, wordID := range ids {
		w, err := s.store.Word(ctx, wordID)
		if fault.Has(err, ErrWordNotFound) {
			continue
		}
		if err == nil {
			err = keepWord(ctx, &w, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
