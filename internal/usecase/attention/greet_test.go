package attention_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/event"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

// speaking is a shop that says something on every occasion and watches over nobody.
func speaking() *shop {
	s := newShop(channel.Attention{})
	texts := channel.DefaultTexts()
	for _, say := range []*channel.Say{&texts.Welcome, &texts.OffHours, &texts.Waiting, &texts.Busy, &texts.Closing} {
		say.On = true
	}
	s.settings.Texts = &texts
	return s
}

// lines are what the program has said in a conversation.
func (s *shop) lines(t *testing.T, id string) []string {
	t.Helper()
	var out []string
	for _, e := range check.Must(s.world.Service.Timeline(bob(t), id, conversation.Range{After: conversation.FromStart, Limit: 200}))(t) {
		if e.Activity != nil && e.Activity.Type == conversation.WasSaid {
			out = append(out, e.Body)
		}
	}
	return out
}

func TestGreetings(t *testing.T) {
	t.Parallel()
	s := speaking()
	c := s.hears(t, "hello, where is my order?")
	s.pass(t, 10*time.Second)
	check.Equal(t, s.said(t), []string{"said:welcome"})
	s.pass(t, 30*time.Second)
	check.Equal(t, s.said(t), []string{"said:welcome", "said:waiting"})
	s.pass(t, 3*time.Minute)
	check.Equal(t, s.said(t), []string{"said:welcome", "said:waiting", "said:busy"})
	now := check.Must(s.world.Service.Get(bob(t), c.ID))(t)
	check.Equal(t, now.WaitingSince, c.WaitingSince) // a line is no answer
	check.Equal(t, now.LastMessagePreview, c.LastMessagePreview)
	check.Must(s.world.Service.Resolve(bob(t), c.ID, "", nil))(t)
	s.pass(t, 10*time.Second)
	check.Equal(t, s.said(t), []string{"said:welcome", "said:waiting", "said:busy", "resolved:", "said:closing"})
	check.Equal(t, s.lines(t, c.ID)[0], channel.DefaultTexts().Welcome.Text.En)
}

// TestThePlaceInTheQueueIsSaid: the words for who waits may name it.
func TestThePlaceInTheQueueIsSaid(t *testing.T) {
	t.Parallel()
	s := speaking()
	s.settings.Texts.Waiting.Text = channel.Localised{En: "You are number {{queue.position}}.", Zh: "您排在第 {{ queue.position }} 位。"}
	c := s.hears(t, "hello, where is my order?")
	s.pass(t, 40*time.Second)
	check.Equal(t, s.lines(t, c.ID)[1], "You are number 3.")
}

func TestNoClosingWordsForWhoLeavesTheQueue(t *testing.T) {
	t.Parallel()
	s := speaking()
	c := s.hears(t, "hello, where is my order?")
	s.pass(t, 10*time.Second)
	_, _, err := s.world.Service.LeaveQueue(ct.AsVisitor(t.Context(), c.CustomerID), c.ID)
	check.NoError(t, err)
	s.pass(t, 5*time.Minute)
	check.Equal(t, s.said(t), []string{"said:welcome", "resolved:left_queue"})
}

func TestGreetingsEndWithAnAnswer(t *testing.T) {
	t.Parallel()
	s := speaking()
	c := s.hears(t, "你好")
	s.pass(t, 10*time.Second)
	s.answers(t, c.ID, "您好")
	s.pass(t, 5*time.Minute)
	check.Equal(t, s.said(t), []string{"said:welcome"})
}

func TestGreetingsOfATeam(t *testing.T) {
	t.Parallel()
	s := speaking()
	team := ct.Support
	s.settings.Texts.Closing.Teams = []channel.TeamWords{{TeamID: team, Text: channel.Localised{En: "Bye from support", Zh: "再见"}}}
	c := s.hears(t, "hello there, a question")
	check.Must(s.world.Service.Assign(bob(t), c.ID, conversation.Assignment{Team: &team}))(t)
	check.Must(s.world.Service.Resolve(bob(t), c.ID, "", nil))(t)
	s.pass(t, 10*time.Second)
	lines := s.lines(t, c.ID)
	check.Equal(t, lines[len(lines)-1], "Bye from support")
}

func TestGreetingsOutsideHours(t *testing.T) {
	t.Parallel()
	s := speaking()
	s.calendar = &account.Calendar{Timezone: "UTC"} // never open
	s.hears(t, "hello")
	s.pass(t, 5*time.Minute)
	check.Equal(t, s.said(t), []string{"said:off_hours"})
}

func TestNothingIsSaidWhereNothingIsSet(t *testing.T) {
	t.Parallel()
	s := newShop(channel.Attention{})
	c := s.hears(t, "hello")
	s.pass(t, 5*time.Minute)
	check.Must(s.world.Service.Resolve(bob(t), c.ID, "", nil))(t)
	s.pass(t, time.Minute)
	check.Equal(t, s.said(t), []string{"resolved:"})
	check.Equal(t, len(s.store.Jobs()), 0)
}

func TestAnOldBeginningIsNotGreeted(t *testing.T) {
	t.Parallel()
	s := speaking()
	s.hears(t, "hello")
	s.world.Clock.Pass(time.Hour)
	s.pass(t, time.Minute)
	check.Equal(t, s.said(t), []string{})
	check.Equal(t, check.Must(s.Greet(t.Context(), []event.Recorded{}))(t) == nil, true)
}
