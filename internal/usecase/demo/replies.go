package demo

import (
	"context"
	"strings"
	"time"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/knowledge"
)

// replies makes the quick replies of the company, approved, and a few of the people who may sign in.
func (s *shop) replies(ctx context.Context) error {
	raw, err := content.ReadFile("content/replies.txt")
	if err != nil {
		return err
	}
	head := []string{"Folder", "Title", "Shortcut", "Language", "Text"}
	tables := map[string][]knowledge.Line{}
	number := 0
	for line := range strings.Lines(string(raw)) {
		number++
		cells := strings.SplitN(strings.TrimSpace(line), "|", len(head)+1)
		if len(cells) != len(head)+1 || strings.HasPrefix(line, "#") {
			continue
		}
		if tables[cells[0]] == nil {
			tables[cells[0]] = []knowledge.Line{{Number: 0, Cells: head}}
		}
		tables[cells[0]] = append(tables[cells[0]], knowledge.Line{Number: number, Cells: cells[1:]})
	}
	company := knowledge.Tree{Scope: knowledge.Company}
	if _, err := s.Knowledge.Import(ctx, company, tables["company"], time.UTC, false); err != nil {
		return err
	}
	if err := s.approve(ctx, company); err != nil {
		return err
	}
	for _, p := range s.people {
		if !p.SignIn {
			continue
		}
		ctx := as(ctx, s.tenant, p.id, p.Role, p.teams)
		if _, err := s.Knowledge.Import(ctx, knowledge.Tree{Scope: knowledge.Personal}, tables["personal"], time.UTC, false); err != nil {
			return err
		}
	}
	return nil
}

// approve approves all but one, which waits for somebody to look at it.
func (s *shop) approve(ctx context.Context, t knowledge.Tree) error {
	all, err := s.Knowledge.List(ctx, knowledge.Filter{Tree: t}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return err
	}
	for _, r := range all.Items {
		if r, err = s.Knowledge.Review(ctx, r.ID, r.Version, knowledge.Submit, ""); err != nil {
			return err
		}
		if r.Shortcut == "jjr" {
			continue
		}
		if _, err := s.Knowledge.Review(ctx, r.ID, r.Version, knowledge.Approve, ""); err != nil {
			return err
		}
	}
	return nil
}
