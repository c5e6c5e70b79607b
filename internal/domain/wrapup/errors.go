package wrapup

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrSummaryMissing   = fault.Define(fault.Conflict, "wrapup.required", "This team ends a conversation with a summary. Please write one first.", "该技能组要求填写会话小结，请先填写。")
	ErrCategoryNotFound = fault.Define(fault.NotFound, "wrapup.category_not_found", "This category does not exist.", "该分类不存在。")
	ErrTooManyOf        = fault.Define(fault.Conflict, "wrapup.too_many", "A workspace can have at most {max} categories.", "每个工作区最多 {max} 个分类。")
	ErrTooDeep          = fault.Define(fault.Invalid, "wrapup.too_deep", "Categories have at most {max} levels.", "分类最多 {max} 级。")
	ErrLoop             = fault.Define(fault.Invalid, "wrapup.loop", "A category cannot stand below itself.", "分类不能移动到自己的下级。")
	ErrUsed             = fault.Define(fault.Conflict, "wrapup.used", "This category is in use. Archive it instead.", "该分类已被使用，请改为归档。")
	ErrHasChildren      = fault.Define(fault.Conflict, "wrapup.has_children", "There are categories below this one. Delete or move them first.", "该分类下还有子分类，请先删除或移动。")
	ErrNotChoosable     = fault.Define(fault.Invalid, "wrapup.not_choosable", "Choose a category of the last level that is not archived.", "请选择未归档的末级分类。")
	ErrPeriod           = fault.Define(fault.Invalid, "wrapup.period", "Choose a period of at most {max} days that does not end before it begins.", "请选择有效的时间范围，最长 {max} 天。")
	ErrRowGap           = fault.Define(fault.Invalid, "wrapup.row_gap", "A level is empty although a deeper one is filled.", "上级分类为空，但下级分类已填写。")
	ErrFile             = fault.Define(fault.Invalid, "wrapup.file", "The file cannot be used. Nothing was imported.", "文件有误，未导入任何内容。")
)
