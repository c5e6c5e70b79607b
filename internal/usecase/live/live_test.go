package live_test

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/usecase/live"
)

// sent is a frame with its audience.
type sent struct {
	audience string
	frame    map[string]any
	raw      []byte
}

// stage is a world of conversations whose events become frames.
type stage struct {
	*ct.World
	units *unit.Memory
	live  *live.Service
	told  int
	sent  []sent

	offered []routing.OfferedTo
}

func newStage() *stage {
	s := &stage{units: &unit.Memory{}}
	s.World = ct.NewWorld(s.units, ct.NewMemory())
	s.live = live.New(s.Service, s, s, s)
	return s
}

// Publish implements live.Publisher.
func (s *stage) Publish(_, audience string, frame []byte) error {
	var f map[string]any
	if err := json.Unmarshal(frame, &f); err != nil {
		return err
	}
	s.sent = append(s.sent, sent{audience, f, frame})
	return nil
}

// OpenOffers implements live.Offers: what the tests offer.
func (s *stage) OpenOffers(context.Context, []string) ([]routing.OfferedTo, error) {
	return s.offered, nil
}

// Since implements live.Log: the cursor is the number of events.
func (s *stage) Since(_ context.Context, _, cursor string, limit int) ([]event.Recorded, string, error) {
	all := s.recorded()
	n, err := strconv.Atoi(cursor)
	if err != nil || n > len(all) {
		return nil, "", errEpoch.New()
	}
	end := min(len(all), n+limit)
	return all[n:end], strconv.Itoa(end), nil
}

func (s *stage) recorded() []event.Recorded {
	var out []event.Recorded
	for i, e := range s.units.Events() {
		out = append(out, event.Recorded{Event: e, Cursor: strconv.Itoa(i + 1)})
	}
	return out
}

// observe publishes what happened since the last call, and forgets earlier frames.
func (s *stage) observe(t *testing.T) {
	t.Helper()
	s.sent = nil
	all := s.recorded()
	check.NoError(t, s.live.Observe(t.Context(), all[s.told:]))
	s.told = len(all)
}

// to are the ops that an audience got, in order.
func (s *stage) to(audience string) []string {
	var out []string
	for _, f := range s.sent {
		if f.audience == audience {
			op, _ := f.frame["op"].(string)
			out = append(out, op)
		}
	}
	return out
}

func (s *stage) raw(audience string) string {
	var b strings.Builder
	for _, f := range s.sent {
		if f.audience == audience {
			b.Write(f.raw)
		}
	}
	return b.String()
}

func (s *stage) begin(t *testing.T) conversation.Conversation {
	t.Helper()
	res, err := s.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), ct.Says(ct.Customer, "c1", "Where is my parcel?"))
	check.NoError(t, err)
	return res.Conversation
}

func TestAMessageReachesWhoHasItOpenItsCustomerAndTheDesks(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	s.observe(t)
	check.Equal(t, s.to(live.AudienceConversation(c.ID)), []string{"entry", "entry"}) // opened, and the message
	check.Equal(t, s.to(live.AudiencePublic(c.ID)), []string{"entry", "entry"})
	check.Equal(t, s.to(live.AudienceAll), []string{"desk"})
	check.Equal(t, s.to(live.AudienceTeam("")), []string{"desk"})
	check.Equal(t, s.to(live.AudienceCustomer(ct.Customer.ID)), []string{"conversation"})
}

func TestANoteNeverReachesTheCustomer(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	s.observe(t)
	_, err := s.Service.AddNote(ct.As(t.Context(), ct.Ann, actor.All), c.ID, conversation.Text{ClientID: "n1", Body: "SECRET-WORD"})
	check.NoError(t, err)
	s.observe(t)
	if got := s.raw(live.AudiencePublic(c.ID)); strings.Contains(got, "SECRET-WORD") || strings.Contains(got, "note") {
		t.Errorf("the customer got %s", got)
	}
	if !strings.Contains(s.raw(live.AudienceConversation(c.ID)), "SECRET-WORD") {
		t.Error("the people who have it open got no note")
	}
}

