package ports_test

import (
	"testing"

	"frontdesk/internal/app/ports"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/expr"
)

// What the builder of the desk writes can be read, and means what it says.
func TestConditionsOfTheBuilder(t *testing.T) {
	t.Parallel()
	facts := routing.Facts{
		Channel:      routing.ChannelFacts{ID: "chn_1", Language: "en-GB"},
		Customer:     routing.CustomerFacts{Level: "vip", Tags: []string{"VIP"}, Fields: map[string]string{"my plan": "gold"}},
		Conversation: routing.ConversationFacts{Text: "我要急救 NOW", Priority: "high"},
		Hour:         23, Weekday: 6,
	}
	for text, want := range map[string]bool{
		`customer.level in ["vip"]`: true,
		`(lower(conversation.text) contains "急救" or lower(conversation.text) contains "now") and weekday not in [6, 7]`: false,
		`"VIP" in customer.tags or channel.language startsWith "fr"`:                                                    true,
		`not ("VIP" in customer.tags or "b" in customer.tags)`:                                                          false,
		`customer.fields["my plan"] in ["gold", "black"]`:                                                               true,
		`customer.fields["none"] contains "x"`:                                                                          false,
		`(hour >= 22 or hour < 6)`:                                                                                      true,
		`lower(conversation.text) contains "now" and channel.language startsWith "en"`:                                  true,
	} {
		held := check.Must(check.Must(ports.Expressions{}.Condition(text))(t).Holds(facts))(t)
		if held != want {
			t.Errorf("%s: %v", text, held)
		}
	}
	_, err := ports.Expressions{}.Condition(`customer.level ==`)
	check.Fault(t, err, expr.ErrSyntax)
	score := check.Must(ports.Expressions{}.Score(`skills["English"] * 10 - load`))(t)
	check.Equal(t, check.Must(score.Of(routing.AgentFacts{Load: 0.5, Skills: map[string]int{"English": 4}}))(t), 39.5)
}
