package bench

import "frontdesk/internal/base/fault"

// Faults of measuring.
var (
	ErrUnknown = fault.Define(fault.Invalid, "bench.unknown", "There is no bench {name}: store, chat, visitors, inbox, start, words.", "没有名为 {name} 的性能测试，可选：store、chat、visitors、inbox、start、words。")
	ErrClients = fault.Define(fault.Internal, "bench.clients", "The measuring clients failed: {detail}.", "测试客户端失败：{detail}。")
	ErrServer  = fault.Define(fault.Internal, "bench.server", "The measured server did not start or answer: {detail}.", "被测服务未能启动或响应：{detail}。")
	ErrMissed  = fault.Define(fault.Internal, "bench.missed", "Only {got} of {want} connections could be reached.", "{want} 个连接中只有 {got} 个可达。")
)
