package chaos

import (
	"net/url"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/test/kit"
)

// count looks at everything that is left and compares it with what was promised.
func (c *crowd) count() {
	t := c.t
	check.Equal(t, len(c.acks), 2*visitors*messages)
	check.Equal(t, len(c.talks), visitors)
	byTalk := map[string][]ack{}
	for _, a := range c.acks {
		byTalk[a.conversation] = append(byTalk[a.conversation], a)
	}
	for i, id := range c.talks {
		public := c.entries(id, byTalk[id])
		shown := c.threads[i].Await(t, public)
		check.Equal(t, int64(len(shown)), public) // what the visitor's screen shows, through all interruptions
		once(t, shown, byTalk[id])
		whole := c.people[0].Follow(t, id, "")
		once(t, whole.Await(t, kit.Get[kit.Row](t, c.admin.Client, "/conversations/"+id).Seq), byTalk[id])
	}
	c.recount()
}

// entries reads a whole conversation, checks its numbers and gives the last public one.
func (c *crowd) entries(id string, acks []ack) int64 {
	t := c.t
	t.Helper()
	var all []kit.Entry
	for after := int64(0); ; {
		part := kit.Get[kit.List[kit.Entry]](t, c.admin.Client, kit.Path("/conversations/%s/entries?after=%d&limit=50", id, after)).Items
		if len(part) == 0 {
			break
		}
		all = append(all, part...)
		after = part[len(part)-1].Seq
	}
	var public int64
	for i, e := range all {
		check.Equal(t, e.Seq, int64(i+1))
		if e.PublicSeq != 0 {
			public++
			check.Equal(t, e.PublicSeq, public)
		}
	}
	head := kit.Get[kit.Row](t, c.admin.Client, "/conversations/"+id)
	check.Equal(t, []int64{head.Seq, head.PublicSeq}, []int64{int64(len(all)), public})
	once(t, all, acks)
	return public
}

// once fails unless every acknowledged message is there exactly once, and no other.
func once(t *testing.T, entries []kit.Entry, acks []ack) {
	t.Helper()
	want := map[string]string{}
	for _, a := range acks {
		want[a.entry] = a.body
	}
	got := map[string]string{}
	for _, e := range entries {
		if e.Kind != "message" {
			continue
		}
		if _, twice := got[e.ID]; twice {
			t.Errorf("shown twice: %s", e.Body)
		}
		got[e.ID] = e.Body
	}
	check.Equal(t, got, want)
}

// recount compares the counters of the views, which a consumer keeps, with the lists themselves; and the index of the
// search, which another one keeps, with what was said.
func (c *crowd) recount() {
	t := c.t
	t.Helper()
	for _, p := range append([]*kit.Person{c.admin}, c.people...) {
		lists := map[string]int{}
		for _, view := range []string{"all", "mine", "unassigned"} {
			lists[view] = len(kit.Get[kit.List[kit.Row]](t, p.Client, "/conversations?limit=100&view="+view).Items)
		}
		check.Equal(t, lists["all"], visitors)
		kit.Eventually(t, p.Client, "/conversations/counts", kit.Path("the counters are %v", lists), func(n struct{ All, Mine, Unassigned int }) bool {
			return n.All == lists["all"] && n.Mine == lists["mine"] && n.Unassigned == lists["unassigned"]
		})
	}
	// The words of one question stand in many others, so it is looked for in a page that holds all of them.
	for _, a := range []ack{c.acks[0], c.acks[len(c.acks)/2], c.acks[len(c.acks)-1]} {
		kit.Eventually(t, c.admin.Client, "/search?limit=100&q="+url.QueryEscape(a.body), "found: "+a.body, func(l kit.List[struct{ ID string }]) bool {
			found := 0
			for _, h := range l.Items {
				if h.ID == a.entry {
					found++
				}
			}
			return found == 1
		})
	}
}
