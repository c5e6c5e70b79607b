package demo

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
