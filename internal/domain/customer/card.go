package customer

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// Limits of what a page tells.
const (
	MaxCards  = 10
	maxFacts  = 8
	maxTold   = 8 << 10
	maxStatus = 40
)

// Card is an order or a product that a page shows a visitor. Everything is text, as the page says it: nobody has checked it.
type Card struct {
	Kind    string `json:"kind" enum:"order,product"`
	Number  string `json:"number,omitempty" maxLength:"64" doc:"Number of the order or of the article."`
	Title   string `json:"title" maxLength:"200" personal:"text" doc:"What it is: the product, or the first product of an order."`
	Amount  string `json:"amount,omitempty" maxLength:"40" doc:"As the page writes it, with the currency: ¥1,299.00."`
	Status  string `json:"status,omitempty" maxLength:"40" doc:"As the page writes it: shipped, 已签收."`
	Picture string `json:"picture,omitempty" maxLength:"2000" doc:"Address of a picture, http or https."`
	Link    string `json:"link,omitempty" maxLength:"2000" doc:"Address of the order or product, http or https."`
	Facts   []Fact `json:"facts,omitempty" maxItems:"8" doc:"What else the page says of it, in order."`
}

// Fact is one more line of a card.
type Fact struct {
	Label string `json:"label" maxLength:"40"`
	Value string `json:"value" maxLength:"200" personal:"text"`
}

// PageCards are what the page of one browser told last.
type PageCards struct {
	VisitorID string    `json:"visitorId"`
	At        time.Time `json:"at"`
	Cards     []Card    `json:"cards"`
}

// checkCards names everything that is wrong with what a page tells.
func checkCards(cards []Card) error {
	var c fault.Checker
	c.Count("cards", len(cards), MaxCards)
	for i, one := range cards {
		one.check(&c, fmt.Sprintf("cards[%d].", i))
	}
	if raw, err := json.Marshal(cards); err != nil || len(raw) > maxTold {
		c.Add("cards", ErrCards, map[string]any{"max": maxTold >> 10})
	}
	return c.Err()
}

func (k Card) check(c *fault.Checker, at string) {
	c.Choice(at+"kind", k.Kind, "order", "product")
	c.Text(at+"number", k.Number, 0, 64)
	c.Text(at+"title", k.Title, 1, 200)
	c.Text(at+"amount", k.Amount, 0, maxStatus)
	c.Text(at+"status", k.Status, 0, maxStatus)
	checkLink(c, at+"picture", k.Picture)
	checkLink(c, at+"link", k.Link)
	c.Count(at+"facts", len(k.Facts), maxFacts)
	for i, f := range k.Facts {
		c.Text(fmt.Sprintf("%sfacts[%d].label", at, i), f.Label, 1, 40)
		c.Text(fmt.Sprintf("%sfacts[%d].value", at, i), f.Value, 0, 200)
	}
}

// checkLink refuses what a browser would not open as a web page: scripts, files, addresses with a password in them.
func checkLink(c *fault.Checker, name, raw string) {
	if raw == "" {
		return
	}
	c.Text(name, raw, 1, maxURL)
	c.If(!webAddress(raw), name, ErrLink)
}

func webAddress(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil &&
		!strings.ContainsAny(raw, " \\\t\r\n<>\"'`")
}
