package core

import (
	"context"
	"io/fs"
	"os"

	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/account/accounthttp"
	"frontdesk/internal/platform/plain"
	"frontdesk/internal/usecase/template"
)

// start is what a workspace begins with. It implements accounthttp.Start.
type start struct {
	service *template.Service
	guide   *template.Guide
	home    *account.Service
}

func (s *Services) start(p Parts) start {
	var own fs.FS
	if dir := p.Config.Start.Templates; dir != "" {
		own = os.DirFS(dir)
	}
	return start{
		service: template.New(template.Deps{
			Run: p.DB, Clock: p.Clock, Shelf: template.NewShelf(plain.Decode, own), Workspace: s.Account, People: s.Identity,
			Customers: template.Outside{Customers: ports.Beginnings{Service: s.Customers, Custom: s.Panel.Fields}, Channels: s.Channels}, Categories: s.Summaries,
			Texts: template.Library{Replies: s.Knowledge, FAQ: s.FAQ, Words: s.Moderation},
		}),
		guide: template.NewGuide(s.Account, s.Identity, s.Channels, s.Conversations),
		home:  s.Account,
	}
}

func templateView(t template.Template) accounthttp.TemplateView {
	v := accounthttp.TemplateView{
		Key: t.Key, Icon: t.Icon, Name: accounthttp.Words(t.Name), About: accounthttp.Words(t.About), Own: t.Own,
		Brings: []accounthttp.PartCount{},
	}
	n := t.Count()
	for _, p := range template.Parts() {
		if n[p] > 0 {
			v.Brings = append(v.Brings, accounthttp.PartCount{Part: string(p), Count: n[p]})
		}
	}
	return v
}

// wrong are the sentences of a fault, in the language of whoever reads them.
func wrong(f *fault.Fault, lang string) []string {
	if len(f.Fields) == 0 {
		return []string{f.Sentence(lang)}
	}
	out := make([]string, 0, len(f.Fields))
	for _, field := range f.Fields {
		out = append(out, field.Name+": "+field.Sentence(lang))
	}
	return out
}

// Templates implements accounthttp.Start.
func (s start) Templates(ctx context.Context) (accounthttp.TemplateList, error) {
	out := accounthttp.TemplateList{Items: []accounthttp.TemplateView{}, Problems: []accounthttp.TemplateProblem{}}
	all, problems, err := s.service.List(ctx)
	if err != nil {
		return out, err
	}
	a, err := actor.Of(ctx)
	if err != nil {
		return out, err
	}
	w, err := s.home.Workspace(ctx)
	if err != nil {
		return out, err
	}
	out.Chosen = w.Template
	for _, t := range all {
		out.Items = append(out.Items, templateView(t))
	}
	for _, p := range problems {
		out.Problems = append(out.Problems, accounthttp.TemplateProblem{File: p.File, Wrong: wrong(p.Fault, a.Locale)})
	}
	return out, nil
}

// Template implements accounthttp.Start.
func (s start) Template(ctx context.Context, key, language string) (accounthttp.TemplateContent, error) {
	t, parts, err := s.service.Preview(ctx, key, language)
	out := accounthttp.TemplateContent{Template: templateView(t), Parts: []accounthttp.TemplatePart{}}
	for _, p := range parts {
		part := accounthttp.TemplatePart{Part: string(p.Part), Items: make([]accounthttp.TemplateItem, 0, len(p.Items))}
		for _, i := range p.Items {
			part.Items = append(part.Items, accounthttp.TemplateItem(i))
		}
		out.Parts = append(out.Parts, part)
	}
	return out, err
}

// Apply implements accounthttp.Start.
func (s start) Apply(ctx context.Context, key, language string, parts []string) (accounthttp.TemplateOutcome, error) {
	out := accounthttp.TemplateOutcome{Parts: []accounthttp.PartOutcome{}}
	a, err := actor.Of(ctx)
	if err != nil {
		return out, err
	}
	wanted := make([]template.Part, 0, len(parts))
	for _, p := range parts {
		wanted = append(wanted, template.Part(p))
	}
	made, err := s.service.Apply(ctx, key, language, wanted)
	for _, o := range made {
		one := accounthttp.PartOutcome{Part: string(o.Part), Added: o.Added, Kept: o.Kept}
		if o.Failed != nil {
			one.Code, one.Problem = o.Failed.Def.Code, wrong(o.Failed, a.Locale)[0]
		}
		out.Parts = append(out.Parts, one)
	}
	return out, err
}

// Guide implements accounthttp.Start.
func (s start) Guide(ctx context.Context) (accounthttp.GuideView, error) {
	p, err := s.guide.Progress(ctx)
	out := accounthttp.GuideView{Open: p.Open, ChannelID: p.ChannelID, ConversationID: p.ConversationID, Steps: []accounthttp.GuideStep{}}
	for _, step := range template.Steps() {
		if p.Open {
			out.Steps = append(out.Steps, accounthttp.GuideStep{Key: string(step), Done: p.Done[step]})
		}
	}
	return out, err
}

// ShowGuide implements accounthttp.Start.
func (s start) ShowGuide(ctx context.Context, on bool) error { return s.guide.Show(ctx, on) }
