// Package moderationhttp offers sensitive words, their hits and the block list as operations.
package moderationhttp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/sheet"
)

// Tags of the operations in the documentation.
const (
	tagWords  = "Sensitive words"
	tagBlocks = "Block list"
)

type reply[T any] struct{ Body T }

func answer[T any](body T, err error) (*reply[T], error) {
	if err != nil {
		return nil, err
	}
	return &reply[T]{body}, nil
}

// Paged asks for one page of a list. The HTTP library fills embedded fields only when their type is exported.
type Paged struct {
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (p Paged) request() page.Request { return page.Request{Limit: p.Limit, Cursor: p.Cursor} }

type wordsInput struct {
	Search  string `query:"q" maxLength:"100" doc:"A part of the word."`
	Side    string `query:"side" enum:"agent,visitor,both"`
	Action  string `query:"action" enum:"warn,block,replace,report"`
	Enabled string `query:"enabled" enum:"true,false"`
	Paged
}

func (in *wordsInput) query() moderation.WordQuery {
	q := moderation.WordQuery{Search: in.Search, Side: moderation.Side(in.Side), Action: moderation.Action(in.Action), Page: in.request()}
	if in.Enabled != "" {
		on := in.Enabled == "true"
		q.Enabled = &on
	}
	return q
}

type addInput struct {
	Body struct {
		Text        string `json:"text" minLength:"1" maxLength:"50"`
		Side        string `json:"side" enum:"agent,visitor,both"`
		Action      string `json:"action" enum:"warn,block,replace,report"`
		Replacement string `json:"replacement,omitempty" maxLength:"50"`
		Note        string `json:"note,omitempty" maxLength:"200"`
		Inside      bool   `json:"inside,omitempty"`
		Enabled     *bool  `json:"enabled,omitempty" doc:"true when absent."`
	}
}

type updateInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version     int64   `json:"version" doc:"The version that was read; another one is a conflict."`
		Text        *string `json:"text,omitempty" maxLength:"50"`
		Side        *string `json:"side,omitempty" enum:"agent,visitor,both"`
		Action      *string `json:"action,omitempty" enum:"warn,block,replace,report"`
		Replacement *string `json:"replacement,omitempty" maxLength:"50"`
		Note        *string `json:"note,omitempty" maxLength:"200"`
		Inside      *bool   `json:"inside,omitempty"`
		Enabled     *bool   `json:"enabled,omitempty"`
	}
}

type removeInput struct {
	Body struct {
		IDs []string `json:"ids" minItems:"1" maxItems:"200"`
	}
}

type removed struct {
	Removed int `json:"removed"`
}

type tryInput struct {
	Body struct {
		Text string `json:"text" maxLength:"10000"`
		Side string `json:"side" enum:"agent,visitor"`
	}
}

type checkInput struct {
	Body struct {
		Text string `json:"text" maxLength:"10000"`
	}
}

// Register adds the operations.
func Register(api *httpx.API, s *moderation.Service) {
	registerWords(api, s)
	registerChecks(api, s)
	registerFiles(api, s)
	registerHits(api, s)
	registerBlocks(api, s)
}

