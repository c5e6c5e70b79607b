package intake

import "frontdesk/internal/base/fault"

// ErrNoFiles says that a channel takes no files of visitors.
var ErrNoFiles = fault.Define(fault.Invalid, "widget.no_files", "Files cannot be sent here.", "此处不支持发送文件。")

// ErrPrivacy says that the visitor has not accepted the privacy notice as it is now.
var ErrPrivacy = fault.Define(fault.Denied, "widget.privacy", "Please accept the privacy notice first.", "请先同意隐私声明。")
