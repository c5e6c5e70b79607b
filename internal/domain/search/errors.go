package search

import "frontdesk/internal/base/fault"

// ErrQuery says that there is nothing to look for.
var ErrQuery = fault.Define(fault.Invalid, "search.query", "Type at least one letter or digit.", "请输入至少一个文字或数字。")
