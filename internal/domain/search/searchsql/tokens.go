// Package searchsql keeps the search index: in FTS5 on SQLite, in a tsvector with GIN on PostgreSQL. Both hold the same
// tokens, which are made here, so that a search finds the same on either.
package searchsql

import (
	"hash/fnv"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/text"
)

// mark begins the tokens that are not words: workspace, kind, team, assignee. No word begins with it, so that nobody can
// type one. It is not ASCII for the reason given at plain.
const mark = "·"

// snippetLength is how many characters of a text are shown around a hit.
const snippetLength = 160

// plain replaces the ASCII characters that the tokenizer of FTS5 or the syntax of a tsquery would take as their own
// (the joiners in "sf-2026" or "a@b.example"), alike in documents and in queries.
func plain(token string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (r < '0' || r > '9') && (r < 'a' || r > 'z') {
			return '·'
		}
		return r
	}, token)
}

// tokensOf is everything a document is found by, each token once, separated by blanks.
func tokensOf(tenant string, d search.Document) string {
	tokens := text.Tokens(d.Text)
	for i, t := range tokens {
		tokens[i] = plain(t)
	}
	tokens = append(tokens, tenantToken(tenant), kindToken(d.Kind), teamToken(d.TeamID), assigneeToken(d.AssigneeID))
	slices.Sort(tokens)
	return strings.Join(slices.Compact(tokens), " ")
}

func tenantToken(tenant string) string { return mark + "w" + plain(tenant) }
func kindToken(k search.Kind) string   { return mark + "k" + plain(string(k)) }
func teamToken(team string) string     { return mark + "t" + plain(team) }
func assigneeToken(user string) string { return mark + "a" + plain(user) }

// condition is what a document must hold: all words, the workspace, the kind, and one of the tokens of the scope.
type condition struct {
	words []text.Term
	must  []string
	any   []string // empty: no restriction
}

func conditionOf(tenant string, q search.Query) (condition, error) {
	c := condition{must: []string{tenantToken(tenant), kindToken(q.Kind)}}
	for _, t := range text.Query(q.Text) {
		c.words = append(c.words, text.Term{Text: plain(t.Text), Prefix: t.Prefix})
	}
	if len(c.words) == 0 {
		return c, search.ErrQuery.On("q")
	}
	switch q.Scope.Level {
	case actor.All:
	case actor.Teams:
		c.any = []string{assigneeToken(q.Scope.User), teamToken("")}
		for _, t := range q.Scope.Teams {
			c.any = append(c.any, teamToken(t))
		}
	case actor.Own, actor.None:
		c.any = []string{assigneeToken(q.Scope.User)}
	}
	return c, nil
}

// expression writes the condition in the syntax of an engine.
func (c condition) expression(and, or, prefix, quote string) string {
	parts := make([]string, 0, len(c.words)+len(c.must)+1)
	for _, w := range c.words {
		p := quote + w.Text + quote
		if w.Prefix {
			p += prefix
		}
		parts = append(parts, p)
	}
	for _, m := range c.must {
		parts = append(parts, quote+m+quote)
	}
	if len(c.any) > 0 {
		some := make([]string, len(c.any))
		for i, a := range c.any {
			some[i] = quote + a + quote
		}
		parts = append(parts, "("+strings.Join(some, or)+")")
	}
	return strings.Join(parts, and)
}

// position orders documents by time and tells those of one microsecond apart: microseconds and ten bits of the id.
// There is room until the year 2255.
func position(d search.Document) int64 {
	const bits = 10
	h := fnv.New32a()
	_, _ = h.Write([]byte(d.ID)) // never fails
	return clock.Micros(d.At)<<bits | int64(h.Sum32()&(1<<bits-1))
}

// found is a row before its snippet is cut.
type found struct {
	search.Hit
	pos  int64
	body string
}

const foundColumns = `d.kind, d.id, d.conversation_id, d.seq, d.at, d.body, d.pos`

func scanFound(r db.Row) (found, error) {
	var f found
	err := r.Scan((*string)(&f.Kind), &f.ID, &f.ConversationID, &f.Seq, &f.At, &f.body, &f.pos)
	return f, err
}

// snip cuts what is shown out of the stored text.
func snip(q string, rows []found) []search.Hit {
	terms := text.Query(q)
	out := make([]search.Hit, len(rows))
	for i, f := range rows {
		s := text.Snip(f.body, terms, snippetLength)
		f.Snippet = search.Snippet{Text: s.Text, Marks: [][2]int{}}
		for _, h := range s.Hits {
			f.Snippet.Marks = append(f.Snippet.Marks, [2]int{h.Start, h.End})
		}
		out[i] = f.Hit
	}
	return out
}
