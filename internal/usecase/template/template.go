package template

// Format is the version of the form of files.
const Format = 1

// Text is a text in the two languages of the product. One that is missing is taken from the other.
type Text struct {
	Zh string `yaml:"zh" json:"zh"`
	En string `yaml:"en" json:"en"`
}

// In is the text in a language.
func (t Text) In(lang string) string {
	if lang == English && t.En != "" || t.Zh == "" {
		return t.En
	}
	return t.Zh
}

// The languages.
const (
	Chinese = "zh-CN"
	English = "en"
)

// Template is what a file says.
type Template struct {
	Format    int        `yaml:"format"`
	Key       string     `yaml:"key"`
	Icon      string     `yaml:"icon"`
	Name      Text       `yaml:"name"`
	About     Text       `yaml:"about"`
	Teams     []Team     `yaml:"teams"`
	Hours     []Hours    `yaml:"hours"`
	Tags      []Tag      `yaml:"tags"`
	Fields    []Field    `yaml:"fields"`
	Summaries Summaries  `yaml:"summaries"`
	Replies   []Folder   `yaml:"replies"`
	FAQ       []Category `yaml:"faq"`
	Words     []Word     `yaml:"words"`

	Own bool `yaml:"-"` // from the operator's folder
}

// Team is a team without members.
type Team struct {
	Text  `yaml:",inline"`
	About Text `yaml:"about"`
}

// Hours is a calendar of business hours.
type Hours struct {
	Text       `yaml:",inline"`
	Open       map[string]string `yaml:"open"`       // "mon-fri": "09:00-12:00 13:30-18:00"
	Holidays   string            `yaml:"holidays"`   // key of a list of days
	OnHolidays string            `yaml:"onHolidays"` // "" is closed
	Days       []Day             `yaml:"days"`
}

// Day is one date, or several after one another, with other hours.
type Day struct {
	Text `yaml:",inline"`
	From string `yaml:"from"`
	To   string `yaml:"to"`
	Open string `yaml:"open"`
	Work bool   `yaml:"work"` // open like a Monday
}

// Tag is a label.
type Tag struct {
	Text   `yaml:",inline"`
	Colour string `yaml:"colour"`
}

// Field is a custom field.
type Field struct {
	Text     `yaml:",inline"`
	Of       string `yaml:"of"`
	Kind     string `yaml:"kind"`
	Required bool   `yaml:"required"`
	Options  []Text `yaml:"options"`
}

// Summaries are the categories that conversations are summarised by.
type Summaries struct {
	Mode       string    `yaml:"mode"` // off, optional or required; for teams that nobody has decided on
	Categories []Subject `yaml:"categories"`
}

// Subject is one category, with those below it.
type Subject struct {
	Text  `yaml:",inline"`
	Below []Subject `yaml:"below"`
}

// Folder holds quick replies of the company.
type Folder struct {
	Folder Text    `yaml:"folder"`
	Items  []Reply `yaml:"items"`
}

// Reply is a quick reply in one language or in both; each becomes a reply of its own.
type Reply struct {
	Zh *Saying `yaml:"zh"`
	En *Saying `yaml:"en"`
}

// Saying is a reply in one language.
type Saying struct {
	Title    string `yaml:"title"`
	Shortcut string `yaml:"shortcut"`
	Text     string `yaml:"text"`
}

// sayings are those that are there, by language.
func (r Reply) sayings() map[string]Saying {
	out := map[string]Saying{}
	if r.Zh != nil {
		out[Chinese] = *r.Zh
	}
	if r.En != nil {
		out[English] = *r.En
	}
	return out
}

// Category holds questions of the FAQ.
type Category struct {
	Category Text       `yaml:"category"`
	Items    []Question `yaml:"items"`
}

// Question is one of the FAQ.
type Question struct {
	Zh       *Answer `yaml:"zh"`
	En       *Answer `yaml:"en"`
	Hot      bool    `yaml:"hot"`
	Internal bool    `yaml:"internal"`
}

// Answer is a question with its answer in one language.
type Answer struct {
	Question string   `yaml:"question"`
	Also     []string `yaml:"also"` // other wordings
	Answer   string   `yaml:"answer"`
}

// Word is a sensitive word.
type Word struct {
	Text        string `yaml:"text"`
	Side        string `yaml:"side"`
	Action      string `yaml:"action"`
	Replacement string `yaml:"replacement"`
	Note        Text   `yaml:"note"`
}

// Part is one kind of things that a template brings.
type Part string

// The parts, in the order in which they are made.
const (
	Teams      Part = "teams"
	Calendars  Part = "hours"
	Followers  Part = "channels" // the channels that begin to follow the hours; no file says anything of them
	Tags       Part = "tags"
	Fields     Part = "fields"
	Categories Part = "summaries"
	Replies    Part = "replies"
	FAQ        Part = "faq"
	Words      Part = "words"
)

// Parts are all of them.
func Parts() []Part {
	return []Part{Teams, Calendars, Followers, Tags, Fields, Categories, Replies, FAQ, Words}
}

// Count is how many things of each part the template has.
func (t Template) Count() map[Part]int {
	n := map[Part]int{Teams: len(t.Teams), Calendars: len(t.Hours), Tags: len(t.Tags), Fields: len(t.Fields), Words: len(t.Words)}
	n[Categories] = subjects(t.Summaries.Categories)
	for _, f := range t.Replies {
		for _, r := range f.Items {
			n[Replies] += len(r.sayings())
		}
	}
	for _, c := range t.FAQ {
		n[FAQ] += len(c.Items)
	}
	return n
}

func subjects(list []Subject) int {
	n := len(list)
	for _, s := range list {
		n += subjects(s.Below)
	}
	return n
}
