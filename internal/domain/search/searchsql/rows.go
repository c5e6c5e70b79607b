package searchsql

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"frontdesk/internal/domain/search"
)

// portion is how many documents one statement writes.
const portion = 32

// portions cuts documents into full portions and single ones, so that there are two statement texts only.
func portions(docs []search.Cut) iter.Seq[[]search.Cut] {
	return func(yield func([]search.Cut) bool) {
		for part := range slices.Chunk(docs, portion) {
			size := 1
			if len(part) == portion {
				size = portion
			}
			for some := range slices.Chunk(part, size) {
				if !yield(some) {
					return
				}
			}
		}
	}
}

// rows repeats a row of values n times and numbers its placeholders.
func rows(row string, n int) string {
	var b strings.Builder
	for i, next := 0, 1; i < n; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		for _, c := range row {
			b.WriteRune(c)
			if c == '$' {
				b.WriteString(strconv.Itoa(next))
				next++
			}
		}
	}
	return b.String()
}
