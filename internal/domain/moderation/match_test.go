package moderation_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/moderation/moderationtest"
)

// listed makes words of lines such as "block both 加微信", "replace agent 傻 → 友" or "warn both inside cat".
func listed(lines ...string) *moderation.Matcher {
	var words []moderation.Word
	for i, line := range lines {
		parts := strings.SplitN(line, " ", 3)
		w := moderationtest.NewWord(fmt.Sprintf("wrd_%d", i), parts[2])
		w.Action, w.Side = moderation.Action(parts[0]), moderation.Side(parts[1])
		w.Text, w.Replacement, _ = strings.Cut(w.Text, " → ")
		w.Text, w.Inside = strings.CutPrefix(w.Text, "inside ")
		words = append(words, w)
	}
	return moderation.NewMatcher(words)
}

func TestCheck(t *testing.T) {
	t.Parallel()
	m := listed("block both 加微信", "block both 信用卡号", "replace both 微信号", "warn agent 保证收益", "report visitor 投诉", "replace agent 笨蛋 → 您",
		"block both casino", "warn both inside viagra", "block both buy now", "block visitor ВЗЛОМ", "report both c++ hack", "block both 加vx", "block both 骗子")
	for name, c := range map[string]struct {
		side   moderation.Side
		text   string
		action moderation.Action
		found  []string // as they stand in the text
		out    string
	}{
		"nothing":                     {moderation.Agent, "您好，请问有什么可以帮您？", "", nil, ""},
		"plain":                       {moderation.Agent, "请加微信聊", moderation.Block, []string{"加微信"}, ""},
		"spaces, marks and invisible": {moderation.Agent, "请加 微\u200b-，信聊", moderation.Block, []string{"加 微\u200b-，信"}, ""},
		"line break":                  {moderation.Agent, "加\n微\n信", moderation.Block, []string{"加\n微\n信"}, ""},
		"emoji between":               {moderation.Agent, "加😀微😀信", moderation.Block, []string{"加😀微😀信"}, ""},
		"overlap":                     {moderation.Agent, "加微信号", moderation.Block, []string{"加微信", "微信号"}, "加***"},
		"word in another's tail":      {moderation.Agent, "加微信用卡号", moderation.Block, []string{"加微信", "信用卡号"}, ""},
		"other side":                  {moderation.Visitor, "保证收益", "", nil, ""},
		"own side":                    {moderation.Agent, "我们保证收益！", moderation.Warn, []string{"保证收益"}, ""},
		"reported":                    {moderation.Visitor, "我要投诉", moderation.Report, []string{"投诉"}, ""},
		"replaced":                    {moderation.Agent, "你这笨蛋，听我说", moderation.Replace, []string{"笨蛋"}, "你这您，听我说"},
		"case and width":              {moderation.Agent, "ＣＡＳＩＮＯ here", moderation.Block, []string{"ＣＡＳＩＮＯ"}, ""},
		"whole words only":            {moderation.Agent, "casinos and mycasino", "", nil, ""},
		"word beside Chinese":         {moderation.Agent, "去casino玩", moderation.Block, []string{"casino"}, ""},
		"inside":                      {moderation.Agent, "cheapviagra!", moderation.Warn, []string{"viagra"}, ""},
		"two words, any gap":          {moderation.Agent, "Buy – now!", moderation.Block, []string{"Buy – now"}, ""},
		"two words, no gap":           {moderation.Agent, "buynow", "", nil, ""},
		"Cyrillic":                    {moderation.Visitor, "взлом!", moderation.Block, []string{"взлом"}, ""},
		"symbols fall away":           {moderation.Agent, "C hack", moderation.Report, []string{"C hack"}, ""},
		"mixed scripts":               {moderation.Agent, "加 V X 吧", "", nil, ""},
		"mixed scripts, together":     {moderation.Agent, "加 VX 吧", moderation.Block, []string{"加 VX"}, ""},
		"twice":                       {moderation.Agent, "骗子骗子", moderation.Block, []string{"骗子", "骗子"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := m.Check(c.text, c.side)
			chars := []rune(c.text)
			var found []string
			for _, x := range v.Matches {
				found = append(found, string(chars[x.Start:x.End]))
			}
			if c.out == "" {
				c.out = c.text
			}
			check.Equal(t, found, c.found)
			check.Equal(t, []any{v.Action, v.Text}, []any{c.action, c.out})
		})
	}
}

// What is left around a replaced word may make a word, too.
func TestReplacedAgain(t *testing.T) {
	t.Parallel()
	m := listed("replace both 微信", "replace both 傻瓜", "replace both 红包 → 微", "replace both 点我 → 恭喜发财")
	for text, want := range map[string]string{
		"微傻瓜信": "****", "微微信信": "****", "红包信": "**", "点我，傻瓜": "恭喜发财，**",
	} {
		check.Equal(t, m.Check(text, moderation.Agent).Text, want)
	}
	long := strings.Repeat("点我", 5000)
	got := m.Check(long, moderation.Agent).Text
	check.Equal(t, got, strings.Repeat("*", 10_000)) // a message would have become longer than one may be
}

