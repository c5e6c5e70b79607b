package knowledgehttp

import (
	"net/http"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/sheet"
)

// limits of an import: a full file of the longest texts is larger, and nobody has one.
var limits = sheet.Limits{Bytes: 20 << 20, Rows: knowledge.MaxImport + 1, Columns: 50}

const fileTime = 2 * time.Minute

var treeQuery = map[string]string{
	"scope": "personal, team or company.", "ownerId": "The team.", "zone": "IANA time zone of the dates; UTC when absent.",
}

func registerFiles(api *httpx.API, s *knowledge.Service) {
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/replies/export", ID: "exportReplies", Tag: tag, Permission: knowledge.PermUse,
		Summary: "A tree of quick replies as a file", Produces: "text/csv", Timeout: fileTime, Query: with("format", sheet.FormatQuery),
	}, exportReplies(s))
	api.HandleRaw(httpx.Op{
		Method: http.MethodPost, Path: "/replies/import", ID: "importReplies", Tag: tag, Permission: knowledge.PermUse,
		Summary: "Add the quick replies of a file",
		Description: "The body is a file as the export makes it, CSV or .xlsx; the first row names the columns in English or Chinese. The reply says row by row what is wrong. " +
			"An Idempotency-Key is not read: a shortcut exists once in a tree.",
		Consumes: "text/csv", Reply: knowledge.Report{}, MaxBody: limits.Bytes, Timeout: fileTime, RateLimit: httpx.RateUpload,
		Query: with("skip", "true: leave out rows with a mistake; otherwise one mistake keeps everything out."),
		Codes: []string{knowledge.ErrColumn.Code, knowledge.ErrTooMany.Code, sheet.ErrUnreadable.Code, sheet.ErrOldWorkbook.Code},
	}, importReplies(s))
}

// with is what a tree is asked for by, and one thing more.
func with(name, about string) map[string]string {
	query := map[string]string{name: about}
	for name, about := range treeQuery {
		query[name] = about
	}
	return query
}

// treeOf reads which tree a file is about. Who may not is refused before anything else is looked at.
func treeOf(r *http.Request) (knowledge.Tree, *time.Location, error) {
	if _, err := actor.Require(r.Context(), knowledge.PermUse); err != nil {
		return knowledge.Tree{}, nil, err
	}
	q := r.URL.Query()
	t := knowledge.Tree{Scope: knowledge.Scope(q.Get("scope")), OwnerID: q.Get("ownerId")}
	var c fault.Checker
	c.Choice("scope", string(t.Scope), string(knowledge.Personal), string(knowledge.Team), string(knowledge.Company))
	c.Text("ownerId", t.OwnerID, 0, 30)
	zone, err := time.LoadLocation(q.Get("zone"))
	c.If(err != nil, "zone", fault.ErrFormat)
	return t, zone, c.Err()
}

func importReplies(s *knowledge.Service) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		t, zone, err := treeOf(r)
		if err != nil {
			return err
		}
		lines, err := linesOf(r)
		if err != nil {
			return err
		}
		report, err := s.Import(r.Context(), t, lines, zone, r.URL.Query().Get("skip") == "true")
		return reported(w, report, err)
	}
}

func exportReplies(s *knowledge.Service) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		t, zone, err := treeOf(r)
		if err != nil {
			return err
		}
		ctx := r.Context()
		return exported(w, r, "quick-replies", func(row func(cells ...string) error) error { return s.Export(ctx, t, zone, row) })
	}
}
