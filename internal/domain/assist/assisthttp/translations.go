package assisthttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/domain/assist"
	"frontdesk/internal/platform/httpx"
)

// slow is how long somebody waits for a server that is asked for several texts.
const slow = 60 * time.Second

type editInput struct {
	Body struct {
		Version   int64   `json:"version" doc:"The version that was read; another one is a conflict."`
		URL       *string `json:"url,omitempty" maxLength:"500"`
		Key       *string `json:"key,omitempty" maxLength:"200" doc:"Never given back; empty takes it away. It is for the host it was given for."`
		Enabled   *bool   `json:"enabled,omitempty" doc:"Switching on asks the server for its languages."`
		MaxChars  *int    `json:"maxChars,omitempty" minimum:"100" maximum:"10000"`
		PerMinute *int    `json:"perMinute,omitempty" minimum:"1" maximum:"6000"`
	}
}

type testInput struct {
	Body struct {
		URL *string `json:"url,omitempty" maxLength:"500"`
		Key *string `json:"key,omitempty" maxLength:"200"`
	}
}

type messagesInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		EntryIDs []string `json:"entryIds" minItems:"1" maxItems:"10"`
		Target   string   `json:"target" minLength:"2" maxLength:"35" doc:"The language that is wanted, such as zh-CN."`
	}
}

type draftInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Text   string `json:"text" minLength:"1" maxLength:"10000"`
		Target string `json:"target,omitempty" maxLength:"35" doc:"Absent: the language that the customer wrote last."`
	}
}

type translations struct {
	Items []assist.Translation `json:"items" doc:"Without those that are gone, too long or hold no text."`
}

func failures(more ...string) []string {
	return append(more, assist.ErrUnreachable.Code, assist.ErrRefused.Code, assist.ErrKey.Code, assist.ErrBusy.Code, assist.ErrStrange.Code)
}

// RegisterTranslations adds the operations of translation.
func RegisterTranslations(api *httpx.API, s *assist.Translations) {
	const tag = "Assistance"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/translation", ID: "getTranslation", Tag: tag, Summary: "Whether texts can be translated, and into what", Permission: assist.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[assist.Ready], error) {
			out, err := s.Ready(ctx)
			return &reply[assist.Ready]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/translations", ID: "translateMessages", Tag: tag, Timeout: slow,
		Summary:    "Translate messages of a conversation",
		Permission: assist.PermRead, Codes: failures("not_found", assist.ErrOff.Code, assist.ErrLanguage.Code, assist.ErrTooOften.Code),
	},
		func(ctx context.Context, in *messagesInput) (*reply[translations], error) {
			out, err := s.Messages(ctx, in.ID, in.Body.EntryIDs, in.Body.Target)
			return &reply[translations]{translations{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/conversations/{id}/draft-translation", ID: "translateDraft", Tag: tag, Timeout: slow,
		Summary: "Translate what is to be sent", Permission: assist.PermReply,
		Codes: failures("not_found", assist.ErrOff.Code, assist.ErrLanguage.Code, assist.ErrTooOften.Code, assist.ErrTooLong.Code, assist.ErrNobodySpoke.Code),
	},
		func(ctx context.Context, in *draftInput) (*reply[assist.Translation], error) {
			out, err := s.Draft(ctx, in.ID, in.Body.Text, in.Body.Target)
			return &reply[assist.Translation]{out}, err
		})
	registerTranslator(api, s)
}

func registerTranslator(api *httpx.API, s *assist.Translations) {
	const tag = "Assistance"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/translation/server", ID: "getTranslator", Tag: tag, Summary: "The translation server", Permission: assist.PermManage,
	},
		func(ctx context.Context, _ *struct{}) (*reply[assist.Translator], error) {
			out, err := s.Translator(ctx)
			return &reply[assist.Translator]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/translation/server", ID: "updateTranslator", Tag: tag, Timeout: slow, Summary: "Name the translation server, switch it on or off",
		Permission: assist.PermManage, Codes: failures("conflict"),
	},
		func(ctx context.Context, in *editInput) (*reply[assist.Translator], error) {
			b := in.Body
			out, err := s.Save(ctx, assist.Edit{Version: b.Version, URL: b.URL, Key: b.Key, Enabled: b.Enabled, MaxChars: b.MaxChars, PerMinute: b.PerMinute})
			return &reply[assist.Translator]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/translation/test", ID: "testTranslator", Tag: tag, Timeout: slow, Summary: "Ask a translation server for its languages and a sample",
		Description: "Keeps nothing. What is absent is taken from the settings.", Permission: assist.PermManage, Codes: failures(),
	},
		func(ctx context.Context, in *testInput) (*reply[assist.Tested], error) {
			out, err := s.Test(ctx, assist.Edit{URL: in.Body.URL, Key: in.Body.Key})
			return &reply[assist.Tested]{out}, err
		})
}
