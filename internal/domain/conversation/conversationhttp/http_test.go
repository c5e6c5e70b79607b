package conversationhttp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationhttp"
	"frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/platform/httpx"
)

// direct is an intake for visitors who are known already.
type direct struct{ s *conversation.Service }

func (d direct) Take(ctx context.Context, in conversation.VisitorMessage) (conversation.VisitorConversation, conversation.VisitorEntry, error) {
	m := conversationtest.Says(conversationtest.Customer, in.ClientID, in.Body)
	m.FileIDs, m.Offline = in.FileIDs, in.Offline
	res, err := d.s.Receive(ctx, m)
	if err != nil {
		return conversation.VisitorConversation{}, conversation.VisitorEntry{}, err
	}
	c, entries, err := d.s.ForVisitor(ctx, res.Conversation, []conversation.Entry{res.Message()})
	return c, entries[0], err
}

type site struct {
	t       *testing.T
	w       *conversationtest.World
	handler http.Handler
}

// open serves the operations; the bearer token names who acts.
func open(t *testing.T) site {
	t.Helper()
	store := conversationtest.NewMemory()
	w := conversationtest.NewWorld(store, store)
	people := map[string]actor.Actor{}
	for name, ctx := range map[string]context.Context{
		"ann":   conversationtest.As(t.Context(), conversationtest.Ann, actor.All),
		"bob":   conversationtest.As(t.Context(), conversationtest.Bob, actor.Teams, conversationtest.Sales),
		"lin":   conversationtest.AsVisitor(t.Context(), conversationtest.Customer.ID),
		"other": conversationtest.AsVisitor(t.Context(), conversationtest.Other.ID),
	} {
		people[name] = check.Must(actor.Of(ctx))(t)
	}
	who := func(r *http.Request) (actor.Actor, httpx.Session, error) {
		a, ok := people[httpx.Bearer(r)]
		if !ok {
			return a, httpx.Session{}, fault.ErrUnauthenticated.New()
		}
		return a, httpx.Session{Bearer: true}, nil
	}
	api := httpx.New(httpx.Options{Title: "Test", Version: "1", Authenticate: who, AuthenticateVisitor: who, Clock: w.Clock})
	conversationhttp.Register(api, w.Service, w.Personal(), w.Files(&conversationtest.Blobs{}), direct{w.Service})
	return site{t, w, api.Handler()}
}

// call makes a request and checks its status.
func (s site) call(who, method, path, body string, want int, headers ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+who)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	s.handler.ServeHTTP(rec, r)
	if rec.Code != want {
		s.t.Fatalf("%s %s: status %d, want %d: %s", method, path, rec.Code, want, rec.Body)
	}
	return rec
}

func read[T any](s site, rec *httptest.ResponseRecorder) T {
	s.t.Helper()
	var v T
	check.NoError(s.t, json.Unmarshal(rec.Body.Bytes(), &v))
	return v
}

type taken struct {
	Conversation conversation.VisitorConversation
	Entry        conversation.VisitorEntry
}

type timeline struct {
	Items []conversation.VisitorEntry
}