func TestAMoveTellsTheOldDesksFirstThatItIsGone(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	_, err := s.Service.Assign(ann, c.ID, conversation.Assignment{Team: ct.Ptr(ct.Sales)})
	check.NoError(t, err)
	s.observe(t)
	_, err = s.Service.Assign(ann, c.ID, conversation.Assignment{Team: ct.Ptr(ct.Support)})
	check.NoError(t, err)
	s.observe(t)
	check.Equal(t, s.to(live.AudienceTeam(ct.Sales)), []string{"desk"})
	if raw := s.raw(live.AudienceTeam(ct.Sales)); !strings.Contains(raw, `"gone":["`+c.ID) || strings.Contains(raw, "Where is my parcel") {
		t.Errorf("the old team must learn that it is gone, and nothing else: %s", raw)
	}
	if raw := s.raw(live.AudienceTeam(ct.Support)); !strings.Contains(raw, `"changed":[{`) {
		t.Errorf("the new team got %s", raw)
	}
	check.Equal(t, s.to(live.AudienceAll), []string{"desk"})
}

func TestManyEventsOfOneConversationBecomeOneRow(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	for i := range 20 {
		_, err := s.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), ct.Says(ct.Customer, "m"+strconv.Itoa(i), "again"))
		check.NoError(t, err)
	}
	s.observe(t)
	check.Equal(t, len(s.to(live.AudienceConversation(c.ID))), 22)
	check.Equal(t, s.to(live.AudienceAll), []string{"desk"})
}

func TestOpenReplaysGaplesslyOnBothScales(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	for i := range 230 { // more than a page
		if i%3 == 0 {
			_, err := s.Service.AddNote(ann, c.ID, conversation.Text{ClientID: "n" + strconv.Itoa(i), Body: "note"})
			check.NoError(t, err)
			continue
		}
		_, err := s.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), ct.Says(ct.Customer, "m"+strconv.Itoa(i), "text"))
		check.NoError(t, err)
	}
	for _, side := range []struct {
		ctx   context.Context
		after int64
	}{{ann, 0}, {ann, 17}, {ct.AsVisitor(t.Context(), ct.Customer.ID), 0}, {ct.AsVisitor(t.Context(), ct.Customer.ID), 40}} {
		seqs, last := replay(side.ctx, t, s, c.ID, side.after)
		for i, seq := range seqs {
			if seq != side.after+int64(i)+1 {
				t.Fatalf("after %d: entry %d has seq %d", side.after, i, seq)
			}
		}
		if last != seqs[len(seqs)-1] {
			t.Fatalf("opened says %d, the last entry is %d", last, seqs[len(seqs)-1])
		}
	}
}

// replay asks for all parts and gives the seqs of the entries and that of "opened".
func replay(ctx context.Context, t *testing.T, s *stage, id string, after int64) (seqs []int64, opened int64) {
	t.Helper()
	for {
		m, err := s.live.Open(ctx, id, after)
		check.NoError(t, err)
		for _, raw := range m.Frames {
			var f struct {
				Op  string `json:"op"`
				Seq int64  `json:"seq"`
			}
			check.NoError(t, json.Unmarshal(raw, &f))
			switch f.Op {
			case "entry":
				seqs = append(seqs, f.Seq)
			case "opened":
				opened = f.Seq
			}
		}
		if m.More == 0 {
			return seqs, opened
		}
		after = m.More
	}
}

func TestOpenIsCutWhereTheBusCannotCarryMore(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	long := strings.Repeat("字", conversation.MaxBody)
	for i := range 12 {
		_, err := s.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), ct.Says(ct.Customer, "m"+strconv.Itoa(i), long))
		check.NoError(t, err)
	}
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	m, err := s.live.Open(ann, c.ID, 0)
	check.NoError(t, err)
	total := 0
	for _, f := range m.Frames {
		total += len(f)
	}
	if m.More == 0 || total > 240<<10 {
		t.Errorf("%d bytes in one part, more from %d", total, m.More)
	}
	seqs, _ := replay(ann, t, s, c.ID, 0)
	check.Equal(t, len(seqs), 14)
}

