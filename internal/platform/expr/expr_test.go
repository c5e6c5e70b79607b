package expr_test

import (
	"strings"
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/platform/expr"
)

type customer struct {
	Level string   `expr:"level"`
	Tags  []string `expr:"tags"`
}

type facts struct {
	Customer customer `expr:"customer"`
	Text     string   `expr:"text"`
	Waiting  float64  `expr:"waiting"`
	Hour     int      `expr:"hour"`
}

var sample = facts{Customer: customer{Level: "gold", Tags: []string{"vip", "zh"}}, Text: "有人晕倒了，急救！", Waiting: 90, Hour: 22}

func TestConditions(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]bool{
		`customer.level == "gold"`:                    true,
		`"vip" in customer.tags and hour >= 20`:       true,
		`text contains "急救" or text contains "120"`:   true,
		`text matches "^(退款|退货)"`:                     false,
		`lower("ABC") == "abc" && len(text) < 100`:    true,
		`waiting > 60 ? customer.level != "" : false`: true,
		`not ("black" in customer.tags)`:              true,
	} {
		p, err := expr.Condition(source, facts{})
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got, err := p.Holds(sample); err != nil || got != want {
			t.Errorf("%s: %v %v", source, got, err)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]*fault.Def{
		``:                                 expr.ErrSyntax,
		`customer.level`:                   expr.ErrSyntax, // no condition
		`customer.age > 3`:                 expr.ErrSyntax, // no such fact
		`hour >`:                           expr.ErrSyntax,
		`any(customer.tags, {# == "vip"})`: expr.ErrSyntax, // loops
		`len(repeat(text, 100000)) > 1`:    expr.ErrSyntax,
		`now().Year() > 3`:                 expr.ErrSyntax,
		`text matches "("`:                 expr.ErrSyntax,
		`all(customer.tags, all(customer.tags, # != ""))`: expr.ErrSyntax,
		`hour + 1`: expr.ErrSyntax,
		strings.Repeat("(", 300) + "true" + strings.Repeat(")", 300) + ` and hour > "a"`: expr.ErrSyntax,
		strings.Repeat("hour > 1 and ", 100) + "true":                                    expr.ErrLong,
		`text == "` + strings.Repeat("长", 2000) + `"`:                                    expr.ErrLong,
	} {
		if _, err := expr.Condition(source, facts{}); !fault.Has(err, want) {
			t.Errorf("%.60s: %v, want %s", source, err, want.Code)
		}
	}
}

func TestWhatFailsWhileItRuns(t *testing.T) {
	t.Parallel()
	for _, source := range []string{`len(1..100000000) > 0`, `customer.tags[7] == "x"`} {
		p, err := expr.Condition(source, facts{})
		if err != nil {
			continue // refused at once is as good
		}
		if _, err := p.Holds(sample); !fault.Has(err, expr.ErrFailed) {
			t.Errorf("%s: %v", source, err)
		}
	}
	p, err := expr.Score(`waiting / (hour - 22)`, facts{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Number(sample); !fault.Has(err, expr.ErrFailed) {
		t.Error(err)
	}
}

func TestScores(t *testing.T) {
	t.Parallel()
	p, err := expr.Score(`waiting * 2 + (customer.level == "gold" ? 100 : 0)`, facts{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.Number(sample); err != nil || got != 280 {
		t.Error(got, err)
	}
}

func FuzzCondition(f *testing.F) {
	f.Add(`customer.level == "gold" and hour in 1..5`)
	f.Fuzz(func(_ *testing.T, source string) {
		if p, err := expr.Condition(source, facts{}); err == nil {
			_, _ = p.Holds(sample)
		}
	})
}
