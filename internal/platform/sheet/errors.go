package sheet

import "frontdesk/internal/base/fault"

// Faults of files that are read.
var (
	ErrUnreadable     = fault.Define(fault.Invalid, "sheet.unreadable", "The file is not a table that can be read. Save it as an Excel workbook (.xlsx) or CSV (UTF-8) and try again.", "无法读取该文件，请另存为 Excel 工作簿（.xlsx）或 CSV（UTF-8）后重试。")
	ErrOldWorkbook    = fault.Define(fault.Unsupported, "sheet.old_workbook", "This workbook has an old format (.xls) or a password. In Excel choose Save As, Excel Workbook (.xlsx), without a password.", "这是旧格式（.xls）或带密码的工作簿。请在 Excel 中“另存为”“Excel 工作簿（.xlsx）”并去掉密码。")
	ErrTooLarge       = fault.Define(fault.TooLarge, "sheet.too_large", "The file is too large; at most {max} MB.", "文件过大，最大 {max} MB。")
	ErrTooManyRows    = fault.Define(fault.Invalid, "sheet.too_many_rows", "The file has too many rows; at most {max}.", "文件行数过多，最多 {max} 行。")
	ErrTooManyColumns = fault.Define(fault.Invalid, "sheet.too_many_columns", "The file has too many columns; at most {max}.", "文件列数过多，最多 {max} 列。")
)
