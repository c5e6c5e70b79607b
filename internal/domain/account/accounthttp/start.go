package accounthttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/account"
	"frontdesk/internal/platform/httpx"
)

// Words are a text in both languages.
type Words struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// PartCount is how much a template brings of one kind.
type PartCount struct {
	Part  string `json:"part" enum:"teams,hours,tags,fields,summaries,replies,faq,words"`
	Count int    `json:"count"`
}

// TemplateView is a template as it is offered.
type TemplateView struct {
	Key    string      `json:"key" example:"shop"`
	Icon   string      `json:"icon" doc:"A hint for the picture: shop, bank, government, hospital, school, factory or anything else."`
	Name   Words       `json:"name"`
	About  Words       `json:"about"`
	Own    bool        `json:"own" doc:"From the folder of this installation."`
	Brings []PartCount `json:"brings"`
}

// TemplateProblem is a file of the folder that cannot be used.
type TemplateProblem struct {
	File  string   `json:"file"`
	Wrong []string `json:"wrong"`
}

// TemplateList are all templates.
type TemplateList struct {
	Items    []TemplateView    `json:"items"`
	Problems []TemplateProblem `json:"problems"`
	Chosen   string            `json:"chosen,omitempty" doc:"The template that was applied last; empty: the workspace began without one on purpose."`
}

// TemplateItem is one thing that a template brings.
type TemplateItem struct {
	Name  string `json:"name"`
	Under string `json:"under,omitempty" doc:"Where it stands: the category, the folder, what a field belongs to, what happens to a word."`
	About string `json:"about,omitempty"`
	There bool   `json:"there" doc:"Something of that name is there already and is kept."`
}

// TemplatePart is what a template brings of one kind.
type TemplatePart struct {
	Part  string         `json:"part" enum:"teams,hours,tags,fields,summaries,replies,faq,words"`
	Items []TemplateItem `json:"items"`
}

// TemplateContent is a template with everything in it.
type TemplateContent struct {
	Template TemplateView   `json:"template"`
	Parts    []TemplatePart `json:"parts" doc:"Without those that the caller may not make."`
}

// PartOutcome says what became of one part.
type PartOutcome struct {
	Part    string `json:"part" enum:"teams,hours,tags,fields,summaries,replies,faq,words"`
	Added   int    `json:"added"`
	Kept    int    `json:"kept" doc:"Things of the same name that were there already."`
	Code    string `json:"code,omitempty" doc:"Why nothing of this part was made."`
	Problem string `json:"problem,omitempty"`
}

// TemplateOutcome says what became of a template.
type TemplateOutcome struct {
	Parts []PartOutcome `json:"parts"`
}

// GuideStep is one step to the first answered chat.
type GuideStep struct {
	Key  string `json:"key" enum:"trade,channel,message,reply,people"`
	Done bool   `json:"done"`
}

// GuideView is how far a workspace has come.
type GuideView struct {
	Open           bool        `json:"open"`
	Steps          []GuideStep `json:"steps" doc:"Empty while it is not open."`
	ChannelID      string      `json:"channelId,omitempty"`
	ConversationID string      `json:"conversationId,omitempty" doc:"One that waits for its first answer, or the newest."`
}

// Start is what the operations need of templates and of the guide.
type Start interface {
	Templates(ctx context.Context) (TemplateList, error)
	Template(ctx context.Context, key, language string) (TemplateContent, error)
	Apply(ctx context.Context, key, language string, parts []string) (TemplateOutcome, error)
	Guide(ctx context.Context) (GuideView, error)
	ShowGuide(ctx context.Context, on bool) error
}

type templateInput struct {
	Key      string `path:"key" maxLength:"40"`
	Language string `query:"language" enum:"zh-CN,en" doc:"Language of the names; that of the workspace when it is left out."`
}

type applyInput struct {
	Key  string `path:"key" maxLength:"40" doc:"Or empty: begin without a template."`
	Body struct {
		Language string   `json:"language,omitempty" enum:"zh-CN,en" doc:"Language of what has one name only; that of the workspace when it is left out."`
		Parts    []string `json:"parts,omitempty" maxItems:"8" doc:"Only these; all when it is left out."`
	}
}

type guideInput struct {
	Body struct {
		Open bool `json:"open"`
	}
}

// RegisterStart adds the operations on templates and the guide.
func RegisterStart(api *httpx.API, s Start) {
	const tag = "Workspace"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/templates", ID: "listTemplates", Tag: tag, Summary: "List the templates that a workspace can begin with",
		Permission: account.PermManage,
	}, func(ctx context.Context, _ *struct{}) (*reply[TemplateList], error) {
		all, err := s.Templates(ctx)
		return &reply[TemplateList]{all}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/templates/{key}", ID: "getTemplate", Tag: tag, Summary: "Say what a template brings and what is there already",
		Permission: account.PermManage, Codes: []string{"template.not_found"},
	}, func(ctx context.Context, in *templateInput) (*reply[TemplateContent], error) {
		c, err := s.Template(ctx, in.Key, in.Language)
		return &reply[TemplateContent]{c}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/templates/{key}/apply", ID: "applyTemplate", Tag: tag, Summary: "Apply a template",
		Description: "Each part is made whole or not at all and needs the right of its own besides; the outcome names those that were not. " +
			"What has the same name already is kept, so the same template once more brings nothing, and an Idempotency-Key is not read.",
		Permission: account.PermManage, Codes: []string{"template.not_found"},
	}, func(ctx context.Context, in *applyInput) (*reply[TemplateOutcome], error) {
		o, err := s.Apply(ctx, in.Key, in.Body.Language, in.Body.Parts)
		return &reply[TemplateOutcome]{o}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/workspace/guide", ID: "getGuide", Tag: tag, Summary: "Say how far the way to the first answered chat is done",
		Permission: account.PermManage,
	}, func(ctx context.Context, _ *struct{}) (*reply[GuideView], error) { return guide(ctx, s, nil) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/workspace/guide", ID: "showGuide", Tag: tag, Summary: "Open the guide or put it away, for the whole workspace",
		Permission: account.PermManage,
	}, func(ctx context.Context, in *guideInput) (*reply[GuideView], error) {
		return guide(ctx, s, s.ShowGuide(ctx, in.Body.Open))
	})
}

// guide is the answer to a change that may have failed.
func guide(ctx context.Context, s Start, err error) (*reply[GuideView], error) {
	if err != nil {
		return nil, err
	}
	g, err := s.Guide(ctx)
	return &reply[GuideView]{g}, err
}
