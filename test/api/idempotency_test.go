package api

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

// unkeyed are the operations by POST that read no Idempotency-Key, each with its reason.
var unkeyed = map[string]string{
	"makeWallboardLink": "secret", "createApp": "secret", "launchApp": "secret", "countCustomers": "nothing is written",
	"revealPersonal": "secret", "createInvite": "secret", "importInvites": "secret", "createToken": "secret", "createWebhook": "secret", "resetPassword": "secret", "rotateChannelSecret": "secret",
	"startSecondFactor": "secret", "confirmSecondFactor": "secret", "changePassword": "secret",
	"uploadFile": "its bytes are not kept", "testWebhook": "it is meant to send again",
	"disableUser": "a state", "enableUser": "a state", "signOutUser": "a state", "forceSignOut": "a state", "readNotices": "a state", "markSeen": "a state",
	"simulateDemo": "a state", "applyTemplate": "a state", "reviewReply": "a state", "decideBlock": "a state", "removeWords": "a state", "restoreSettingVersion": "a state",
	"testTranslator": "nothing is written", "translateMessages": "a state", "translateDraft": "nothing is sent",
	"checkRoutingPlan": "nothing is written", "publishRoutingPlan": "its version can be published once", "restoreRoutingPlan": "a state", "rehearseRouting": "a report",
	"changeRoutingDesks": "a state", "acceptOffer": "a state", "handOver": "a state", "returnWork": "a state", "declineOffer": "a state", "finishWrapUp": "a state",
	"checkReply": "nothing is written", "tryWords": "nothing is written",
	"importReplies": "its file is not kept", "importFAQ": "its file is not kept", "giveReplyFiles": "its bytes are not kept", "importWords": "its file is not kept", "importWrapupCategories": "its file is not kept",
}

// keyed is one operation that honours the header: what to send, what to send instead under the same key, and where its
// effect shows.
type keyed struct {
	id, path    string
	body, other any
	shown       string
}

// TestIdempotencyKeys repeats every operation that honours the header: the first reply comes again, and nothing happens
// twice.
func TestIdempotencyKeys(t *testing.T) {
	t.Parallel()
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
		t.Cleanup(hook.Close)
		s := open(t, kit.Options{Engine: engine, Set: []string{"egress.allow=127.0.0.1"}})
		tested := []string{}
		for _, k := range keyedOperations(t, s, hook.URL) {
			tested = append(tested, k.id)
			t.Run(k.id, func(t *testing.T) { repeated(t, s, k) })
		}
		slices.Sort(tested)
		check.Equal(t, slices.Compact(tested), keyedInDescription(t, s))
		t.Run("at once", func(t *testing.T) { atOnce(t, s) })
		t.Run("another right", func(t *testing.T) { rightLost(t, s) })
		t.Run("after a power cut", func(t *testing.T) { powerCut(t, s) })
	})
}

// keyedInDescription are the operations that the description gives the header; everything else by POST has a reason.
func keyedInDescription(t *testing.T, s *shop) []string {
	t.Helper()
	doc := kit.Get[struct {
		Paths map[string]map[string]struct {
			operation
			Parameters []struct{ Name string }
		}
	}](t, s.Client(), "/api/openapi.json")
	var with []string
	for _, item := range doc.Paths {
		for method, op := range item {
			if method != "post" || op.Permission == "public" || op.Permission == "visitor" {
				continue
			}
			has := slices.ContainsFunc(op.Parameters, func(p struct{ Name string }) bool { return p.Name == "Idempotency-Key" })
			if reason := unkeyed[op.ID]; has == (reason != "") {
				t.Errorf("%s: header %v, reason against it %q", op.ID, has, reason)
			}
			if has {
				with = append(with, op.ID)
			}
		}
	}
	slices.Sort(with)
	return with
}

