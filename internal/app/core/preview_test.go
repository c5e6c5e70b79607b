package core

import (
	"context"
	"testing"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/moderation"
)

// TestPreviewOfWhatIsTyped: only where the channel says so, with words and numbers hidden as far as they have to be, and kept
// nowhere.
func TestPreviewOfWhatIsTyped(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		s := newShop(t, r)
		v := s.visit(t)
		a, _, err := s.Services.Channels.Authenticate(t.Context(), v.Token, "")
		check.NoError(t, err)
		types := func(text string) contract.Preview {
			return check.Must(r.preview(actor.With(t.Context(), a), contract.PreviewRequest{Text: text}))(t)
		}
		check.Equal(t, types("hello"), contract.Preview{})

		ch := check.Must(s.Services.Channels.List(s.system(t)))(t)[0]
		ch.Settings.Preview = true
		check.Must(s.Services.Channels.Update(s.system(t), ch.ID, channel.Edit{Version: ch.Version, Settings: &ch.Settings}))(t)
		check.Equal(t, types("call 13800138000"), contract.Preview{Text: "call 13800138000", Masked: "call 138****8000"})
		check.Equal(t, types("4111 1111 1111 1111").Text, "**** **** **** ****")

		for _, w := range []moderation.Word{
			{Text: "rubbish", Side: moderation.Visitor, Action: moderation.Replace, Enabled: true},
			{Text: "casino", Side: moderation.Visitor, Action: moderation.Block, Enabled: true},
		} {
			check.Must(s.Services.Moderation.AddWord(s.system(t), w))(t)
		}
		check.Equal(t, types("what rubbish").Text, "what *******")
		_, err = r.preview(actor.With(t.Context(), a), contract.PreviewRequest{Text: "the casino"})
		check.Fault(t, err, moderation.ErrRefused)
		check.Equal(t, len(check.Must(s.Services.Moderation.ListHits(s.system(t), moderation.HitQuery{}))(t).Items), 0)

		_, err = r.preview(s.system(t), contract.PreviewRequest{Text: "x"})
		check.Equal(t, fault.KindOf(err), fault.Denied)
		_, err = r.preview(context.Background(), contract.PreviewRequest{Text: "x"})
		check.Fault(t, err, fault.ErrUnauthenticated)
	})
}
