package moderation

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// MaxImport is the size of a file in bytes; maxProblems is how many bad rows a report names.
const (
	MaxImport   = 20 << 20
	maxProblems = 200
)

// Import is what to do with a file of words.
type Import struct {
	Side      Side   // of rows that do not say
	Action    Action // of rows that do not say
	Overwrite bool   // change entries that are there already; otherwise they stay as they are
	DryRun    bool   // only report
}

// Row is a line of a file with its number.
type Row struct {
	Number int
	Word   Word
}

// Problem is what is wrong with a row.
type Problem struct {
	Row   int
	Text  string
	Field fault.Field
}

// Imported says what came of a file. With problems nothing was imported.
type Imported struct {
	Rows, Added, Changed, Kept int
	Done                       bool
	Bad                        int // rows with problems; Problems names the first ones
	Problems                   []Problem
}

// columns are the names that the first row of a table may have.
var columns = map[string]string{
	"text": "text", "word": "text", "敏感词": "text", "词": "text", "内容": "text", "关键词": "text",
	"side": "side", "适用对象": "side", "对象": "side", "action": "action", "处理方式": "action", "动作": "action",
	"replacement": "replacement", "替换为": "replacement", "替换内容": "replacement", "note": "note", "备注": "note", "说明": "note",
	"inside": "inside", "词内匹配": "inside", "enabled": "enabled", "启用": "enabled",
}

// usual are the columns of a table without names.
var usual = []string{"text", "side", "action", "replacement", "note", "inside", "enabled"}

var (
	sides = map[string]Side{
		"agent": Agent, "坐席": Agent, "客服": Agent, "visitor": Visitor, "customer": Visitor, "访客": Visitor, "客户": Visitor, "both": Both, "双方": Both, "全部": Both,
	}
	actions = map[string]Action{
		"report": Report, "上报": Report, "记录": Report, "replace": Replace, "替换": Replace, "warn": Warn, "警告": Warn, "提醒": Warn, "block": Block, "拦截": Block, "禁止": Block,
	}
	truths = map[string]bool{
		"true": true, "yes": true, "1": true, "是": true, "启用": true, "false": false, "no": false, "0": false, "否": false, "停用": false,
	}
)

// ParseWords reads a file: one word in a line, or a table with commas, with or without names of columns. Rows that cannot be
// read are problems.
func ParseWords(file []byte, o Import) ([]Row, []Problem, error) {
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if !utf8.Valid(file) || bytes.IndexByte(file, 0) >= 0 {
		return nil, nil, ErrImportText.New()
	}
	r := csv.NewReader(bufio.NewReader(bytes.NewReader(file)))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	var rows []Row
	var bad []Problem
	order := usual
	for first := true; ; first = false {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, bad, nil
		}
		if err != nil {
			return nil, nil, ErrImportText.Wrap(err)
		}
		if first {
			if named := header(record); named != nil {
				order = named
				continue
			}
		}
		if len(rows) == MaxWords {
			return nil, nil, ErrImportLarge.With("max", MaxWords)
		}
		line, _ := r.FieldPos(0)
		row, problems := parseRow(line, record, order, o)
		if row.Word.Text != "" || len(problems) > 0 {
			rows, bad = append(rows, row), append(bad, problems...)
		}
	}
}

func header(record []string) []string {
	out := make([]string, len(record))
	text := false
	for i, name := range record {
		out[i] = columns[strings.ToLower(strings.TrimSpace(name))]
		text = text || out[i] == "text"
	}
	if !text {
		return nil
	}
	return out
}

func parseRow(line int, record, order []string, o Import) (Row, []Problem) {
	w := Word{Side: o.Side, Action: o.Action, Enabled: true}
	var c fault.Checker
	for i, cell := range record {
		cell = strings.TrimSpace(cell)
		if i >= len(order) || cell == "" {
			continue
		}
		key := strings.ToLower(cell)
		ok := true
		switch order[i] {
		case "text":
			w.Text = strings.Clone(unguarded(cell))
		case "side":
			w.Side, ok = sides[key]
		case "action":
			w.Action, ok = actions[key]
		case "replacement":
			w.Replacement = strings.Clone(unguarded(cell))
		case "note":
			w.Note = strings.Clone(unguarded(cell))
		case "inside":
			w.Inside, ok = truths[key]
		case "enabled":
			w.Enabled, ok = truths[key]
		}
		c.If(!ok, order[i], fault.ErrChoice)
	}
	if w.Text == "" && strings.TrimSpace(strings.Join(record, "")) == "" {
		return Row{}, nil
	}
	if fault.From(c.Err()) == nil {
		w.check(&c)
	}
	var out []Problem
	if f := fault.From(c.Err()); f != nil {
		for _, field := range f.Fields {
			out = append(out, Problem{Row: line, Text: w.Text, Field: field})
		}
	}
	return Row{line, w}, out
}

