package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Limits of a split: how many entries leave at once, and how far apart they may stand.
const (
	MaxSplit    = 200
	splitWindow = 1000
)

// What happens when a conversation is split: to the one whose messages leave. The one that begins with them was opened,
// with the cause split.
const (
	WasSplit   = "split"
	causeSplit = "split"

	EventSplit    = "conversation.split"
	EventSplitOff = "conversation.split_off" // of the new one, beside opened; no entry, seq 0
)

// Splitting is the data of both. OtherID is the other conversation, Seqs are the numbers in the one that was split.
type Splitting struct {
	EntryID    string  `json:"entryId,omitempty"`
	CustomerID string  `json:"customerId"`
	OtherID    string  `json:"otherId"`
	Seqs       []int64 `json:"seqs"`
	Version    int64   `json:"version"`
}

// Split names what leaves a conversation, and how the new one begins: where nothing is said, as the first one stands.
type Split struct {
	Seqs       []int64
	Subject    string
	AssigneeID *string
	TeamID     *string
}

func (in Split) check() error {
	var c fault.Checker
	c.Text("subject", in.Subject, 0, MaxSubject)
	c.Count("seqs", len(in.Seqs), MaxSplit)
	c.If(len(in.Seqs) == 0, "seqs", fault.ErrRequired)
	return c.Err()
}

// Splits keeps where entries went. They stay in their place, with their numbers: only the pointer changes.
type Splits interface {
	// Point moves the pointers of entries that point at from: to another conversation, or "" for none.
	Point(ctx context.Context, conversationID string, seqs []int64, from, to string) error
	// Taken are the entries of a conversation that point at another one; Range counts by their seq.
	Taken(ctx context.Context, conversationID, to string, r Range) ([]Entry, error)
	// Taker is where the entry of the conversation that carries the file points; "" when nowhere.
	Taker(ctx context.Context, conversationID, fileID string) (string, error)
}

// Split makes a new conversation of the same customer and channel out of messages and notes of this one.
func (s *Service) Split(ctx context.Context, conversationID string, in Split) (MergeResult, error) {
	a, err := actor.Require(ctx, PermMerge)
	if err != nil {
		return MergeResult{}, err
	}
	if err := in.check(); err != nil {
		return MergeResult{}, err
	}
	in.Seqs = slices.Compact(slices.Sorted(slices.Values(in.Seqs)))
	given := Assignment{Assignee: in.AssigneeID, Team: in.TeamID}
	if err := s.checkAssignment(ctx, given); err != nil {
		return MergeResult{}, err
	}
	var src, made *Turn
	err = Run(ctx, s.runner, func(ctx context.Context) error {
		c, err := s.load(ctx, conversationID)
		if err != nil {
			return err
		}
		if err := s.splittable(ctx, a, c, given); err != nil {
			return err
		}
		p, err := s.cut(ctx, c, in.Seqs)
		if err != nil {
			return err
		}
		number, err := s.space.NextNumber(ctx)
		if err != nil {
			return err
		}
		src = Begin(c, a, s.clock.Now())
		made = src.offshoot(a, number, in, p)
		src.split(made.Row, p)
		if err := s.store(ctx, src); err != nil {
			return err
		}
		if err := s.begin(ctx, made, c.ID, p.newest); err != nil {
			return err
		}
		return s.splits.Point(ctx, c.ID, in.Seqs, "", made.Row.ID)
	})
	if err != nil {
		return MergeResult{}, err
	}
	return MergeResult{Source: Result{Conversation: src.Row, Entries: src.Entries}, Target: Result{Conversation: made.Row, Entries: made.Entries}}, nil
}

func (s *Service) splittable(ctx context.Context, a actor.Actor, c Conversation, given Assignment) error {
	if err := s.within(ctx, a, PermMerge, c); err != nil {
		return err
	}
	if given.Assignee != nil || given.Team != nil {
		if _, err := covered(ctx, PermAssign, c); err != nil {
			return err
		}
	}
	if c.Status == Merged {
		return ErrMerged.New()
	}
	return nil
}

