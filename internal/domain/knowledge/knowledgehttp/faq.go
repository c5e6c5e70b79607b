package knowledgehttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/httpx"
)

const tagFAQ = "FAQ"

type textInput struct {
	Question     string   `json:"question,omitempty"`
	Alternatives []string `json:"alternatives,omitempty"`
	Answer       string   `json:"answer,omitempty"`
}

func (t textInput) text() knowledge.Text { return knowledge.Text(t) }

func (t *textInput) edit() *knowledge.Text {
	if t == nil {
		return nil
	}
	out := t.text()
	return &out
}

type questionsInput struct {
	Cursor     string `query:"cursor" maxLength:"500"`
	Limit      int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	CategoryID string `query:"categoryId" maxLength:"30" doc:"With the categories below it."`
	Status     string `query:"status" enum:"draft,published,"`
	Missing    string `query:"missing" enum:"zh,en," doc:"Only questions without a text in this language."`
	Hot        bool   `query:"hot"`
	Query      string `query:"q" maxLength:"100" doc:"Words of the question or the answer, pinyin or its first letters."`
}

type createQuestionInput struct {
	Body struct {
		CategoryID string     `json:"categoryId,omitempty" maxLength:"30"`
		Zh         textInput  `json:"zh,omitempty"`
		En         textInput  `json:"en,omitempty"`
		Status     string     `json:"status,omitempty" doc:"draft or published."`
		Hot        bool       `json:"hot,omitempty"`
		Internal   bool       `json:"internal,omitempty"`
		ValidFrom  *time.Time `json:"validFrom,omitempty"`
		ValidUntil *time.Time `json:"validUntil,omitempty"`
	}
}

type updateQuestionInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version    int64      `json:"version" doc:"The version that was read; another one is a conflict."`
		CategoryID *string    `json:"categoryId,omitempty"`
		Zh         *textInput `json:"zh,omitempty" doc:"The whole text; an empty one takes the language away."`
		En         *textInput `json:"en,omitempty" doc:"The whole text; an empty one takes the language away."`
		Status     *string    `json:"status,omitempty"`
		Hot        *bool      `json:"hot,omitempty"`
		Internal   *bool      `json:"internal,omitempty"`
		ValidFrom  *time.Time `json:"validFrom,omitempty" doc:"0001-01-01T00:00:00Z takes it away."`
		ValidUntil *time.Time `json:"validUntil,omitempty" doc:"0001-01-01T00:00:00Z takes it away."`
	}
}

type findInput struct {
	Query      string `query:"q" maxLength:"200" doc:"Words, a whole sentence, pinyin or its first letters; absent: the hot questions and those used most."`
	Lang       string `query:"lang" maxLength:"35" doc:"The language that is wanted, such as zh-CN or en."`
	CategoryID string `query:"categoryId" maxLength:"30" doc:"Without words: what this category holds."`
}

type foundList struct {
	Items []knowledge.Found `json:"items"`
}

type categoryList struct {
	Items []knowledge.Category `json:"items"`
}

type createCategoryInput struct {
	Body struct {
		ParentID string `json:"parentId,omitempty" maxLength:"30"`
		NameZh   string `json:"nameZh,omitempty"`
		NameEn   string `json:"nameEn,omitempty"`
	}
}

type updateCategoryInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version  int64   `json:"version"`
		ParentID *string `json:"parentId,omitempty" doc:"Empty: the top of the tree."`
		NameZh   *string `json:"nameZh,omitempty"`
		NameEn   *string `json:"nameEn,omitempty"`
		Position *int    `json:"position,omitempty"`
	}
}

// RegisterFAQ adds the operations of the FAQ.
func RegisterFAQ(api *httpx.API, s *knowledge.FAQ) {
	registerQuestions(api, s)
	registerQuestionChanges(api, s)
	registerCategories(api, s)
	registerPublic(api, s)
	registerFAQFiles(api, s)
}

