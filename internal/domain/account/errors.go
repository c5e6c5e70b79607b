package account

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrWorkspaceNotFound = fault.Define(fault.NotFound, "account.workspace_not_found", "This workspace does not exist.", "该工作区不存在。")
	ErrAlreadySetUp      = fault.Define(fault.Conflict, "account.already_set_up", "The system has been set up already. Please sign in.", "系统已完成初始化，请直接登录。")
	ErrStale             = fault.Define(fault.Conflict, "account.stale", "Somebody changed this in the meantime. Reload and try again.", "内容已被他人修改，请刷新后重试。")
	ErrSlug              = fault.Define(fault.Invalid, "account.slug", "Only lower-case letters, digits and hyphens between them.", "只能使用小写字母、数字以及中间的连字符。")
	ErrSlugTaken         = fault.Define(fault.Conflict, "account.slug_taken", "This address is already in use.", "该地址已被占用。")
	ErrZone              = fault.Define(fault.Invalid, "account.zone", "Not a known time zone, such as Asia/Shanghai.", "不是有效的时区，例如 Asia/Shanghai。")
	ErrInterval          = fault.Define(fault.Invalid, "account.interval", "The end must be later than the beginning.", "结束时间必须晚于开始时间。")
	ErrOverlap           = fault.Define(fault.Invalid, "account.overlap", "Overlaps the hours before it.", "与前一时段重叠。")
	ErrCalendarNotFound  = fault.Define(fault.NotFound, "account.calendar_not_found", "This calendar does not exist.", "该日历不存在。")
	ErrNoDemo            = fault.Define(fault.NotFound, "account.no_demo", "This workspace holds no sample data.", "该工作区没有示例数据。")
	ErrCalendarLimit     = fault.Define(fault.Invalid, "account.calendar_limit", "A workspace has at most {max} calendars.", "每个工作区最多 {max} 个日历。")
)
