package knowledge

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrNotFound       = fault.Define(fault.NotFound, "reply.not_found", "This quick reply does not exist.", "该快捷回复不存在。")
	ErrFolderNotFound = fault.Define(fault.NotFound, "reply.folder_not_found", "This folder does not exist.", "该分组不存在。")
	ErrFolderFull     = fault.Define(fault.Conflict, "reply.folder_not_empty", "Move or delete what is in this folder first.", "请先移走或删除分组内的内容。")
	ErrLoop           = fault.Define(fault.Invalid, "reply.folder_loop", "A folder cannot be moved into itself.", "不能把分组移动到它自己的下级。")
	ErrTooDeep        = fault.Define(fault.Invalid, "reply.folder_depth", "Folders have at most {max} levels.", "分组最多 {max} 级。")
	ErrFolderName     = fault.Define(fault.Invalid, "reply.folder_name", "The name of a folder cannot hold a slash.", "分组名称不能包含斜杠。")
	ErrTooMany        = fault.Define(fault.Conflict, "reply.too_many", "A workspace can have at most {max} quick replies.", "每个工作区最多 {max} 条快捷回复。")
	ErrTooManyFolders = fault.Define(fault.Conflict, "reply.too_many_folders", "A workspace can have at most {max} folders.", "每个工作区最多 {max} 个分组。")
	ErrVariable       = fault.Define(fault.Invalid, "reply.variable", "There is no variable {name}.", "没有名为 {name} 的变量。")
	ErrUnclosed       = fault.Define(fault.Invalid, "reply.unclosed", "A variable is opened with two braces and not closed: {text}", "变量缺少结尾的大括号：{text}")
	ErrShortcut       = fault.Define(fault.Invalid, "reply.shortcut", "Letters, digits, Chinese characters, - and _ only, no spaces.", "只能包含字母、数字、汉字、- 和 _，不能有空格。")
	ErrPeriod         = fault.Define(fault.Invalid, "reply.period", "The end lies before the beginning.", "失效时间早于生效时间。")
	ErrOwnReview      = fault.Define(fault.Denied, "reply.own_review", "Somebody else has to approve what you wrote.", "不能审核自己提交的内容，请由他人审核。")
	ErrReview         = fault.Define(fault.Conflict, "reply.review", "This is not possible in the present review state.", "当前审核状态下不能执行此操作。")
	ErrFileNotFound   = fault.Define(fault.NotFound, "reply.file_not_found", "This file does not exist, or no longer.", "该文件不存在或已被移除。")
	ErrDate           = fault.Define(fault.Invalid, "reply.date", "Write a date as 2026-01-31 or 2026-01-31 09:00.", "日期请写成 2026-01-31 或 2026-01-31 09:00。")
	ErrColumn         = fault.Define(fault.Invalid, "reply.column", "The first row has to name the columns; title and text are missing.", "首行须为列名，且至少包含“标题”和“内容”。")

	ErrQuestionNotFound  = fault.Define(fault.NotFound, "faq.not_found", "This question does not exist.", "该问题不存在。")
	ErrCategoryNotFound  = fault.Define(fault.NotFound, "faq.category_not_found", "This category does not exist.", "该分类不存在。")
	ErrCategoryFull      = fault.Define(fault.Conflict, "faq.category_not_empty", "Move or delete what is in this category first.", "请先移走或删除分类内的内容。")
	ErrCategoryLoop      = fault.Define(fault.Invalid, "faq.category_loop", "A category cannot be moved into itself.", "不能把分类移动到它自己的下级。")
	ErrCategoryDepth     = fault.Define(fault.Invalid, "faq.category_depth", "Categories have at most {max} levels.", "分类最多 {max} 级。")
	ErrCategoryName      = fault.Define(fault.Invalid, "faq.category_name", "The name of a category cannot hold a slash.", "分类名称不能包含斜杠。")
	ErrTooManyQuestions  = fault.Define(fault.Conflict, "faq.too_many", "A workspace can have at most {max} questions.", "每个工作区最多 {max} 个问题。")
	ErrTooManyCategories = fault.Define(fault.Conflict, "faq.too_many_categories", "A workspace can have at most {max} categories.", "每个工作区最多 {max} 个分类。")
	ErrNoQuestion        = fault.Define(fault.Invalid, "faq.no_question", "Write the question in one language at least.", "请至少用一种语言填写问题。")
	ErrNotWhole          = fault.Define(fault.Invalid, "faq.not_whole", "To be published, a language needs a question and an answer.", "发布前，同一语言的问题和答案都要填写。")
	ErrQuestionColumn    = fault.Define(fault.Invalid, "faq.column", "The first row has to name the columns; question and answer are missing.", "首行须为列名，且至少包含“问题”和“答案”。")
	ErrYesNo             = fault.Define(fault.Invalid, "faq.yes_no", "Write yes or no.", "请填写“是”或“否”。")
)