// formulas begin with these for spreadsheets; a cell that does is guarded by an apostrophe.
const formulas = "=+-@\t\r"

func guarded(cell string) string {
	if cell != "" && strings.ContainsRune(formulas+"'", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func unguarded(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formulas+"'", rune(cell[1])) {
		return cell[1:]
	}
	return cell
}

// ImportWords reads a file into the list: all of it, or nothing when a row has a problem.
func (s *Service) ImportWords(ctx context.Context, file []byte, o Import) (Imported, error) {
	a, err := actor.Require(ctx, PermWords)
	if err != nil {
		return Imported{}, err
	}
	var c fault.Checker
	c.Choice("side", string(o.Side), string(Agent), string(Visitor), string(Both))
	c.Choice("action", string(o.Action), string(Warn), string(Block), string(Replace), string(Report))
	if err := c.Err(); err != nil {
		return Imported{}, err
	}
	rows, bad, err := ParseWords(file, o)
	if err != nil {
		return Imported{}, err
	}
	rows, bad = apart(rows, bad)
	out := Imported{Rows: len(rows), Bad: len(bad), Problems: bad[:min(len(bad), maxProblems)]}
	if len(bad) > 0 || len(rows) == 0 {
		return out, nil
	}
	plan := func(ctx context.Context) ([]Word, error) { return s.plan(ctx, a, rows, o, &out) }
	if o.DryRun {
		_, err := plan(ctx)
		return out, err
	}
	err = s.change(ctx, true, false, func(ctx context.Context) error {
		words, err := plan(ctx)
		if err != nil || len(words) == 0 {
			return err
		}
		if err := s.store.PutWords(ctx, words); err != nil {
			return err
		}
		return s.emit(ctx, a, words[0].ID, EventWordsChanged, WordsChanged{Change: "imported", Count: len(words)})
	})
	out.Done = err == nil
	return out, err
}

// formAndSide is what may be on the list once.
type formAndSide struct {
	normal string
	side   Side
}

// apart finds rows that repeat another one.
func apart(rows []Row, bad []Problem) ([]Row, []Problem) {
	seen := make(map[formAndSide]int, len(rows))
	for _, r := range rows {
		key := formAndSide{r.Word.Normal(), r.Word.Side}
		if first, ok := seen[key]; ok && key.normal != "" {
			bad = append(bad, Problem{Row: r.Number, Text: r.Word.Text, Field: fault.Field{
				Name: "text", Def: ErrImportTwice, Args: map[string]any{"row": first},
			}})
			continue
		}
		seen[key] = r.Number
	}
	return rows, bad
}

// plan says which rows are new, which change an entry and which leave one as it is.
func (s *Service) plan(ctx context.Context, a actor.Actor, rows []Row, o Import, out *Imported) ([]Word, error) {
	known, err := s.store.AllWords(ctx)
	if err != nil {
		return nil, err
	}
	have := make(map[formAndSide]Word, len(known))
	for _, w := range known {
		have[formAndSide{w.Normal(), w.Side}] = w
	}
	out.Added, out.Changed, out.Kept = 0, 0, 0
	now := s.clock.Now()
	words := make([]Word, 0, len(rows))
	for _, r := range rows {
		w := r.Word
		old, there := have[formAndSide{w.Normal(), w.Side}]
		switch {
		case !there:
			w.ID, w.CreatedAt, w.Version = id.New("wrd"), now, 1
			out.Added++
		case !o.Overwrite || old.sameAs(w):
			out.Kept++
			continue
		default:
			w.ID, w.CreatedAt, w.Version = old.ID, old.CreatedAt, old.Version+1
			out.Changed++
		}
		w.UpdatedAt, w.UpdatedBy = now, a.ID
		words = append(words, w)
	}
	if len(known)+out.Added > MaxWords {
		return nil, ErrWordsFull.With("max", MaxWords)
	}
	return words, nil
}

func (w Word) sameAs(o Word) bool {
	return w.Text == o.Text && w.Action == o.Action && w.Replacement == o.Replacement && w.Note == o.Note && w.Inside == o.Inside && w.Enabled == o.Enabled
}

// ExportWords writes the list as a table that ImportWords reads.
func (s *Service) ExportWords(ctx context.Context, to io.Writer) error {
	if _, err := actor.Require(ctx, PermWords); err != nil {
		return err
	}
	words, err := s.store.AllWords(ctx)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(to, "\ufeff"); err != nil { // or spreadsheets take it for something else
		return err
	}
	w := csv.NewWriter(to)
	yes := map[bool]string{true: "yes", false: "no"}
	if err := w.Write(usual); err != nil {
		return err
	}
	for _, x := range words {
		err := w.Write([]string{
			guarded(x.Text), string(x.Side), string(x.Action), guarded(x.Replacement), guarded(x.Note), yes[x.Inside], yes[x.Enabled],
		})
		if err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
