package personal_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/check"
)

func TestWhatIsNotSentYet(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][2]string{
		"":                           {"", ""},
		"where is 1234?":             {"where is 1234?", "where is 1234?"},
		"我的手机是1380013800":            {"我的手机是1380013800", "我的手机是**********"}, // the last digit is still missing
		"138 0013 80 then":           {"138 0013 80 then", "*** **** ** then"},
		"13800138000":                {"13800138000", "138****8000"},
		"4111 1111 1111 1111":        {"**** **** **** ****", "**** **** **** 1111"},
		"card 4111-1111-1111-11":     {"card ****-****-****-**", "card ****-****-****-**"},
		"１２３４５６７８９０１２":               {"************", "************"},
		"mail li.ming@exam":          {"mail li.ming@exam", "mail l******@exam"},
		"a@b.example or bob@c.examp": {"a@b.example or bob@c.examp", "*@b.example or b**@c.examp"},
	} {
		check.Equal(t, [2]string{personal.Unsent(in, false), personal.Unsent(in, true)}, want)
	}
}

func TestTextHidesWhatIsPersonal(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                            "",
		"我的手机是13800138000，谢谢":         "我的手机是138****8000，谢谢",
		"Tel13800138000":              "Tel138****8000",
		"138 0013 8000":               "138 **** 8000",
		"138-0013-8000。":              "138-****-8000。",
		"１３８００１３８０００":                 "１３８****８０００",
		"+86 138 0013 8000":           "+86 138 **** 8000",
		"13800138000 13900139000":     "138****8000 139****9000",
		"13800138000、13900139000":     "138****8000、139****9000",
		"call 010-65432109":           "call 010-****2109",
		"(415) 555-2671":              "(415) ***-*671",
		"+1 415 555 2671":             "+1 41* *** 2671",
		"热线 400-820-8820":             "热线 400-820-8820",
		"身份证11010519491231002X":       "身份证110*************2X",
		"身份证 110105 19491231 002x":    "身份证 110*** ******** **2x",
		"110105194912310021":          "110105194912310021", // a wrong check digit
		"卡号 6222021234567890129":      "卡号 6222021234567890129",
		"卡号4111 1111 1111 1111":       "卡号**** **** **** 1111",
		"mail zhang.san@example.com.": "mail z********@example.com.",
		"a@b.co":                      "*@b.co",
		"@all 今天 2026-11-21 13:45":    "@all 今天 2026-11-21 13:45",
		"订单 202611210001234":          "订单 202611210001234",
		"1234567":                     "1234567",
		"13800138000@qq.com":          "1**********@qq.com",
		"打给我 1380013…":                "打给我 ****013…",
		"…0013800 打给我":                "…****800 打给我",
	} {
		if got := personal.Text(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		if got := personal.Text(personal.Text(in)); got != want {
			t.Errorf("%q: hidden twice it is %q", in, got)
		}
		if got := personal.Restore(in, personal.Text(in)); got != in {
			t.Errorf("%q: restored it is %q", in, got)
		}
	}
}

func TestRestoreKeepsWhatItsEditorDoesNotSee(t *testing.T) {
	t.Parallel()
	old := "13800138000 or 13900139000, a.b@example.com"
	check.Equal(t, personal.Restore(old, "please ring 139****9000"), "please ring 13900139000")
	check.Equal(t, personal.Restore(old, "stars ****"), "stars ****")
	check.Equal(t, personal.RestoreField("13800138000", "138****8000"), "13800138000")
	check.Equal(t, personal.RestoreField("a.b@example.com", "a**@example.com"), "a.b@example.com")
	check.Equal(t, personal.RestoreField("13800138000", "13900139000"), "13900139000")
}

type inner struct {
	Body  string `personal:"text"`
	Plain string
	Again *inner
}

type outer struct {
	Phone  string         `personal:"phone"`
	Email  *string        `personal:"email"`
	Own    map[string]any `personal:"values"`
	Lines  []inner
	ByName map[string]inner
	Keep   string `personal:"-"`
	hidden int
}

func TestViewHidesACopy(t *testing.T) {
	t.Parallel()
	mail := "zhang@example.com"
	was := outer{
		Phone: "12345678", Email: &mail, Own: map[string]any{"a": "13800138000", "b": float64(13800138000), "c": true},
		Lines:  []inner{{Plain: "13800138000"}, {Body: "13800138000", Again: &inner{Body: mail}}},
		ByName: map[string]inner{"x": {Body: "13800138000"}}, Keep: "13800138000", hidden: 7,
	}
	is, changed := personal.View(&was)
	check.Equal(t, changed, true)
	check.Equal(t, is.Phone, "1****678")
	check.Equal(t, *is.Email, "z****@example.com")
	check.Equal(t, is.Own, map[string]any{"a": "138****8000", "b": "138****8000", "c": true})
	check.Equal(t, is.Lines[0].Plain, "13800138000")
	check.Equal(t, is.Lines[1].Body+is.Lines[1].Again.Body+is.ByName["x"].Body, "138****8000z****@example.com138****8000")
	check.Equal(t, is.Keep, "13800138000")
	check.Equal(t, is.hidden, 7)
	check.Equal(t, was.Phone+*was.Email+was.Lines[1].Body+was.Lines[1].Again.Body, "12345678"+mail+"13800138000"+mail)
	_, changed = personal.View(inner{Body: "nothing"})
	check.Equal(t, changed, false)
}

func TestForLooksAtTheReader(t *testing.T) {
	t.Parallel()
	v := inner{Body: "13800138000"}
	as := func(k actor.Kind, g map[actor.Permission]actor.Level) string {
		return personal.For(actor.With(t.Context(), actor.Actor{Tenant: "wsp_1", Kind: k, ID: "x", Grants: g}), v).Body
	}
	check.Equal(t, as(actor.User, nil), "138****8000")
	check.Equal(t, as(actor.Token, nil), "138****8000")
	check.Equal(t, as(actor.User, map[actor.Permission]actor.Level{personal.See: actor.All}), v.Body)
	check.Equal(t, as(actor.Visitor, nil), v.Body)
	check.Equal(t, as(actor.System, nil), v.Body)
}

func FuzzText(f *testing.F) {
	f.Add("13800138000 a@b.co 4111 1111 1111 1111 １３８…")
	f.Fuzz(func(t *testing.T, s string) {
		hidden := personal.Text(s) // stars stand where characters stood, so that marks in a text keep their places
		if utf8.RuneCountInString(hidden) != utf8.RuneCountInString(s) || utf8.ValidString(hidden) != utf8.ValidString(s) {
			t.Errorf("%q becomes %q", s, hidden)
		}
	})
}

func BenchmarkText(b *testing.B) {
	for name, s := range map[string]string{
		"plain": "您好，我昨天下的订单还没有发货，能帮我看一下吗？谢谢！",
		"phone": "您好，我的手机号是 138 0013 8000，请尽快联系我，邮箱 zhang@example.com",
		"long":  strings.Repeat("the quick brown fox jumps over 12 lazy dogs ", 225),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				personal.Text(s)
			}
		})
	}
}

func BenchmarkView(b *testing.B) {
	v := outer{Phone: "", Lines: []inner{{Body: "您好，我昨天下的订单还没有发货"}, {Body: "能帮我看一下吗？"}}}
	b.ReportAllocs()
	for b.Loop() {
		personal.View(&v)
	}
}
