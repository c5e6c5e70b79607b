package conversationhttp

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/page"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/sheet"
)

// ratingFilter narrows the list of ratings.
type ratingFilter struct {
	State   string `query:"state" enum:"open,done" doc:"Where the follow-up of low scores stands; absent for all ratings."`
	Score   int    `query:"score" minimum:"0" maximum:"5" doc:"0 for any."`
	Team    string `query:"team" maxLength:"30"`
	Channel string `query:"channel" maxLength:"30"`
	User    string `query:"user" maxLength:"30" doc:"Who answered."`
	From    string `query:"from" format:"date-time" doc:"Not before."`
	To      string `query:"to" format:"date-time" doc:"Before."`
}

func moment(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text) // the format was checked
	return t
}

func (f ratingFilter) query(p page.Request) conversation.RatingQuery {
	return conversation.RatingQuery{
		State: conversation.FollowState(f.State), Score: f.Score, TeamID: f.Team, ChannelID: f.Channel, UserID: f.User,
		From: moment(f.From), To: moment(f.To), Page: p,
	}
}

// RatingFilter is exported for the HTTP library, which fills embedded fields only when their type is.
type RatingFilter = ratingFilter

type ratingsInput struct {
	RatingFilter
	Paged
}

type ratedView struct {
	ConversationID string                      `json:"conversationId"`
	Number         int64                       `json:"number"`
	CustomerID     string                      `json:"customerId"`
	CustomerName   string                      `json:"customerName" personal:"text"`
	ChannelID      string                      `json:"channelId"`
	TeamID         string                      `json:"teamId,omitempty"`
	UserID         string                      `json:"userId,omitempty" doc:"Who answered."`
	Score          int                         `json:"score"`
	Solved         conversation.Solved         `json:"solved,omitempty" enum:"yes,no"`
	Reasons        []conversation.RatingReason `json:"reasons"`
	Comment        string                      `json:"comment,omitempty" personal:"text"`
	CreatedAt      time.Time                   `json:"createdAt"`
	FollowUp       *followView                 `json:"followUp,omitempty" doc:"Of a low score."`
}

type followView struct {
	State conversation.FollowState `json:"state" enum:"open,done"`
	Note  string                   `json:"note,omitempty" personal:"text"`
	By    string                   `json:"by,omitempty"`
	At    time.Time                `json:"at,omitzero"`
}

func viewRated(r conversation.Rated) ratedView {
	v := ratedView{
		ConversationID: r.ConversationID, Number: r.Number, CustomerID: r.CustomerID, CustomerName: r.CustomerName, ChannelID: r.ChannelID,
		TeamID: r.TeamID, UserID: r.UserID, Score: r.Score, Solved: r.Solved, Reasons: r.Reasons, Comment: r.Comment, CreatedAt: r.CreatedAt,
	}
	if v.Reasons == nil {
		v.Reasons = []conversation.RatingReason{}
	}
	if f := r.FollowUp; f.State != "" {
		v.FollowUp = &followView{f.State, f.Note, f.By, f.At}
	}
	return v
}

type followInput struct {
	ByID
	Body struct {
		State string `json:"state" enum:"open,done"`
		Note  string `json:"note" maxLength:"2000" doc:"What was done; required for done."`
	}
}

const (
	tagRatings = "Ratings"
	exportTime = 2 * time.Minute
	maxExport  = 20_000
)

