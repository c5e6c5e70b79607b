// Package insighthttp offers the daily report as operations.
package insighthttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/platform/httpx"
)

const tag = "Reports"

type reply[T any] struct{ Body T }

// Asked is what a report is asked for. The HTTP library fills embedded fields only when their type is exported.
type Asked struct {
	From      string `query:"from" required:"true" maxLength:"10" doc:"First day, such as 2026-11-01, in the zone of the workspace."`
	To        string `query:"to" required:"true" maxLength:"10" doc:"Last day; at most 366 days."`
	TeamID    string `query:"teamId" maxLength:"30" doc:"Only of this team; none for those without a team."`
	AgentID   string `query:"agentId" maxLength:"30" doc:"Only of this person; none for what nobody took."`
	ChannelID string `query:"channelId" maxLength:"30"`
}

func (a Asked) query(by string) insight.Query {
	return insight.Query{
		From: insight.Day(a.From), To: insight.Day(a.To), TeamID: a.TeamID, AgentID: a.AgentID, ChannelID: a.ChannelID, By: insight.By(by),
	}
}

type dailyInput struct {
	Asked
	By string `query:"by" enum:"agent,team,channel,day" default:"agent"`
}

// dailyReport are the figures of a period.
type dailyReport struct {
	From   insight.Day          `json:"from"`
	To     insight.Day          `json:"to"`
	Today  insight.Day          `json:"today" doc:"The present day of the workspace."`
	Zone   string               `json:"zone" doc:"Where days end."`
	Total  insight.DayFigures   `json:"total"`
	Before insight.DayFigures   `json:"before" doc:"Of the period of the same length before."`
	Lines  []insight.DayFigures `json:"lines" doc:"Those with the most conversations first; days with the last one first."`
	More   int                  `json:"more" doc:"Lines that are only in the file."`
}

type behindInput struct {
	Asked
	Figure string `query:"figure" required:"true" enum:"received,answered,missed,firstResponse,response,inbound,outbound,handling,resolved,summarised,solved,rated,satisfied,transferredIn,transferredOut"`
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type ownInput struct {
	Day string `query:"day" maxLength:"10" doc:"Today when absent."`
}

// Register adds the operations.
func Register(api *httpx.API, s *insight.Service) {
	codes := []string{insight.ErrPeriod.Code}
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/insight/daily", ID: "getDailyReport", Tag: tag,
		Summary:     "The daily report: a period by person, team, channel or day",
		Description: "Figures are those that the reader may see: their own, of their teams, or all. They follow what happens within seconds.",
		Permission:  insight.PermRead, Codes: codes,
	},
		func(ctx context.Context, in *dailyInput) (*reply[dailyReport], error) {
			r, err := s.Daily(ctx, in.query(in.By))
			return &reply[dailyReport]{dailyReport{
				From: r.From, To: r.To, Today: r.Today, Zone: r.Zone, Total: r.Total, Before: r.Before, Lines: r.Lines, More: r.More,
			}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/insight/daily/conversations", ID: "listDailyConversations", Tag: tag,
		Summary: "The conversations behind a figure, the newest day first", Permission: insight.PermRead, Codes: codes,
	},
		func(ctx context.Context, in *behindInput) (*reply[page.Of[insight.Behind]], error) {
			out, err := s.Behind(ctx, in.query(""), in.Figure, page.Request{Cursor: in.Cursor, Limit: in.Limit})
			return &reply[page.Of[insight.Behind]]{personal.For(ctx, out)}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/insight/me", ID: "getOwnDay", Tag: tag,
		Summary: "Your own figures of a day, and of the day before", Permission: insight.PermRead,
	},
		func(ctx context.Context, in *ownInput) (*reply[insight.OwnDay], error) {
			out, err := s.Own(ctx, insight.Day(in.Day))
			return &reply[insight.OwnDay]{out}, err
		})
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/insight/daily/export", ID: "exportDailyReport", Tag: tag,
		Summary: "The daily report as a file, with every line", Permission: insight.PermRead, Produces: "text/csv", Timeout: exportTime, Codes: codes,
		Query: map[string]string{
			"from": "First day.", "to": "Last day.", "teamId": "Only of this team, or none.", "agentId": "Only of this person, or none.",
			"channelId": "Only of this channel.", "by": "agent, team, channel or day; agent when absent.", "format": "csv or xlsx; csv when absent.",
		},
	}, export(s))
}
