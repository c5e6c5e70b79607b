package core

import (
	"testing"
	"testing/fstest"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/plain"
	"frontdesk/internal/usecase/template"
)

// Every template of the program can be read, and brings what a house begins with, in both languages.
func TestTrades(t *testing.T) {
	t.Parallel()
	all, problems, err := template.NewShelf(plain.Decode, nil).All()
	if f := fault.From(err); f != nil {
		t.Log(f.Sentence("en"))
		for _, field := range f.Fields {
			t.Log(field.Name, field.Sentence("en"))
		}
	}
	check.NoError(t, err)
	check.Equal(t, len(problems), 0)
	least := map[template.Part][2]int{
		template.Teams: {4, 8}, template.Calendars: {2, 4}, template.Tags: {8, 12}, template.Fields: {4, 8}, template.Categories: {20, 35},
		template.Replies: {30, 40}, template.FAQ: {12, 16}, template.Words: {5, 8},
	}
	keys := []string{}
	for _, one := range all {
		keys = append(keys, one.Key)
		if one.Name.Zh == "" || one.Name.En == "" || one.About.Zh == "" || one.About.En == "" {
			t.Errorf("%s has no name or says nothing of itself", one.Key)
		}
		for part, n := range one.Count() {
			if n < least[part][0] || n > least[part][1] {
				t.Errorf("%s brings %d %s", one.Key, n, part)
			}
		}
	}
	check.Equal(t, keys, []string{"shop", "bank", "hotline", "hospital", "school", "machines"})
}

func TestOwnFiles(t *testing.T) {
	t.Parallel()
	own := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	all, problems, err := template.NewShelf(plain.Decode, fstest.MapFS{
		"hotel.yaml":  own("format: 1\nkey: hotel\nname: {zh: 酒店, en: Hotel}\nteams: [{zh: 前台}]"),
		"shop.json":   own(`{"format": 1, "key": "shop", "name": {"en": "Our shop"}}`),
		"again.yml":   own("format: 1\nkey: hotel\nname: {en: Hotel}"),
		"broken.yaml": own("format: 1\nteems: []"),
		"wrong.yaml":  own("format: 2\nkey: Bad Key\nname: {zh: 坏}\nteams: [{zh: 甲}, {zh: 甲}]\nhours: [{zh: 时间, open: {someday: \"9-5\"}}]\nreplies: [{folder: {zh: 一}, items: [{zh: {title: 标题, text: \"{{what}}\"}}]}]"),
		"notes.txt":   own("not read"),
		"sub/x.yaml":  own("not read"),
	}).All()
	check.NoError(t, err)
	check.Equal(t, []any{len(all), all[0].Name.En, all[0].Own, all[1].Own, all[6].Key}, []any{7, "Our shop", true, false, "hotel"})
	said := map[string][]string{}
	for _, p := range problems {
		said[p.File] = []string{p.Fault.Sentence("en")}
		for _, f := range p.Fault.Fields {
			said[p.File] = append(said[p.File], f.Name)
		}
	}
	check.Equal(t, said, map[string][]string{
		"broken.yaml": {"The file cannot be read: line 2: field teems not found"},
		"hotel.yaml":  {"The same name stands here twice.", "key"}, // files are read by name, and again.yml has it first
		"wrong.yaml":  {"Please check the marked fields.", "format", "key", "teams[1].zh", "hours[0].open", "hours[0].open", "replies[0].items[0].zh.text"},
	})
}
