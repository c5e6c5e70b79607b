package api

// object is a JSON object.
type object = map[string]any

var (
	day  = []object{{"from": "09:00", "to": "18:00"}}
	week = object{"monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day, "saturday": day, "sunday": day}
	file = []byte("plain text")
	said = object{"clientId": "c-permission-1", "body": "hello"}
)

// rule invites visitors.
var rule = object{
	"name": "Prices", "enabled": true, "message": object{"en": "May I help you?", "zh": ""},
	"when": object{"channelIds": []string{}, "pages": []string{"/prices"}, "seconds": 60, "seen": 0, "sources": []string{}, "languages": []string{}, "visitors": "all"},
}

// vip are the conditions of a segment.
var vip = []object{{"field": "level", "op": "is", "value": "vip"}}

// plan is one of routing that names what is not there.
var plan = object{
	"skills": []object{}, "queues": []object{}, "rules": []object{}, "fallback": nothing("que"), "points": object{}, "capacity": 100,
	"priorities": object{}, "levels": object{}, "learning": object{"on": false, "least": 0.7, "most": 1.3},
}

// shows is what a screen on the wall shows.
var shows = object{
	"queues": []string{}, "channels": []string{}, "parts": []string{"level"}, "period": "today", "names": false, "theme": "dark", "language": "", "rotate": 15,
}

// contents is a well-formed body for every operation that wants one: it passes the checks of form, so that the reply is
// about the right. It names nothing that exists, so that it changes nothing that others need.
var contents = map[string]any{
	"acceptWidgetPrivacy":      object{"version": 1},
	"followUpRating":           object{"state": "done", "note": "called"},
	"acceptInvite":             object{"token": "fdl_unknown", "name": "X", "password": "correct-horse-battery-9", "locale": "en"},
	"addBlock":                 object{"kind": "address", "subject": "203.0.113.9", "reason": "spam"},
	"addNote":                  said,
	"addWidgetPage":            object{"url": "https://shop.example/", "title": "Lamps"},
	"assignConversation":       object{"assigneeId": nothing("usr")},
	"changeConversations":      object{"action": "resolve", "items": []object{{"id": nothing("cnv")}}},
	"changeView":               object{"name": "Mine", "version": 1},
	"createView":               object{"name": "Mine"},
	"mergeConversation":        object{"into": nothing("cnv")},
	"splitConversation":        object{"seqs": []int{1}},
	"changePassword":           object{"password": "not the password", "newPassword": "correct-horse-battery-10"},
	"confirmSecondFactor":      object{"code": "000000"},
	"createCalendar":           object{"name": "Office", "timezone": "UTC", "hours": week},
	"createChannel":            object{"name": "Another"},
	"createInvite":             object{"email": "new@shop.example", "roleId": nothing("rol")},
	"createReply":              object{"scope": "personal", "title": "Hello", "body": "Hello"},
	"createReplyFolder":        object{"scope": "personal", "name": "Sales"},
	"createRole":               object{"name": "Night shift", "grants": object{}},
	"createTag":                object{"name": "wholesale", "colour": "teal"},
	"createTeam":               object{"name": "Night", "memberIds": []string{}},
	"createToken":              object{"name": "t", "grants": object{}},
	"createWebhook":            object{"url": "https://hooks.shop.example/", "events": []string{"*"}},
	"editEntry":                object{"body": "hello again"},
	"endSecondFactor":          object{"password": "not the password"},
	"finishPasswordReset":      object{"token": "fdl_unknown", "password": "correct-horse-battery-9"},
	"leaveWidgetMessage":       object{"clientId": "c-permission-2", "body": "call me", "email": "me@example.com"},
	"lookUpInvite":             object{"token": "fdl_unknown"},
	"whisper":                  object{"body": "offer the discount"},
	"markSeen":                 object{"seq": 1},
	"markWidgetSeen":           object{"seq": 1},
	"changePlanned":            object{"version": 1, "body": "later"},
	"planMessage":              object{"clientId": "c-permission-9", "body": "later", "sendAt": "2099-01-01T00:00:00Z"},
	"putMyActivity":            object{"idleSeconds": 0},
	"createWallboard":          object{"name": "Hall"},
	"updateWallboard":          object{"version": 1, "name": "Hall", "shows": shows},
	"makeWallboardLink":        object{},
	"putMyPresence":            object{"state": "online"},
	"putPresence":              object{"state": "busy"},
	"rateConversation":         object{"score": 5},
	"askWidgetCallBack":        object{"phone": "+8613800138000"},
	"reportCall":               object{"outcome": "reached"},
	"favourReply":              object{"on": true},
	"createFAQCategory":        object{"nameEn": "Returns"},
	"createQuestion":           object{"en": object{"question": "How to return?", "answer": "By post."}},
	"importInvites":            file,
	"importFAQ":                file,
	"importReplies":            file,
	"setReplyFiles":            object{"version": 1, "files": []string{}},
	"updateFAQCategory":        object{"version": 1},
	"updateQuestion":           object{"version": 1},
	"voteWidgetFAQ":            object{"helped": true},
	"reviewReply":              object{"version": 1, "decision": "submit"},
	"updateReply":              object{"version": 1},
	"updateReplyFolder":        object{"version": 1},
	"readNotices":              object{"all": true},
	"resetPassword":            object{},
	"resolveConversation":      object{},
	"saveDraft":                object{"kind": "note", "body": "draft"},
	"sendMessage":              said,
	"sendWidgetMessage":        said,
	"setConversationPriority":  object{"priority": "high"},
	"setConversationSentiment": object{"sentiment": "negative"},
	"setConversationTags":      object{"tagIds": []string{}},
	"setCustomerTags":          object{"tagIds": []string{}},
	"setWidgetContext":         object{"cards": []object{}},
	"createField":              object{"of": "customer", "kind": "text", "nameEn": "Plan"},
	"updateField":              object{"version": 1},
	"arrangeFields":            object{"of": "customer", "ids": []string{}},
	"setCustomerFields":        object{"values": object{}},
	"setConversationFields":    object{"values": object{}},
	"createSegment":            object{"name": "VIP", "colour": "blue", "conditions": vip},
	"updateSegment":            object{"version": 1},
	"countCustomers":           object{"conditions": vip},
	"addCustomerNote":          object{"body": "likes tea"},
	"editCustomerNote":         object{"version": 1, "body": "likes tea"},
	"markForInspection":        object{"reason": "good"},
	"finishInspection":         object{"version": 1, "state": "done"},
	"createApp":                object{"name": "CRM", "url": "https://crm.shop.example/"},
	"updateApp":                object{"version": 1},
	"launchApp":                object{"conversationId": nothing("cnv")},
	"updateTranslator":         object{"version": 0, "maxChars": 500},
	"testTranslator":           object{"url": "https://10.0.0.1/"},
	"translateMessages":        object{"entryIds": []string{nothing("ent")}, "target": "en"},
	"translateDraft":           object{"text": "hello", "target": "en"},
	"setUp": object{
		"workspace": "Second", "slug": "second", "locale": "en", "timezone": "UTC", "name": "Eve", "email": "eve@shop.example",
		"password": "correct-horse-battery-9",
	},
	"signIn":            object{"email": "nobody@shop.example", "password": "not the password"},
	"signOutUser":       object{},
	"startSecondFactor": object{"password": "not the password"},
	"applyTemplate":     object{}, "showGuide": object{"open": false},
	"simulateDemo":           object{"on": false},
	"snoozeConversation":     object{"until": "2099-01-01T00:00:00Z"},
	"startConversation":      object{"clientId": "c-permission-3", "body": "hello", "channelId": nothing("chn"), "customerId": nothing("cus")},
	"startWidgetSession":     object{"key": nothing("wgt")},
	"undoConversation":       object{"entryId": nothing("ent")},
	"putAvatar":              file,
	"uploadFile":             file,
	"uploadWidgetFile":       file,
	"updateCalendar":         object{"version": 1, "name": "Office"},
	"updateChannel":          object{"version": 1, "name": "Another"},
	"updateCustomer":         object{"version": 1, "name": "Another"},
	"updateMe":               object{"timezone": "UTC"},
	"updateRole":             object{"version": 1, "name": "Another"},
	"updateTag":              object{"version": 1, "name": "another"},
	"updateTeam":             object{"version": 1, "name": "Another"},
	"updateUser":             object{"version": 1, "name": "Another"},
	"addWord":                object{"text": "加微信", "side": "agent", "action": "report"},
	"checkReply":             object{"text": "hello"},
	"decideBlock":            object{"version": 1, "decision": "lift"},
	"importWords":            file,
	"removeWords":            object{"ids": []string{nothing("wrd")}},
	"tryWords":               object{"text": "hello", "side": "agent"},
	"updateWord":             object{"version": 1, "note": "Another"},
	"createWrapupCategory":   object{},
	"importWrapupCategories": object{},
	"setConversationSummary": object{"outcome": "resolved"},
	"setWrapupForm":          object{"version": 0, "mode": "off"},
	"updateWrapupCategory":   object{"version": 1, "nameEn": "Another"},
	"restoreSettingVersion":  object{"latest": 1},
	"revealPersonal":         object{"kind": "customer", "subjectId": "cus_01kb3n8x5e7q9r2t4v6w8y0z1a"},
	"addVisitorRule":         rule,
	"putRoutingDraft":        object{"plan": plan, "base": 1, "version": 0},
	"checkRoutingPlan":       object{"plan": plan},
	"takeNext":               object{},
	"transferToQueue":        object{"queueId": nothing("que")},
	"handOver":               object{"centreId": nothing("whk")},
	"publishRoutingPlan":     object{"version": 1},
	"restoreRoutingPlan":     object{},
	"rehearseRouting":        object{"from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z"},
	"changeRoutingDesks":     object{"userIds": []string{nothing("usr")}, "skills": object{}},
	"putRoutingDesk":         object{"version": 0, "skills": object{}, "capacity": 0, "limits": object{}},
	"changeVisitorRule":      object{"version": 1, "name": "Prices", "enabled": true, "when": rule["when"], "message": rule["message"]},
	"changeVisitorSettings":  object{"version": 999, "watch": true, "perDay": 1, "quietDays": 1},
	"inviteVisitor":          object{"body": "May I help you?"},
	"addWidgetVisit":         object{"url": "https://shop.example/", "title": "Lamps"},
	"answerWidgetInvite":     object{"answer": "shown"},
	"updateWebhook":          object{"version": 1, "description": "Another"},
	"updateWorkspace":        object{"version": 999, "name": "Another"},
}

// personal are operations for people and not for their tokens: a token changes neither credentials nor who is there.
var personal = []string{
	"changePassword", "confirmSecondFactor", "deleteAvatar", "endMySession", "endSecondFactor", "getSecondFactor",
	"listMySessions", "putAvatar", "putMyActivity", "putMyPresence", "startSecondFactor", "updateMe",
}

// aboutConversations are operations on what belongs to a person, and the grant that their tokens need for them.
var aboutConversations = map[string]string{"listNotices": "conversation.read", "readNotices": "conversation.read"}