func registerRatings(api *httpx.API, s *conversation.Service) {
	onState(api, http.MethodPost, "rating-invitation", "askToRate", "Ask the customer for a rating, once", conversation.PermReply,
		[]string{conversation.ErrRatingOff.Code, conversation.ErrAlreadyRated.Code},
		func(ctx context.Context, in *ByID) (conversation.Result, error) { return s.AskToRate(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/ratings", ID: "listRatings", Tag: tagRatings,
		Summary: "What customers thought, the newest first", Permission: conversation.PermFollowUp,
	},
		func(ctx context.Context, in *ratingsInput) (*reply[page.Of[ratedView]], error) {
			p, err := s.Ratings(ctx, in.query(in.request()))
			out := page.Of[ratedView]{Items: []ratedView{}, Next: p.Next}
			for _, r := range p.Items {
				out.Items = append(out.Items, viewRated(r))
			}
			return answer(out, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/ratings/{id}/follow-up", ID: "followUpRating", Tag: tagRatings,
		Summary: "Say that a low score was seen to, or was not", Permission: conversation.PermFollowUp,
		Codes: codes(conversation.ErrNoFollowUp.Code, conversation.ErrOwnRating.Code),
	},
		func(ctx context.Context, in *followInput) (*reply[ratedView], error) {
			r, err := s.FollowUp(ctx, in.ID, in.Body.State == string(conversation.FollowDone), strings.TrimSpace(in.Body.Note))
			return answer(viewRated(r), err)
		})
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/ratings/export", ID: "exportRatings", Tag: tagRatings,
		Summary: "The ratings as a file, at most 20,000", Permission: conversation.PermFollowUp, Produces: "text/csv", Timeout: exportTime,
		Query: map[string]string{
			"state": "open or done.", "score": "1 to 5.", "team": "Only of this team.", "channel": "Only of this channel.", "user": "Who answered.",
			"from": "Not before.", "to": "Before.", "format": sheet.FormatQuery,
		},
	}, exportRatings(s))
}

func exportRatings(s *conversation.Service) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		ask := r.URL.Query()
		score, _ := strconv.Atoi(ask.Get("score"))
		f := ratingFilter{State: ask.Get("state"), Score: score, Team: ask.Get("team"), Channel: ask.Get("channel"), User: ask.Get("user"), From: ask.Get("from"), To: ask.Get("to")}
		query := f.query(page.Request{Limit: page.MaxLimit})
		zh := strings.HasPrefix(httpx.Locale(r.Context()), "zh")
		first, err := s.Ratings(r.Context(), query)
		if err != nil {
			return err
		}
		out := sheet.Serve(w, "ratings", sheet.FormatOf(r))
		if err := out.Row(ratingHead(zh)...); err != nil {
			return err
		}
		for written := 0; ; {
			for _, one := range first.Items {
				if err := out.Row(ratingCells(personal.For(r.Context(), viewRated(one)), zh)...); err != nil {
					return err
				}
			}
			if written += len(first.Items); first.Next == "" || written >= maxExport {
				return out.Close()
			}
			query.Page.Cursor = first.Next
			if first, err = s.Ratings(r.Context(), query); err != nil {
				return err
			}
		}
	}
}

func ratingHead(zh bool) []string {
	if zh {
		return []string{"时间", "会话", "客户", "坐席", "评分", "是否解决", "原因", "评价内容", "回访状态", "回访记录", "回访时间"}
	}
	return []string{"Time", "Conversation", "Customer", "Agent", "Score", "Solved", "Reasons", "Comment", "Follow-up", "Note", "Followed up at"}
}

func ratingCells(r ratedView, zh bool) []string {
	reasons := make([]string, 0, len(r.Reasons))
	for _, reason := range r.Reasons {
		if zh {
			reasons = append(reasons, reason.Zh)
		} else {
			reasons = append(reasons, reason.En)
		}
	}
	follow, at := followView{}, ""
	if r.FollowUp != nil {
		follow = *r.FollowUp
	}
	if !follow.At.IsZero() {
		at = follow.At.UTC().Format(time.RFC3339)
	}
	return []string{
		r.CreatedAt.UTC().Format(time.RFC3339), strconv.FormatInt(r.Number, 10), r.CustomerName, r.UserID, strconv.Itoa(r.Score), string(r.Solved),
		strings.Join(reasons, "; "), r.Comment, string(follow.State), follow.Note, at,
	}
}
