package knowledge_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/knowledge/knowledgetest"
)

// shop is a small FAQ: question; other wordings | answer, in Chinese and in English.
const shop = `
如何申请退款？;怎么退钱;我想退款;钱什么时候退回来|打开“我的订单”，点击“申请退款”，验收后 1–3 个工作日原路退回。|How do I get a refund?;money back|Open "My orders" and select "Request a refund".
支持七天无理由退货吗？;七天退货;不喜欢可以退吗|自签收次日起 7 天内可申请无理由退货。|Can I return something I do not like?;change my mind|Within 7 days of delivery, complete and unused.
换货需要自己付运费吗？;换货运费;换尺寸;换颜色|质量问题换货由我们承担往返运费。|Who pays for the shipping of an exchange?;another size;another colour|We pay both ways if something is wrong.
保修期多久？;质保;过保了怎么办|整机保修 2 年，电池和滤芯保修 6 个月。|How long is the warranty?;guarantee|Two years for the device and six months for batteries.
什么时候发货？;多久发货;催发货|现货商品 16:00 前下单当天发出。|When is my order sent?;shipping time;dispatch|The same day if ordered before 16:00.
快递几天能到？;多久能收到;派送时间|江浙沪 1–2 天，其他地区 2–4 天。|How long does delivery take?;when will it arrive|One to two working days in the region.
如何查询物流？;快递到哪了;查快递|打开“我的订单”，点击“查看物流”。|Where is my parcel?;tracking;track my order|"Track" shows the latest scan. Otherwise send us the order number.
可以修改收货地址吗？;改地址;地址填错了|发货前可以：请把新地址发给客服。|Can I change the delivery address?;wrong address|Before it is sent, yes.
如何修改或取消订单？;取消订单;不想要了|未发货的订单可以直接取消。|How do I change or cancel an order?;cancel order|Orders that have not been sent can be cancelled.
支持哪些付款方式？;花呗;分期;信用卡|支持微信支付、支付宝和信用卡，可分期。|Which payment methods do you accept?;pay by card;instalments|WeChat Pay, Alipay and credit cards.
如何开发票？;电子发票;发票抬头|确认收货后点击“申请发票”。|How do I get an invoice?;receipt|Choose "Invoice" in "My orders".
优惠券为什么不能用？;券用不了|请检查使用门槛和有效期。|Why does my voucher not work?;coupon|Please check the minimum amount and the date.
空气净化器 A3 Pro 的滤芯多久换一次？;净化器A3 Pro滤芯|每 6 个月更换一次。|How often do I change the filter of the Air Purifier A3 Pro?;filter change|Every six months.
全自动智能扫地机器人 R5 Max 噪音大怎么办？;机器人声音大|请清理边刷。|The Smart Robot Vacuum R5 Max is loud;noise|Please clean the brush.
扫地机器人连不上网怎么办？;机器人联网;配网|长按“回充”键 5 秒后重新配网。|The robot vacuum does not connect;wifi;offline robot|Hold "Home" for five seconds and connect again.
`

func wording(cell string) (question string, others []string) {
	all := strings.Split(cell, ";")
	return all[0], all[1:]
}

func newShop(t *testing.T) faq {
	f := newFAQ(t)
	for line := range strings.Lines(strings.TrimSpace(shop)) {
		c := strings.Split(strings.TrimSpace(line), "|")
		q := knowledge.Question{Status: knowledge.Published}
		q.Zh.Question, q.Zh.Alternatives = wording(c[0])
		q.En.Question, q.En.Alternatives = wording(c[2])
		q.Zh.Answer, q.En.Answer = c[1], c[3]
		check.Must(f.Create(f.writer(), q))(t)
	}
	return f
}

