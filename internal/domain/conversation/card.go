package conversation

import (
	"net/url"
	"strings"
	"unicode"

	"frontdesk/internal/base/fault"
)

// Card is an order or a product that a message shows. Everything is text, as its sender wrote it. Its picture is the message's
// first file, or an address that the program asks once: nobody's browser asks a machine that the sender chose.
type Card struct {
	Kind   string `json:"kind" enum:"order,product"`
	Title  string `json:"title" maxLength:"200" personal:"text"`
	Number string `json:"number,omitempty" maxLength:"64" doc:"Of the order or the article." personal:"text"`
	Amount string `json:"amount,omitempty" maxLength:"40" doc:"The price as it is to be read, with the currency."`
	Status string `json:"status,omitempty" maxLength:"40" personal:"text"`
	Link   string `json:"link,omitempty" maxLength:"2000" doc:"Web address with http or https, without a password." personal:"text"`

	Picture string `json:"picture,omitempty" maxLength:"2000" doc:"Web address of a picture. It is shown by way of the program, which asks for it." personal:"text"`
	About   string `json:"about,omitempty" maxLength:"300" doc:"What is to be said of it, in a line or two." personal:"text"`
}

const maxLink = 2000

// Text is the card in words: what stands in lists, searches, exports and where cards are not known.
func (k Card) Text() string {
	var parts []string
	for _, s := range []string{k.Title, k.Number, k.Amount, k.Status} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	text := strings.Join(parts, " · ")
	if k.About != "" {
		text += "\n" + k.About
	}
	if k.Link != "" {
		text += "\n" + k.Link
	}
	return text
}

func (k *Card) check(c *fault.Checker) {
	if k == nil {
		return
	}
	c.Choice("card.kind", k.Kind, "order", "product")
	c.Text("card.title", k.Title, 1, 200)
	c.Text("card.number", k.Number, 0, 64)
	c.Text("card.amount", k.Amount, 0, 40)
	c.Text("card.status", k.Status, 0, 40)
	c.Text("card.link", k.Link, 0, maxLink)
	c.If(k.Link != "" && !webAddress(k.Link), "card.link", ErrCardLink)
	c.Text("card.picture", k.Picture, 0, maxLink)
	c.If(k.Picture != "" && !webAddress(k.Picture), "card.picture", ErrCardLink)
	c.Text("card.about", k.About, 0, 300)
}

// webAddress is what a browser opens as a web page: no script, no file, nothing with a password in it, nothing that ends an
// attribute or turns the direction of reading around.
func webAddress(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil &&
		!strings.ContainsAny(raw, " \\<>\"") && !strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) })
}

// cardOf is the card of a text whose words are still those of the card: moderation and editing change the words.
func (t Text) cardOf() *Card {
	if t.Card == nil || t.Body != t.Card.Text() {
		return nil
	}
	return t.Card
}
