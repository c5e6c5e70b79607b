package ports

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/routing"
)

// OtherCentres are other systems that take conversations: webhooks, by what they are called.
type OtherCentres struct{ Webhooks integration.Store }

// Centres are all of the workspace of the context.
func (c OtherCentres) Centres(ctx context.Context) ([]routing.Centre, error) {
	list, err := c.Webhooks.ListWebhooks(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]routing.Centre, 0, len(list))
	for _, w := range list {
		name := w.Description
		if at, err := url.Parse(w.URL); name == "" && err == nil {
			name = at.Host
		}
		out = append(out, routing.Centre{ID: w.ID, Name: name, On: w.Enabled})
	}
	slices.SortFunc(out, func(a, b routing.Centre) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}
