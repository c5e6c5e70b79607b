package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/sheet"
)

var limits = sheet.Limits{Bytes: 1 << 20, Rows: 4, Columns: 3}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := sheet.NewWriter(&b, sheet.CSV)
	for _, row := range [][]string{{"一级", "二级"}, {"售后", `say "hi", friend`}, {"=1+1", "two\nlines"}} {
		check.NoError(t, w.Row(row...))
	}
	check.NoError(t, w.Close())
	check.Equal(t, b.String(), "\ufeff一级,二级\r\n售后,\"say \"\"hi\"\", friend\"\r\n'=1+1,\"two\r\nlines\"\r\n")
	check.Equal(t, check.Must(sheet.Read(&b, limits))(t), []sheet.Row{
		{Line: 1, Cells: []string{"一级", "二级"}}, {Line: 2, Cells: []string{"售后", `say "hi", friend`}}, {Line: 3, Cells: []string{"=1+1", "two\nlines"}},
	})
}

func TestWhatExcelSaves(t *testing.T) {
	t.Parallel()
	gbk := check.Must(simplifiedchinese.GB18030.NewEncoder().String("售后,退货\r\n"))(t)
	for in, want := range map[string][]string{
		gbk:                      {"售后", "退货"},
		"a;b\r\n":                {"a", "b"},
		"a\tb\n":                 {"a", "b"},
		"\ufeff a , b \n\n,,\n ": {"a", "b"},
	} {
		check.Equal(t, check.Must(sheet.Read(strings.NewReader(in), limits))(t), []sheet.Row{{Line: 1, Cells: want}})
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]*fault.Def{
		"PK\x03\x04rest":             sheet.ErrUnreadable,
		"\xd0\xcf\x11\xe0rest":       sheet.ErrOldWorkbook,
		"a\x00b":                     sheet.ErrUnreadable,
		"\xff\xfe\x00":               sheet.ErrUnreadable,
		"a\nb\nc\nd\ne":              sheet.ErrTooManyRows,
		"a,b,c,d":                    sheet.ErrTooManyColumns,
		strings.Repeat("a", 1<<20+1): sheet.ErrTooLarge,
	} {
		_, err := sheet.Read(strings.NewReader(in), limits)
		check.Fault(t, err, want)
	}
}

func pack(t *testing.T, rows ...[]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := sheet.NewWriter(&b, sheet.XLSX)
	for _, row := range rows {
		check.NoError(t, w.Row(row...))
	}
	check.NoError(t, w.Close())
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	t.Parallel()
	raw := pack(t, []string{"一级", "二级"}, []string{}, []string{" 售后 ", "=1+1"}, []string{"two\nlines", "'+x", "13800138000"})
	check.Equal(t, check.Must(sheet.Read(bytes.NewReader(raw), limits))(t), []sheet.Row{
		{Line: 1, Cells: []string{"一级", "二级"}}, {Line: 3, Cells: []string{"售后", "=1+1"}}, {Line: 4, Cells: []string{"two\nlines", "'+x", "13800138000"}},
	})
	if bytes.Contains(unpacked(t, raw, "xl/worksheets/sheet1.xml"), []byte("<f>")) {
		t.Error("a formula was written")
	}
	for name, rows := range map[string][][]string{"rows": {{"a"}, {"b"}, {"c"}, {"d"}, {"e"}}, "columns": {{"a", "b", "c", "d"}}} {
		_, err := sheet.Read(bytes.NewReader(pack(t, rows...)), limits)
		check.Fault(t, err, map[string]*fault.Def{"rows": sheet.ErrTooManyRows, "columns": sheet.ErrTooManyColumns}[name])
	}
}

func unpacked(t *testing.T, raw []byte, name string) []byte {
	t.Helper()
	z := check.Must(zip.NewReader(bytes.NewReader(raw), int64(len(raw))))(t)
	return check.Must(io.ReadAll(check.Must(z.Open(name))(t)))(t)
}

// repacked is a workbook with one of its files replaced.
func repacked(t *testing.T, name string, by []byte) []byte {
	t.Helper()
	raw := pack(t, []string{"a"})
	z := check.Must(zip.NewReader(bytes.NewReader(raw), int64(len(raw))))(t)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		content := by
		if f.Name != name {
			content = unpacked(t, raw, f.Name)
		}
		_ = check.Must(check.Must(w.Create(f.Name))(t).Write(content))(t)
	}
	check.NoError(t, w.Close())
	return b.Bytes()
}

func TestCellsOfWorkbooks(t *testing.T) {
	t.Parallel()
	const name = "xl/worksheets/sheet1.xml"
	page := func(cells string) []byte {
		return repacked(t, name, []byte(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+cells+`</sheetData></worksheet>`))
	}
	for in, want := range map[string][]string{
		`<row r="1"><c r="A1"><f>HYPERLINK("http://x")</f><v>4</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="b"><v>1</v></c></row>`: {"4", "", "TRUE"},
		`<row r="1"><c r="A1"><v>13800138000</v></c><c r="B1"><v>123456789012</v></c><c r="C1"><v>0.5</v></c></row>`:              {"13800138000", "123456789012", "0.5"},
	} {
		check.Equal(t, check.Must(sheet.Read(bytes.NewReader(page(in)), limits))(t), []sheet.Row{{Line: 1, Cells: want}})
	}
	for in, want := range map[string]*fault.Def{
		`<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0000_b</t></is></c></row>`: sheet.ErrUnreadable,
		`<row r="1"><c r="A1"`:                       sheet.ErrUnreadable,
		`<row r="1"><c r="XFD1"><v>1</v></c></row>`:  sheet.ErrTooManyColumns,
		`<row r="99999999999"><c><v>1</v></c></row>`: sheet.ErrTooManyRows,
	} {
		_, err := sheet.Read(bytes.NewReader(page(in)), limits)
		check.Fault(t, err, want)
	}
}

func TestDatesOfWorkbooks(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	day := time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
	for cell, format := range map[string]int{"A1": 14, "B1": 22, "C1": 31} {
		check.NoError(t, f.SetCellValue("Sheet1", cell, day.Add(9*time.Hour)))
		check.NoError(t, f.SetCellStyle("Sheet1", cell, cell, check.Must(f.NewStyle(&excelize.Style{NumFmt: format}))(t)))
	}
	var b bytes.Buffer
	check.NoError(t, f.Write(&b))
	check.Equal(t, check.Must(sheet.Read(&b, limits))(t), []sheet.Row{{Line: 1, Cells: []string{"2026-01-31", "2026-01-31 09:00", "2026年1月31日"}}})
}

func TestBombs(t *testing.T) {
	t.Parallel()
	bomb := repacked(t, "xl/worksheets/sheet1.xml", bytes.Repeat([]byte(" "), 65<<20))
	if len(bomb) > 1<<20 {
		t.Fatal("the test makes no bomb")
	}
	_, err := sheet.Read(bytes.NewReader(bomb), limits)
	check.Fault(t, err, sheet.ErrTooLarge)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n\"c"))
	var b bytes.Buffer
	w := sheet.NewWriter(&b, sheet.XLSX)
	if err := errors.Join(w.Row("a", "b"), w.Close()); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := sheet.Read(bytes.NewReader(raw), limits)
		if err == nil && len(rows) > limits.Rows {
			t.Fatal("too many rows passed")
		}
	})
}
