package core

import (
	"context"
	"log/slog"
	"time"

	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/account/accountsql"
	"frontdesk/internal/domain/assist"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/channel/channelsql"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationsql"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/customer/customersql"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/identity/identitysql"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/integration/integrationsql"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/moderation/moderationsql"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/notify/notifysql"
	"frontdesk/internal/domain/quality"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingsql"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/domain/search/searchsql"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/domain/wrapup"
	"frontdesk/internal/domain/wrapup/wrapupsql"
	"frontdesk/internal/edge/channel/webchat"
	"frontdesk/internal/platform/blob"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/geo"
	"frontdesk/internal/platform/outbox"
	"frontdesk/internal/platform/secret"
	"frontdesk/internal/platform/text"
	"frontdesk/internal/usecase/attention"
	"frontdesk/internal/usecase/dispatch"
	"frontdesk/internal/usecase/intake"
	"frontdesk/internal/usecase/learn"
	"frontdesk/internal/usecase/live"
	"frontdesk/internal/usecase/queue"
	"frontdesk/internal/usecase/rehearse"
	"frontdesk/internal/usecase/supervise"
	"frontdesk/internal/usecase/waiting"
)

// Parts are the mechanisms that the domains stand on.
type Parts struct {
	Config  config.Config
	Clock   clock.Clock
	Log     *slog.Logger
	DB      *db.DB
	Box     *secret.Box
	Files   *blob.Folder
	Sender  integration.Sender
	Engine  assist.Engine              // of translation
	Cards   conversation.PictureSource // pictures of cards, from other machines
	Frames  live.Publisher
	News    News
	Regions *geo.File // nil without one
}

// Services are all domains and use cases, ready to use.
type Services struct {
	Account       *account.Service
	Identity      *identity.Service
	Customers     *customer.Service
	Panel         panel
	Quality       *quality.Service
	Routing       *routing.Service
	Dispatch      *dispatch.Service
	Rehearse      *rehearse.Service
	Lessons       *learn.Service
	Walls         walls
	Channels      *channel.Service
	Conversations *conversation.Service
	Personal      *conversation.Personal
	Monitor       *conversation.Monitor
	Supervision   *supervise.Service
	Views         *conversation.Views
	Planner       *conversation.Planner
	Files         *conversation.Files
	Pictures      *conversation.Pictures
	Counter       *conversation.Counter
	Summaries     *wrapup.Service
	SummaryKeeper *wrapup.Keeper
	Insight       daily
	Attention     *attention.Service
	Queue         *queue.Service
	Waiting       *waiting.Service
	Intake        *intake.Service
	Search        *search.Service
	Notices       *notify.Service
	Integration   *integration.Service
	Moderation    *moderation.Service
	Keeper        *audit.Keeper
	History       *audit.Service
	Reveals       *audit.Reveals
	Calling       *ports.Calling
	Live          *live.Service
	Knowledge     *knowledge.Service
	FAQ           *knowledge.FAQ
	Assistance    assistance
	Board         *visitor.Board
	Visitors      *visitor.Service
	Start         start
	Log           *outbox.Log
}

