package insighthttp

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/platform/sheet"
)

const exportTime = 2 * time.Minute

// column is one of the file: its names, and what a line says in it; nil for nothing.
type column struct {
	en, zh string
	cell   func(l insight.DayFigures) any
}

func whole(of func(l insight.DayFigures) int64) func(insight.DayFigures) any {
	return func(l insight.DayFigures) any { return of(l) }
}

func average(of func(l insight.DayFigures) insight.Took) func(insight.DayFigures) any {
	return func(l insight.DayFigures) any {
		if of(l).Count == 0 {
			return nil
		}
		return of(l).Average
	}
}

func some(of func(l insight.DayFigures) *float64) func(insight.DayFigures) any {
	return func(l insight.DayFigures) any {
		if of(l) == nil {
			return nil
		}
		return *of(l)
	}
}

// percent is a share in percent; nothing where there is nothing to share.
func percent(part, of func(l insight.DayFigures) int64) func(insight.DayFigures) any {
	return func(l insight.DayFigures) any {
		if of(l) == 0 {
			return nil
		}
		return math.Round(float64(part(l))/float64(of(l))*1000) / 10
	}
}

func there(of func(p insight.Attendance) any) func(insight.DayFigures) any {
	return func(l insight.DayFigures) any {
		if l.Presence == nil {
			return nil
		}
		return of(*l.Presence)
	}
}

func breaks(p insight.Attendance) any {
	parts := make([]string, 0, len(p.Breaks))
	for _, b := range p.Breaks {
		parts = append(parts, cmp.Or(b.Name, b.Reason)+" "+strconv.FormatInt(b.Seconds, 10))
	}
	return strings.Join(parts, "; ")
}

func received(l insight.DayFigures) int64   { return l.Received }
func resolved(l insight.DayFigures) int64   { return l.Resolved }
func summarised(l insight.DayFigures) int64 { return l.Summarised }
func rated(l insight.DayFigures) int64      { return l.Rated }

// columns are those of the file, after the name of the line. Times are in seconds.
var columns = []column{
	{"Received", "接待量", whole(received)},
	{"Answered", "已回复", whole(func(l insight.DayFigures) int64 { return l.Answered })},
	{"Missed", "未接待", whole(func(l insight.DayFigures) int64 { return l.Missed })},
	{"First response, average (s)", "平均首次响应（秒）", average(func(l insight.DayFigures) insight.Took { return l.FirstResponse })},
	{"First response, p50 (s)", "首次响应 P50（秒）", some(func(l insight.DayFigures) *float64 { return l.FirstResponse.P50 })},
	{"First response, p90 (s)", "首次响应 P90（秒）", some(func(l insight.DayFigures) *float64 { return l.FirstResponse.P90 })},
	{"Response, average (s)", "平均响应（秒）", average(func(l insight.DayFigures) insight.Took { return l.Response })},
	{"Handling, average (s)", "平均处理时长（秒）", average(func(l insight.DayFigures) insight.Took { return l.Handling })},
	{"Messages of customers", "客户消息数", whole(func(l insight.DayFigures) int64 { return l.Inbound })},
	{"Messages of agents", "坐席消息数", whole(func(l insight.DayFigures) int64 { return l.Outbound })},
	{"Resolved", "解决量", whole(resolved)},
	{"With a summary", "有小结", whole(summarised)},
	{"Resolved by summary (%)", "小结已解决率（%）", percent(func(l insight.DayFigures) int64 { return l.Solved }, summarised)},
	{"Ratings", "评价数", whole(rated)},
	{"Participation (%)", "参评率（%）", percent(rated, resolved)},
	{"Satisfied (%)", "满意率（%）", percent(func(l insight.DayFigures) int64 { return l.Satisfied }, rated)},
	{"Score", "平均评分", some(func(l insight.DayFigures) *float64 { return l.Score })},
	{"Transferred in", "转入", whole(func(l insight.DayFigures) int64 { return l.TransferredIn })},
	{"Transferred out", "转出", whole(func(l insight.DayFigures) int64 { return l.TransferredOut })},
	{"Online (s)", "在线时长（秒）", there(func(p insight.Attendance) any { return p.Online })},
	{"Of it busy (s)", "其中忙碌（秒）", there(func(p insight.Attendance) any { return p.Busy })},
	{"Break (s)", "小休时长（秒）", there(func(p insight.Attendance) any { return p.Break })},
	{"Breaks by reason (s)", "小休明细（秒）", there(breaks)},
}

// words are what the file says in a language.
type words struct {
	head        map[insight.By]string
	none, total string
	zh          bool
}

var (
	english = words{map[insight.By]string{insight.ByAgent: "Agent", insight.ByTeam: "Team", insight.ByChannel: "Channel", insight.ByDay: "Day"}, "Nobody", "Total", false}
	chinese = words{map[insight.By]string{insight.ByAgent: "坐席", insight.ByTeam: "技能组", insight.ByChannel: "渠道", insight.ByDay: "日期"}, "未分配", "合计", true}
)

func export(s *insight.Service) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		a, err := actor.Of(r.Context())
		if err != nil {
			return err
		}
		v := r.URL.Query()
		q := Asked{
			From: v.Get("from"), To: v.Get("to"), TeamID: v.Get("teamId"), AgentID: v.Get("agentId"), ChannelID: v.Get("channelId"),
		}.query(cmp.Or(v.Get("by"), string(insight.ByAgent)))
		report, err := s.All(r.Context(), q)
		if err != nil {
			return err
		}
		say := english
		if strings.HasPrefix(a.Locale, "zh") {
			say = chinese
		}
		out := sheet.Serve(w, fmt.Sprintf("daily-%s-%s", q.From, q.To), sheet.FormatOf(r))
		if err := write(out, report, q.By, say); err != nil {
			return err
		}
		return out.Close()
	}
}

func write(out sheet.Writer, report insight.Report, by insight.By, say words) error {
	head := []string{say.head[by]}
	for _, c := range columns {
		if say.zh {
			head = append(head, c.zh)
		} else {
			head = append(head, c.en)
		}
	}
	if err := out.Row(head...); err != nil {
		return err
	}
	for _, l := range report.Lines {
		name := cmp.Or(l.Name, l.Key, say.none)
		if err := out.Values(cells(name, l)...); err != nil {
			return err
		}
	}
	return out.Values(cells(say.total, report.Total)...)
}

func cells(name string, l insight.DayFigures) []any {
	out := append(make([]any, 0, 1+len(columns)), name)
	for _, c := range columns {
		out = append(out, c.cell(l))
	}
	return out
}
