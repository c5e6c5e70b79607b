package customer

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrNotFound        = fault.Define(fault.NotFound, "customer.not_found", "This customer does not exist.", "该客户不存在。")
	ErrVisitorNotFound = fault.Define(fault.NotFound, "customer.visitor_not_found", "This visitor does not exist.", "该访客不存在。")
	ErrTagNotFound     = fault.Define(fault.NotFound, "tag.not_found", "This tag does not exist.", "该标签不存在。")
	ErrTagTaken        = fault.Define(fault.Conflict, "tag.taken", "There is already a tag with this name.", "已有同名标签。")
	ErrTooManyTags     = fault.Define(fault.Conflict, "tag.too_many", "A workspace can have at most {max} tags.", "每个工作区最多 {max} 个标签。")
	ErrAttributes      = fault.Define(fault.Invalid, "customer.attributes",
		"Attributes are texts, numbers or yes/no values, together at most 8 KB.", "属性值只能是文本、数字或是否，合计不超过 8 KB。")
	ErrLink            = fault.Define(fault.Invalid, "customer.link", "Only web addresses that begin with https:// or http://.", "仅支持以 https:// 或 http:// 开头的网址。")
	ErrCards           = fault.Define(fault.Invalid, "customer.cards", "Cards hold at most {max} KB together.", "卡片内容合计不能超过 {max} KB。")
	ErrFieldNotFound   = fault.Define(fault.NotFound, "field.not_found", "This field does not exist.", "该字段不存在。")
	ErrTooManyFields   = fault.Define(fault.Conflict, "field.too_many", "There can be at most {max} fields.", "最多 {max} 个字段。")
	ErrFieldsMissing   = fault.Define(fault.Conflict, "field.missing", "Fill this in before you end the conversation: {en}.", "结束会话前请填写：{zh}。")
	ErrNoChoice        = fault.Define(fault.Invalid, "field.no_choice", "Only fields to choose from have options.", "只有选择类字段才有选项。")
	ErrOptionTwice     = fault.Define(fault.Invalid, "field.option_twice", "This option is there already.", "选项名称重复。")
	ErrNumber          = fault.Define(fault.Invalid, "field.number", "Write a number.", "请填写数字。")
	ErrDate            = fault.Define(fault.Invalid, "field.date", "Write a date as 2026-01-31.", "日期请写成 2026-01-31。")
	ErrDays            = fault.Define(fault.Invalid, "field.days", "Write a number of days from 1 to 3660.", "请填写 1 到 3660 之间的天数。")
	ErrLongText        = fault.Define(fault.Invalid, "field.long", "At most 1,000 characters.", "最多 1000 个字符。")
	ErrSegmentNotFound = fault.Define(fault.NotFound, "segment.not_found", "This segment does not exist.", "该客户分群不存在。")
	ErrTooManySegments = fault.Define(fault.Conflict, "segment.too_many", "There can be at most {max} segments.", "最多 {max} 个客户分群。")
	ErrNoteNotFound    = fault.Define(fault.NotFound, "customer.note_not_found", "This note does not exist.", "该备注不存在。")
	ErrNoteAuthor      = fault.Define(fault.Denied, "customer.note_author", "Only its author can change a note.", "只有作者本人可以修改备注。")
)
