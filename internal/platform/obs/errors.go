package obs

import "frontdesk/internal/base/fault"

// ErrMemory says that the system does not tell how much memory a process uses.
var ErrMemory = fault.Define(fault.Unsupported, "obs.memory", "This system does not tell how much memory a process uses.", "当前系统无法提供进程内存用量。")
