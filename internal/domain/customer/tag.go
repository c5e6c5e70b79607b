package customer

import (
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// MaxTags is how many tags a workspace can have; MaxTagsOn how many one customer.
const (
	MaxTags   = 500
	MaxTagsOn = 20
)

// Colours a tag can have; the screens map them to the theme.
var Colours = []string{"grey", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"}

// Tag is a label of the whole workspace, for customers and conversations.
type Tag struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Colour    string    `json:"colour" enum:"grey,red,orange,yellow,green,teal,blue,purple,pink"`
	CreatedAt time.Time `json:"createdAt"`
	Version   int64     `json:"version"`
}

func checkTag(name, colour string) error {
	var c fault.Checker
	c.Text("name", name, 1, 40)
	c.If(strings.TrimSpace(name) != name, "name", fault.ErrFormat)
	c.If(!slices.Contains(Colours, colour), "colour", fault.ErrChoice)
	return c.Err()
}
