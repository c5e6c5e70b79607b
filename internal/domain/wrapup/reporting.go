package wrapup

import (
	"cmp"
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
)

// MaxExport is how many summaries one export holds.
const MaxExport = 50_000

// Report counts the summaries of a period.
func (s *Service) Report(ctx context.Context, q Query) (Report, error) {
	if _, err := actor.Require(ctx, PermReport); err != nil {
		return Report{}, err
	}
	if err := q.check(); err != nil {
		return Report{}, err
	}
	cats, err := s.d.Stores.Categories(ctx)
	if err != nil {
		return Report{}, err
	}
	tree := NewTree(cats)
	out := Report{}
	for _, part := range []struct {
		by   Dimension
		into *[]Line
		keys func(string) []string
	}{
		{ByCategory, &out.Categories, tree.upwards}, {ByTeam, &out.Teams, itself}, {ByAgent, &out.Agents, itself}, {ByDay, &out.Days, itself},
	} {
		counts, err := s.d.Stores.Tally(ctx, q, part.by)
		if err != nil {
			return Report{}, err
		}
		*part.into = lines(counts, part.keys)
		if part.by == ByDay {
			for _, c := range counts {
				out.Total.add(c.Outcome, c.N)
			}
			continue
		}
		slices.SortStableFunc(*part.into, func(a, b Line) int { return cmp.Compare(b.Total, a.Total) })
	}
	return out, nil
}

// upwards are the category and all above it.
func (t Tree) upwards(id string) []string {
	path := t.Path(id)
	if len(path) == 0 {
		return []string{id}
	}
	out := make([]string, 0, len(path))
	for _, c := range path {
		out = append(out, c.ID)
	}
	return out
}

// List gives the summaries of a period, the newest day first. A remark is shown to those who may read the conversation.
func (s *Service) List(ctx context.Context, q Query, p page.Request) (page.Of[Summary], error) {
	a, err := actor.Require(ctx, PermReport)
	if err != nil {
		return page.Of[Summary]{}, err
	}
	rows, err := s.rows(ctx, q)
	if err != nil {
		return page.Of[Summary]{}, err
	}
	rows.Page = p
	return s.list(ctx, a, rows)
}

func (s *Service) list(ctx context.Context, a actor.Actor, r Rows) (page.Of[Summary], error) {
	out, err := s.d.Stores.ListSummaries(ctx, r)
	scope := a.ScopeOf(PermRead)
	for i, one := range out.Items {
		if !scope.Covers(one.AgentID, one.TeamID) {
			out.Items[i].Remark = ""
		}
	}
	return out, err
}

func (s *Service) rows(ctx context.Context, q Query) (Rows, error) {
	if err := q.check(); err != nil || q.CategoryID == "" {
		return Rows{Query: q}, err
	}
	cats, err := s.d.Stores.Categories(ctx)
	return Rows{Query: q, Categories: NewTree(cats).Below(q.CategoryID)}, err
}

// Exported is one summary as a file shows it.
type Exported struct {
	Summary
	Path        []string // names of the categories, from the root
	Team, Agent string   // names
}

// Export calls row for the summaries of a period, the newest day first, up to MaxExport, with names in a language.
func (s *Service) Export(ctx context.Context, q Query, lang string, row func(Exported) error) error {
	a, err := actor.Require(ctx, PermReport)
	if err != nil {
		return err
	}
	rows, err := s.rows(ctx, q)
	if err != nil {
		return err
	}
	cats, err := s.d.Stores.Categories(ctx)
	if err != nil {
		return err
	}
	tree := NewTree(cats)
	for done := 0; done < MaxExport; {
		rows.Page.Limit = page.MaxLimit
		part, err := s.list(ctx, a, rows)
		if err != nil {
			return err
		}
		if err := s.rowsOut(ctx, tree, lang, part.Items, row); err != nil {
			return err
		}
		done += len(part.Items)
		if rows.Page.Cursor = part.Next; part.Next == "" {
			return nil
		}
	}
	return nil
}

func (s *Service) rowsOut(ctx context.Context, tree Tree, lang string, items []Summary, row func(Exported) error) error {
	agents := make([]string, 0, len(items))
	for _, one := range items {
		agents = append(agents, one.AgentID)
	}
	names, err := s.d.Directory.Names(ctx, slices.Compact(slices.Sorted(slices.Values(agents))))
	if err != nil {
		return err
	}
	for _, one := range items {
		e := Exported{Summary: one, Team: names.Teams[one.TeamID], Agent: names.Agents[one.AgentID]}
		for _, c := range tree.Path(one.CategoryID) {
			e.Path = append(e.Path, c.Name(lang))
		}
		if err := row(e); err != nil {
			return err
		}
	}
	return nil
}
