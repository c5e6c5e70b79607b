package quality

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrNotFound = fault.Define(fault.NotFound, "quality.not_found", "This inspection mark does not exist.", "该质检标记不存在。")
	ErrTooMany  = fault.Define(fault.Conflict, "quality.too_many", "A conversation can have at most {max} inspection marks.", "每个会话最多 {max} 条质检标记。")
	ErrClosed   = fault.Define(fault.Conflict, "quality.closed", "This inspection is finished.", "该质检已完成。")
)
