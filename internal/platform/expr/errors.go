package expr

import "frontdesk/internal/base/fault"

// Faults of this package.
var (
	ErrLong   = fault.Define(fault.Invalid, "expr.long", "An expression has at most {max} characters and {nodes} parts.", "表达式最多 {max} 个字符、{nodes} 个部分。")
	ErrSyntax = fault.Define(fault.Invalid, "expr.syntax", "The expression cannot be read: {why} (line {line}, column {column}).", "表达式无法解析：{why}（第 {line} 行，第 {column} 列）。")
	ErrFailed = fault.Define(fault.Invalid, "expr.failed", "The expression failed on these facts.", "表达式在这些数据上执行失败。")
)
