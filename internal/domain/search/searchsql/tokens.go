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

// mark tells the tokens that are not words from words, which neither begin nor end with it, so that nobody can type one.
// It is not ASCII for the reason given at plain.
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

// Beginnings of words are tokens of their own, from shortest to longest, so that a word that is still being typed is found
// by one list of the index: engines answer "every token that begins with" by joining all the lists first, however long.
// Words that are typed further must be typed to their end.
const (
	shortest = 3
	longest  = 6
)

// beginning is the token for words that begin with these letters and go on.
func beginning(letters string) string { return letters + mark }

// tokensOf is everything a document is found by, each token once, separated by blanks.
func tokensOf(tenant string, d search.Document) string {
	tokens := text.Tokens(d.Text)
	for i, t := range tokens {
		t = plain(t)
		tokens[i] = t
		letters := []rune(t)
		if strings.Contains(t, mark) {
			continue // an order number or an address: its parts are tokens as well
		}
		for n := shortest; n <= longest && n < len(letters); n++ {
			tokens = append(tokens, beginning(string(letters[:n])))
		}
	}
	reach := reachToken(tenant, d.Kind)
	tokens = append(tokens, reach, teamToken(reach, d.TeamID), assigneeToken(reach, d.AssigneeID))
	slices.Sort(tokens)
	return strings.Join(slices.Compact(tokens), " ")
}

// Who may find a document stands in one token each, with workspace and kind inside, so that a query joins few lists.
func reachToken(tenant string, k search.Kind) string {
	return mark + plain(tenant) + mark + plain(string(k))
}
func teamToken(reach, team string) string     { return reach + mark + "t" + plain(team) }
func assigneeToken(reach, user string) string { return reach + mark + "a" + plain(user) }

// condition is what a document must hold: one token of each group.
type condition [][]string

func conditionOf(tenant string, q search.Query) (condition, error) {
	var c condition
	for _, t := range text.Query(q.Text) {
		word := plain(t.Text)
		some := []string{word}
		if n := len([]rune(word)); t.Prefix && n >= shortest && n <= longest && !strings.Contains(word, mark) {
			some = append(some, beginning(word))
		}
		c = append(c, some)
	}
	if len(c) == 0 {
		return c, search.ErrQuery.On("q")
	}
	reach := reachToken(tenant, q.Kind)
	switch q.Scope.Level {
	case actor.All:
		c = append(c, []string{reach})
	case actor.Teams:
		some := []string{assigneeToken(reach, q.Scope.User), teamToken(reach, "")}
		for _, t := range q.Scope.Teams {
			some = append(some, teamToken(reach, t))
		}
		c = append(c, some)
	case actor.Own, actor.None:
		c = append(c, []string{assigneeToken(reach, q.Scope.User)})
	}
	return c, nil
}

// expression writes the condition in the syntax of an engine.
func (c condition) expression(and, or, quote string) string {
	groups := make([]string, len(c))
	for i, some := range c {
		groups[i] = "(" + quote + strings.Join(some, quote+or+quote) + quote + ")"
	}
	return strings.Join(groups, and)
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
