package api

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/test/kit"
)

// TestBadInput sends what no honest client sends. Each reply has the right status and a stable code, names the field and
// speaks the caller's language; the program serves on as if nothing had happened.
func TestBadInput(t *testing.T) {
	t.Parallel()
	s := open(t, kit.Options{Set: []string{"limits.upload_mb=1", "limits.body_kb=64"}})
	t.Run("texts", func(t *testing.T) { texts(t, s) })
	t.Run("bodies", func(t *testing.T) { bodies(t, s) })
	t.Run("languages", func(t *testing.T) { languages(t, s) })
	t.Run("credentials", func(t *testing.T) { credentials(t, s) })
	t.Run("identities", func(t *testing.T) { identities(t, s) })
	t.Run("notices", func(t *testing.T) { notices(t, s) })
	t.Run("files", func(t *testing.T) { files(t, s) })
	t.Run("thumbnails", func(t *testing.T) { thumbnails(t, s) })
	t.Run("replays", func(t *testing.T) { replays(t, s) })
	t.Run("sockets", func(t *testing.T) { sockets(t, s) })

	check.Equal(t, string(s.Client().Call(t, http.MethodGet, "/readyz", nil).Body), "ready\n")
	s.Visitor(t, s.channel.WidgetKey).Say(t, "", "still there?")
	if strings.Contains(s.Log(), `"level":"ERROR"`) {
		t.Errorf("the program found fault with itself:\n%s", s.Log())
	}
}

func texts(t *testing.T, s *shop) {
	visitor := s.Visitor(t, s.channel.WidgetKey)
	id := visitor.Say(t, "", "hello").Conversation.ID
	for name, tc := range map[string]struct{ content, code string }{
		"too long":      {`{"clientId":"c1","body":"` + strings.Repeat("灯", 10_001) + `"}`, "input.too_long"},
		"empty":         {`{"clientId":"c1","body":"  "}`, "input.required"},
		"NUL":           {`{"clientId":"c1","body":"a\u0000b"}`, "input.encoding"},
		"broken UTF-8":  {"{\"clientId\":\"c1\",\"body\":\"a\xffb\"}", "input.encoding"},
		"half a pair":   {`{"clientId":"c1","body":"a\ud83d"}`, "input.encoding"},
		"a number":      {`{"clientId":"c1","body":7}`, "input.type"},
		"a list":        {`{"clientId":"c1","body":["a"]}`, "input.type"},
		"nothing":       {`{"clientId":"c1"}`, "input.required"},
		"another field": {`{"clientId":"c1","body":"a","bodi":"b"}`, "input.unknown_field"},
	} {
		for _, call := range []struct {
			c    *kit.Client
			path string
		}{{visitor.Client, "/widget/messages"}, {s.lin.Client, kit.Path("/conversations/%s/messages", id)}, {s.lin.Client, kit.Path("/conversations/%s/notes", id)}} {
			r := call.c.With("Content-Type", "application/json").Call(t, http.MethodPost, call.path, []byte(tc.content))
			problem := r.Refused(t, http.StatusUnprocessableEntity, "input")
			want := "body"
			if name == "another field" {
				want = "bodi"
			}
			check.Equal(t, len(problem.Errors) > 0, true)
			if problem.Errors[0].Field != want || problem.Errors[0].Code != tc.code {
				t.Errorf("%s to %s: %+v, want %s at %s", name, call.path, problem.Errors, tc.code, want)
			}
		}
	}
	entries := kit.Get[kit.List[kit.Entry]](t, s.lin.Client, kit.Path("/conversations/%s/entries", id)).Items
	check.Equal(t, slices.ContainsFunc(entries, func(e kit.Entry) bool { return e.ClientID == "c1" }), false)
}

