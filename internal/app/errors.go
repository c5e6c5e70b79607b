package app

import "frontdesk/internal/base/fault"

// Faults of starting up.
var (
	ErrDataDir     = fault.Define(fault.Internal, "start.data_dir", "The data folder {dir} cannot be made or opened. Check its permissions, or choose another with --data.", "无法创建或打开数据目录 {dir}。请检查权限，或用 --data 指定其他目录。")
	ErrListen      = fault.Define(fault.Unavailable, "start.listen", "Cannot listen on {address}. Another program may use the port; choose another with --listen.", "无法监听 {address}，端口可能被其他程序占用。请用 --listen 指定其他地址。")
	ErrCertificate = fault.Define(fault.Invalid, "start.certificate", "The certificate {file} and its key cannot be used.", "证书 {file} 及其私钥无法使用。")
	ErrNoApps      = fault.Define(fault.NotFound, "start.no_apps", "This program was built without its web pages. Build it with make build.", "此程序构建时未包含网页，请使用 make build 构建。")
)
