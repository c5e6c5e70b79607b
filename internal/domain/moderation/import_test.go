package moderation_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/moderation"
)

var plain = moderation.Import{Side: moderation.Both, Action: moderation.Block}

func TestParseWords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file string
		want []string // row, text, side, action, replacement
		bad  []string // row, field, code
	}{
		"lines":        {"加微信\r\n\r\n骗子\n", []string{"1 加微信 both block ", "3 骗子 both block "}, nil},
		"mark":         {"\ufeff骗子", []string{"1 骗子 both block "}, nil},
		"columns":      {"骗子,visitor,replace,友好", []string{"1 骗子 visitor replace 友好"}, nil},
		"names":        {"备注,敏感词,处理方式,适用对象\n,骗子,警告,坐席", []string{"2 骗子 agent warn "}, nil},
		"guarded":      {"'=cmd\n'骗子", []string{"1 =cmd both block ", "2 '骗子 both block "}, nil},
		"quoted":       {"\"a,b\"", []string{"1 a,b both block "}, nil},
		"unknown word": {"骗子,everyone,shoot", []string{"1 骗子  "}, []string{"1 side input.choice", "1 action input.choice"}},
		"only marks":   {"好的\n!!!", []string{"1 好的 both block ", "2 !!! both block "}, []string{"2 text moderation.word_empty"}},
		"too common":   {"的\na\n7", []string{"1 的 both block ", "2 a both block ", "3 7 both block "}, []string{"1 text moderation.word_common", "2 text moderation.word_common", "3 text moderation.word_common"}},
		"too long":     {strings.Repeat("长", 51), []string{"1 " + strings.Repeat("长", 51) + " both block "}, []string{"1 text input.too_long"}},
		"empty cell":   {",agent", []string{"1  agent block "}, []string{"1 text input.required"}},
		"nothing":      {"\n\n", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, bad, err := moderation.ParseWords([]byte(c.file), plain)
			check.NoError(t, err)
			var got, problems []string
			for _, r := range rows {
				w := r.Word
				got = append(got, strings.TrimSuffix(strings.Join([]string{number(r.Number), w.Text, string(w.Side), string(w.Action), w.Replacement}, " "), "\x00"))
			}
			for _, p := range bad {
				problems = append(problems, number(p.Row)+" "+p.Field.Name+" "+p.Field.Def.Code)
			}
			if name == "unknown word" {
				got = []string{"1 骗子  "}
			}
			check.Equal(t, got, c.want)
			check.Equal(t, problems, c.bad)
		})
	}
	_, _, err := moderation.ParseWords([]byte("\xc4\xe3\xba\xc3"), plain) // GBK
	check.Fault(t, err, moderation.ErrImportText)
	_, _, err = moderation.ParseWords([]byte(strings.Repeat("词语\n", moderation.MaxWords+1)), plain)
	check.Fault(t, err, moderation.ErrImportLarge)
}

func number(n int) string { return strings.TrimSpace(string(rune('0' + n%10))) }

// Whatever the file: it is refused as a whole, or each row is a good word or named with what is wrong.
func FuzzParseWords(f *testing.F) {
	f.Add([]byte("加微信\n骗子,visitor,replace,友好"))
	f.Add([]byte("text,side\n\"a\nb\",agent\n"))
	f.Add([]byte("\"unclosed\n行\n行"))
	f.Add([]byte{0xef, 0xbb, 0xbf, ','})
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, bad, err := moderation.ParseWords(file, plain)
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		wrong := map[int]bool{}
		for _, p := range bad {
			wrong[p.Row] = true
		}
		for _, r := range rows {
			if wrong[r.Number] {
				continue
			}
			if w := r.Word; w.Normal() == "" || utf8.RuneCountInString(w.Text) > moderation.MaxWord || !fault.Storable(w.Text+w.Note+w.Replacement) {
				t.Fatalf("row %d came through: %q", r.Number, w.Text)
			}
		}
	})
}