func bodies(t *testing.T, s *shop) {
	for name, tc := range map[string]struct {
		kind, content string
		status        int
		code          string
	}{
		"not JSON":      {"application/json", "hello", http.StatusBadRequest, "malformed"},
		"cut off":       {"application/json", `{"name":"a`, http.StatusBadRequest, "malformed"},
		"no body":       {"application/json", "", http.StatusBadRequest, "malformed"},
		"two values":    {"application/json", `{"name":"a","colour":"red"} {}`, http.StatusBadRequest, "malformed"},
		"too deep":      {"application/json", strings.Repeat(`{"name":`, 7_000), http.StatusBadRequest, "malformed"},
		"a form":        {"application/x-www-form-urlencoded", "name=a", http.StatusUnsupportedMediaType, "http.media_type"},
		"XML":           {"text/xml", "<name>a</name>", http.StatusUnsupportedMediaType, "http.media_type"},
		"a large body":  {"application/json", `{"name":"` + strings.Repeat("a", 63<<10) + `"}`, http.StatusUnprocessableEntity, "input"},
		"too large":     {"application/json", `{"name":"` + strings.Repeat("a", 64<<10) + `"}`, http.StatusRequestEntityTooLarge, "http.too_large"},
		"a huge body":   {"application/json", `{"name":"` + strings.Repeat("a", 2<<20) + `"}`, http.StatusRequestEntityTooLarge, "http.too_large"},
		"not an object": {"application/json", `[]`, http.StatusUnprocessableEntity, "input"},
	} {
		t.Run(name, func(t *testing.T) {
			s.admin.With("Content-Type", tc.kind).Call(t, http.MethodPost, "/tags", []byte(tc.content)).Refused(t, tc.status, tc.code)
		})
	}
	s.admin.Call(t, http.MethodGet, "/nothing", nil).Refused(t, http.StatusNotFound, "http.no_route")
	s.admin.Call(t, http.MethodPut, "/tags", nil).Refused(t, http.StatusMethodNotAllowed, "http.method")
	s.admin.Call(t, http.MethodGet, "/conversations?cursor=broken", nil).Refused(t, http.StatusBadRequest, "page.cursor")
	s.admin.Call(t, http.MethodGet, "/conversations?limit=100000", nil).Refused(t, http.StatusUnprocessableEntity, "input")
	s.admin.Call(t, http.MethodGet, "/conversations/%00", nil).Refused(t, http.StatusUnprocessableEntity, "input")
}

func languages(t *testing.T, s *shop) {
	details := map[string]string{}
	for _, lang := range []string{"en", "zh-CN,zh;q=0.9", "fr", "fr,zh;q=0.5"} {
		details[lang] = s.Client().With("Accept-Language", lang).Call(t, http.MethodGet, "/session", nil).
			Refused(t, http.StatusUnauthorized, "unauthenticated").Detail
	}
	check.Equal(t, details, map[string]string{"en": "Please sign in.", "zh-CN,zh;q=0.9": "请先登录。", "fr": "Please sign in.", "fr,zh;q=0.5": "请先登录。"})
}

// credentials are forged, ended and borrowed.
func credentials(t *testing.T, s *shop) {
	visitor := s.Visitor(t, s.channel.WidgetKey)
	other := s.Visitor(t, s.channel.WidgetKey)
	id := visitor.Say(t, "", "mine").Conversation.ID
	bend := func(token string) string {
		last := byte('A')
		if token[len(token)-1] == last {
			last = 'B'
		}
		return token[:len(token)-1] + string(last)
	}
	ask := func(token string) kit.Reply {
		c := s.Client()
		c.Bearer = token
		return c.Call(t, http.MethodGet, "/widget/conversations", nil)
	}
	ask(visitor.Bearer).OK(t)
	// The last character of base64 may hold unused bits: the one in the middle never does.
	middle := len(visitor.Bearer) / 2
	ask(bend(visitor.Bearer[:middle])+visitor.Bearer[middle:]).Refused(t, http.StatusUnauthorized, "widget.token")
	ask("x").Refused(t, http.StatusUnauthorized, "widget.token")
	ask(strings.Repeat("x", 4000)).Refused(t, http.StatusUnauthorized, "widget.token")
	other.Call(t, http.MethodGet, kit.Path("/widget/conversations/%s/entries", id), nil).Refused(t, http.StatusNotFound, "conversation.not_found")
	other.Call(t, http.MethodPost, "/widget/messages", kit.Message(id, "let me in")).Refused(t, http.StatusNotFound, "conversation.not_found")

	mallory := s.SignIn(t, s.noah.Email)
	mallory.CSRF = "guessed"
	mallory.Call(t, http.MethodPut, "/presence/me", object{"state": "busy"}).Refused(t, http.StatusForbidden, "http.csrf")
	mallory = s.SignIn(t, s.noah.Email)
	mallory.With("Sec-Fetch-Site", "cross-site").With("Origin", "https://evil.example").
		Call(t, http.MethodPut, "/presence/me", object{"state": "busy"}).Refused(t, http.StatusForbidden, "http.csrf")
	mallory.OK(t, http.MethodDelete, "/session", nil)
	mallory.Call(t, http.MethodGet, "/session", nil).Refused(t, http.StatusUnauthorized, "identity.session")
	s.Client().Call(t, http.MethodPost, "/session", object{"email": s.noah.Email, "password": "wrong"}).
		Refused(t, http.StatusUnauthorized, "identity.sign_in")
}

