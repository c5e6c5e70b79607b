package httpx

import "frontdesk/internal/base/fault"

// Faults of the protocol itself.
var (
	ErrCSRF        = fault.Define(fault.Denied, "http.csrf", "The page is out of date. Reload it and try again.", "页面已过期，请刷新后重试。")
	ErrOrigin      = fault.Define(fault.Denied, "http.origin", "This site may not use the widget.", "该网站无权使用此组件。")
	ErrTooLarge    = fault.Define(fault.TooLarge, "http.too_large", "The request is larger than allowed.", "请求内容超出大小限制。")
	ErrMediaType   = fault.Define(fault.Unsupported, "http.media_type", "This content type is not accepted here.", "不支持该内容类型。")
	ErrMethod      = fault.Define(fault.Malformed, "http.method", "This address does not know that method.", "该地址不支持此请求方法。")
	ErrNoRoute     = fault.Define(fault.NotFound, "http.no_route", "There is nothing at this address.", "该地址不存在。")
	ErrKey         = fault.Define(fault.Malformed, "http.idempotency_key", "The Idempotency-Key must be 1 to 100 printable characters.", "Idempotency-Key 必须为 1 到 100 个可打印字符。")
	ErrKeyReused   = fault.Define(fault.Conflict, "http.idempotency_reused", "This Idempotency-Key was already used for another request.", "该 Idempotency-Key 已用于其他请求。")
	ErrUnknownName = fault.Define(fault.Invalid, "input.unknown_field", "There is no such field.", "没有这个字段。")
	ErrType        = fault.Define(fault.Invalid, "input.type", "This has the wrong type.", "类型不正确。")
	ErrMinimum     = fault.Define(fault.Invalid, "input.minimum", "Must be at least {min}.", "不能小于 {min}。")
	ErrMaximum     = fault.Define(fault.Invalid, "input.maximum", "Must be at most {max}.", "不能大于 {max}。")
	ErrTooFewOf    = fault.Define(fault.Invalid, "input.too_few", "At least {min} entries.", "至少 {min} 项。")
	ErrDuplicate   = fault.Define(fault.Invalid, "input.duplicate", "Contains the same entry twice.", "包含重复的项。")
)