// begin stores the new conversation. The customer's next message goes where their last one stands: to the new one if it
// took that, and the first one was where it would have gone.
func (s *Service) begin(ctx context.Context, made *Turn, from string, newest bool) error {
	current, err := s.rows.Current(ctx, made.Row.CustomerID, made.Row.ChannelID)
	if err != nil && !fault.Has(err, ErrNotFound) {
		return err
	}
	if err := s.rows.Insert(ctx, made.Row, current.ID); err != nil {
		return err
	}
	if current.ID != "" && (current.ID != from || !newest) {
		if err := s.merges.Redirect(ctx, made.Row.CustomerID, made.Row.ChannelID, made.Row.ID, current.ID); err != nil {
			return err
		}
	}
	return s.storeRest(ctx, made)
}

// cutting is what leaves, and what that means for the one it leaves.
type cutting struct {
	seqs   []int64
	last   Entry     // the last message that leaves
	stays  *Entry    // the last message that stays, when the row has to show another one
	waits  time.Time // since when the customer waits for an answer to what leaves,
	left   time.Time // and to what stays
	unread int       // how much of what leaves nobody has read
	newest bool      // the customer's last message leaves
	reply  bool      // somebody has answered in what leaves
}

// cut looks at what leaves and what stays.
func (s *Service) cut(ctx context.Context, c Conversation, seqs []int64) (cutting, error) {
	after := seqs[0] - 1
	if after <= 0 {
		after = FromStart
	}
	window, err := s.entries.Page(ctx, c.ID, Range{After: after, Limit: splitWindow})
	if err != nil {
		return cutting{}, err
	}
	p := cutting{seqs: seqs}
	found, whole := 0, len(window) < splitWindow
	var stays *Entry
	for i, e := range window {
		leaves := slices.Contains(seqs, e.Seq)
		if leaves {
			found++
			if e.Kind == Activity || e.MovedTo != "" {
				return cutting{}, ErrSplitEntry.On("seqs")
			}
		}
		if e.Kind != Message || e.MovedTo != "" {
			continue
		}
		if !leaves {
			stays = &window[i]
		}
		p.weigh(c, e, leaves)
	}
	if found < len(seqs) {
		return cutting{}, fault.ErrUnknownItem.On("seqs")
	}
	if p.last.ID == "" {
		return cutting{}, ErrSplitEntry.On("seqs")
	}
	if !p.waits.Equal(c.WaitingSince) || !whole && p.left.IsZero() {
		p.left = c.WaitingSince // what it counts from stays
	}
	p.newest = p.newest && whole
	if stays == nil {
		if stays, err = s.lastBefore(ctx, c.ID, seqs[0]); err != nil {
			return cutting{}, err
		}
	}
	if whole && !p.last.CreatedAt.Before(c.LastMessageAt) {
		p.stays = stays
	}
	return p, nil
}

// weigh counts a message on one side or the other.
func (p *cutting) weigh(c Conversation, e Entry, leaves bool) {
	if leaves {
		p.last = e
		p.reply = p.reply || e.AuthorKind == ByUser
	}
	if e.AuthorKind != ByCustomer {
		return
	}
	p.newest = leaves
	if leaves && e.Seq > c.AgentSeenSeq {
		p.unread++
	}
	if c.WaitingSince.IsZero() || e.CreatedAt.Before(c.WaitingSince) {
		return
	}
	if side := map[bool]*time.Time{true: &p.waits, false: &p.left}[leaves]; side.IsZero() {
		*side = e.CreatedAt
	}
}

// lastBefore is the last message above a number that has not left before.
func (s *Service) lastBefore(ctx context.Context, conversationID string, seq int64) (*Entry, error) {
	for seq > 1 {
		above, err := s.entries.Page(ctx, conversationID, Range{Before: seq, Limit: MaxEntries})
		if err != nil {
			return nil, err
		}
		for _, e := range slices.Backward(above) {
			if e.Kind == Message && e.MovedTo == "" {
				return &e, nil
			}
		}
		if len(above) == 0 {
			break
		}
		seq = above[0].Seq
	}
	return nil, ErrSplitAll.On("seqs")
}

