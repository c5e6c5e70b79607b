package fault

// Faults that belong to no domain.
var (
	ErrInternal        = Define(Internal, "internal", "Something went wrong on our side. Please try again.", "系统出错了，请稍后再试。")
	ErrUnauthenticated = Define(Unauthenticated, "unauthenticated", "Please sign in.", "请先登录。")
	ErrDenied          = Define(Denied, "denied", "You are not allowed to do this.", "您没有执行此操作的权限。")
	ErrNotFound        = Define(NotFound, "not_found", "This does not exist, or you may not see it.", "内容不存在，或您无权查看。")
	ErrConflict        = Define(Conflict, "conflict", "Somebody changed this in the meantime. Reload and try again.", "内容已被他人修改，请刷新后重试。")
	ErrBusy            = Define(Unavailable, "busy", "The system is busy. Please try again in a moment.", "系统繁忙，请稍后再试。")
	ErrTooMany         = Define(TooMany, "too_many", "Too many attempts. Please wait a moment.", "操作过于频繁，请稍后再试。")
	ErrMalformed       = Define(Malformed, "malformed", "The request could not be read.", "无法解析该请求。")
	ErrInput           = Define(Invalid, "input", "Please check the marked fields.", "请检查标出的内容。")

	ErrRequired    = Define(Invalid, "input.required", "This is required.", "此项必填。")
	ErrTooLong     = Define(Invalid, "input.too_long", "At most {max} characters.", "最多 {max} 个字符。")
	ErrTooShort    = Define(Invalid, "input.too_short", "At least {min} characters.", "至少 {min} 个字符。")
	ErrRange       = Define(Invalid, "input.range", "Must be between {min} and {max}.", "必须在 {min} 到 {max} 之间。")
	ErrFormat      = Define(Invalid, "input.format", "This does not look right.", "格式不正确。")
	ErrEncoding    = Define(Invalid, "input.encoding", "Contains characters that cannot be stored (NUL or broken Unicode).", "包含无法保存的字符（空字符或不完整的 Unicode 字符）。")
	ErrChoice      = Define(Invalid, "input.choice", "Not one of the allowed values.", "不是允许的取值。")
	ErrTooManyOf   = Define(Invalid, "input.too_many", "At most {max} entries.", "最多 {max} 项。")
	ErrTaken       = Define(Conflict, "input.taken", "This is already in use.", "已被占用。")
	ErrUnknownItem = Define(Invalid, "input.unknown", "Refers to something that does not exist.", "引用的内容不存在。")
	ErrCursor      = Define(Malformed, "page.cursor", "The page cursor is not valid.", "分页游标无效。")
)