func TestChat(t *testing.T) {
	t.Parallel()
	s := open(t)
	first := read[taken](s, s.call("lin", "POST", "/widget/messages", `{"clientId":"a","body":"hello"}`, 200))
	cnv := "/conversations/" + first.Conversation.ID
	check.Equal(t, first.Entry.Body, "hello")
	list := read[struct{ Items []conversation.InboxRow }](s, s.call("ann", "GET", "/conversations?view=unassigned", "", 200))
	check.Equal(t, list.Items[0].LastMessagePreview, "hello")
	s.call("ann", "POST", cnv+"/assign", `{"assigneeId":"`+conversationtest.Bob+`","ifAssigneeId":""}`, 200)
	late := s.call("ann", "POST", cnv+"/assign", `{"assigneeId":"`+conversationtest.Ann+`","ifAssigneeId":""}`, 409)
	if !strings.Contains(late.Body.String(), "Bob has already taken") {
		t.Fatalf("the conflict does not name who was faster: %s", late.Body)
	}
	sent := read[conversation.Result](s, s.call("bob", "POST", cnv+"/messages", `{"clientId":"m","body":"hi"}`, 200))
	again := read[conversation.Result](s, s.call("bob", "POST", cnv+"/messages", `{"clientId":"m","body":"hi"}`, 200))
	check.Equal(t, again.Entry(), sent.Entry())
	s.call("bob", "POST", cnv+"/notes", `{"clientId":"n","body":"secret"}`, 200)
	s.call("bob", "PUT", cnv+"/priority", `{"priority":"high"}`, 200)
	s.call("bob", "PUT", cnv+"/sentiment", `{"sentiment":"negative"}`, 200)
	s.call("bob", "PUT", cnv+"/sentiment", `{"sentiment":"angry"}`, 422)
	upset := read[struct{ Items []conversation.InboxRow }](s, s.call("ann", "GET", "/conversations?sentiment=negative", "", 200))
	check.Equal(t, []conversation.Sentiment{upset.Items[0].Sentiment}, []conversation.Sentiment{conversation.Negative})
	check.Equal(t, len(read[struct{ Items []conversation.InboxRow }](s, s.call("ann", "GET", "/conversations?sentiment=unknown,positive", "", 200)).Items), 0)
	s.call("bob", "PUT", cnv+"/draft", `{"kind":"message","body":"later"}`, 200)
	s.call("bob", "POST", cnv+"/seen", `{"seq":3}`, 200)
	s.call("bob", "POST", cnv+"/resolve", "", 200)
	public := s.call("lin", "GET", "/widget"+cnv+"/entries", "", 200)
	if strings.Contains(public.Body.String(), "secret") || strings.Contains(public.Body.String(), "high") || strings.Contains(public.Body.String(), "negative") {
		t.Fatalf("the visitor sees internal entries: %s", public.Body)
	}
	var kinds []string
	for _, e := range read[timeline](s, public).Items {
		kinds = append(kinds, string(e.Kind)+" "+e.Activity)
	}
	check.Equal(t, kinds, []string{"activity opened", "message ", "activity assigned", "message ", "activity resolved"})
	s.call("lin", "POST", "/widget"+cnv+"/rating", `{"score":5,"comment":"thanks"}`, 200)
	s.call("lin", "POST", "/widget"+cnv+"/seen", `{"seq":5}`, 204)
	s.call("other", "GET", "/widget"+cnv+"/entries", "", 404)
	s.call("other", "POST", "/widget"+cnv+"/rating", `{"score":1}`, 404)
	detail := s.call("ann", "GET", cnv, "", 200)
	if !strings.Contains(detail.Body.String(), `"comment":"thanks"`) {
		t.Fatalf("the rating is missing: %s", detail.Body)
	}
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	s := open(t)
	cnv := "/conversations/" + read[taken](s, s.call("lin", "POST", "/widget/messages", `{"clientId":"a","body":"x"}`, 200)).Conversation.ID
	for name, c := range map[string]struct {
		method, path, body string
		want               int
		says               string
	}{
		"empty message":   {"POST", cnv + "/messages", `{"clientId":"m","body":"  "}`, 422, `"field":"body"`},
		"long message":    {"POST", cnv + "/messages", `{"clientId":"m","body":"` + strings.Repeat("长", 10_001) + `"}`, 422, "input.too_long"},
		"nul":             {"POST", cnv + "/messages", `{"clientId":"m","body":"a\u0000b"}`, 422, "input.encoding"},
		"no client id":    {"POST", cnv + "/messages", `{"body":"a"}`, 422, "clientId"},
		"unknown file":    {"POST", cnv + "/messages", `{"clientId":"m","body":"a","attachments":[{"fileId":"fil_x"}]}`, 422, "attachments"},
		"unknown mention": {"POST", cnv + "/notes", `{"clientId":"m","body":"a","mentions":["` + conversationtest.Gone + `"]}`, 422, "mentions"},
		"unknown tag":     {"PUT", cnv + "/tags", `{"tagIds":["tag_x"]}`, 422, "tagIds"},
		"past":            {"POST", cnv + "/snooze", `{"until":"2001-01-01T00:00:00Z"}`, 422, "conversation.snooze_past"},
		"unknown":         {"GET", "/conversations/cnv_nope", "", 404, "conversation.not_found"},
		"broken cursor":   {"GET", "/conversations?cursor=%25", "", 400, "page.cursor"},
		"unknown view":    {"GET", "/conversations?view=everything", "", 422, "view"},
	} {
		t.Run(name, func(t *testing.T) {
			rec := s.call("ann", c.method, c.path, c.body, c.want)
			if !strings.Contains(rec.Body.String(), c.says) {
				t.Fatalf("got %s, want it to say %s", rec.Body, c.says)
			}
		})
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	s := open(t)
	cnv := "/conversations/" + read[taken](s, s.call("lin", "POST", "/widget/messages", `{"clientId":"a","body":"x"}`, 200)).Conversation.ID
	octets := []string{"Content-Type", "application/octet-stream"}
	page := read[conversation.File](s, s.call("ann", "POST", "/files?name=..%2Fevil.html", "<script>", 201, octets...))
	check.Equal(t, page.Name, "evil.html")
	pic := read[conversation.File](s, s.call("ann", "POST", "/files?name=cat.png", "meow", 201, octets...))
	private := read[conversation.File](s, s.call("ann", "POST", "/files?name=plan.png", "psst", 201, octets...))
	s.call("bob", "GET", "/files/"+pic.ID, "", 404)
	s.call("bob", "POST", cnv+"/messages", `{"clientId":"f","body":"","attachments":[{"fileId":"`+pic.ID+`"}]}`, 422)
	s.call("ann", "POST", cnv+"/messages", `{"clientId":"f","body":"","attachments":[{"fileId":"`+pic.ID+`"},{"fileId":"`+page.ID+`"}]}`, 200)
	s.call("ann", "POST", cnv+"/notes", `{"clientId":"g","body":"look","attachments":[{"fileId":"`+private.ID+`"}]}`, 200)

	shown := s.call("lin", "GET", "/widget/files/"+pic.ID, "", 200)
	check.Equal(t, shown.Body.String(), "meow")
	check.Equal(t, shown.Header().Get("X-Content-Type-Options"), "nosniff")
	saved := s.call("lin", "GET", "/widget/files/"+page.ID, "", 200)
	if d := saved.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
		t.Fatalf("a page is shown in place: %s", d)
	}
	check.Equal(t, s.call("lin", "GET", "/widget/files/"+pic.ID+"/thumbnail", "", 200).Header().Get("Content-Type"), "image/jpeg")
	s.call("lin", "GET", "/widget/files/"+page.ID+"/thumbnail", "", 404)
	s.call("lin", "GET", "/widget/files/"+private.ID, "", 404)
	s.call("other", "GET", "/widget/files/"+pic.ID, "", 404)
	check.Equal(t, s.call("bob", "GET", "/files/"+private.ID+"/thumbnail", "", 200).Body.String(), "small psst")

	s.call("ann", "POST", "/files?name=big", strings.Repeat("x", conversationtest.MaxFile+1), 413, octets...)
	s.call("ann", "POST", "/files?name=bigger", strings.Repeat("x", conversationtest.MaxFile+100_000), 413, octets...)
	s.call("ann", "POST", "/files?name=empty", "", 422, octets...)
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	part := check.Must(m.CreateFormFile("file", "form.txt"))(t)
	_, err := io.WriteString(part, "from a form")
	check.NoError(t, err)
	check.NoError(t, m.Close())
	got := read[conversation.File](s, s.call("lin", "POST", "/widget/files", form.String(), 201, "Content-Type", m.FormDataContentType()))
	check.Equal(t, []any{got.Name, got.Size}, []any{"form.txt", int64(11)})
}
