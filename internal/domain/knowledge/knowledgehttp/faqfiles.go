package knowledgehttp

import (
	"encoding/json"
	"net/http"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/sheet"
)

func registerFAQFiles(api *httpx.API, s *knowledge.FAQ) {
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/faq/export", ID: "exportFAQ", Tag: tagFAQ, Permission: knowledge.PermFAQManage,
		Summary: "The FAQ as a file", Produces: "text/csv", Timeout: fileTime,
		Query: map[string]string{"zone": treeQuery["zone"], "format": sheet.FormatQuery},
	}, exportFAQ(s))
	api.HandleRaw(httpx.Op{
		Method: http.MethodPost, Path: "/faq/import", ID: "importFAQ", Tag: tagFAQ, Permission: knowledge.PermFAQManage,
		Summary: "Add and change questions by a file",
		Description: "The body is a file as the export makes it, CSV or .xlsx; the first row names the columns in English or Chinese. A row whose ID or whose question is there " +
			"already changes it; a column that is missing leaves what is there. The reply says row by row what is wrong. Importing the same file again changes " +
			"nothing, so an Idempotency-Key is not read.",
		Consumes: "text/csv", Reply: knowledge.Report{}, MaxBody: limits.Bytes, Timeout: fileTime, RateLimit: httpx.RateUpload,
		Query: map[string]string{"zone": treeQuery["zone"], "skip": "true: leave out rows with a mistake; otherwise one mistake keeps everything out."},
		Codes: []string{knowledge.ErrQuestionColumn.Code, knowledge.ErrTooManyQuestions.Code, sheet.ErrUnreadable.Code, sheet.ErrOldWorkbook.Code},
	}, importFAQ(s))
}

// zoneOf reads the time zone of the dates. Who may not is refused before anything else is looked at.
func zoneOf(r *http.Request) (*time.Location, error) {
	if _, err := actor.Require(r.Context(), knowledge.PermFAQManage); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(r.URL.Query().Get("zone"))
	var c fault.Checker
	c.If(err != nil, "zone", fault.ErrFormat)
	return zone, c.Err()
}

func importFAQ(s *knowledge.FAQ) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		zone, err := zoneOf(r)
		if err != nil {
			return err
		}
		lines, err := linesOf(r)
		if err != nil {
			return err
		}
		report, err := s.Import(r.Context(), lines, zone, r.URL.Query().Get("skip") == "true")
		return reported(w, report, err)
	}
}

// linesOf reads the table in a request.
func linesOf(r *http.Request) ([]knowledge.Line, error) {
	rows, err := sheet.Read(r.Body, limits)
	lines := make([]knowledge.Line, 0, len(rows))
	for _, row := range rows {
		lines = append(lines, knowledge.Line{Number: row.Line, Cells: row.Cells})
	}
	return lines, err
}

func reported(w http.ResponseWriter, report knowledge.Report, err error) error {
	if err != nil {
		return err
	}
	if report.Problems == nil {
		report.Problems = []knowledge.Problem{}
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(report)
}

func exportFAQ(s *knowledge.FAQ) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		zone, err := zoneOf(r)
		if err != nil {
			return err
		}
		ctx := r.Context()
		return exported(w, r, "faq", func(row func(cells ...string) error) error { return s.Export(ctx, zone, row) })
	}
}

// exported writes a table as a file. A fault before the first row is a problem and no file.
func exported(w http.ResponseWriter, r *http.Request, name string, export func(row func(cells ...string) error) error) error {
	var out sheet.Writer
	err := export(func(cells ...string) error {
		if out == nil {
			out = sheet.Serve(w, name, sheet.FormatOf(r))
		}
		return out.Row(cells...)
	})
	if err != nil {
		return err
	}
	return out.Close()
}