func keyedOperations(t *testing.T, s *shop, hook string) []keyed {
	t.Helper()
	visitor := s.Visitor(t, s.channel.WidgetKey)
	id := visitor.Say(t, "", "hello?").Conversation.ID
	at := kit.Path("/conversations/%s", id)
	customer := kit.Get[struct{ CustomerID string }](t, s.admin.Client, at).CustomerID
	noted := kit.Do[kit.Done](t, s.admin.Client, http.MethodPost, at+"/notes", object{"clientId": "n0", "body": "yes"})
	note := "/entries/" + noted.Entries[0].ID
	resolved := kit.Do[kit.Done](t, s.admin.Client, http.MethodPost, at+"/resolve", object{})
	webhook := kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, "/webhooks", object{"url": hook, "events": []string{"*"}})
	sample := kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, kit.Path("/webhooks/%s/test", webhook.ID), nil)
	soon := []string{time.Now().Add(time.Hour).UTC().Format(time.RFC3339), time.Now().Add(2 * time.Hour).UTC().Format(time.RFC3339)}
	later := kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, at+"/planned", object{"clientId": "p0", "body": "later", "sendAt": soon[1]})
	greet := func(body string) object {
		return object{"clientId": "s1", "body": body, "channelId": s.channel.ID, "customerId": customer}
	}
	wrote := kit.Path("/customers/%s", customer)
	calendar := func(name string) object { return object{"name": name, "timezone": "UTC", "hours": week} }
	personal := func(body string) object { return object{"scope": "personal", "title": body, "body": body} }
	reply := kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, "/replies", personal("often"))
	question := func(ask string) object { return object{"en": object{"question": ask, "answer": "so"}} }
	asked := kit.Do[struct{ ID string }](t, s.admin.Client, http.MethodPost, "/faq/questions", question("often"))
	word := func(action string) object { return object{"text": "加微信", "side": "agent", "action": action} }
	block := func(why string) object { return object{"kind": "address", "subject": "203.0.113.9", "reason": why} }
	one, two := pair(t, s)
	s.offersCalls(t, "pull")
	_, called := wantsCall(t, s)
	onConversation := []keyed{
		{id: "undoConversation", path: "/undo", body: object{"entryId": resolved.Entries[0].ID}, other: object{"entryId": nothing("ent")}},
		{id: "sendMessage", path: "/messages", body: object{"clientId": "m1", "body": "yes"}, other: object{"clientId": "m2", "body": "no"}},
		{id: "addNote", path: "/notes", body: object{"clientId": "n1", "body": "yes"}, other: object{"clientId": "n2", "body": "yes"}},
		{id: "editEntry", path: note + "/edit", body: object{"body": "no"}, other: object{"body": "perhaps"}},
		{id: "recallEntry", path: note + "/recall"},
		{id: "planMessage", path: "/planned", body: object{"clientId": "p1", "body": "yes", "sendAt": soon[0]}, other: object{"clientId": "p2", "body": "no", "sendAt": soon[0]}},
		{id: "sendPlanned", path: "/planned/" + later.ID + "/send"},
		{id: "assignConversation", path: "/assign", body: object{"assigneeId": s.lin.ID}, other: object{"assigneeId": s.noah.ID}},
		{id: "whisper", path: "/whispers", body: object{"body": "yes"}, other: object{"body": "no"}},
		{id: "snoozeConversation", path: "/snooze", body: object{"until": soon[0]}, other: object{"until": soon[1]}},
		{id: "unsnoozeConversation", path: "/unsnooze"},
		{id: "askToRate", path: "/rating-invitation"},
		{id: "resolveConversation", path: "/resolve", body: object{}, other: object{"clientId": "r2"}},
		{id: "reopenConversation", path: "/reopen"},
		{id: "markForInspection", path: "/inspections", body: object{"reason": "good"}, other: object{"reason": "complaint"}},
	}
	for i, k := range onConversation {
		onConversation[i].path, onConversation[i].shown = at+k.path, at
	}
	return append(onConversation, []keyed{
		{"reportCall", kit.Path("/conversations/%s/call-outcome", called), object{"outcome": "not_reached"}, object{"outcome": "reached"}, kit.Path("/conversations/%s", called)},
		{"startConversation", "/conversations", greet("good news"), greet("bad news"), at},
		{"changeConversations", "/conversations/bulk", many(id, "high"), many(id, "low"), at},
		{"splitConversation", at + "/split", object{"seqs": []int{2}}, object{"seqs": []int{3}}, at},
		{"mergeConversation", two + "/merge", object{"into": one}, object{"into": nothing("cnv")}, two},
		{"unmergeConversation", two + "/unmerge", nil, nil, two},
		{"createView", "/views", object{"name": "A"}, object{"name": "B"}, "/views"},
		{"createWallboard", "/wallboards", object{"name": "Hall"}, object{"name": "Attic"}, "/wallboards"},
		{"createTag", "/tags", object{"name": "gift", "colour": "red"}, object{"name": "gift", "colour": "blue"}, "/tags"},
		{"createField", "/fields", object{"of": "customer", "kind": "text", "nameEn": "Plan"}, object{"of": "customer", "kind": "text", "nameEn": "Size"}, "/fields"},
		{"createSegment", "/segments", object{"name": "A", "colour": "red", "conditions": vip}, object{"name": "B", "colour": "red", "conditions": vip}, "/segments"},
		{"addCustomerNote", wrote + "/notes", object{"body": "likes tea"}, object{"body": "likes coffee"}, wrote + "/notes"},
		{"createTeam", "/teams", object{"name": "Night"}, object{"name": "Day"}, "/teams"},
		{"createRole", "/roles", object{"name": "Trainee", "grants": object{"conversation.read": "own"}}, object{"name": "Trainee", "grants": object{}}, "/roles"},
		{"createCalendar", "/calendars", calendar("Warehouse"), calendar("Attic"), "/calendars"},
		{"createChannel", "/channels", object{"name": "Second site"}, object{"name": "Third site"}, "/channels"},
		{"createReply", "/replies", personal("hello"), personal("goodbye"), "/replies?scope=personal"},
		{"createReplyFolder", "/reply-folders", object{"scope": "personal", "name": "A"}, object{"scope": "personal", "name": "B"}, "/reply-folders?scope=personal"},
		{"useReply", kit.Path("/replies/%s/uses", reply.ID), nil, nil, kit.Path("/replies/%s/uses", reply.ID)},
		{"createQuestion", "/faq/questions", question("how"), question("why"), "/faq/questions"},
		{"createFAQCategory", "/faq/categories", object{"nameEn": "A"}, object{"nameEn": "B"}, "/faq/categories"},
		{"useQuestion", kit.Path("/faq/questions/%s/uses", asked.ID), nil, nil, kit.Path("/faq/questions/%s", asked.ID)},
		{"createWrapupCategory", "/wrapup/categories", object{"nameEn": "Gifts"}, object{"nameEn": "Toys"}, "/wrapup"},
		{"addWord", "/moderation/words", word("warn"), word("block"), "/moderation/words"},
		{"addBlock", "/moderation/blocks", block("spam"), block("threats"), "/moderation/blocks"},
		{"takeNext", "/routing/next", object{}, object{"queueId": nothing("que")}, waiting(t, s)},
		{"addVisitorRule", "/visitor-rules", rule, object{"name": "Costs", "enabled": true, "when": rule["when"], "message": rule["message"]}, "/visitor-rules"},
		{"inviteVisitor", kit.Path("/visitors/%s/invites", passer(t, s)), object{"body": "May I help you?"}, object{"body": "Hello"}, "/visitor-report?from=2020-01-01&to=2099-12-31"},
		{"replayWebhookDelivery", kit.Path("/webhooks/%s/deliveries/%s/replay", webhook.ID, sample.ID), nil, nil, "/webhooks"},
	}...)
}

