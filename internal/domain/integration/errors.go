package integration

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrNotFound         = fault.Define(fault.NotFound, "webhook.not_found", "This webhook does not exist.", "该 Webhook 不存在。")
	ErrDeliveryNotFound = fault.Define(fault.NotFound, "webhook.delivery_not_found", "This delivery does not exist.", "该投递记录不存在。")
	ErrTooMany          = fault.Define(fault.Conflict, "webhook.too_many", "A workspace can have at most {max} webhooks.", "每个工作区最多 {max} 个 Webhook。")
	ErrOff              = fault.Define(fault.Conflict, "webhook.off", "Switch the webhook on first.", "请先启用该 Webhook。")
	ErrUnderWay         = fault.Define(fault.Conflict, "webhook.under_way", "This delivery is still being tried.", "该投递仍在重试中。")
	ErrPattern          = fault.Define(fault.Invalid, "webhook.pattern", "Write *, conversation.* or conversation.opened.", "请填写 *、conversation.* 或 conversation.opened 这样的事件名。")
	ErrAppNotFound      = fault.Define(fault.NotFound, "app.not_found", "This app does not exist.", "该应用不存在。")
	ErrTooManyApps      = fault.Define(fault.Conflict, "app.too_many", "A workspace can have at most {max} apps.", "每个工作区最多 {max} 个应用。")
	ErrAppURL           = fault.Define(fault.Invalid, "app.url", "An address with https, on another site than this one.", "请填写 https 网址，且不能与本系统同域。")
	ErrSignature        = fault.Define(fault.Unauthenticated, "webhook.signature", "The signature is not valid.", "签名无效。")
)
