package wrapuphttp

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/domain/wrapup"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/sheet"
)

const exportTime = 2 * time.Minute

// limits of a file with categories: two columns a level, and a head.
var limits = sheet.Limits{Bytes: 2 << 20, Rows: wrapup.MaxCategories + 1, Columns: 2 * wrapup.MaxLevels}

func registerFiles(api *httpx.API, s *wrapup.Service) {
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/wrapup/categories/export", ID: "exportWrapupCategories", Tag: tag,
		Summary: "The tree as a file", Permission: wrapup.PermManage, Produces: "text/csv", Query: map[string]string{"format": sheet.FormatQuery},
	}, exportTree(s))
	api.HandleRaw(httpx.Op{
		Method: http.MethodPost, Path: "/wrapup/categories/import", ID: "importWrapupCategories", Tag: tag,
		Summary: "Add the categories of a file",
		Description: "The body is a file as the export makes it, CSV or .xlsx: a head, then one row for each category with the names of each level in Chinese and " +
			"English. What is there stays and takes the other name of its row; nothing is removed. Importing the same file again changes nothing, so an " +
			"Idempotency-Key is not read. A file with a mistake changes nothing; errors name its rows.",
		Permission: wrapup.PermManage, Consumes: "text/csv", MaxBody: limits.Bytes, Reply: wrapup.Imported{},
		Codes: []string{wrapup.ErrFile.Code, wrapup.ErrTooManyOf.Code, sheet.ErrUnreadable.Code, sheet.ErrOldWorkbook.Code},
	}, importTree(s))
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/wrapup/summaries/export", ID: "exportWrapupSummaries", Tag: tag,
		Summary: "The summaries of a period as a file", Permission: wrapup.PermReport, Produces: "text/csv", Timeout: exportTime,
		Query: map[string]string{
			"from": "First day.", "to": "Last day.", "teamId": "Only of this team, or none.", "agentId": "Only of this person.",
			"format": sheet.FormatQuery, "categoryId": "With everything below it.", "outcome": "resolved, unresolved or follow_up.",
		},
		Codes: []string{wrapup.ErrPeriod.Code},
	}, exportSummaries(s))
}

func exportTree(s *wrapup.Service) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		rows, err := s.ExportTree(r.Context())
		if err != nil {
			return err
		}
		out := sheet.Serve(w, "summary-categories", sheet.FormatOf(r))
		if err := out.Row(head()...); err != nil {
			return err
		}
		for _, row := range rows {
			cells := make([]string, 0, limits.Columns)
			for _, l := range row.Levels {
				cells = append(cells, l.Zh, l.En)
			}
			if err := out.Row(cells...); err != nil {
				return err
			}
		}
		return out.Close()
	}
}

// head is the same in every language, so that a file can go from one to another.
func head() []string {
	var out []string
	for i, zh := range []string{"一级", "二级", "三级", "四级"} {
		out = append(out, zh+"分类", "Level "+strconv.Itoa(i+1))
	}
	return out
}

func importTree(s *wrapup.Service) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if _, err := actor.Require(r.Context(), wrapup.PermManage); err != nil {
			return err
		}
		table, err := sheet.Read(r.Body, limits)
		if err != nil {
			return err
		}
		var rows []wrapup.Row
		for i, t := range table {
			if i == 0 && isHead(t.Cells) {
				continue
			}
			row := wrapup.Row{Line: t.Line}
			for j, cell := range t.Cells {
				if level := &row.Levels[j/2]; j%2 == 0 {
					level.Zh = cell
				} else {
					level.En = cell
				}
			}
			rows = append(rows, row)
		}
		if len(rows) == 0 {
			return fault.ErrRequired.On("file")
		}
		done, err := s.Import(r.Context(), rows)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json")
		return json.NewEncoder(w).Encode(done)
	}
}

func isHead(cells []string) bool {
	return len(cells) > 1 && strings.EqualFold(cells[1], head()[1]) || cells[0] == head()[0]
}

// columns of the export of summaries, and the words of the outcomes.
var (
	columnsEn  = []string{"Conversation", "Resolution", "Day", "Team", "Agent", "Category 1", "Category 2", "Category 3", "Category 4", "Outcome", "Remark", "Written", "Changed"}
	columnsZh  = []string{"会话编号", "第几次结束", "日期", "技能组", "坐席", "一级分类", "二级分类", "三级分类", "四级分类", "处理结果", "备注", "填写时间", "修改时间"}
	outcomesEn = map[wrapup.Outcome]string{wrapup.Resolved: "Resolved", wrapup.Unresolved: "Not resolved", wrapup.FollowUp: "To follow up"}
	outcomesZh = map[wrapup.Outcome]string{wrapup.Resolved: "已解决", wrapup.Unresolved: "未解决", wrapup.FollowUp: "需跟进"}
)

func exportSummaries(s *wrapup.Service) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		a, err := actor.Of(ctx)
		if err != nil {
			return err
		}
		v := r.URL.Query()
		q := Asked{
			From: v.Get("from"), To: v.Get("to"), TeamID: v.Get("teamId"), AgentID: v.Get("agentId"), CategoryID: v.Get("categoryId"),
			Outcome: v.Get("outcome"),
		}.query()
		columns, outcomes := columnsEn, outcomesEn
		if strings.HasPrefix(a.Locale, "zh") {
			columns, outcomes = columnsZh, outcomesZh
		}
		name, format := fmt.Sprintf("summaries-%s-%s", q.From, q.To), sheet.FormatOf(r)
		var out sheet.Writer
		err = s.Export(ctx, q, a.Locale, func(e wrapup.Exported) error {
			if out == nil { // only now is it sure that there is a reply
				out = sheet.Serve(w, name, format)
				if err := out.Row(columns...); err != nil {
					return err
				}
			}
			return out.Row(cells(personal.For(ctx, e), outcomes)...)
		})
		if err == nil && out == nil {
			out = sheet.Serve(w, name, format)
			err = out.Row(columns...)
		}
		if err != nil {
			return err
		}
		return out.Close()
	}
}

func cells(e wrapup.Exported, outcomes map[wrapup.Outcome]string) []string {
	path := append(e.Path, make([]string, wrapup.MaxLevels)...)[:wrapup.MaxLevels]
	out := []string{strconv.FormatInt(e.Number, 10), strconv.Itoa(e.Resolution), string(e.Day), e.Team, e.Agent}
	out = append(out, path...)
	return append(out, outcomes[e.Outcome], e.Remark, e.CreatedAt.Format(time.RFC3339), e.UpdatedAt.Format(time.RFC3339))
}
