package visitor

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrNotFound       = fault.Define(fault.NotFound, "visitor.not_found", "This visitor has left.", "该访客已离开。")
	ErrInviteNotFound = fault.Define(fault.NotFound, "visitor.invite_not_found", "This invitation does not exist.", "该邀请不存在。")
	ErrRuleNotFound   = fault.Define(fault.NotFound, "visitor.rule_not_found", "This rule does not exist.", "该邀请规则不存在。")
	ErrTalking        = fault.Define(fault.Conflict, "visitor.talking", "This visitor is in a conversation already.", "该访客已在会话中。")
	ErrInvited        = fault.Define(fault.Conflict, "visitor.invited", "This visitor has an invitation that is not answered yet.", "该访客有一条邀请尚未回应。")
	ErrEnough         = fault.Define(fault.Conflict, "visitor.enough", "This visitor has been invited often enough today ({max}).", "该访客今天的邀请次数已达上限（{max} 次）。")
	ErrQuiet          = fault.Define(fault.Conflict, "visitor.quiet", "This visitor declined and is left alone for a while.", "该访客已拒绝邀请，暂不打扰。")
	ErrInviteOver     = fault.Define(fault.Gone, "visitor.invite_over", "This invitation is over.", "该邀请已失效。")
	ErrRulesFull      = fault.Define(fault.Conflict, "visitor.rules_full", "A workspace can have at most {max} rules.", "每个工作区最多 {max} 条邀请规则。")
	ErrNoCondition    = fault.Define(fault.Invalid, "visitor.no_condition", "A rule needs at least a time on the site or a number of pages.", "规则至少需要设置停留时间或浏览页数。")
	ErrOff            = fault.Define(fault.Conflict, "visitor.off", "The list of visitors is switched off.", "访客功能已关闭。")
)
