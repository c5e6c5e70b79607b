package channel

import (
	"time"

	"frontdesk/internal/base/fault"
)

// Attention says when an unanswered customer, or a silent one, needs somebody. Times are in seconds; 0 switches a step off.
type Attention struct {
	WarnAfter   int       `json:"warnAfter" doc:"Seconds without an answer after which the row warns and the assigned person is told; 0 for never."`
	AlertAfter  int       `json:"alertAfter" doc:"Seconds without an answer after which the row is red and supervisors are told; 0 for never."`
	RemindAfter int       `json:"remindAfter" doc:"Seconds of the customer's silence after which a reminder is sent; 0 for never."`
	CloseAfter  int       `json:"closeAfter" doc:"Seconds of further silence after which the conversation is closed; 0 for never."`
	Reminder    Localised `json:"reminder" doc:"What the reminder says."`
}

// Limits of Attention.
const (
	minSilence   = 30 // a reminder sooner than this would interrupt somebody who is writing
	maxWaitLimit = 24 * 60 * 60
	maxSilence   = 7 * 24 * 60 * 60
	maxReminder  = 300
)

// DefaultAttention warns after one minute and alerts after two; silent customers are left alone.
func DefaultAttention() Attention {
	return Attention{
		WarnAfter: 60, AlertAfter: 120,
		Reminder: Localised{
			En: "Are you still there? If you need anything else, just write.",
			Zh: "您好，请问还在吗？如还有问题，请随时回复。",
		},
	}
}

// Warn is the first limit of an unanswered message; ok is false when it is switched off.
func (a Attention) Warn() (d time.Duration, ok bool) { return seconds(a.WarnAfter) }

// Alert is the second limit of an unanswered message.
func (a Attention) Alert() (d time.Duration, ok bool) { return seconds(a.AlertAfter) }

// Remind is how long a customer may be silent before the reminder.
func (a Attention) Remind() (d time.Duration, ok bool) { return seconds(a.RemindAfter) }

// Close is how long a customer may be silent after the reminder, or after our last word where no reminder is sent.
func (a Attention) Close() (d time.Duration, ok bool) { return seconds(a.CloseAfter) }

func seconds(n int) (time.Duration, bool) { return time.Duration(n) * time.Second, n > 0 }

// Limits are when customers of this channel need somebody; what was never set has its usual value.
func (s Settings) Limits() Attention {
	if s.Attention == nil {
		return DefaultAttention()
	}
	return *s.Attention
}

// check names everything that is wrong with the limits.
func (a Attention) check(c *fault.Checker) {
	const at = "settings.attention."
	between := func(field string, n, low, high int) {
		if n != 0 && (n < low || n > high) {
			c.Add(at+field, fault.ErrRange, map[string]any{"min": low, "max": high})
		}
	}
	between("warnAfter", a.WarnAfter, 1, maxWaitLimit)
	between("alertAfter", a.AlertAfter, 1, maxWaitLimit)
	c.If(a.WarnAfter > 0 && a.AlertAfter > 0 && a.AlertAfter < a.WarnAfter, at+"alertAfter", ErrAlertOrder)
	between("remindAfter", a.RemindAfter, minSilence, maxSilence)
	between("closeAfter", a.CloseAfter, minSilence, maxSilence)
	least := 0
	if a.RemindAfter > 0 {
		least = 1
	}
	c.Text(at+"reminder.en", a.Reminder.En, least, maxReminder)
	c.Text(at+"reminder.zh", a.Reminder.Zh, least, maxReminder)
}
