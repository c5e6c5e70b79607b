package insight

import "frontdesk/internal/base/fault"

// ErrPeriod says that the days of a report do not make a period.
var ErrPeriod = fault.Define(fault.Invalid, "insight.period",
	"Choose a period of at most {max} days that does not end before it begins.", "请选择有效的时间范围，最长 {max} 天。")