func TestStrangersGetNothing(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	for name, ctx := range map[string]context.Context{
		"another customer":    ct.AsVisitor(t.Context(), ct.Other.ID),
		"one not yet known":   ct.AsVisitor(t.Context(), ""),
		"another workspace":   actor.With(t.Context(), actor.SystemFor("wsp_other")),
		"nobody":              t.Context(),
		"a person without it": ct.As(t.Context(), ct.Bob, actor.Own),
	} {
		if m, err := s.live.Open(ctx, c.ID, 0); err == nil {
			t.Errorf("%s got %d frames", name, len(m.Frames))
		}
	}
}

func TestReplayShowsPresentRowsByPresentRights(t *testing.T) {
	t.Parallel()
	s := newStage()
	c := s.begin(t)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	_, err := s.Service.Assign(ann, c.ID, conversation.Assignment{Team: ct.Ptr(ct.Support)})
	check.NoError(t, err)
	frames, err := s.live.Replay(ann, "0")
	check.NoError(t, err)
	if len(frames) != 1 || !strings.Contains(string(frames[0]), `"changed":[{"id":"`+c.ID) {
		t.Errorf("the supervisor got %s", frames)
	}
	frames, err = s.live.Replay(ct.As(t.Context(), ct.Bob, actor.Teams, ct.Sales), "0")
	check.NoError(t, err)
	if len(frames) != 1 || !strings.Contains(string(frames[0]), `"gone":["`+c.ID) {
		t.Errorf("who may not see it got %s", frames)
	}
}

func TestReplayResets(t *testing.T) {
	t.Parallel()
	s := newStage()
	s.begin(t)
	for range live.MaxReplay {
		check.NoError(t, s.units.Do(t.Context(), func(ctx context.Context) error {
			return unit.Append(ctx, event.New(ct.Tenant, "other", "x", "other.happened", actor.Ref{}, time.Time{}, struct{}{}))
		}))
	}
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	for cursor, reason := range map[string]string{"0": "gap", "nonsense": "epoch", "99999": "epoch"} {
		frames, err := s.live.Replay(ann, cursor)
		check.NoError(t, err)
		if len(frames) != 1 || !strings.Contains(string(frames[0]), `"op":"reset","stream":"desk","reason":"`+reason) {
			t.Errorf("cursor %s: got %s", cursor, frames)
		}
	}
}

func TestAnnouncements(t *testing.T) {
	t.Parallel()
	s := newStage()
	at := time.Now()
	check.NoError(t, s.live.Observe(t.Context(), []event.Recorded{
		{Event: event.New(ct.Tenant, "presence", ct.Bob, identity.EventPresenceChanged, actor.Ref{}, at, identity.PresenceChanged{State: identity.Break, Reason: "lunch"})},
		{Event: event.New(ct.Tenant, notify.Stream, ct.Bob, notify.EventAdded, actor.Ref{}, at, notify.Added{NoticeID: "ntf_1"})},
		{Event: event.New(ct.Tenant, "workspace", ct.Tenant, account.EventChanged, actor.Ref{}, at, account.Changed{Fields: []string{"settings"}})},
	}))
	check.Equal(t, s.to(live.AudiencePeople), []string{"presence", "workspace"})
	check.Equal(t, s.to(live.AudienceMe(ct.Bob)), []string{"notice"})
}

