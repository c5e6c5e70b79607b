package kit

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
)

// Password of everybody that the kit signs up.
const Password = "correct-horse-battery-9"

// Person is somebody of the company, signed in.
type Person struct {
	*Client
	ID    string
	Email string
	Name  string
}

type signed struct {
	CSRF string `json:"csrf"`
	User struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"user"`
}

func (c *Client) signed(t testing.TB, email string, r Reply) *Person {
	t.Helper()
	s := As[signed](t, r)
	cookie, _, _ := strings.Cut(r.Header.Get("Set-Cookie"), ";")
	mine := *c
	mine.Cookie, mine.CSRF, mine.Header = cookie, s.CSRF, http.Header{}
	return &Person{Client: &mine, ID: s.User.ID, Email: email, Name: s.User.Name}
}

// SetUp makes the workspace and its administrator.
func (p *Program) SetUp(t testing.TB) *Person {
	t.Helper()
	const email = "admin@shop.example"
	c := p.Client()
	return c.signed(t, email, c.Call(t, http.MethodPost, "/setup", map[string]string{
		"workspace": "Lamp shop", "slug": "lamps", "locale": "en", "timezone": "UTC",
		"name": "Ada", "email": email, "password": Password,
	}))
}

// SignIn signs somebody in once more, as after a restart.
func (p *Program) SignIn(t testing.TB, email string) *Person {
	t.Helper()
	c := p.Client()
	return c.signed(t, email, c.Call(t, http.MethodPost, "/session", map[string]any{"email": email, "password": Password}))
}

// Role is the id of a built-in role.
func (a *Person) Role(t testing.TB, key string) string {
	t.Helper()
	for _, r := range Get[List[struct{ ID, Key string }]](t, a.Client, "/roles").Items {
		if r.Key == key {
			return r.ID
		}
	}
	t.Fatalf("there is no role %s", key)
	return ""
}

// Invite brings a colleague in, who accepts at once.
func (a *Person) Invite(t testing.TB, name, role string, teams ...string) *Person {
	t.Helper()
	email := strings.ToLower(name) + "@shop.example"
	invite := Do[struct{ Token string }](t, a.Client, http.MethodPost, "/invites", map[string]any{
		"email": email, "name": name, "roleId": a.Role(t, role), "teamIds": append([]string{}, teams...),
	})
	c := *a.Client
	c.Cookie, c.CSRF = "", ""
	return c.signed(t, email, c.Call(t, http.MethodPost, "/invites/accept", map[string]string{
		"token": invite.Token, "name": name, "password": Password, "locale": "en",
	}))
}

// Channel is a web chat that accepts visitors.
type Channel struct {
	ID        string         `json:"id"`
	WidgetKey string         `json:"widgetKey"`
	Version   int64          `json:"version"`
	Settings  map[string]any `json:"settings"`
}

// Channel makes a web chat.
func (a *Person) Channel(t testing.TB, name string) Channel {
	t.Helper()
	return Do[Channel](t, a.Client, http.MethodPost, "/channels", map[string]any{"name": name})
}

// Token makes a personal access token and a client that uses it.
func (a *Person) Token(t testing.TB, grants map[string]string) *Client {
	t.Helper()
	made := Do[struct{ Token string }](t, a.Client, http.MethodPost, "/users/me/tokens", map[string]any{
		"name": "test", "grants": grants,
	})
	return &Client{base: a.base, web: a.web, Bearer: made.Token, Header: http.Header{}}
}

// Visitor is a browser with the widget.
type Visitor struct {
	*Client
	ID string
}

// Visitor opens the widget of a channel in a new browser.
func (p *Program) Visitor(t testing.TB, widgetKey string) *Visitor {
	t.Helper()
	c := p.Client()
	s := Do[struct{ Token, VisitorID string }](t, c, http.MethodPost, "/widget/session", map[string]any{
		"key": widgetKey, "locale": "en", "timezone": "UTC", "page": map[string]string{"url": "https://shop.example/", "title": "Lamps"},
	})
	c.Bearer = s.Token
	return &Visitor{Client: c, ID: s.VisitorID}
}

// Entry is one thing in a conversation, as people of the company or visitors see it.
type Entry struct {
	ID         string `json:"id"`
	Seq        int64  `json:"seq"`
	PublicSeq  int64  `json:"publicSeq"`
	Kind       string `json:"kind"`
	AuthorKind string `json:"authorKind"`
	Body       string `json:"body"`
	ClientID   string `json:"clientId"`
}

// Sent is the reply to a visitor's message.
type Sent struct {
	Conversation struct {
		ID     string `json:"id"`
		Seq    int64  `json:"seq"`
		Status string `json:"status"`
	} `json:"conversation"`
	Entry Entry `json:"entry"`
}

// Say sends a visitor's message, into a conversation or as the first of one.
func (v *Visitor) Say(t testing.TB, conversation, body string) Sent {
	t.Helper()
	return Do[Sent](t, v.Client, http.MethodPost, "/widget/messages", Message(conversation, body))
}

// Message is the body of a message with a fresh client id.
func Message(conversation, body string) map[string]any {
	m := map[string]any{"clientId": "c-" + rand.Text(), "body": body}
	if conversation != "" {
		m["conversationId"] = conversation
	}
	return m
}

// Done is the reply to what people of the company do with a conversation.
type Done struct {
	Conversation struct {
		ID         string `json:"id"`
		Seq        int64  `json:"seq"`
		PublicSeq  int64  `json:"publicSeq"`
		Status     string `json:"status"`
		AssigneeID string `json:"assigneeId"`
	} `json:"conversation"`
	Entries []Entry `json:"entries"`
}
