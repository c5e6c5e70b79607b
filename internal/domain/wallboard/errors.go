package wallboard

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrNotFound    = fault.Define(fault.NotFound, "wallboard.not_found", "This wallboard does not exist.", "该大屏不存在。")
	ErrTooMany     = fault.Define(fault.Conflict, "wallboard.too_many", "A workspace can have at most {max} wallboards.", "每个工作区最多 {max} 个大屏。")
	ErrTwice       = fault.Define(fault.Invalid, "wallboard.twice", "This is chosen twice.", "重复选择。")
	ErrPast        = fault.Define(fault.Invalid, "wallboard.past", "Choose a moment in the future.", "请选择将来的时间。")
	ErrLink        = fault.Define(fault.NotFound, "wallboard.link", "This link does not open a wallboard any more. Ask who gave it to you for a new one.", "该大屏链接已失效，请向提供者索取新的链接。")
	ErrLinkExpired = fault.Define(fault.NotFound, "wallboard.link_expired", "This link has expired. Ask who gave it to you for a new one.", "该大屏链接已过期，请向提供者索取新的链接。")
)
