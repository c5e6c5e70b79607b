package intake

import "frontdesk/internal/base/fault"

// ErrNoFiles says that a channel takes no files of visitors.
var ErrNoFiles = fault.Define(fault.Invalid, "widget.no_files", "Files cannot be sent here.", "此处不支持发送文件。")
