package routing

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrLoop      = fault.Define(fault.Invalid, "routing.loop", "These queues hand over to each other in a circle.", "这些队列互相溢出，形成循环。")
	ErrOrder     = fault.Define(fault.Invalid, "routing.order", "Steps must come one after the other.", "步骤时间必须依次递增。")
	ErrTwice     = fault.Define(fault.Invalid, "routing.twice", "This occurs twice.", "重复出现。")
	ErrNeeded    = fault.Define(fault.Invalid, "routing.needed", "There must be at least one queue.", "至少需要一个队列。")
	ErrNoPull    = fault.Define(fault.Invalid, "routing.no_pull", "A queue from which people take work themselves cannot wait for a previous agent.", "由坐席自取的队列不能等待上次服务的坐席。")
	ErrNoEffect  = fault.Define(fault.Invalid, "routing.no_effect", "The rule does nothing: give it a queue, a head start or a skill.", "该规则没有任何作用：请设置队列、提前量或技能。")
	ErrNoPlan    = fault.Define(fault.NotFound, "routing.no_plan", "There is no such plan.", "没有该路由方案。")
	ErrNoDraft   = fault.Define(fault.NotFound, "routing.no_draft", "There is no draft.", "没有草稿。")
	ErrNoDesk    = fault.Define(fault.NotFound, "routing.no_desk", "Nothing is known of this agent's skills.", "没有该坐席的技能信息。")
	ErrNoWork    = fault.Define(fault.NotFound, "routing.no_work", "This conversation is in no queue.", "该会话不在任何队列中。")
	ErrTaken     = fault.Define(fault.Conflict, "routing.taken", "Somebody else was faster.", "已被其他人抢先处理。")
	ErrFull      = fault.Define(fault.Conflict, "routing.full", "There is no room for more work.", "接待量已满。")
	ErrOfferOver = fault.Define(fault.Conflict, "routing.offer_over", "This offer is over.", "该分配邀请已结束。")
	ErrInside    = fault.Define(fault.Conflict, "routing.inside", "This conversation is not outside.", "该会话未转接至外部。")
	// Warnings: the plan can be published.
	WarnUnserved  = fault.Define(fault.Invalid, "routing.unserved", "Nobody serves this queue.", "没有坐席服务该队列。")
	WarnUnskilled = fault.Define(fault.Invalid, "routing.unskilled", "Nobody who serves this queue has the skill at this level.", "服务该队列的坐席中无人具备该等级的技能。")
	WarnNeverOpen = fault.Define(fault.Invalid, "routing.never_open", "These business hours never open.", "该工作时间从不营业。")
	WarnNoHelp    = fault.Define(fault.Invalid, "routing.no_help", "Whoever serves that queue serves this one already, so the step brings nobody.", "该队列的坐席已在服务本队列，此步骤不会增加坐席。")
	WarnCentreOff = fault.Define(fault.Invalid, "routing.centre_off", "This webhook is switched off: conversations stay in the queue.", "该 Webhook 已停用：会话会留在队列中。")
	WarnUnreached = fault.Define(fault.Invalid, "routing.unreached", "This rule is never asked: the one before it always holds and ends the list.", "该规则永远不会执行：前面的规则总是成立并终止匹配。")
	WarnSpare     = fault.Define(fault.Invalid, "routing.spare_closed", "The queue that takes over has the same hours.", "接管的队列营业时间相同。")
)

// The faults of rehearsals.
var (
	ErrNoRehearsal  = fault.Define(fault.NotFound, "routing.no_rehearsal", "There is no such rehearsal.", "没有这次试运行。")
	ErrPeriod       = fault.Define(fault.Invalid, "routing.period", "The period must lie in the past and be 31 days long at most.", "时间段必须在过去，且不超过 31 天。")
	ErrSamePlan     = fault.Define(fault.Invalid, "routing.same_plan", "The draft says the same as the plan in force: change something first.", "草稿与现行方案相同，请先修改。")
	ErrPeriodTooBig = fault.Define(fault.Invalid, "routing.period_too_big", "Too much happened in this period to play it at once: choose a shorter one.", "该时间段内的数据过多，请选择更短的时间段。")
)