// waiting lets a customer wait and the administrator be there; what they take shows among their own.
func waiting(t *testing.T, s *shop) string {
	t.Helper()
	s.admin.Desk(t, kit.Hello{})
	s.Visitor(t, s.channel.WidgetKey).Say(t, "", "next, please")
	kit.Eventually(t, s.admin.Client, "/routing/me", "somebody waits", func(o struct{ Queues []struct{ Waiting int } }) bool {
		return len(o.Queues) > 0 && o.Queues[0].Waiting > 0
	})
	return "/conversations?view=mine"
}

// pair are two open conversations of one customer: the id of the first and the path of the second.
func pair(t *testing.T, s *shop) (one, two string) {
	t.Helper()
	one = s.Visitor(t, s.channel.WidgetKey).Say(t, "", "one").Conversation.ID
	at := kit.Path("/conversations/%s", one)
	who := kit.Get[struct{ CustomerID string }](t, s.admin.Client, at).CustomerID
	kit.Do[kit.Done](t, s.admin.Client, http.MethodPost, at+"/resolve", object{})
	body := object{"clientId": "two", "body": "two", "channelId": s.channel.ID, "customerId": who}
	second := kit.Do[struct{ Conversation struct{ ID string } }](t, s.admin.Client, http.MethodPost, "/conversations", body)
	kit.Do[kit.Done](t, s.admin.Client, http.MethodPost, at+"/reopen", nil)
	return one, kit.Path("/conversations/%s", second.Conversation.ID)
}

