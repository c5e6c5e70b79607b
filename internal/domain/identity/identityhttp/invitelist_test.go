package identityhttp

import (
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/sheet"
)

// What people paste: addresses in lines, in a row, from a mail program, and tables with and without names of columns.
func TestListsOfPeople(t *testing.T) {
	t.Parallel()
	type row = identity.InviteRow
	anna, ben := row{Line: 1, Email: "anna@shop.example"}, row{Line: 2, Email: "ben@shop.example"}
	for text, want := range map[string][]row{
		"anna@shop.example\n\nben@shop.example\n":                      {anna, {Line: 3, Email: "ben@shop.example"}},
		"anna@shop.example, ben@shop.example；cid@shop.example":         {anna, {Line: 1, Email: "ben@shop.example"}, {Line: 1, Email: "cid@shop.example"}},
		"Anna Li <anna@shop.example>\nBen <ben@shop.example>":          {{Line: 1, Email: "anna@shop.example", Name: "Anna Li"}, {Line: 2, Email: "ben@shop.example", Name: "Ben"}},
		"anna@shop.example\t安娜\tA01\t售前；VIP 专席\t主管\nben@shop.example":  {{Line: 1, Email: "anna@shop.example", Name: "安娜", Alias: "A01", Teams: []string{"售前", "VIP 专席"}, Role: "主管"}, ben},
		"姓名,邮箱,工号,技能组,备注\n安娜,anna@shop.example,A01,售前、售后,x\n":          {{Line: 2, Email: "anna@shop.example", Name: "安娜", Alias: "A01", Teams: []string{"售前", "售后"}}},
		"Name;E-Mail;Team\nAnna;anna@shop.example;Sales | After-sales": {{Line: 2, Email: "anna@shop.example", Name: "Anna", Teams: []string{"Sales", "After-sales"}}},
		"nobody": {{Line: 1, Email: "nobody"}},
		"":       nil,
	} {
		table := check.Must(sheet.Read(strings.NewReader(text), listLimits))(t)
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			check.Equal(t, inviteRows(table), want)
		})
	}
}
