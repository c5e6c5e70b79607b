package run

import "frontdesk/internal/base/fault"

// Faults of this package.
var (
	ErrModules = fault.Define(fault.Internal, "run.modules", "The parts of the program do not fit together: {detail}.", "程序模块配置有误：{detail}。")
	ErrStart   = fault.Define(fault.Internal, "run.start", "{module} could not be started.", "{module} 启动失败。")
	ErrFailed  = fault.Define(fault.Internal, "run.failed", "{module} failed and stopped the program.", "{module} 出错，程序已停止。")
	ErrStop    = fault.Define(fault.Internal, "run.stop", "{module} did not stop cleanly.", "{module} 未能正常停止。")
)
