package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/assist"
	"frontdesk/internal/domain/assist/assisthttp"
	"frontdesk/internal/domain/assist/assistsql"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/outbox"
	"frontdesk/internal/platform/text"
)

// assistance is what helps those who answer.
type assistance struct {
	Suggestions  *assist.Suggestions
	Translations *assist.Translations
}

// assistance needs the conversations and the knowledge, so it is made after them.
func (s *Services) assistance(p Parts, kept unit.Runner) assistance {
	told := ports.Told{Conversations: s.Conversations}
	return assistance{
		Suggestions: assist.NewSuggestions(told, ports.Answers{FAQ: s.FAQ}, ports.QuickReplies{Knowledge: s.Knowledge}),
		Translations: assist.NewTranslations(assist.Deps{
			Run: kept, Clock: p.Clock, Store: assistsql.New(p.DB), Engine: p.Engine, Sealer: p.Box, Messages: told, Lang: text.Lang,
		}),
	}
}

// register adds the operations.
func (a assistance) register(api *httpx.API) {
	assisthttp.Register(api, a.Suggestions)
	assisthttp.RegisterTranslations(api, a.Translations)
}

// consumer forgets translations with what they translate.
func (a assistance) consumer() outbox.Consumer {
	return outbox.Consumer{Name: assist.Consumer, Batch: 500, Concerns: assist.Concerns, Handle: a.Translations.Handle}
}

// remember lets the history go back in the settings of translation.
func (a assistance) remember(back ports.Back) ports.Back {
	back[assist.KindTranslator] = a.Translations.Restore
	return back
}
