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
	ErrLink  = fault.Define(fault.Invalid, "customer.link", "Only web addresses that begin with https:// or http://.", "仅支持以 https:// 或 http:// 开头的网址。")
	ErrCards = fault.Define(fault.Invalid, "customer.cards", "Cards hold at most {max} KB together.", "卡片内容合计不能超过 {max} KB。")
)
