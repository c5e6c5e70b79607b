package demo

import "frontdesk/internal/domain/quality"

// pages are the addresses of the shop's pages, in the order of their names in people.txt.
var pages = []string{"", "air-purifiers", "robot-vacuums", "humidifiers", "returns", "orders", "shipping", "membership", "cart"}

// agents of browsers.
var browsers = []string{
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
	"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 14_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
	"Mozilla/5.0 (Linux; Android 13; HarmonyOS) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 MicroMessenger/8.0.50",
	"Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
}

// comments go with ratings, by language and score; not every rating has one.
var comments = map[string][6][]string{
	"zh": {
		1: {"等了太久，问题还是没有解决"}, 2: {"回复太慢了"}, 3: {"一般，规则应该写清楚一点", "还行"},
		4: {"不错，就是等了一会儿", "解释得很清楚"}, 5: {"客服很耐心，一次就解决了", "回复很快，态度特别好！", "好评，下次还来"},
	},
	"en": {
		1: {"Had to explain everything twice."}, 2: {"Slow to answer."}, 3: {"Fine, but the rules should be clearer."},
		4: {"Good help, short wait.", "Clear explanation."}, 5: {"Super quick, thank you!", "Friendly and solved in one go.", "Best support I have had in a while."},
	},
}

// complaint is what a disappointed customer says: the reasons ticked, and the words that go with them.
type complaint struct {
	Reasons []string
	Comment string
}

// complaints go with the lowest ratings, by language.
var complaints = map[string][]complaint{
	"zh": {
		{[]string{"slow"}, "等了二十多分钟才有人回复"},
		{[]string{"unsolved"}, "说好三天内退款，到现在还没到账"},
		{[]string{"unclear", "unsolved"}, "讲了半天还是不知道该怎么做"},
		{[]string{"attitude"}, "感觉有点敷衍，一直在复制粘贴"},
		{[]string{"slow", "unsolved"}, "转了三个人，问题还是没有解决"},
		{[]string{"unclear"}, ""},
	},
	"en": {
		{[]string{"slow"}, "Waited twenty minutes for the first reply."},
		{[]string{"unclear"}, "Had to explain everything twice."},
		{[]string{"unsolved"}, "The refund is still not there."},
		{[]string{"attitude"}, "Felt like talking to a script."},
		{[]string{"slow", "unsolved"}, "Passed on three times, and still no answer."},
		{[]string{"unsolved"}, ""},
	},
}

// remarks are what colleagues remember of important customers.
var remarks = map[string][]string{
	"zh": {"重要客户，优先处理；偏好电话沟通。", "企业采购联系人，发票信息已存档。", "上次物流出过问题，发货前请再次确认地址。"},
	"en": {"Key account, prefers e-mail over calls.", "Buys for several offices; invoice details are on file.", "Had a lost parcel before: confirm the address before shipping."},
}

// thanks end a conversation.
var thanks = map[string][]string{
	"zh": {"好的，谢谢你！", "明白了，非常感谢", "太好了，麻烦你们了", "收到，谢谢，没有别的问题了"},
	"en": {"Great, thank you!", "Perfect, that helps. Thanks!", "Got it, thanks. Nothing else for now.", "Thanks, that is all I needed."},
}

// impatience is what somebody writes who waits.
var impatience = map[string][]string{
	"zh": {"在吗？", "请问有人吗", "麻烦尽快回复一下，谢谢"},
	"en": {"Hello? Is anybody there?", "Still here, no rush but I would love an answer.", "Any news?"},
}

// marks are the comments on inspections, by language and reason.
var marks = map[string]map[quality.Reason]string{
	"zh": {
		quality.Good: "耐心又专业，适合做培训案例。", quality.Attitude: "语气略显生硬，客户两次表示不满。", quality.Accuracy: "退款时效说成了 24 小时，应为 1–3 个工作日。",
		quality.Complaint: "客户要求升级投诉，请看处理过程是否合规。", quality.Compliance: "未核对身份就告知了订单信息。", quality.Other: "首次响应超过 5 分钟，请核实当时的排班。",
	},
	"en": {
		quality.Good: "Calm and thorough; a good example for training.", quality.Attitude: "Sounds curt twice; the customer noticed.", quality.Accuracy: "Promised a refund within 24 hours; it takes 1–3 working days.",
		quality.Complaint: "The customer wants to escalate. Was the process followed?", quality.Compliance: "Order details given before the identity was checked.", quality.Other: "First answer took over five minutes. Please check the roster.",
	},
}

// verdicts are what inspectors found.
var verdicts = map[string][]string{
	"zh": {"已复核，扣 2 分，与本人沟通改进话术。", "流程合规，表述清楚，加入优秀案例库。"},
	"en": {"Reviewed with the agent; wording to be improved.", "Process followed, clear wording. Added to the examples."},
}

// cares are the notes of follow-ups on low scores.
var cares = map[string][]string{
	"zh": {"已电话致歉并补偿 20 元优惠券，客户接受。", "回访三次未接通，已发短信说明处理结果。", "核实为快递延误，已协调补发，客户表示理解。"},
	"en": {"Called and apologised; a £5 voucher was accepted.", "No answer after three calls; sent an e-mail with the outcome.", "The courier was late. A replacement is on its way."},
}

// later are messages that leave at a time to come.
var later = map[string][]string{
	"zh": {"您好，昨天反馈的问题已经有结果了：仓库确认包裹今天上午送达，请您留意电话。", "您好，退款已提交财务，今天会原路退回，到账后请您确认一下。", "您好，想确认一下问题是否已经解决？如果还有疑问，随时告诉我。"},
	"en": {"Good morning! The warehouse has confirmed that your parcel arrives today before noon.", "Hello again, your refund went out this morning. Please let me know once you see it.", "Just checking in: is everything working now? I am happy to help further."},
}

// goods are what agents recommend: title, price, stock, page.
var goods = map[string][][4]string{
	"zh": {{"空气净化器 A3", "¥1,299.00", "有货", "air-purifiers"}, {"扫地机器人 R5", "¥2,199.00", "有货", "robot-vacuums"}, {"加湿器 H2", "¥399.00", "仅剩 6 件", "humidifiers"}},
	"en": {{"Air purifier A3", "£149.00", "In stock", "air-purifiers"}, {"Robot vacuum R5", "£259.00", "In stock", "robot-vacuums"}, {"Humidifier H2", "£45.00", "Only 6 left", "humidifiers"}},
}
