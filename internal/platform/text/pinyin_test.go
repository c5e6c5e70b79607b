package text_test

import (
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/text"
)

func TestPinyin(t *testing.T) {
	t.Parallel()
	for s, want := range map[string][2]string{
		"":            {"", ""},
		"退款流程":        {"tuikuanliucheng", "tklc"},
		"您好，请问":       {"ninhaoqingwen", "nhqw"},
		"VIP 客户 24小时": {"vipkehu24xiaoshi", "vkh24xs"},
		"Déjà vu!":    {"dejavu", "dv"},
		"😀\x00\xff":   {"", ""},
	} {
		full, initials := text.Pinyin(s)
		check.Equal(t, [2]string{full, initials}, want)
	}
}
