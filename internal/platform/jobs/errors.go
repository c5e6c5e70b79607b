package jobs

import "frontdesk/internal/base/fault"

// ErrNotFound says that there is no such job any more.
var ErrNotFound = fault.Define(fault.NotFound, "jobs.not_found", "This job is not waiting any more.", "该任务已不在队列中。")