func TestSameWordForBothSides(t *testing.T) {
	t.Parallel()
	m := listed("warn agent 赔偿", "report visitor 赔 偿", "block both 赔偿金")
	check.Equal(t, m.Check("赔偿", moderation.Agent).Action, moderation.Warn)
	check.Equal(t, m.Check("赔偿", moderation.Visitor).Action, moderation.Report)
	check.Equal(t, len(m.Check("赔偿金", moderation.Visitor).Matches), 2)
	off := moderationtest.NewWord("wrd_1", "赔偿")
	off.Enabled = false
	check.Equal(t, moderation.NewMatcher([]moderation.Word{off}).Check("赔偿", moderation.Agent).Matches, nil)
}

// slow finds words the simple way: each at each place of the text's normal form.
func slow(words []string, text string) bool {
	normal := moderation.Normal(text)
	for _, w := range words {
		if n := moderation.Normal(w); n != "" && strings.Contains(normal, n) {
			return true
		}
	}
	return false
}

// Whatever the list and the text: nothing is missed, places lie in the text, and what was replaced is gone.
func FuzzMatcher(f *testing.F) {
	f.Add("加微信|傻瓜|ab c", "请加 微 信, 你这傻瓜 AB  C")
	f.Add("aa|aaa|a b a|ba", "aaaa b a b aa")
	f.Add("微|信微|微信", "微信微信微微信信")
	f.Add("é|ß|İ|ﬁ", "É ß i̇ ﬁ \u200d 　")
	f.Fuzz(func(t *testing.T, list, text string) {
		if !utf8.ValidString(text) || !utf8.ValidString(list) || strings.ContainsRune(text+list, 0) || len(text) > 2000 || len(list) > 2000 {
			return // stores refuse it
		}
		words := strings.Split(list, "|")
		var entries []moderation.Word
		for i, w := range words {
			e := moderationtest.NewWord(fmt.Sprintf("wrd_%d", i), w)
			e.Action, e.Inside = moderation.Replace, true
			if i%2 == 1 {
				e.Replacement = words[0]
			}
			entries = append(entries, e)
		}
		m := moderation.NewMatcher(entries)
		v := m.Check(text, moderation.Visitor)
		check.Equal(t, len(v.Matches) > 0, slow(words, text))
		n := utf8.RuneCountInString(text)
		for _, x := range v.Matches {
			if x.Start < 0 || x.Start >= x.End || x.End > n {
				t.Fatalf("the place %d-%d is not in a text of %d", x.Start, x.End, n)
			}
		}
		if again := m.Check(v.Text, moderation.Visitor); len(again.Matches) > 0 {
			t.Fatalf("%q became %q, which still holds %v", text, v.Text, again.Matches)
		}
		if !utf8.ValidString(v.Text) {
			t.Fatalf("%q was broken", text)
		}
	})
}

func TestManyWords(t *testing.T) {
	t.Parallel()
	var words []moderation.Word
	for i := range 20_000 {
		words = append(words, moderationtest.NewWord(fmt.Sprintf("wrd_%d", i), fmt.Sprintf("词%d语%d", i%300, i)))
	}
	m := moderation.NewMatcher(words)
	check.Equal(t, m.Len(), len(words))
	for i := 0; i < len(words); i += 997 {
		v := m.Check("前面"+words[i].Text+"后面", moderation.Agent)
		check.Equal(t, v.Matches[0].WordID, words[i].ID)
	}
}

func TestVariantsOfACharacterAreTheSame(t *testing.T) {
	t.Parallel()
	m := moderation.NewMatcher([]moderation.Word{
		{ID: "wrd_1", Text: "加微信", Side: moderation.Both, Action: moderation.Replace, Enabled: true},
		{ID: "wrd_2", Text: "網路賭博", Side: moderation.Both, Action: moderation.Block, Enabled: true},
		{ID: "wrd_3", Text: "头发", Side: moderation.Both, Action: moderation.Report, Enabled: true},
		{ID: "wrd_4", Text: "頭髮", Side: moderation.Visitor, Action: moderation.Warn, Enabled: true},
	})
	for text, want := range map[string]moderation.Action{
		"网路赌博": moderation.Block, "網路賭博": moderation.Block, "网 路-賭博": moderation.Block,
		"頭髮": moderation.Warn, "头發": moderation.Warn, "台湾": "",
	} {
		check.Equal(t, m.Check(text, moderation.Visitor).Action, want)
	}
	check.Equal(t, m.Check("頭髮", moderation.Agent).Action, moderation.Report)
	v := m.Check("請加 微信號", moderation.Agent) // marked and replaced as it was written
	check.Equal(t, v.Text, "請****號")
	check.Equal(t, []int{v.Matches[0].Start, v.Matches[0].End}, []int{1, 5})
}