// identities are what the company's site says of its visitors; the wrong hash is not believed.
func identities(t *testing.T, s *shop) {
	c := s.admin.Channel(t, "Members")
	secret := kit.Do[struct{ Secret string }](t, s.admin.Client, http.MethodPost, kit.Path("/channels/%s/rotate-secret", c.ID), nil).Secret
	c = kit.Get[kit.Channel](t, s.admin.Client, kit.Path("/channels/%s", c.ID))
	c.Settings["identity"] = object{"method": "hmac", "required": true}
	s.admin.OK(t, http.MethodPatch, kit.Path("/channels/%s", c.ID), object{"version": c.Version, "settings": c.Settings})
	enter := func(user, hash string) kit.Reply {
		content := object{"key": c.WidgetKey}
		if user != "" {
			content["identity"] = object{"userId": user, "hash": hash}
		}
		return s.Client().Call(t, http.MethodPost, "/widget/session", content)
	}
	sign := func(key []byte, user string) string {
		m := hmac.New(sha256.New, key)
		m.Write([]byte(user))
		return hex.EncodeToString(m.Sum(nil))
	}
	right := sign([]byte(secret), "u-1")
	enter("u-1", right).OK(t)
	enter("u-2", right).Refused(t, http.StatusForbidden, "widget.identity")
	enter("u-1", sign([]byte("guess"), "u-1")).Refused(t, http.StatusForbidden, "widget.identity")
	enter("", "").Refused(t, http.StatusForbidden, "widget.identity_required")
	s.Client().Call(t, http.MethodPost, "/widget/session", object{"key": nothing("wgt")}).Refused(t, http.StatusNotFound, "widget.unknown")
}

// notices change under a running conversation.
func notices(t *testing.T, s *shop) {
	c := s.admin.Channel(t, "Noticed")
	visitor := s.Visitor(t, c.WidgetKey)
	id := visitor.Say(t, "", "hello").Conversation.ID
	version := 0
	for _, words := range []string{"one", "two"} {
		c = kit.Get[kit.Channel](t, s.admin.Client, kit.Path("/channels/%s", c.ID))
		c.Settings["privacy"] = object{"on": true, "version": version, "text": object{"en": words, "zh": words}}
		s.admin.OK(t, http.MethodPatch, kit.Path("/channels/%s", c.ID), object{"version": c.Version, "settings": c.Settings})
		again := kit.Message(id, words)
		for lang, want := range map[string]string{"en": "Please accept the privacy notice first.", "zh-CN": "请先同意隐私声明。"} {
			check.Equal(t, visitor.With("Accept-Language", lang).Call(t, http.MethodPost, "/widget/messages", again).Refused(t, http.StatusForbidden, "widget.privacy").Detail, want)
		}
		if version > 0 {
			visitor.Call(t, http.MethodPost, "/widget/privacy", object{"version": version}).Refused(t, http.StatusConflict, "conflict")
		}
		version = kit.Get[struct{ Version int }](t, visitor.Client, "/widget/privacy?key="+c.WidgetKey).Version
		visitor.OK(t, http.MethodPost, "/widget/privacy", object{"version": version})
		visitor.OK(t, http.MethodPost, "/widget/messages", again)
	}
}