// NewServices puts the domains together. What one asks of another goes through internal/app/ports.
func NewServices(p Parts) *Services {
	s := &Services{Log: outbox.NewLog(p.DB)}
	kept := s.keeping(p)
	s.Account = account.New(accountsql.New(p.DB), kept, p.Clock)
	s.Identity = identity.New(identitysql.New(p.DB), kept, p.Clock, s.Account, p.Box)
	s.Moderation = moderation.New(kept, p.Clock, moderationsql.New(p.DB))
	people := ports.NewPeople(s.Identity, p.Clock)
	s.Calling = ports.NewCalling(s.Account, p.Clock)
	customers := customersql.New(p.DB)
	s.Customers = customer.New(kept, p.Clock, customers, customers, customers, customers, customers)
	s.Channels = channel.New(channelDeps(p, s, kept))
	summaries := wrapupsql.New(p.DB)
	s.SummaryKeeper = wrapup.NewKeeper(p.Clock, summaries, ports.Zone(s.Account))
	conversations := conversationsql.New(p.DB)
	s.Conversations = conversation.New(p.DB, p.Clock, conversations,
		ports.Directory{Known: people, Calling: s.Calling, Identity: s.Identity, Customers: s.Customers, Channels: s.Channels},
		ports.Workspace{Account: s.Account, Work: routingsql.New(p.DB), Many: db.NewCache[bool](p.DB, 10_000, 10*time.Second)}, ports.Closing{Keeper: s.SummaryKeeper, Fields: customer.NewFilling(customers, ports.Staff{Known: people, Identity: s.Identity})}, ports.AgentWords{Moderation: s.Moderation}, text.Lang)
	s.Panel = s.panel(p, kept, customers, people)
	s.Quality = s.quality(p)
	s.Routing = s.routing(p)
	s.supervision(p, conversations)
	s.Personal = conversation.NewPersonal(p.DB, p.Clock, conversations, s.Conversations)
	s.Planner = conversation.NewPlanner(p.DB, p.Clock, conversations, s.Conversations, ports.Authors{Identity: s.Identity})
	s.Views = conversation.NewViews(kept, p.Clock, conversations, s.Conversations)
	s.Files = conversation.NewFiles(s.Conversations, ports.Blobs{Folder: p.Files},
		ports.Inspector{Thumbnails: blob.NewThumbnails()}, int64(p.Config.Limits.UploadMB)<<20)
	s.Pictures = conversation.NewPictures(conversation.PictureDeps{
		Run: p.DB, Clock: p.Clock, Talks: s.Conversations, Rows: conversations, Blobs: ports.Blobs{Folder: p.Files}, Source: p.Cards,
		Told: ports.ToldCards{Panel: s.Panel.Panel},
	})
	s.Summaries = wrapup.New(wrapup.Deps{
		Run: kept, Clock: p.Clock, Stores: summaries,
		Directory: ports.Offices{Known: people, Identity: s.Identity, Conversations: s.Conversations},
	})
	s.Counter = conversation.NewCounter(conversations)
	s.Queue = queue.New(p.Clock, conversation.NewLines(conversations), routingsql.New(p.DB), s.Channels, places{p.Frames})
	s.Waiting = s.waiting(p)
	s.Attention = attention.New(p.DB, p.Clock, s.Conversations, s.Channels, ports.OpenHours{Account: s.Account}, s.Queue,
		s.supervisors(p))
	s.Intake = intake.New(p.DB, s.Customers, s.Channels, s.Conversations, s.Moderation)
	s.Search = search.New(p.DB, searchsql.New(p.DB), ports.SearchSource{Rows: conversations, People: customers})
	s.Notices = notify.New(p.DB, p.Clock, notifysql.New(p.DB))
	s.Integration = integration.New(integrationDeps(p, s, kept))
	s.Knowledge, s.FAQ = s.knowledge(p, kept)
	s.Assistance = s.assistance(p, kept)
	s.Visitors = s.visitors(p, kept)
	s.Start = s.start(p)
	s.Walls.Boards = s.boards(p, kept)
	s.History = s.history(p)
	s.Reveals = s.reveals(p)
	s.Insight = s.daily(p, conversations, people)
	s.Dispatch = s.dispatch(p, people)
	s.Rehearse = s.rehearsals(p, people)
	s.Lessons = s.lessons(p, people)
	s.Walls.Views = s.screens(p)
	s.Live = live.New(s.Conversations, s.Log, p.Frames, s.Dispatch)
	return s
}

func channelDeps(p Parts, s *Services, run unit.Runner) channel.Deps {
	store := channelsql.New(p.DB)
	return channel.Deps{
		Run: run, Clock: p.Clock, Store: store, Sealer: p.Box, Webchat: webchat.New(p.Box, p.Clock),
		Visitors: ports.Visitors{Customers: s.Customers, Moderation: s.Moderation},
		Workplace: ports.Workplace{
			Account: s.Account, Identity: s.Identity, Calling: s.Calling, Shown: db.NewCache[[]channel.Face](p.DB, 1000, 30*time.Second),
			Watched: func(ctx context.Context) (bool, error) { return s.Visitors.Watched(ctx) }, // made later
		},
		BaseURL: p.Config.Server.BaseURL,
	}
}

func integrationDeps(p Parts, s *Services, run unit.Runner) integration.Deps {
	store := integrationsql.New(p.DB)
	return integration.Deps{
		Run: run, Clock: p.Clock, Store: store, Deliveries: store, Sealer: p.Box, Sender: p.Sender, Log: s.Log,
	}
}
