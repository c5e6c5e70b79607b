package channel

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Settings of a web chat channel.
type Settings struct {
	Appearance     Appearance   `json:"appearance"`
	PreChat        PreChat      `json:"preChat"`
	CalendarID     string       `json:"calendarId,omitempty" doc:"Business hours; absent means always open."`
	Offline        string       `json:"offline" enum:"capture,hide" doc:"Outside business hours: take a message, or show no widget."`
	Leave          []LeaveField `json:"leave,omitempty" doc:"Own questions of the form for messages outside business hours."`
	Rating         bool         `json:"rating" doc:"Ask for a rating after resolving."`
	Home           bool         `json:"home" doc:"Show the FAQ before the first message: a search and the hot questions."`
	Files          bool         `json:"files" doc:"Visitors may send files."`
	Preview        bool         `json:"preview,omitempty" doc:"Agents see what visitors are typing before it is sent; the widget says so."`
	Queue          bool         `json:"queue,omitempty" doc:"While nobody has taken a conversation, the widget shows its place in the queue."`
	AllowedOrigins []string     `json:"allowedOrigins" doc:"Sites that may use the widget; empty means any."`
	Identity       Identity     `json:"identity"`
	DefaultTeamID  string       `json:"defaultTeamId,omitempty"`
	Attention      *Attention   `json:"attention,omitempty" doc:"When customers who wait, or are silent, need somebody. Left out, it stays as it is."`
	Feedback       *Feedback    `json:"feedback,omitempty" doc:"How ratings are asked for. Left out, it stays as it is."`
	Privacy        *Privacy     `json:"privacy,omitempty" doc:"The privacy notice. Left out, it stays as it is."`
	Texts          *Texts       `json:"texts,omitempty" doc:"What is said automatically. Left out, it stays as it is."`
}

// Appearance is how the widget looks.
type Appearance struct {
	Colour   string    `json:"colour" doc:"Brand colour, #rrggbb."`
	Position string    `json:"position" enum:"left,right"`
	Launcher string    `json:"launcher" enum:"chat,question,smile"`
	Theme    string    `json:"theme" enum:"auto,light,dark"`
	Language string    `json:"language" enum:"auto,en,zh-CN"`
	Faces    bool      `json:"faces" doc:"Show who answers."`
	Title    Localised `json:"title"`
	Greeting Localised `json:"greeting"`
}

// Localised is a text in the languages of the widget.
type Localised struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// PreChat is the form before the first message.
type PreChat struct {
	On    bool   `json:"on"`
	Name  string `json:"name" enum:"off,optional,required"`
	Email string `json:"email" enum:"off,optional,required"`
	Phone string `json:"phone" enum:"off,optional,required"`
}

// Identity is how the company's site vouches for its visitors.
type Identity struct {
	Method    string `json:"method" enum:"off,hmac,jwt-hs256,jwt-es256"`
	Required  bool   `json:"required" doc:"Refuse visitors without a signed identity."`
	Audience  string `json:"audience,omitempty" doc:"For tokens: the aud they must carry; absent means the widget key."`
	PublicKey string `json:"publicKey,omitempty" doc:"For ES256: PEM."`
}

// Ways of identity.
const (
	MethodOff   = "off"
	MethodHMAC  = "hmac"
	MethodHS256 = "jwt-hs256"
	MethodES256 = "jwt-es256"
)

// DefaultSettings are those of a new channel.
func DefaultSettings() Settings {
	attention, texts, feedback, privacy := DefaultAttention(), DefaultTexts(), DefaultFeedback(), DefaultPrivacy()
	return Settings{
		Appearance: Appearance{
			Colour: "#2f6bff", Position: "right", Launcher: "chat", Theme: "auto", Language: "auto", Faces: true,
			Title:    Localised{En: "Chat with us", Zh: "在线咨询"},
			Greeting: Localised{En: "Hello! How can we help you?", Zh: "您好，请问有什么可以帮您？"},
		},
		PreChat: PreChat{Name: "optional", Email: "optional", Phone: "off"},
		Offline: "capture", Rating: true, Files: true, AllowedOrigins: []string{}, Identity: Identity{Method: MethodOff}, Attention: &attention, Texts: &texts, Feedback: &feedback, Privacy: &privacy,
	}
}