func TestOffersReachTheirAgent(t *testing.T) {
	t.Parallel()
	s := newStage()
	s.offered = []routing.OfferedTo{{AgentID: ct.Bob, Offering: routing.Offering{ConversationID: "cnv_1", CustomerName: "Lin 13800138000"}}}
	about := func(kind string, data any) event.Recorded {
		return event.Recorded{Event: event.New(ct.Tenant, routing.StreamWork, "cnv_1", kind, actor.Ref{}, time.Now(), data)}
	}
	check.NoError(t, s.live.Observe(t.Context(), []event.Recorded{
		about(routing.EventOffered, routing.OfferMade{AgentID: ct.Bob}),
		about(routing.EventOfferEnded, routing.OfferEnded{AgentID: ct.Cem, Outcome: routing.TimedOut}),
		about(routing.EventAccepted, routing.AcceptedWork{AgentID: ct.Ann, Mode: routing.Push}),
		about(routing.EventAccepted, routing.AcceptedWork{AgentID: ct.Ann, Mode: routing.Pull}),
	}))
	check.Equal(t, s.to(live.AudienceOffers(ct.Bob)), []string{"offer"})
	check.Equal(t, s.to(live.AudienceOffers(ct.Cem)), []string{"offer_ended"})
	check.Equal(t, s.to(live.AudienceOffers(ct.Ann)), []string{"offer_ended"})
	for _, one := range s.sent {
		switch one.audience {
		case live.AudienceOffers(ct.Bob):
			check.Equal(t, one.frame["customerName"], any("Lin 13800138000"))
		case live.AudienceMasked(live.AudienceOffers(ct.Bob)):
			check.Equal(t, one.frame["customerName"] == any("Lin 13800138000"), false)
		}
	}
}

// A customer who asks to be called while it rings is shown so: the offer is told again, to whom it was made.
func TestAnOfferThatRingsLearnsOfCalls(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{conversation.EventCallBackAsked, conversation.EventCallBackWithdrawn} {
		s := newStage()
		s.offered = []routing.OfferedTo{{AgentID: ct.Bob, Offering: routing.Offering{ConversationID: "cnv_1"}}}
		check.NoError(t, s.live.Observe(t.Context(), []event.Recorded{
			{Event: event.New(ct.Tenant, conversation.Stream, "cnv_1", kind, actor.Ref{}, time.Now(), conversation.CallBack{})},
		}))
		check.Equal(t, s.to(live.AudienceOffers(ct.Bob)), []string{"offer"})
	}
}

func TestDeskAudiencesFollowTheRights(t *testing.T) {
	t.Parallel()
	of := func(level actor.Level) []string {
		a, err := actor.Of(ct.As(t.Context(), ct.Bob, level, ct.Sales))
		check.NoError(t, err)
		out := live.DeskAudiences(a)
		slices.Sort(out)
		return out
	}
	sorted := func(s ...string) []string { slices.Sort(s); return s }
	offers := live.AudienceOffers(ct.Bob)
	check.Equal(t, of(actor.All), sorted("people", live.AudienceMe(ct.Bob), offers, "all"))
	check.Equal(t, of(actor.Teams), sorted("people", live.AudienceMe(ct.Bob), offers, live.AudienceUser(ct.Bob), live.AudienceTeam(""), live.AudienceTeam(ct.Sales)))
	check.Equal(t, of(actor.Own), sorted("people", live.AudienceMe(ct.Bob), offers, live.AudienceUser(ct.Bob)))
	check.Equal(t, of(actor.None), sorted("people", live.AudienceMe(ct.Bob)))

	// A token hears only what it was given.
	token := actor.Actor{Tenant: "wsp_1", Kind: actor.Token, ID: ct.Bob, Grants: map[actor.Permission]actor.Level{"tag.manage": actor.All}}
	check.Equal(t, len(live.DeskAudiences(token)), 0)
	token.Grants = map[actor.Permission]actor.Level{"user.read": actor.All}
	check.Equal(t, live.DeskAudiences(token), []string{"people"})
	token.Grants = map[actor.Permission]actor.Level{"conversation.read": actor.All, personal.See: actor.All}
	check.Equal(t, live.DeskAudiences(token), []string{live.AudienceMe(ct.Bob), "all"})
	delete(token.Grants, personal.See)
	check.Equal(t, live.DeskAudiences(token), []string{live.AudienceMe(ct.Bob), "all.masked"})
}
