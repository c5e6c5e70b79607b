package audit

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrNotFound      = fault.Define(fault.NotFound, "history.not_found", "This version does not exist, or is too old to be kept.", "该版本不存在，或因过旧已被清理。")
	ErrMoved         = fault.Define(fault.Conflict, "history.moved", "Somebody has changed these settings meanwhile: the newest version is {version}. Look at it first.", "这些设置刚刚被他人修改，最新版本为 {version}，请先查看。")
	ErrSame          = fault.Define(fault.Conflict, "history.same", "The settings are like this already.", "当前设置已与该版本一致。")
	ErrGone          = fault.Define(fault.Conflict, "history.gone", "What these settings belong to was removed, and cannot be brought back from here.", "该对象已被删除，无法从历史版本恢复。")
	ErrNothing       = fault.Define(fault.Conflict, "history.nothing", "There were no settings at this point.", "该时间点没有可恢复的设置。")
	ErrNothingHidden = fault.Define(fault.Conflict, "reveal.nothing", "Nothing is hidden here.", "此处没有被脱敏的内容。")
	ErrOneWay        = fault.Define(fault.Conflict, "history.one_way", "Settings of this kind are kept to be looked at, and cannot be restored.", "此类设置仅供查看，不支持恢复。")
)
