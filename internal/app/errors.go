package app

import "frontdesk/internal/base/fault"

// Faults of starting up.
var (
	ErrDataDir     = fault.Define(fault.Internal, "start.data_dir", "The data folder {dir} cannot be made or opened. Check its permissions, or choose another with --data.", "无法创建或打开数据目录 {dir}。请检查权限，或用 --data 指定其他目录。")
	ErrListen      = fault.Define(fault.Unavailable, "start.listen", "Cannot listen on {address}. Another program may use the port; choose another with --listen.", "无法监听 {address}，端口可能被其他程序占用。请用 --listen 指定其他地址。")
	ErrCertificate = fault.Define(fault.Invalid, "start.certificate", "The certificate {file} and its key cannot be used.", "证书 {file} 及其私钥无法使用。")
	ErrNoApps      = fault.Define(fault.NotFound, "start.no_apps", "This program was built without its web pages. Build it with make build.", "此程序构建时未包含网页，请使用 make build 构建。")
)

// Faults of back-ups.
var (
	ErrBackupThere = fault.Define(fault.Unsupported, "backup.not_empty", "{dir} is not an empty folder. Name a new one for each back-up.", "{dir} 不是空目录，请为每次备份指定新的目录。")
	ErrNoBackup    = fault.Define(fault.NotFound, "restore.no_backup", "{dir} holds no back-up of the database that can be copied.", "{dir} 中没有可复制的数据库备份。")
	ErrRestoreOver = fault.Define(fault.Unsupported, "restore.not_empty", "The data folder {dir} holds a database already. Move it away, or name another folder with --data.", "数据目录 {dir} 中已有数据库。请先移走，或用 --data 指定其他目录。")
	ErrCopy        = fault.Define(fault.Unavailable, "backup.copy", "Not everything could be copied to {dir}. Check its space and permissions, and begin again with a new folder.", "未能完整复制到 {dir}。请检查空间和权限，并换一个新目录重试。")
)

// Faults that the doctor finds.
var (
	ErrUnwell   = fault.Define(fault.Internal, "doctor.unwell", "{count} of the checks failed.", "有 {count} 项检查未通过。")
	ErrNoRoom   = fault.Define(fault.Unavailable, "doctor.no_room", "Only {free} MB are free; at least {least} MB are needed. Free some space.", "剩余空间仅 {free} MB，至少需要 {least} MB，请清理磁盘。")
	ErrNotWrite = fault.Define(fault.Unavailable, "doctor.read_only", "The folder {dir} cannot be written. Check its owner, permissions and mount options.", "目录 {dir} 不可写，请检查属主、权限和挂载选项。")
	ErrClock    = fault.Define(fault.Internal, "doctor.clock", "The clock of this machine says {now}, which cannot be. Set it, best by NTP.", "本机时间为 {now}，明显有误，请校准（建议使用 NTP）。")
	ErrBusAway  = fault.Define(fault.Unavailable, "doctor.bus", "The NATS servers cannot be reached. Check bus.urls and that they run.", "无法连接 NATS 服务器，请检查 bus.urls 以及服务是否在运行。")
)
