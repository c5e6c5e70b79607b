package conversationsql_test

import (
	"strconv"
	"testing"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationsql"
	"frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// What a node remembers of a conversation may be out of date: two nodes that take turns still number it without a gap, and
// see what the other one did to it.
func TestNodesThatRememberAgree(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := conversationtest.AsSystem(t.Context())
		nodes := []*conversationtest.World{
			conversationtest.NewWorld(d, conversationsql.New(d)), conversationtest.NewWorld(d, conversationsql.New(d)),
		}
		say := func(n, turn int) conversation.Result {
			for _, w := range nodes {
				w.Clock.Pass(time.Second)
			}
			return check.Must(nodes[n].Service.Receive(ctx, conversationtest.Says(conversationtest.Customer, strconv.Itoa(turn), "hello")))(t)
		}
		first := say(0, 0).Conversation
		for turn := 1; turn <= 6; turn++ {
			res := say(turn/2%2, turn) // 0 1 1 0 0 1 1
			check.Equal(t, res.Conversation.ID, first.ID)
			check.Equal(t, res.Conversation.Seq, first.Seq+int64(turn))
			check.Equal(t, res.Conversation.Unread, turn+1)
		}
		_, err := nodes[0].Service.Resolve(ctx, first.ID, "", nil)
		check.NoError(t, err)
		reopened := say(1, 7).Conversation
		check.Equal(t, reopened.ID, first.ID)
		check.Equal(t, reopened.Status, conversation.Open)
		check.Equal(t, reopened.Resolutions, 1)

		// The customer turns out to be somebody else: the memory of the first node leads nowhere any more.
		say(0, 8)
		check.NoError(t, nodes[1].Service.CustomerMerged(ctx, conversationtest.Customer.ID, conversationtest.Other))
		check.Equal(t, say(0, 9).Conversation.ID == first.ID, false)
	})
}

func TestRecentIsCurrentOrNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := conversationsql.New(d)
		w := conversationtest.NewWorld(d, store)
		ctx := conversationtest.AsSystem(t.Context())
		recent := func() (conversation.Conversation, bool) {
			return store.Recent(ctx, conversationtest.Customer.ID, conversationtest.Says(conversationtest.Customer, "", "").ChannelID)
		}
		_, ok := recent()
		check.Equal(t, ok, false)
		res := check.Must(w.Service.Receive(ctx, conversationtest.Says(conversationtest.Customer, "1", "hello")))(t)
		c, ok := recent()
		check.Equal(t, ok, true)
		check.Equal(t, c, check.Must(store.Get(ctx, res.Conversation.ID))(t))
		_, err := w.Service.Resolve(ctx, c.ID, "", nil)
		check.NoError(t, err)
		_, ok = recent()
		check.Equal(t, ok, false)
	})
}

// News may come from memory, but never from before what it tells of: another node has written since.
func TestNewsAreAsNewAsTheirEvents(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := conversationtest.AsSystem(t.Context())
		here := conversationtest.NewWorld(d, conversationsql.New(d))
		there := conversationtest.NewWorld(d, conversationsql.New(d))
		says := func(w *conversationtest.World, id, text string) conversation.Conversation {
			return check.Must(w.Service.Receive(ctx, conversationtest.Says(conversationtest.Customer, id, text)))(t).Conversation
		}
		c := says(here, "1", "first")
		tell := func(seqs ...int64) conversation.News {
			asked := conversation.Asked{ConversationID: c.ID, CustomerID: c.CustomerID, ChannelID: c.ChannelID, Seqs: seqs}
			return check.Must(here.Service.News(ctx, []conversation.Asked{asked}))(t)[c.ID]
		}
		check.Equal(t, tell(c.Seq).Conversation, c)
		later := says(there, "2", "second")
		news := tell(c.Seq, later.Seq)
		check.Equal(t, news.Conversation.Seq, later.Seq)
		check.Equal(t, len(news.Entries), 2)
		check.Equal(t, news.Entries[1].Body, "second")
		check.Equal(t, news.Public[1].Body, "second")

		_, err := here.Service.News(conversationtest.AsVisitor(t.Context(), c.CustomerID), nil)
		check.Fault(t, err, fault.ErrDenied)
	})
}
