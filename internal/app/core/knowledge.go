package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/knowledge/knowledgesql"
	"frontdesk/internal/platform/text"
)

// words are knowledge.Words.
type words struct{}

func (words) Fold(s string) string                    { return text.Fold(s) }
func (words) Pinyin(s string) (full, initials string) { return text.Pinyin(s) }
func (words) Terms(q string) []string {
	terms := text.Query(q)
	out := make([]string, 0, len(terms))
	for _, t := range terms {
		out = append(out, t.Text)
	}
	return out
}

func (s *Services) knowledge(p Parts, kept unit.Runner) (*knowledge.Service, *knowledge.FAQ) {
	store := knowledgesql.New(p.DB)
	replies := knowledge.New(knowledge.Deps{
		Run: p.DB, Clock: p.Clock, Store: store, Words: words{}, Directory: ports.Directory{Identity: s.Identity},
		Copies: ports.ReplyFiles{Uploads: s.Files, Blobs: ports.Blobs{Folder: p.Files}},
	})
	return replies, knowledge.NewFAQ(knowledge.FAQDeps{
		Run: kept, Clock: p.Clock, Store: store, Words: words{}, Widgets: s.Channels,
	})
}
