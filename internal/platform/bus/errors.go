package bus

import "frontdesk/internal/base/fault"

// Faults of the bus.
var (
	ErrTooLarge = fault.Define(fault.TooLarge, "bus.too_large", "The message is too large for the bus.", "消息超出内部总线的大小限制。")
	ErrSubject  = fault.Define(fault.Malformed, "bus.subject", "The address of a message on the bus is not valid.", "内部总线地址无效。")
	ErrNoAnswer = fault.Define(fault.Unavailable, "bus.no_answer", "A part of the system does not answer. Please try again in a moment.", "系统部分服务暂无响应，请稍后再试。")
	ErrClosed   = fault.Define(fault.Unavailable, "bus.closed", "The system is shutting down. Please try again in a moment.", "系统正在重启，请稍后再试。")
)