func files(t *testing.T, s *shop) {
	visitor := s.Visitor(t, s.channel.WidgetKey)
	upload := func(name string, content []byte) kit.Reply {
		return visitor.Call(t, http.MethodPost, "/widget/files?name="+name, content)
	}
	upload("bomb.png", pngHead(50_000, 50_000)).Refused(t, http.StatusRequestEntityTooLarge, "blob.image_size")
	upload("empty.txt", []byte{}).Refused(t, http.StatusUnprocessableEntity, "file.empty")
	upload("big.bin", bytes.Repeat([]byte{7}, 1<<20+1)).Refused(t, http.StatusRequestEntityTooLarge, "file.too_large")
	upload("huge.bin", bytes.Repeat([]byte{7}, 3<<20)).Refused(t, http.StatusRequestEntityTooLarge, "file.too_large")
	type file struct{ FileID, ID, Mime, Name string }
	for name, content := range map[string]string{"lamp.png": "PK\x03\x04\x14\x00\x00\x00\x08\x00rest of a zip", "page.png": "<html><script>alert(1)</script>", "pic.svg": `<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`} {
		f := kit.As[file](t, upload(name, []byte(content)))
		if f.Mime == "image/png" {
			t.Errorf("%s passes for %s", name, f.Mime)
		}
		sent := kit.Do[kit.Sent](t, visitor.Client, http.MethodPost, "/widget/messages",
			object{"clientId": "file-" + name, "body": "", "attachments": []object{{"fileId": f.FileID + f.ID}}})
		check.Equal(t, sent.Entry.Kind, "message")
		got := visitor.Call(t, http.MethodGet, kit.Path("/widget/files/%s", f.FileID+f.ID), nil)
		got.OK(t)
		check.Equal(t, strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment"), true)
		check.Equal(t, got.Header.Get("X-Content-Type-Options"), "nosniff")
	}
	upload("..%2f..%2fetc%2fpasswd", []byte("root"))
}

// thumbnails are told what they are: a transparent one stays PNG, also when it comes from the store.
func thumbnails(t *testing.T, s *shop) {
	glassy := image.NewNRGBA(image.Rect(0, 0, 900, 700))
	solid := image.NewGray(glassy.Rect)
	var glass, photo bytes.Buffer
	check.NoError(t, png.Encode(&glass, glassy))
	check.NoError(t, jpeg.Encode(&photo, solid, nil))
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{"glass.png": {glass.Bytes(), "image/png"}, "photo.jpg": {photo.Bytes(), "image/jpeg"}} {
		file := kit.As[struct{ ID string }](t, s.lin.Call(t, http.MethodPost, "/files?name="+name, c.content))
		for range 2 {
			r := s.lin.Call(t, http.MethodGet, kit.Path("/files/%s/thumbnail", file.ID), nil)
			r.OK(t)
			_, kind, err := image.DecodeConfig(bytes.NewReader(r.Body))
			check.NoError(t, err)
			check.Equal(t, []string{r.Header.Get("Content-Type"), "image/" + kind}, []string{c.want, c.want})
		}
	}
}

// pngHead is the beginning of a picture that claims to be of this size.
func pngHead(width, height uint32) []byte {
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(chunk, width)
	chunk = binary.BigEndian.AppendUint32(chunk, height)
	chunk = append(chunk, 8, 6, 0, 0, 0)
	out := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), uint32(len(chunk)-4))
	out = append(out, chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

func replays(t *testing.T, s *shop) {
	s.admin.With("Idempotency-Key", strings.Repeat("k", 101)).Call(t, http.MethodPost, "/tags", object{"name": "gift", "colour": "red"}).
		Refused(t, http.StatusBadRequest, "http.idempotency_key")
	invite := kit.Do[struct{ Token string }](t, s.admin.Client, http.MethodPost, "/invites", object{"email": "once@shop.example", "roleId": s.admin.Role(t, "viewer")})
	accept := object{"token": invite.Token, "name": "Once", "password": kit.Password, "locale": "en"}
	s.Client().OK(t, http.MethodPost, "/invites/accept", accept)
	s.Client().Call(t, http.MethodPost, "/invites/accept", accept).Refused(t, http.StatusGone, "identity.link")
	s.Client().Call(t, http.MethodPost, "/setup", contents["setUp"]).Refused(t, http.StatusConflict, "account.already_set_up")
}

func sockets(t *testing.T, s *shop) {
	visitor := s.Visitor(t, s.channel.WidgetKey)
	forged := *visitor.Client
	forged.Bearer = "forged"
	stranger := &kit.Visitor{Client: &forged}
	f := stranger.Knock(t)
	check.Equal(t, f.Reason, "expired")
	for _, frame := range []any{json.RawMessage(`"text"`), object{"op": "open", "conversation": "../../etc"}, object{"op": "open", "conversation": nothing("cnv"), "after": -1}, object{"op": strings.Repeat("x", 1<<20)}} {
		socket, _ := visitor.Widget(t, kit.Hello{})
		_ = socket.Send(frame) // the server may close while it is sent
		socket.Ended(t)
	}
	id := visitor.Say(t, "", "mine").Conversation.ID
	other, _ := s.Visitor(t, s.channel.WidgetKey).Widget(t, kit.Hello{Open: map[string]int64{id: 0}})
	check.Equal(t, other.Await(t, "a refusal", func(f kit.Frame) bool { return f.Op == "reset" || f.Op == "entry" }).Reason, "permissions")
}