// offshoot is the conversation that begins with what leaves this one: it stands where this one stands, or is given.
func (t *Turn) offshoot(a actor.Actor, number int64, in Split, p cutting) *Turn {
	from := t.before
	made := Begin(Conversation{
		ID: id.At("cnv", t.now), Number: number, ChannelID: from.ChannelID, ChannelKind: from.ChannelKind, CustomerID: from.CustomerID,
		CustomerName: from.CustomerName, CustomerLevel: from.CustomerLevel, Subject: in.Subject, Status: Open, TeamID: from.TeamID,
		Priority: from.Priority, Sentiment: from.Sentiment, TagIDs: slices.Clone(from.TagIDs), ParticipantIDs: slices.Clone(from.ParticipantIDs), SplitFrom: from.ID,
		WaitingSince: p.waits, Unread: p.unread, CreatedAt: t.now, LastEntryAt: t.now,
	}, a, t.now)
	made.shows(p.last)
	if p.reply {
		made.Row.FirstReplyAt = t.now // it was answered before it began
	}
	h := Happening{Type: WasOpened, Cause: causeSplit, ConversationID: from.ID, Number: from.Number, Seqs: p.seqs}
	made.moved(EventOpened, made.add(Entry{Kind: Activity, Activity: &h}, true), nil)
	made.emit(EventSplitOff, 0, Splitting{CustomerID: from.CustomerID, OtherID: from.ID, Seqs: p.seqs, Version: made.version()})
	assignee, team := from.AssigneeID, from.TeamID
	if in.AssigneeID != nil {
		assignee = *in.AssigneeID
	}
	if in.TeamID != nil {
		team = *in.TeamID
	}
	made.give(assignee, team, causeSplit, "")
	return made
}

// split lets go what leaves.
func (t *Turn) split(made Conversation, p cutting) {
	t.Row.Unread = max(0, t.Row.Unread-p.unread)
	t.Row.WaitingSince = p.left
	if p.stays != nil {
		t.shows(*p.stays)
	}
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: WasSplit, ConversationID: made.ID, Number: made.Number, Seqs: p.seqs}}, false)
	t.emit(EventSplit, e.Seq, Splitting{EntryID: e.ID, CustomerID: t.Row.CustomerID, OtherID: made.ID, Seqs: p.seqs, Version: t.version()})
}

// shows makes a message the one that the row shows.
func (t *Turn) shows(e Entry) {
	q := quoteOf(e)
	t.Row.LastMessageAt, t.Row.LastMessageAuthorKind = e.CreatedAt, e.AuthorKind
	t.Row.LastMessagePreview, t.Row.LastMessageKind = q.Excerpt, q.Content
}

// Taken are the messages with which a conversation began that was split off another one.
func (s *Service) Taken(ctx context.Context, conversationID string, r Range) ([]Entry, error) {
	c, err := s.Get(ctx, conversationID)
	if err != nil || c.SplitFrom == "" {
		return nil, err
	}
	r.Public = false
	return s.splits.Taken(ctx, c.SplitFrom, c.ID, r.bounded())
}

// rejoin changes the pointers when one of two conversations was split off the other: together none is needed, and apart
// they are as they were.
func (s *Service) rejoin(ctx context.Context, one, other Conversation, together bool) error {
	if other.SplitFrom == one.ID {
		one, other = other, one
	}
	if one.SplitFrom != other.ID {
		return nil
	}
	first, err := s.entries.Page(ctx, one.ID, Range{After: FromStart, Limit: 1})
	if err != nil || len(first) == 0 || first[0].Activity == nil {
		return err
	}
	if together {
		return s.splits.Point(ctx, other.ID, first[0].Activity.Seqs, one.ID, "")
	}
	return s.splits.Point(ctx, other.ID, first[0].Activity.Seqs, "", one.ID)
}

// unused reports whether nothing was said since the conversation was split off the other one: then the split can be taken
// back even where that one has ended.
func (c Conversation) unused(from Conversation) bool {
	return c.SplitFrom == from.ID && c.Status == Open && !c.LastMessageAt.After(c.CreatedAt)
}
