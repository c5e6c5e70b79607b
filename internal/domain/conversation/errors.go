package conversation

import "frontdesk/internal/base/fault"

// Faults of conversations.
var (
	ErrNotFound        = fault.Define(fault.NotFound, "conversation.not_found", "This conversation does not exist, or you may not see it.", "会话不存在，或您无权查看。")
	ErrEntryNotFound   = fault.Define(fault.NotFound, "conversation.entry_not_found", "This entry does not exist in the conversation.", "会话中没有这条记录。")
	ErrAlreadyAssigned = fault.Define(fault.Conflict, "conversation.already_assigned", "{name} has already taken this conversation.", "该会话已由{name}接待。")
	ErrNotAssigned     = fault.Define(fault.Conflict, "conversation.not_assigned", "The conversation is no longer assigned. Reload and try again.", "该会话已被取消分配，请刷新后重试。")
	ErrResolved        = fault.Define(fault.Conflict, "conversation.resolved", "The conversation is resolved. Reopen it first.", "会话已结束，请先重新打开。")
	ErrNotResolved     = fault.Define(fault.Conflict, "conversation.not_resolved", "Only a resolved conversation can be rated.", "会话结束后才能评价。")
	ErrNobodyHears     = fault.Define(fault.Conflict, "conversation.nobody_hears", "Nobody else has taken this conversation, so there is nobody to whisper to.", "该会话没有其他客服接待，无法发送悄悄话。")
	ErrRatingClosed    = fault.Define(fault.Conflict, "conversation.rating_closed", "The rating can no longer be changed.", "评价已超过可修改的时间。")
	ErrNoPicture       = fault.Define(fault.NotFound, "conversation.no_picture", "This card has no picture.", "该卡片没有图片。")
	ErrCardLink        = fault.Define(fault.Invalid, "conversation.card_link", "Give a web address that begins with http:// or https://.", "请填写以 http:// 或 https:// 开头的网址。")
	ErrRatingOff       = fault.Define(fault.Conflict, "conversation.rating_off", "This channel does not ask for ratings.", "该渠道未开启评价。")
	ErrAlreadyRated    = fault.Define(fault.Conflict, "conversation.already_rated", "The customer has rated this conversation already.", "客户已评价过该会话。")
	ErrNoFollowUp      = fault.Define(fault.Conflict, "conversation.no_follow_up", "This conversation has no rating to follow up on.", "该会话没有需要回访的评价。")
	ErrOwnRating       = fault.Define(fault.Denied, "conversation.own_rating", "Somebody else has to follow up on the rating of your own work.", "不能处理针对自己的评价，请由他人回访。")
	ErrNoResolution    = fault.Define(fault.Invalid, "conversation.no_resolution", "The conversation has no such resolution.", "会话没有这一次的结束记录。")
	ErrSnoozePast      = fault.Define(fault.Invalid, "conversation.snooze_past", "Choose a time in the future, at most a year ahead.", "请选择将来的时间，最长一年。")
	ErrNotUndoable     = fault.Define(fault.Invalid, "conversation.not_undoable", "This cannot be undone.", "此操作无法撤销。")
	ErrUndoConflict    = fault.Define(fault.Conflict, "conversation.undo_conflict", "Something else has changed since, so this can no longer be undone.", "之后又有新的变更，无法再撤销。")
	ErrNoCallBack      = fault.Define(fault.Conflict, "conversation.no_callback", "The customer does not want to be called (any more).", "客户没有（或已取消）回电请求。")
	ErrCallBackTaken   = fault.Define(fault.Conflict, "conversation.callback_taken", "Somebody is with you already: just write here.", "已有客服为您服务，请直接在此留言。")
	ErrNotOffered      = fault.Define(fault.Conflict, "conversation.not_offered", "This is not offered here at the moment.", "当前暂不提供此项服务。")
	ErrPhone           = fault.Define(fault.Invalid, "conversation.phone", "Write a phone number, with the code of the country if it is another one.", "请填写有效的电话号码；其他国家或地区请加区号。")
	ErrCallTime        = fault.Define(fault.Invalid, "conversation.call_time", "Nobody can call then. Choose one of the times that are offered.", "该时段无法回电，请选择列出的时间。")
	ErrVisitorOnly     = fault.Define(fault.Denied, "conversation.visitor_only", "Only a visitor may do this.", "仅访客可以执行此操作。")
	ErrNotQuotable     = fault.Define(fault.Invalid, "conversation.not_quotable", "Only messages and notes that were not recalled can be quoted.", "只能引用未撤回的消息或备注。")
	ErrQuoteInternal   = fault.Define(fault.Invalid, "conversation.quote_internal", "An internal note cannot be quoted in a message to the customer.", "发给客户的消息不能引用内部备注。")
	ErrNotAuthor       = fault.Define(fault.Denied, "conversation.not_author", "Only the author can recall or edit this.", "只有本人可以撤回或编辑。")
	ErrTooLate         = fault.Define(fault.Conflict, "conversation.too_late", "This was possible for two minutes only.", "已超过两分钟，无法操作。")
	ErrRecalled        = fault.Define(fault.Conflict, "conversation.recalled", "This was recalled and cannot be edited.", "该内容已撤回，无法编辑。")
	ErrEditedOften     = fault.Define(fault.Conflict, "conversation.edited_often", "This was edited {max} times and cannot be edited again.", "该内容已编辑 {max} 次，无法再次编辑。")

	// ErrStale says that another unit changed the row after it was read; Run tries again under a lock.
	ErrStale = fault.Define(fault.Conflict, "conversation.stale", "Somebody changed the conversation at the same moment. Please try again.", "会话刚刚被他人修改，请重试。")
	// ErrRepeated says that an entry with this author and client id is already stored; services answer with that one.
	ErrRepeated = fault.Define(fault.Conflict, "conversation.repeated", "This was already sent.", "该内容已发送。")
)

