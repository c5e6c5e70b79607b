package db

import (
	"context"
	"errors"
	"fmt"

	"frontdesk/internal/base/fault"
)

// ErrNoRows says that One found nothing; stores turn it into their own fault.
var ErrNoRows = errors.New("no row")

// NoRow is the store's own fault in the place of ErrNoRows; another error stays as it is.
func NoRow(err error, def *fault.Def) error {
	if errors.Is(err, ErrNoRows) {
		return def.New()
	}
	return err
}

// Faults of the database. The start-up ones are shown by the command line, which adds what to do about them.
var (
	ErrEngine       = fault.Define(fault.Invalid, "db.engine", "The database engine {engine} is not known; use sqlite or postgres.", "未知的数据库引擎 {engine}，请使用 sqlite 或 postgres。")
	ErrInUse        = fault.Define(fault.Conflict, "db.in_use", "The data folder is in use by another running Frontdesk ({path}). Stop it first, or use another data folder.", "数据目录正被另一个运行中的 Frontdesk 使用（{path}）。请先停止它，或换一个数据目录。")
	ErrLocked       = fault.Define(fault.Unavailable, "db.locked", "Another program keeps the database locked ({path}). Close shells and back-up tools that have it open.", "数据库被其他程序锁定（{path}）。请关闭正在使用它的命令行工具或备份工具。")
	ErrReadOnly     = fault.Define(fault.Unavailable, "db.read_only", "The database cannot be written ({path}). Check owner, permissions and mount options of the data folder.", "数据库不可写（{path}）。请检查数据目录的属主、权限和挂载选项。")
	ErrFolder       = fault.Define(fault.Unavailable, "db.folder", "The data folder cannot be opened ({path}). Check that it exists and may be read.", "无法打开数据目录（{path}）。请确认目录存在且可读。")
	ErrDiskFull     = fault.Define(fault.Unavailable, "db.disk_full", "The disk of the database is full. Free some space; nothing was saved.", "数据库所在磁盘已满。请清理空间；本次内容未保存。")
	ErrDisk         = fault.Define(fault.Unavailable, "db.disk", "The disk of the database reports an error. Check the disk; nothing was saved.", "数据库所在磁盘报告错误。请检查磁盘；本次内容未保存。")
	ErrDamaged      = fault.Define(fault.Internal, "db.damaged", "The database file is damaged or is not a database. Restore a back-up.", "数据库文件已损坏或不是数据库文件。请从备份恢复。")
	ErrUnreachable  = fault.Define(fault.Unavailable, "db.unreachable", "The database cannot be reached. Check its address and that it runs.", "无法连接数据库。请检查地址以及数据库是否在运行。")
	ErrSignIn       = fault.Define(fault.Unavailable, "db.sign_in", "The database refused the user, the password or the database name.", "数据库拒绝了用户名、密码或库名。")
	ErrTooOld       = fault.Define(fault.Unavailable, "db.too_old", "PostgreSQL {version} is too old; version 14 or newer is needed.", "PostgreSQL {version} 版本过旧，需要 14 或更高版本。")
	ErrOutcome      = fault.Define(fault.Unavailable, "db.outcome_unknown", "The connection was lost while saving. Check whether it was saved before you try again.", "保存时连接中断。重试之前请先确认是否已保存。")
	ErrNewerSchema  = fault.Define(fault.Unsupported, "db.newer_schema", "The data was written by a newer Frontdesk (schema level {schema}, this program knows {program}). Use the newer program.", "数据由更新版本的 Frontdesk 写入（结构级别 {schema}，本程序支持 {program}）。请使用更新版本的程序。")
	ErrNotMigrated  = fault.Define(fault.Unavailable, "db.not_migrated", "The database has no schema yet.", "数据库尚未初始化结构。")
	errUnitEnded    = errors.New("the unit of work has ended")
	errUnitReused   = errors.New("a unit of work is used by two goroutines, or inside the scan of its own query")
	errForeignUnit  = errors.New("the running unit of work belongs to another database")
	errUnitAborted  = errors.New("the unit of work was aborted")
	errNotOneRow    = errors.New("a statement that must change one row did not")
	errNotCommitted = errors.New("the database rolled back instead of committing")
)

// violation marks the driver error of a violated unique key.
type violation struct{ err error }

func (v violation) Error() string { return v.err.Error() }
func (v violation) Unwrap() error { return v.err }

// IsUnique reports whether err is a violated unique key. Such an error has failed its unit; where a duplicate is
// expected, write ON CONFLICT instead.
func IsUnique(err error) bool {
	var v violation
	return errors.As(err, &v)
}

// translate turns what drivers say into faults; what it does not know stays as it is (and is internal to everybody).
func translate(err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Fault
	if errors.As(err, &f) || errors.Is(err, ErrNoRows) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if e := translateSQLite(err); e != nil {
		return e
	}
	if e := translatePostgres(err); e != nil {
		return e
	}
	return err
}

// at adds the statement (never its arguments) to an error, for the log.
func at(sql string, err error) error {
	if err == nil {
		return nil
	}
	err = translate(err)
	if f := (*fault.Fault)(nil); errors.As(err, &f) && f.Cause == nil {
		return err // a store's own fault, from ExecOne
	}
	const most = 120
	if len(sql) > most {
		sql = sql[:most] + "…"
	}
	return fmt.Errorf("%w (in: %s)", err, sql)
}
