package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"frontdesk/internal/base/fault"
)

// Limits of a workbook: it is a packed folder, and a small one can hold a very large one.
const (
	maxUnpacked = 64 << 20
	maxFiles    = 1000
	maxText     = 64 << 20 // of all cells: many may show the same long text
	maxLines    = 1 << 20  // of a sheet of Excel
)

// IsWorkbook reports whether a file begins like an .xlsx.
func IsWorkbook(raw []byte) bool { return bytes.HasPrefix(raw, []byte("PK\x03\x04")) }

// options read everything in memory, and dates the way they are written everywhere.
func options() excelize.Options {
	return excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, CultureInfo: excelize.CultureNameZhCN,
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss",
	}
}

// readWorkbook reads the first sheet of a workbook. Of formulas it takes what Excel has worked out.
func readWorkbook(raw []byte, l Limits) (out []Row, err error) {
	defer func() {
		if broken := recover(); broken != nil { // the library trusts what a workbook says about itself
			out, err = nil, ErrUnreadable.New()
		}
	}()
	if err := unpacks(raw); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw), options())
	if err != nil {
		return nil, ErrUnreadable.Wrap(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, ErrUnreadable.New()
	}
	rows, err := f.Rows(sheets[0])
	if err != nil {
		return nil, ErrUnreadable.Wrap(err)
	}
	text := 0
	for line := 1; rows.Next(); line++ {
		if line > maxLines { // a row may claim any number
			return nil, ErrTooManyRows.With("max", l.Rows)
		}
		cells, err := rows.Columns()
		if err != nil {
			return nil, ErrUnreadable.Wrap(err)
		}
		for _, c := range cells {
			if text += len(c); text > maxText {
				return nil, ErrTooLarge.With("max", maxText>>20)
			}
			if !fault.Storable(c) {
				return nil, ErrUnreadable.New()
			}
		}
		if out, err = add(out, Row{line, cells}, l); err != nil {
			return nil, err
		}
	}
	if err := rows.Error(); err != nil {
		return nil, ErrUnreadable.Wrap(err)
	}
	return out, nil
}

// unpacks refuses what would grow beyond all measure, and what is broken: the library would read half of it. Go reads no more
// of a file than its entry says.
func unpacks(raw []byte) error {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return ErrUnreadable.Wrap(err)
	}
	var size uint64
	for _, f := range z.File {
		size += min(f.UncompressedSize64, maxUnpacked+1)
	}
	if size > maxUnpacked || len(z.File) > maxFiles {
		return ErrTooLarge.With("max", maxUnpacked>>20)
	}
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		if err := whole(f); err != nil {
			return ErrUnreadable.Wrap(err)
		}
	}
	return nil
}

// whole reads an XML file to its end.
func whole(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // it was only read
	for d := xml.NewDecoder(r); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// workbook writes an .xlsx: the names of the columns stand still and bold, every cell is text.
type workbook struct {
	w      io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	bold   int
	rows   int
	err    error
}

const columnWidth = 22

func newWorkbook(w io.Writer) *workbook {
	b := &workbook{w: w, file: excelize.NewFile()}
	var errs [4]error
	b.stream, errs[0] = b.file.NewStreamWriter("Sheet1")
	if errs[0] != nil {
		b.err = errs[0]
		return b
	}
	b.bold, errs[1] = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	errs[2] = b.stream.SetColWidth(1, 50, columnWidth)
	errs[3] = b.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	b.err = errors.Join(errs[:]...)
	return b
}

// Row implements Writer.
func (b *workbook) Row(cells ...string) error {
	row := make([]any, len(cells))
	for i, c := range cells {
		row[i] = c
	}
	return b.Values(row...)
}

// Values implements Writer.
func (b *workbook) Values(cells ...any) error {
	if b.err != nil {
		return b.err
	}
	b.rows++
	at, err := excelize.CoordinatesToCellName(1, b.rows)
	if err != nil {
		return err
	}
	if b.rows == 1 {
		for i, c := range cells {
			cells[i] = excelize.Cell{StyleID: b.bold, Value: c}
		}
	}
	return b.stream.SetRow(at, cells)
}

// Close implements Writer.
func (b *workbook) Close() error {
	if b.err != nil {
		return b.err
	}
	if err := b.stream.Flush(); err != nil {
		return err
	}
	return errors.Join(b.file.Write(b.w), b.file.Close())
}