func registerWords(api *httpx.API, s *moderation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/moderation/words", ID: "listWords", Tag: tagWords,
		Summary: "List the sensitive words, newest first", Permission: moderation.PermWords,
	},
		func(ctx context.Context, in *wordsInput) (*reply[moderation.WordList], error) {
			return answer(s.ListWords(ctx, in.query()))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/moderation/words", ID: "addWord", Tag: tagWords, Status: http.StatusCreated,
		Summary: "Add a sensitive word", Permission: moderation.PermWords, Idempotent: true,
		Codes: []string{moderation.ErrWordTaken.Code, moderation.ErrWordCommon.Code, moderation.ErrWordEmpty.Code, moderation.ErrWordsFull.Code},
	},
		func(ctx context.Context, in *addInput) (*reply[moderation.Word], error) {
			b := in.Body
			return answer(s.AddWord(ctx, moderation.Word{
				Text: b.Text, Side: moderation.Side(b.Side), Action: moderation.Action(b.Action), Replacement: b.Replacement, Note: b.Note,
				Inside: b.Inside, Enabled: b.Enabled == nil || *b.Enabled,
			}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/moderation/words/{id}", ID: "updateWord", Tag: tagWords,
		Summary: "Change a sensitive word", Permission: moderation.PermWords, Codes: []string{moderation.ErrWordNotFound.Code, moderation.ErrWordTaken.Code, "conflict"},
	},
		func(ctx context.Context, in *updateInput) (*reply[moderation.Word], error) {
			b := in.Body
			return answer(s.UpdateWord(ctx, in.ID, moderation.WordEdit{
				Version: b.Version, Text: b.Text, Replacement: b.Replacement, Note: b.Note, Side: (*moderation.Side)(b.Side),
				Action: (*moderation.Action)(b.Action), Inside: b.Inside, Enabled: b.Enabled,
			}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/moderation/words/remove", ID: "removeWords", Tag: tagWords,
		Summary: "Remove sensitive words", Permission: moderation.PermWords,
	},
		func(ctx context.Context, in *removeInput) (*reply[removed], error) {
			n, err := s.RemoveWords(ctx, in.Body.IDs)
			return answer(removed{n}, err)
		})
}

func registerChecks(api *httpx.API, s *moderation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/moderation/try", ID: "tryWords", Tag: tagWords,
		Summary: "Show what would happen to a text", Permission: moderation.PermWords,
	},
		func(ctx context.Context, in *tryInput) (*reply[moderation.Verdict], error) {
			return answer(s.Try(ctx, moderation.Side(in.Body.Side), in.Body.Text))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/moderation/check", ID: "checkReply", Tag: tagWords,
		Summary: "Find the sensitive words in an answer before it is sent", Permission: moderation.PermReply,
	},
		func(ctx context.Context, in *checkInput) (*reply[moderation.Verdict], error) {
			return answer(s.CheckReply(ctx, in.Body.Text))
		})
}

type hitsInput struct {
	Side   string `query:"side" enum:"agent,visitor"`
	Action string `query:"action" enum:"warn,block,replace,report"`
	Author string `query:"author" maxLength:"30" doc:"Id of a user or a customer."`
	WordID string `query:"word" maxLength:"30" doc:"Id of a word."`
	Paged
}

func registerHits(api *httpx.API, s *moderation.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/moderation/hits", ID: "listWordHits", Tag: tagWords,
		Summary: "List where sensitive words were found, newest first", Permission: moderation.PermHits,
	},
		func(ctx context.Context, in *hitsInput) (*reply[page.Of[moderation.Hit]], error) {
			return answer(s.ListHits(ctx, moderation.HitQuery{
				Side: moderation.Side(in.Side), Action: moderation.Action(in.Action), Author: in.Author, WordID: in.WordID, Page: in.request(),
			}))
		})
}

type problemView struct {
	Row     int    `json:"row"`
	Text    string `json:"text"`
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

type importView struct {
	Imported bool          `json:"imported" doc:"False when a row has a problem, nothing was there to import, or it was only a trial."`
	Rows     int           `json:"rows"`
	Added    int           `json:"added"`
	Changed  int           `json:"changed"`
	Kept     int           `json:"kept" doc:"Were on the list already."`
	Bad      int           `json:"bad" doc:"What is wrong with rows, in all."`
	Problems []problemView `json:"problems" doc:"The first 200."`
}

// fileTime is how long a file of words may take.
const fileTime = 2 * time.Minute

func registerFiles(api *httpx.API, s *moderation.Service) {
	api.HandleRaw(httpx.Op{
		Method: http.MethodPost, Path: "/moderation/words/import", ID: "importWords", Tag: tagWords,
		Summary: "Import sensitive words from a file", Permission: moderation.PermWords,
		Description: "The body is UTF-8 text: one word in a line, or a table (CSV or .xlsx) with the columns text, side, action, replacement, note, inside, " +
			"enabled (with or without a row of names). All of it is imported, or nothing when a row has a problem.",
		Consumes: "text/csv", Reply: importView{}, MaxBody: moderation.MaxImport, Timeout: fileTime, RateLimit: httpx.RateUpload,
		Codes: []string{moderation.ErrImportText.Code, moderation.ErrImportLarge.Code, moderation.ErrWordsFull.Code},
		Query: map[string]string{
			"side": "Of rows that do not say: agent, visitor or both.", "action": "Of rows that do not say: warn, block, replace or report.",
			"overwrite": "true: change words that are there already.", "dryRun": "true: only report.",
		},
	}, func(w http.ResponseWriter, r *http.Request) error { return importWords(s, w, r) })
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/moderation/words/export", ID: "exportWords", Tag: tagWords,
		Summary: "Export the sensitive words", Permission: moderation.PermWords, Produces: "text/csv", Timeout: fileTime,
		Query: map[string]string{"format": sheet.FormatQuery},
	}, func(w http.ResponseWriter, r *http.Request) error {
		out := &lateHeader{ResponseWriter: w}
		if sheet.FormatOf(r) == sheet.XLSX {
			return exportWorkbook(s, w, r)
		}
		return s.ExportWords(r.Context(), out)
	})
}

