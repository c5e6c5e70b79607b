package channel

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrNotFound         = fault.Define(fault.NotFound, "channel.not_found", "This channel does not exist.", "该渠道不存在。")
	ErrWidgetUnknown    = fault.Define(fault.NotFound, "widget.unknown", "This chat is not set up, or was removed.", "该在线客服不存在或已被移除。")
	ErrWidgetOff        = fault.Define(fault.Gone, "widget.off", "This chat is switched off.", "该在线客服已停用。")
	ErrOrigin           = fault.Define(fault.Denied, "widget.origin", "This site may not use this chat.", "该网站无权使用此在线客服。")
	ErrToken            = fault.Define(fault.Unauthenticated, "widget.token", "The chat session is not valid or has ended.", "聊天会话无效或已结束。")
	ErrIdentity         = fault.Define(fault.Denied, "widget.identity", "The signed identity was not accepted.", "访客身份签名未通过验证。")
	ErrIdentityRequired = fault.Define(fault.Denied, "widget.identity_required", "This chat is for signed-in visitors of the site.", "此在线客服仅限已登录的访客使用。")
	ErrNoSecret         = fault.Define(fault.Conflict, "channel.no_secret", "Make a secret first.", "请先生成密钥。")
	ErrOriginPattern    = fault.Define(fault.Invalid, "channel.origin_pattern",
		"Write a site as https://shop.example, shop.example or *.shop.example.", "请填写 https://shop.example、shop.example 或 *.shop.example 这样的网站地址。")
	ErrPublicKey = fault.Define(fault.Invalid, "channel.public_key", "A PEM-encoded public key on the curve P-256 is needed.", "需要 PEM 格式的 P-256 公钥。")
	// ErrAlertOrder says that the second limit of an unanswered message comes before the first.
	ErrAlertOrder = fault.Define(fault.Invalid, "channel.alert_order", "The alert must come after the warning.", "告警时间须晚于预警时间。")
	// ErrVariable says that a text asks for something that is not known when it is said.
	ErrVariable = fault.Define(fault.Invalid, "channel.variable", "There is no variable {name} here.", "此处不支持变量 {name}。")
	// ErrBusyOrder says that a customer would be told of a long wait before being told of the queue.
	ErrBusyOrder = fault.Define(fault.Invalid, "channel.busy_order", "This text must come after the one for the queue.", "繁忙提示须晚于排队提示。")
)