// What customers write, and the question whose answer has to be offered; or none.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	f := newShop(t)
	for said, want := range map[string]string{
		"我的快递到哪里了？三天了还没有收到": "如何查询物流？",
		"请问能开发票吗":           "如何开发票？",
		"我想申请退款，怎么操作？":      "如何申请退款？",
		"地址填错了可以改吗":         "可以修改收货地址吗？",
		"机器人一直连不上wifi怎么办":   "扫地机器人连不上网怎么办？",
		"优惠券用不了怎么回事":        "优惠券为什么不能用？",
		"保修多久呀":             "保修期多久？",
		"可以分期付款吗":           "支持哪些付款方式？",
		"你好，什么时候能发货呀，急用":    "什么时候发货？",
		"订单可以取消吗？不想要了":      "如何修改或取消订单？",

		"Can I get an invoice please?":                  "How do I get an invoice?",
		"How long is the warranty on the vacuum?":       "How long is the warranty?",
		"I'd like a refund for my order":                "How do I get a refund?",
		"the robot doesn't connect to my wifi":          "The robot vacuum does not connect",
		"I typed the wrong address, can you change it?": "Can I change the delivery address?",
		"My voucher is not working":                     "Why does my voucher not work?",
		"Where are my parcels":                          "Where is my parcel?",
		"Do you accept credit cards?":                   "Which payment methods do you accept?",

		// The name of a thing does not outweigh what is asked about it.
		"空气净化器A3 Pro怎么退款":                                         "如何申请退款？",
		"我买的全自动智能扫地机器人R5 Max，可以开电子发票吗":                            "如何开发票？",
		"空气净化器A3 Pro的滤芯要换吗":                                       "空气净化器 A3 Pro 的滤芯多久换一次？",
		"全自动智能扫地机器人R5 Max":                                        "",
		"I bought the Air Purifier A3 Pro, where is my parcel?":   "Where is my parcel?",
		"How do I get a refund for the Smart Robot Vacuum R5 Max": "How do I get a refund?",
		"空气净化器A3 Pro有货吗":                                          "", "Do you have the Air Purifier A3 Pro in white?": "",

		"你好": "", "在吗": "", "好的，谢谢": "", "谢谢，没有其他问题了": "", "你们老板是谁": "", "今天天气怎么样": "", "我要投诉你们的客服态度": "",
		"有没有实体店在上海": "", "订单号是 202611210093": "", "我等了半天都没人理我": "", "这个颜色好看吗": "", "可以便宜一点吗": "", "😀😀": "",
		"Hello": "", "ok thanks a lot": "", "Are you a robot?": "", "I want to speak to your manager": "", "My order number is 202611210093": "",
		"Do you have jobs for students?": "", "the colour is nicer than I thought": "", "yes please": "", "": "", "\x01": "",
	} {
		got := ""
		found := check.Must(f.Suggest(f.as("usr_1", knowledge.PermFAQ), said, 3))(t)
		if len(found) > 0 {
			got = found[0].Title
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
		for _, one := range found {
			check.Equal(t, one.Fit >= knowledge.Enough && one.Fit <= 1, true)
		}
	}
	_, err := f.Suggest(f.as("usr_1"), "退款", 3)
	check.Fault(t, err, fault.ErrDenied)
}

// What is internal, over or gone is not suggested, and a question counts once whatever its languages.
func TestSuggestionsAreForCustomers(t *testing.T) {
	t.Parallel()
	f := newFAQ(t)
	past := knowledgetest.Epoch.Add(-time.Hour)
	for _, q := range []knowledge.Question{
		{Internal: true, Zh: knowledge.Text{Question: "会员折扣", Answer: "组长审批"}},
		{ValidUntil: &past, Zh: knowledge.Text{Question: "会员折扣", Answer: "旧的"}},
		{Zh: knowledge.Text{Question: "会员折扣", Answer: "95 折"}, En: knowledge.Text{Question: "会员折扣", Answer: "5% off"}},
	} {
		q.Status = knowledge.Published
		check.Must(f.Create(f.writer(), q))(t)
	}
	check.Must(f.Create(f.writer(), knowledge.Question{Zh: knowledge.Text{Question: "会员折扣", Answer: "草稿"}}))(t)
	found := check.Must(f.Suggest(f.as("usr_1", knowledge.PermFAQ), "会员折扣", 3))(t)
	check.Equal(t, len(found), 1)
	check.Equal(t, found[0].Text, "95 折")
	check.Equal(t, found[0].Lang, "zh-CN")
}

func TestSuggestedReplies(t *testing.T) {
	t.Parallel()
	s := knowledge.New(knowledge.Deps{Run: &unit.Memory{}, Clock: clock.Fixed(knowledgetest.Epoch), Store: knowledgetest.NewMemory(), Directory: words{}, Words: words{}})
	f := faq{t: t}
	me, other := f.as("usr_1", knowledge.PermUse), f.as("usr_2", knowledge.PermUse)
	later := knowledgetest.Epoch.Add(time.Hour)
	for _, r := range []knowledge.Reply{
		{Content: knowledge.Content{Title: "退款流程", Body: "{{customer.name|您}}好，在“我的订单”提交申请"}},
		{Content: knowledge.Content{Title: "退款说明", Body: "将来的"}, EffectiveFrom: &later},
	} {
		r.Tree = knowledge.Tree{Scope: knowledge.Personal}
		check.Must(s.Create(me, r))(t)
	}
	titles := func(found []knowledge.Suggested) (out []string) {
		for _, one := range found {
			out = append(out, one.Title)
		}
		return out
	}
	found := check.Must(s.Suggest(me, "退款流程是怎样的", 3))(t)
	check.Equal(t, titles(found), []string{"退款流程"})
	check.Equal(t, strings.Contains(found[0].Text, "{{customer.name|您}}"), true) // the desk fills it in
	check.Equal(t, slices.Contains(titles(check.Must(s.Suggest(other, "退款流程是怎样的", 3))(t)), "退款流程"), false)
	_, err := s.Suggest(f.as("usr_1"), "退款", 3)
	check.Fault(t, err, fault.ErrDenied)
}
