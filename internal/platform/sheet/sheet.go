// Package sheet reads and writes tables that people open in Excel: workbooks (.xlsx), and CSV in UTF-8 with a mark at the
// beginning, by which Excel knows the encoding. Which of them a file is, its content tells. What Excel saves as CSV in China
// (GB 18030) and with semicolons or tabs is read as well. Formulas are never worked out, and what is written is never one.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"frontdesk/internal/base/fault"
)

const mark = "\ufeff"

// Limits of a file that is read.
type Limits struct {
	Bytes   int64
	Rows    int // with the head
	Columns int
}

// Row is one row of a file. Line is its number as Excel shows it, if no cell holds a line end.
type Row struct {
	Line  int
	Cells []string
}

// Read reads a whole table, without rows that are empty. Cells are trimmed.
func Read(r io.Reader, l Limits) ([]Row, error) {
	raw, err := io.ReadAll(io.LimitReader(r, l.Bytes+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(raw)) > l.Bytes:
		return nil, ErrTooLarge.With("max", l.Bytes>>20)
	case bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")):
		return nil, ErrOldWorkbook.New()
	case IsWorkbook(raw):
		return readWorkbook(raw, l)
	}
	return readText(raw, l)
}

func readText(raw []byte, l Limits) ([]Row, error) {
	text, err := decode(raw)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = separator(text), -1, true
	var out []Row
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, ErrUnreadable.Wrap(err)
		}
		for i, c := range cells {
			cells[i] = unguard(c)
		}
		line, _ := in.FieldPos(0)
		if out, err = add(out, Row{line, cells}, l); err != nil {
			return nil, err
		}
	}
}

// add trims a row and keeps it, unless it is empty.
func add(out []Row, r Row, l Limits) ([]Row, error) {
	last := 0
	for i, c := range r.Cells {
		if r.Cells[i] = strings.TrimSpace(c); r.Cells[i] != "" {
			last = i + 1
		}
	}
	if last == 0 {
		return out, nil
	}
	if len(out) >= l.Rows {
		return nil, ErrTooManyRows.With("max", l.Rows)
	}
	if last > l.Columns {
		return nil, ErrTooManyColumns.With("max", l.Columns)
	}
	r.Cells = r.Cells[:min(len(r.Cells), l.Columns)]
	return append(out, r), nil
}

func decode(raw []byte) (string, error) {
	if !utf8.Valid(raw) {
		var err error
		if raw, err = simplifiedchinese.GB18030.NewDecoder().Bytes(raw); err != nil {
			return "", ErrUnreadable.Wrap(err)
		}
	}
	text := strings.TrimPrefix(string(raw), mark)
	if !fault.Storable(text) || strings.ContainsRune(text, utf8.RuneError) {
		return "", ErrUnreadable.New()
	}
	return text, nil
}

// separator is the one that the first line uses most.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, s := range ";\t" {
		if strings.Count(head, string(s)) > strings.Count(head, string(best)) {
			best = s
		}
	}
	return best
}
