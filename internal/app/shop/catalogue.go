package shop

// text is a text of the shop in its two languages.
type text struct{ Zh, En string }

// item is a product on sale.
type item struct {
	Slug   string // also names its drawing
	Price  string
	Before string // the price before a reduction; empty without one
	Tone   string // the colour behind it
	Name   text
	Line   text
	About  text
	Facts  []text
}

var items = []item{
	{
		Slug: "lamp", Price: "¥399", Tone: "amber",
		Name:  text{"守夜阅读灯", "Nightwatch reading lamp"},
		Line:  text{"像灯塔一样，只照亮你这一页", "Lights your page and leaves the room asleep"},
		About: text{"实心山毛榉灯臂，三段色温，旋钮无级调光。灯头可转 300°，夜里翻书不打扰身边的人。", "A solid beech arm, three colour temperatures and a dial without steps. The head turns by 300°, so you can read while somebody next to you sleeps."},
		Facts: []text{{"功率 8 W，2700–4000 K", "8 W, 2700–4000 K"}, {"山毛榉、粉末涂层钢", "Beech, powder-coated steel"}, {"线长 1.8 米", "1.8 m cable"}, {"质保 3 年", "3-year warranty"}},
	},
	{
		Slug: "purifier", Price: "¥1,299", Before: "¥1,499", Tone: "mist",
		Name:  text{"晨雾空气净化器", "Morning Mist air purifier"},
		Line:  text{"客厅 40 平米，安静到忘了它", "For rooms up to 40 m², quiet enough to forget"},
		About: text{"双层 H13 滤网，CADR 450 m³/h，睡眠档只有 21 分贝。滤网寿命由传感器计算，不会提前催你更换。", "Two H13 filters, 450 m³/h of clean air and 21 dB at night. A sensor counts the life of the filter, so it never asks for a new one too early."},
		Facts: []text{{"适用面积 40 m²", "Up to 40 m²"}, {"睡眠档 21 dB", "21 dB at night"}, {"滤网约 12 个月", "Filter lasts about 12 months"}, {"质保 2 年", "2-year warranty"}},
	},
	{
		Slug: "chair", Price: "¥1,899", Tone: "moss",
		Name:  text{"湾岸单人椅", "Harbour armchair"},
		Line:  text{"坐下来，就不想再开会了", "Sit down once and cancel the meeting"},
		About: text{"整块海绵分三种密度裁切，椅套可拆洗。白蜡木椅脚免工具安装，十分钟就能坐进去。", "One block of foam cut in three densities, with a cover that comes off for washing. The ash legs screw in by hand: ten minutes from box to book."},
		Facts: []text{{"宽 78 × 深 82 × 高 76 厘米", "78 × 82 × 76 cm"}, {"可拆洗椅套", "Washable cover"}, {"承重 150 公斤", "Carries 150 kg"}, {"送货上门并带走包装", "Delivered to the room, packaging taken back"}},
	},
	{
		Slug: "tea", Price: "¥268", Tone: "clay",
		Name:  text{"远山茶具", "Far Hills tea set"},
		Line:  text{"一壶四杯，刚好一场聊天", "One pot, four cups, one good talk"},
		About: text{"景德镇手工拉坯，釉色每一窑都略有不同。壶嘴断水利落，杯沿薄而不烫手。", "Thrown by hand in Jingdezhen; the glaze is a little different in every firing. The spout does not drip and the rims stay cool."},
		Facts: []text{{"壶 320 毫升，杯 70 毫升 ×4", "Pot 320 ml, four cups of 70 ml"}, {"可进洗碗机", "Dishwasher safe"}, {"破损包赔", "Replaced if it arrives broken"}},
	},
	{
		Slug: "robot", Price: "¥2,199", Tone: "slate",
		Name:  text{"小岛扫地机器人", "Islet robot vacuum"},
		Line:  text{"会绕开猫，也会绕开袜子", "Goes around the cat, and around the sock"},
		About: text{"结构光避障，边扫边拖，回到基站自己洗拖布、自己烘干。App 支持分区和禁区，地图只存在机器里。", "Sees what lies on the floor, sweeps and mops in one go, then washes and dries its own mop. The map of your home stays in the machine."},
		Facts: []text{{"续航 180 分钟", "Runs for 180 minutes"}, {"基站自动集尘、洗拖布", "Empties and washes itself"}, {"仅支持 2.4 GHz Wi-Fi", "2.4 GHz Wi-Fi"}, {"质保 2 年", "2-year warranty"}},
	},
	{
		Slug: "throw", Price: "¥329", Tone: "wheat",
		Name:  text{"麦田盖毯", "Wheatfield throw"},
		Line:  text{"新西兰羊毛，晒过太阳的颜色", "New Zealand wool in the colour of August"},
		About: text{"双面提花，一面浓一面淡。边缘手工打结，越洗越软。", "Woven with two faces, one deep and one pale. The fringe is knotted by hand, and it gets softer with every wash."},
		Facts: []text{{"130 × 180 厘米", "130 × 180 cm"}, {"100% 羊毛", "100% wool"}, {"冷水手洗", "Wash by hand, cold"}},
	},
	{
		Slug: "shelf", Price: "¥899", Tone: "plum",
		Name:  text{"回声书架", "Echo bookshelf"},
		Line:  text{"一格一格，随你长大", "Grows box by box"},
		About: text{"FAS 级橡木，榫卯连接，不用一颗螺丝。买一格或十格，都能稳稳叠起来。", "Solid oak with joints instead of screws. Buy one box or ten: they lock together and stand firm."},
		Facts: []text{{"单格 40 × 40 × 30 厘米", "Each box 40 × 40 × 30 cm"}, {"每格承重 25 公斤", "25 kg a box"}, {"水性木蜡油", "Water-based wax"}},
	},
	{
		Slug: "diffuser", Price: "¥159", Tone: "sage",
		Name:  text{"松针香薰", "Pine needle diffuser"},
		Line:  text{"雨后松林，淡淡一点就够", "A pine wood after rain, and not a drop more"},
		About: text{"松针、雪松与一点点佛手柑。藤条慢慢散香，大约两个月。", "Pine, cedar and a trace of bergamot. Rattan sticks release it slowly, for about two months."},
		Facts: []text{{"120 毫升", "120 ml"}, {"约 60 天", "About 60 days"}, {"不含酒精", "No alcohol"}},
	},
}
