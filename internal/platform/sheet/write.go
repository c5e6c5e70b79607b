package sheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Format is how a table is written.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// FormatOf is the format that a request asks for; CSV if it does not say.
func FormatOf(r *http.Request) Format {
	if r.URL.Query().Get("format") == string(XLSX) {
		return XLSX
	}
	return CSV
}

// FormatQuery describes the query parameter that FormatOf reads.
const FormatQuery = "csv or xlsx; csv when absent."

// MediaType is what a file of the format is called on the wire.
func (f Format) MediaType() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// Serve begins the answer of a table as a file of this name.
func Serve(w http.ResponseWriter, name string, f Format) Writer {
	w.Header().Set("Content-Type", f.MediaType())
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+string(f)+`"`)
	w.Header().Set("Cache-Control", "no-store")
	return NewWriter(w, f)
}

// Writer writes a table row by row; the first one names the columns.
type Writer interface {
	// Row writes one row. A cell that Excel would run as a formula is text.
	Row(cells ...string) error
	// Values is Row with numbers among the cells: Excel counts with them. A cell that is nil stays empty.
	Values(cells ...any) error
	// Close writes what is still held back.
	Close() error
}

// NewWriter makes a writer of a format.
func NewWriter(w io.Writer, f Format) Writer {
	if f == XLSX {
		return newWorkbook(w)
	}
	b := bufio.NewWriter(w)
	c := csv.NewWriter(b)
	c.UseCRLF = true
	return &textWriter{buffer: b, csv: c}
}

// textWriter writes CSV.
type textWriter struct {
	buffer *bufio.Writer
	csv    *csv.Writer
	begun  bool
}

// Row implements Writer.
func (w *textWriter) Row(cells ...string) error {
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

// Values implements Writer.
func (w *textWriter) Values(cells ...any) error {
	text := make([]string, len(cells))
	for i, c := range cells {
		if c != nil {
			text[i] = fmt.Sprint(c)
		}
	}
	return w.Row(text...)
}

// Close implements Writer.
func (w *textWriter) Close() error {
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
