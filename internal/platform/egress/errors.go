package egress

import "frontdesk/internal/base/fault"

// Faults of this package.
var (
	ErrBlocked  = fault.Define(fault.Invalid, "egress.blocked", "This address is not reachable from here: it belongs to a private network.", "该地址属于内部网络，不允许访问。")
	ErrAddress  = fault.Define(fault.Invalid, "egress.address", "This must be a web address that begins with https:// or http://.", "请输入以 https:// 或 http:// 开头的网址。")
	ErrRedirect = fault.Define(fault.Invalid, "egress.redirect", "The other side redirects too often or to a place that is not allowed.", "对方重定向次数过多或指向不允许的地址。")
	ErrTooLarge = fault.Define(fault.TooLarge, "egress.too_large", "The answer of the other side is too large.", "对方返回的内容过大。")
	ErrConfig   = fault.Define(fault.Invalid, "egress.allow", "The list of allowed hosts cannot be read: {entry}.", "允许访问的主机列表有误：{entry}。")
)
