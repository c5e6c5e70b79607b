package realtime

import "frontdesk/internal/base/fault"

// Faults of accepting a socket.
var (
	ErrHandshake = fault.Define(fault.Malformed, "socket.handshake", "This address expects a WebSocket connection.", "该地址仅支持 WebSocket 连接。")
	ErrOrigin    = fault.Define(fault.Denied, "socket.origin", "This site may not connect here.", "该网站无权建立连接。")
	ErrFull      = fault.Define(fault.Unavailable, "socket.full", "Too many people are connected. Please try again in a moment.", "当前连接人数过多，请稍后再试。")
	ErrGone      = fault.Define(fault.Gone, "socket.gone", "The connection has ended.", "连接已断开。")
)
