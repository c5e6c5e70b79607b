package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/knowledge/knowledgesql"
	"frontdesk/internal/platform/text"
)

// words are knowledge.Words.
type words struct{}

func (words) Fold(s string) string                    { return text.Fold(s) }
func (words) Pinyin(s string) (full, initials string) { return text.Pinyin(s) }

func (s *Services) knowledge(p Parts) *knowledge.Service {
	return knowledge.New(knowledge.Deps{
		Run: p.DB, Clock: p.Clock, Store: knowledgesql.New(p.DB), Words: words{},
		Directory: ports.Directory{Identity: s.Identity},
	})
}
