package conversationsql_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationsql"
	"frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	for _, e := range dbtest.Engines {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			open := func(t *testing.T) *conversationtest.World {
				t.Helper()
				d := dbtest.Open(t, e)
				return conversationtest.NewWorld(d, conversationsql.New(d))
			}
			conversationtest.Suite(t, open)
			conversationtest.PersonalSuite(t, open)
			conversationtest.PlannedSuite(t, open)
			conversationtest.PictureSuite(t, open)
			conversationtest.MonitorSuite(t, open)
		})
	}
}

// The walk over places and ids feeds the search index.
func TestWalk(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		store := conversationsql.New(d)
		w := conversationtest.NewWorld(d, store)
		ctx := conversationtest.AsSystem(t.Context())
		var ids []string
		for _, who := range []conversation.Customer{conversationtest.Customer, conversationtest.Other} {
			w.Clock.Pass(time.Second)
			res := check.Must(w.Service.Receive(ctx, conversationtest.Says(who, "1", "from "+who.Name)))(t)
			ids = append(ids, res.Conversation.ID)
		}
		found := check.Must(store.At(ctx, []conversation.EntryRef{{ConversationID: ids[0], Seq: 2}, {ConversationID: ids[1], Seq: 2}, {ConversationID: ids[1], Seq: 99}}))(t)
		texts := map[string]string{}
		for _, e := range found {
			texts[e.ConversationID] = e.Body
		}
		check.Equal(t, texts, map[string]string{ids[0]: "from Lin Mei", ids[1]: "from Max"})
		check.Equal(t, check.Must(store.Next(ctx, "", 10))(t), ids)
		check.Equal(t, check.Must(store.Next(ctx, ids[0], 10))(t), ids[1:])
		check.Equal(t, len(check.Must(store.Some(ctx, ids))(t)), 2)
		elsewhere := actor.With(t.Context(), actor.SystemFor("wsp_elsewhere"))
		check.Equal(t, len(check.Must(store.At(elsewhere, []conversation.EntryRef{{ConversationID: ids[0], Seq: 2}}))(t)), 0)
	})
}