// maxColumns of a workbook with words, which has seven.
const maxColumns = 50

// exportWorkbook writes the words as a workbook.
func exportWorkbook(s *moderation.Service, w http.ResponseWriter, r *http.Request) error {
	var text bytes.Buffer
	if err := s.ExportWords(r.Context(), &text); err != nil {
		return err
	}
	rows, err := sheet.Read(&text, sheet.Limits{Bytes: int64(text.Len()), Rows: moderation.MaxWords + 1, Columns: maxColumns})
	if err != nil {
		return err
	}
	out := sheet.Serve(w, "sensitive-words", sheet.XLSX)
	for _, row := range rows {
		if err := out.Row(row.Cells...); err != nil {
			return err
		}
	}
	return out.Close()
}

// tableOf is the text of a file; of a workbook, the text that it would be as CSV.
func tableOf(file []byte) ([]byte, error) {
	if !sheet.IsWorkbook(file) {
		return file, nil
	}
	rows, err := sheet.Read(bytes.NewReader(file), sheet.Limits{Bytes: moderation.MaxImport, Rows: moderation.MaxWords + 1, Columns: maxColumns})
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	out := sheet.NewWriter(&text, sheet.CSV)
	for _, row := range rows {
		if err := out.Row(row.Cells...); err != nil {
			return nil, err
		}
	}
	err = out.Close()
	return text.Bytes(), err
}

// lateHeader says what the body is when it begins, so that a fault before it is a problem and no file.
type lateHeader struct {
	http.ResponseWriter
	begun bool
}

func (l *lateHeader) Write(b []byte) (int, error) {
	if !l.begun {
		l.begun = true
		l.Header().Set("Content-Type", "text/csv; charset=utf-8")
		l.Header().Set("Content-Disposition", `attachment; filename="sensitive-words.csv"`)
		l.Header().Set("Cache-Control", "no-store")
	}
	return l.ResponseWriter.Write(b)
}

func importWords(s *moderation.Service, w http.ResponseWriter, r *http.Request) error {
	file, err := io.ReadAll(r.Body)
	if err != nil {
		var limit *http.MaxBytesError
		if errors.As(err, &limit) {
			return moderation.ErrImportLarge.With("max", moderation.MaxWords)
		}
		return fault.ErrMalformed.Wrap(err)
	}
	q := r.URL.Query()
	o := moderation.Import{
		Side: moderation.Both, Action: moderation.Block, Overwrite: q.Get("overwrite") == "true", DryRun: q.Get("dryRun") == "true",
	}
	if v := q.Get("side"); v != "" {
		o.Side = moderation.Side(v)
	}
	if v := q.Get("action"); v != "" {
		o.Action = moderation.Action(v)
	}
	if file, err = tableOf(file); err != nil {
		return err
	}
	res, err := s.ImportWords(r.Context(), file, o)
	if err != nil {
		return err
	}
	view := importView{
		Imported: res.Done, Rows: res.Rows, Added: res.Added, Changed: res.Changed, Kept: res.Kept, Bad: res.Bad,
		Problems: make([]problemView, 0, len(res.Problems)),
	}
	lang := httpx.Locale(r.Context())
	for _, p := range res.Problems {
		view.Problems = append(view.Problems, problemView{
			Row: p.Row, Text: p.Text, Field: p.Field.Name, Code: p.Field.Def.Code, Message: p.Field.Sentence(lang),
		})
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(view)
}