// many is one change of a batch of one.
func many(id, priority string) object {
	return object{"action": "priority", "items": []object{{"id": id}}, "priority": priority}
}

// passer is a visitor on the site who writes nothing.
func passer(t *testing.T, s *shop) string {
	t.Helper()
	v := s.Visitor(t, s.channel.WidgetKey)
	kit.Do[struct{ Watch bool }](t, v.Client, http.MethodPost, "/widget/visits", object{"url": "https://shop.example/"})
	v.Widget(t, kit.Hello{Visit: true})
	kit.Eventually(t, s.admin.Client, "/visitors", "the visitor is there", func(l kit.List[struct{ ID string }]) bool {
		return slices.ContainsFunc(l.Items, func(one struct{ ID string }) bool { return one.ID == v.ID })
	})
	return v.ID
}

func repeated(t *testing.T, s *shop, k keyed) {
	mine := s.admin.With("Idempotency-Key", "key of "+k.id)
	first := mine.Call(t, http.MethodPost, k.path, k.body)
	first.OK(t)
	check.Equal(t, first.Header.Get("Idempotent-Replayed"), "")
	once := s.admin.Call(t, http.MethodGet, k.shown, nil)
	again := mine.Call(t, http.MethodPost, k.path, k.body)
	check.Equal(t, []any{again.Status, string(again.Body), again.Header.Get("Idempotent-Replayed")}, []any{first.Status, string(first.Body), "true"})
	check.Equal(t, string(s.admin.Call(t, http.MethodGet, k.shown, nil).Body), string(once.Body))
	if k.other != nil {
		mine.Call(t, http.MethodPost, k.path, k.other).Refused(t, http.StatusConflict, "http.idempotency_reused")
	}
	others := s.lin.With("Idempotency-Key", "key of "+k.id).Call(t, http.MethodPost, k.path, k.body)
	check.Equal(t, others.Header.Get("Idempotent-Replayed"), "") // a key belongs to the one who made it
}

// atOnce sends the same several times at the same moment: one effect, one reply for all.
func atOnce(t *testing.T, s *shop) {
	for name, body := range map[string]object{"/channels": {"name": "Flood"}, "/tags": {"name": "flood", "colour": "red"}} {
		mine := s.admin.With("Idempotency-Key", "flood"+name)
		replies := make([]kit.Reply, 6)
		var all sync.WaitGroup
		for i := range replies {
			all.Go(func() { replies[i], _ = mine.Try(t.Context(), http.MethodPost, name, body) })
		}
		all.Wait()
		for _, r := range replies {
			check.Equal(t, []string{string(r.Body), http.StatusText(r.Status)}, []string{string(replies[0].Body), "Created"})
		}
		made := 0
		for _, row := range kit.Get[kit.List[struct{ Name string }]](t, s.admin.Client, name).Items {
			if row.Name == body["name"] {
				made++
			}
		}
		check.Equal(t, made, 1)
	}
}

// rightLost asks for a kept reply without the right that made it.
func rightLost(t *testing.T, s *shop) {
	wide := s.admin.Token(t, map[string]string{"tag.manage": "all"})
	narrow := s.admin.Token(t, map[string]string{"customer.read": "all"})
	body := object{"name": "for tokens", "colour": "red"}
	wide.With("Idempotency-Key", "t").OK(t, http.MethodPost, "/tags", body)
	narrow.With("Idempotency-Key", "t").Call(t, http.MethodPost, "/tags", body).Refused(t, http.StatusForbidden, "denied")
}

// powerCut repeats a request after the program was killed: the reply is on disk together with what it tells of.
func powerCut(t *testing.T, s *shop) {
	mine, body := s.admin.With("Idempotency-Key", "power cut"), object{"name": "Storm"}
	first := mine.Call(t, http.MethodPost, "/channels", body)
	first.OK(t)
	s.Kill()
	s.Start(t)
	again := mine.Call(t, http.MethodPost, "/channels", body)
	check.Equal(t, []string{string(again.Body), again.Header.Get("Idempotent-Replayed")}, []string{string(first.Body), "true"})
}
