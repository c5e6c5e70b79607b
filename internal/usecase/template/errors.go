package template

import "frontdesk/internal/base/fault"

// Faults of templates.
var (
	ErrNotFound = fault.Define(fault.NotFound, "template.not_found", "There is no such template.", "没有这个行业模板。")
	ErrFormat   = fault.Define(fault.Invalid, "template.format", "This program reads templates of format {format}.", "本程序支持的模板格式版本为 {format}。")
	ErrKey      = fault.Define(fault.Invalid, "template.key", "Lower-case letters, digits and hyphens between them; not \"empty\".", "只能使用小写字母、数字以及中间的连字符，且不能为 “empty”。")
	ErrTwice    = fault.Define(fault.Invalid, "template.twice", "The same name stands here twice.", "名称重复。")
	ErrDeep     = fault.Define(fault.Invalid, "template.deep", "At most {max} levels.", "最多 {max} 级。")
	ErrWeek     = fault.Define(fault.Invalid, "template.week", "Days are mon, tue, wed, thu, fri, sat, sun, mon-fri, sat-sun or all.", "日期应写作 mon、tue、wed、thu、fri、sat、sun、mon-fri、sat-sun 或 all。")
	ErrTimes    = fault.Define(fault.Invalid, "template.times", "Times are written \"09:00-12:00 13:30-18:00\", the earlier first.", "时间应写作 “09:00-12:00 13:30-18:00”，按先后顺序。")
	ErrDays     = fault.Define(fault.Invalid, "template.days", "Days are written 2027-05-01, the last not before the first, at most 31 of them.", "日期应写作 2027-05-01，结束日期不早于开始日期，最多 31 天。")
	ErrSet      = fault.Define(fault.Invalid, "template.set", "There is no such list of holidays.", "没有这个节假日列表。")
	ErrFolder   = fault.Define(fault.Invalid, "template.folder", "The folder of templates cannot be read.", "无法读取模板文件夹。")
	ErrMany     = fault.Define(fault.Invalid, "template.many", "At most {max} files are read.", "最多读取 {max} 个文件。")
)
