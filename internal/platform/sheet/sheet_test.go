package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/sheet"
)

var limits = sheet.Limits{Bytes: 1 << 20, Rows: 4, Columns: 3}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := sheet.NewWriter(&b)
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
		"PK\x03\x04rest":             sheet.ErrWorkbook,
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

func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n\"c"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rows, err := sheet.Read(bytes.NewReader(raw), limits)
		if err == nil && len(rows) > limits.Rows {
			t.Fatal("too many rows passed")
		}
	})
}
