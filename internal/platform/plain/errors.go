package plain

import "frontdesk/internal/base/fault"

// Faults of files that are read.
var (
	ErrSyntax   = fault.Define(fault.Invalid, "plain.syntax", "The file cannot be read: {text}", "无法读取该文件：{text}")
	ErrTooLarge = fault.Define(fault.TooLarge, "plain.too_large", "The file is too large; at most {max} KB.", "文件过大，最大 {max} KB。")
)