func registerQuestions(api *httpx.API, s *knowledge.FAQ) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/faq/search", ID: "searchFAQ", Tag: tagFAQ, Permission: knowledge.PermFAQ,
		Summary: "Search what is published of the FAQ, the best first",
	},
		func(ctx context.Context, in *findInput) (*reply[foundList], error) {
			out, err := s.Find(ctx, in.Query, in.Lang, in.CategoryID)
			return &reply[foundList]{foundList{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/faq/questions", ID: "listQuestions", Tag: tagFAQ, Permission: knowledge.PermFAQManage,
		Summary: "All questions, drafts included, changed last first; for a query, the best first",
	},
		func(ctx context.Context, in *questionsInput) (*reply[page.Of[knowledge.Question]], error) {
			f := knowledge.QuestionFilter{Status: knowledge.Status(in.Status), Missing: in.Missing, Hot: in.Hot, Query: in.Query}
			if in.CategoryID != "" {
				f.Categories = []string{in.CategoryID}
			}
			out, err := s.List(ctx, f, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[knowledge.Question]]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/faq/questions/{id}", ID: "getQuestion", Tag: tagFAQ, Permission: knowledge.PermFAQManage,
		Summary: "One question", Codes: []string{knowledge.ErrQuestionNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*reply[knowledge.Question], error) {
			out, err := s.Get(ctx, in.ID)
			return &reply[knowledge.Question]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/faq/questions/{id}/uses", ID: "useQuestion", Tag: tagFAQ, Status: http.StatusNoContent,
		Permission: knowledge.PermFAQ, Summary: "Count that the user sent an answer", Idempotent: true,
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Used(ctx, in.ID) })
}

func registerQuestionChanges(api *httpx.API, s *knowledge.FAQ) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/faq/questions", ID: "createQuestion", Tag: tagFAQ, Status: http.StatusCreated,
		Permission: knowledge.PermFAQManage, Summary: "Add a question", Idempotent: true,
		Codes: []string{knowledge.ErrTooManyQuestions.Code, knowledge.ErrNoQuestion.Code, knowledge.ErrNotWhole.Code},
	},
		func(ctx context.Context, in *createQuestionInput) (*reply[knowledge.Question], error) {
			b := in.Body
			out, err := s.Create(ctx, knowledge.Question{
				CategoryID: b.CategoryID, Zh: b.Zh.text(), En: b.En.text(), Status: knowledge.Status(b.Status), Hot: b.Hot, Internal: b.Internal,
				ValidFrom: b.ValidFrom, ValidUntil: b.ValidUntil,
			})
			return &reply[knowledge.Question]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/faq/questions/{id}", ID: "updateQuestion", Tag: tagFAQ, Permission: knowledge.PermFAQManage,
		Summary: "Change, move, publish or withdraw a question",
		Codes:   []string{knowledge.ErrQuestionNotFound.Code, knowledge.ErrNotWhole.Code, "conflict"},
	},
		func(ctx context.Context, in *updateQuestionInput) (*reply[knowledge.Question], error) {
			b := in.Body
			out, err := s.Update(ctx, in.ID, knowledge.EditQuestion{
				Version: b.Version, CategoryID: b.CategoryID, Zh: b.Zh.edit(), En: b.En.edit(), Status: (*knowledge.Status)(b.Status), Hot: b.Hot,
				Internal: b.Internal, ValidFrom: b.ValidFrom, ValidUntil: b.ValidUntil,
			})
			return &reply[knowledge.Question]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/faq/questions/{id}", ID: "deleteQuestion", Tag: tagFAQ, Status: http.StatusNoContent,
		Permission: knowledge.PermFAQManage, Summary: "Remove a question",
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Delete(ctx, in.ID) })
}

func registerCategories(api *httpx.API, s *knowledge.FAQ) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/faq/categories", ID: "listFAQCategories", Tag: tagFAQ, Permission: knowledge.PermFAQ,
		Summary: "The categories of the FAQ, by position",
	},
		func(ctx context.Context, _ *struct{}) (*reply[categoryList], error) {
			out, err := s.Categories(ctx)
			return &reply[categoryList]{categoryList{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/faq/categories", ID: "createFAQCategory", Tag: tagFAQ, Status: http.StatusCreated,
		Permission: knowledge.PermFAQManage, Summary: "Add a category", Idempotent: true,
		Codes: []string{knowledge.ErrCategoryDepth.Code, knowledge.ErrTooManyCategories.Code, "input.taken"},
	},
		func(ctx context.Context, in *createCategoryInput) (*reply[knowledge.Category], error) {
			out, err := s.CreateCategory(ctx, knowledge.Category{ParentID: in.Body.ParentID, NameZh: in.Body.NameZh, NameEn: in.Body.NameEn})
			return &reply[knowledge.Category]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/faq/categories/{id}", ID: "updateFAQCategory", Tag: tagFAQ, Permission: knowledge.PermFAQManage,
		Summary: "Rename, move or order a category",
		Codes:   []string{knowledge.ErrCategoryLoop.Code, knowledge.ErrCategoryDepth.Code, "conflict"},
	},
		func(ctx context.Context, in *updateCategoryInput) (*reply[knowledge.Category], error) {
			b := in.Body
			out, err := s.UpdateCategory(ctx, in.ID, knowledge.EditCategory{Version: b.Version, ParentID: b.ParentID, NameZh: b.NameZh, NameEn: b.NameEn, Position: b.Position})
			return &reply[knowledge.Category]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/faq/categories/{id}", ID: "deleteFAQCategory", Tag: tagFAQ, Status: http.StatusNoContent,
		Permission: knowledge.PermFAQManage, Summary: "Remove an empty category", Codes: []string{knowledge.ErrCategoryFull.Code},
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.DeleteCategory(ctx, in.ID) })
}