// Faults of messages that leave later.
var (
	ErrPlannedNotFound = fault.Define(fault.NotFound, "conversation.planned_not_found", "This message was sent or cancelled meanwhile.", "该定时消息已发送或已取消。")
	ErrPlannedChanged  = fault.Define(fault.Conflict, "conversation.planned_changed", "This message has changed or was sent meanwhile. Reload and try again.", "该定时消息刚刚被修改或已发送，请刷新后重试。")
	ErrPlannedPast     = fault.Define(fault.Invalid, "conversation.planned_past", "Choose a time in the future, at most a year ahead.", "请选择将来的时间，最长一年。")
	ErrTooManyPlanned  = fault.Define(fault.Conflict, "conversation.too_many_planned", "At most {max} messages can be planned in one conversation.", "每个会话最多安排 {max} 条定时消息。")

	errAnswered = fault.Define(fault.Conflict, "conversation.answered_meanwhile", "Somebody has written since this was planned.", "安排之后已有新消息。")
)

// Faults of merging and splitting.
var (
	ErrMerged     = fault.Define(fault.Conflict, "conversation.merged", "The conversation was merged into another one and goes on there.", "该会话已合并到其他会话，请在合并后的会话中操作。")
	ErrNotMerged  = fault.Define(fault.Conflict, "conversation.not_merged", "The conversation is not merged.", "该会话未被合并。")
	ErrMergeOther = fault.Define(fault.Invalid, "conversation.merge_other", "Only different conversations of the same customer in the same channel can be merged.", "只能合并同一客户、同一渠道的不同会话。")
	ErrSplitEntry = fault.Define(fault.Invalid, "conversation.split_entry", "Only messages and notes that are still here can be split off, at least one message among them.", "只能拆出仍在本会话中的消息和备注，且至少包含一条消息。")
	ErrSplitAll   = fault.Define(fault.Invalid, "conversation.split_all", "At least one message has to stay.", "原会话至少要保留一条消息。")
	ErrMergedMany = fault.Define(fault.Conflict, "conversation.merged_many", "At most {max} conversations can be merged into one.", "一个会话最多合并 {max} 个会话。")
)

// Faults of what people keep about the inbox.
var (
	ErrTooManyParticipants = fault.Define(fault.Conflict, "conversation.too_many_participants", "At most {max} people can take part in a conversation.", "每个会话最多 {max} 位参与人。")
	ErrViewNotFound        = fault.Define(fault.NotFound, "conversation.view_not_found", "This view does not exist, or you may not see it.", "视图不存在，或您无权查看。")
	ErrTooManyViews        = fault.Define(fault.Conflict, "conversation.too_many_views", "There can be at most {max} views here. Remove one first.", "此处最多保存 {max} 个视图，请先删除其他视图。")
	ErrTooManyPins         = fault.Define(fault.Conflict, "conversation.too_many_pins", "At most {max} conversations can be pinned. Unpin one first.", "最多置顶 {max} 个会话，请先取消置顶其他会话。")
)

// Faults of files.
var (
	ErrFileNotFound = fault.Define(fault.NotFound, "file.not_found", "This file does not exist, or you may not see it.", "文件不存在，或您无权查看。")
	ErrFileTooLarge = fault.Define(fault.TooLarge, "file.too_large", "The file is too large; at most {max} MB.", "文件过大，最大 {max} MB。")
	ErrFileEmpty    = fault.Define(fault.Invalid, "file.empty", "The file is empty.", "文件是空的。")
	ErrFileUsed     = fault.Define(fault.Conflict, "file.used", "The file already belongs to another conversation.", "该文件已用于其他会话。")
	ErrNoThumbnail  = fault.Define(fault.NotFound, "file.no_thumbnail", "There is no preview of this file.", "该文件没有预览图。")
)