// complete takes what was left out from other settings.
func (s *Settings) complete(from Settings) {
	s.Attention = cmp.Or(s.Attention, from.Attention)
	s.Texts = cmp.Or(s.Texts, from.Texts)
	s.Privacy = cmp.Or(s.Privacy, from.Privacy)
	s.Feedback = cmp.Or(s.Feedback, from.Feedback)
}

var hexColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// MaxOrigins is how many sites a widget can list.
const MaxOrigins = 50

func (s Settings) check(c *fault.Checker) {
	const at = "settings."
	a := s.Appearance
	c.If(!hexColour.MatchString(a.Colour), at+"appearance.colour", fault.ErrFormat)
	c.Choice(at+"appearance.position", a.Position, "left", "right")
	c.Choice(at+"appearance.launcher", a.Launcher, "chat", "question", "smile")
	c.Choice(at+"appearance.theme", a.Theme, "auto", "light", "dark")
	c.Choice(at+"appearance.language", a.Language, "auto", "en", "zh-CN")
	c.Text(at+"appearance.title.en", a.Title.En, 0, 60)
	c.Text(at+"appearance.title.zh", a.Title.Zh, 0, 60)
	c.Text(at+"appearance.greeting.en", a.Greeting.En, 0, 500)
	c.Text(at+"appearance.greeting.zh", a.Greeting.Zh, 0, 500)
	for name, v := range map[string]string{"name": s.PreChat.Name, "email": s.PreChat.Email, "phone": s.PreChat.Phone} {
		c.Choice(at+"preChat."+name, v, "off", "optional", "required")
	}
	c.Choice(at+"offline", s.Offline, "capture", "hide")
	c.If(s.CalendarID != "" && !id.Valid("cal", s.CalendarID), at+"calendarId", fault.ErrUnknownItem)
	c.If(s.DefaultTeamID != "" && !id.Valid("tem", s.DefaultTeamID), at+"defaultTeamId", fault.ErrUnknownItem)
	c.Count(at+"allowedOrigins", len(s.AllowedOrigins), MaxOrigins)
	for i, o := range s.AllowedOrigins {
		c.If(!validOrigin(o), fmt.Sprintf("%sallowedOrigins[%d]", at, i), ErrOriginPattern)
	}
	s.Identity.check(c)
	checkLeave(c, s.Leave)
	s.Limits().check(c)
	if s.Texts != nil {
		s.Texts.check(c)
	}
	if s.Privacy != nil {
		s.Privacy.check(c)
	}
	if s.Feedback != nil {
		s.Feedback.check(c)
	}
}

func (i Identity) check(c *fault.Checker) {
	const at = "settings.identity."
	c.Choice(at+"method", i.Method, MethodOff, MethodHMAC, MethodHS256, MethodES256)
	c.If(i.Required && i.Method == MethodOff, at+"required", fault.ErrChoice)
	c.Text(at+"audience", i.Audience, 0, 200)
	if i.Method == MethodES256 {
		_, err := ParsePublicKey(i.PublicKey)
		c.If(err != nil, at+"publicKey", ErrPublicKey)
	} else {
		c.Text(at+"publicKey", i.PublicKey, 0, 4000)
	}
}

// ParsePublicKey reads the PEM form of a P-256 public key.
func ParsePublicKey(text string) (*ecdsa.PublicKey, error) {
	block, rest := pem.Decode([]byte(text))
	if block == nil || len(text) > 4000 || strings.TrimSpace(string(rest)) != "" {
		return nil, ErrPublicKey.New()
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, ErrPublicKey.Wrap(err)
	}
	ec, ok := key.(*ecdsa.PublicKey)
	if !ok || ec.Curve != elliptic.P256() {
		return nil, ErrPublicKey.New()
	}
	return ec, nil
}

// Warnings are what an administrator should know about settings that are allowed but weak.
func (s Settings) Warnings() []string {
	out := []string{}
	if len(s.AllowedOrigins) == 0 {
		out = append(out, "any_origin")
	}
	if slices.ContainsFunc(s.AllowedOrigins, func(o string) bool { return strings.HasPrefix(o, "http://") }) {
		out = append(out, "plain_http")
	}
	return out
}
