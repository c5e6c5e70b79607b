// Package sheet reads and writes tables that people open in Excel: CSV in UTF-8 with a mark at the beginning, by which Excel
// knows the encoding. What Excel saves in China (GB 18030) and with semicolons or tabs is read as well.
package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"frontdesk/internal/base/fault"
)

// MediaType of what Writer makes.
const MediaType = "text/csv; charset=utf-8"

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
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")):
		return nil, ErrWorkbook.New()
	}
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
		line, _ := in.FieldPos(0)
		if out, err = add(out, Row{line, cells}, l); err != nil {
			return nil, err
		}
	}
}

func add(out []Row, r Row, l Limits) ([]Row, error) {
	filled := false
	for i, c := range r.Cells {
		r.Cells[i] = strings.TrimSpace(unguard(c))
		filled = filled || r.Cells[i] != ""
	}
	if !filled {
		return out, nil
	}
	if len(out) >= l.Rows {
		return nil, ErrTooManyRows.With("max", l.Rows)
	}
	if len(r.Cells) > l.Columns {
		return nil, ErrTooManyColumns.With("max", l.Columns)
	}
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

// Writer writes a table row by row.
type Writer struct {
	buffer *bufio.Writer
	csv    *csv.Writer
	begun  bool
}

// NewWriter makes it.
func NewWriter(w io.Writer) *Writer {
	b := bufio.NewWriter(w)
	c := csv.NewWriter(b)
	c.UseCRLF = true
	return &Writer{buffer: b, csv: c}
}

// Row writes one row. A cell that Excel would run as a formula is shown as text.
func (w *Writer) Row(cells ...string) error {
	if !w.begun {
		w.begun = true
		if _, err := w.buffer.WriteString(mark); err != nil {
			return err
		}
	}
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = guard(c)
	}
	return w.csv.Write(safe)
}

// Close writes what is still held back.
func (w *Writer) Close() error {
	w.csv.Flush()
	return errors.Join(w.csv.Error(), w.buffer.Flush())
}

const formula = "=+-@\t\r"

func guard(cell string) string {
	if cell != "" && strings.ContainsRune(formula, rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune(formula, rune(cell[1])) {
		return cell[1:]
	}
	return cell
}
