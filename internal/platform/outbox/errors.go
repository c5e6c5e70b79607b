package outbox

import "frontdesk/internal/base/fault"

// ErrCursor says that a cursor cannot be continued: it is not one of ours, or the log has started a new life since.
var ErrCursor = fault.Define(fault.Gone, "outbox.cursor",
	"This position in the event log is not known any more. Start over from the present state.",
	"事件日志中已没有这个位置，请从当前状态重新开始。")
