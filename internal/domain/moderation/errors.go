package moderation

import "frontdesk/internal/base/fault"

// Faults of sensitive words.
var (
	ErrWordNotFound = fault.Define(fault.NotFound, "moderation.word_not_found", "This word is not on the list.", "该敏感词不存在。")
	ErrWordEmpty    = fault.Define(fault.Invalid, "moderation.word_empty", "Nothing is left of it without spaces, punctuation and symbols.", "去掉空格、标点和符号后没有可匹配的内容。")
	ErrWordCommon   = fault.Define(fault.Invalid, "moderation.word_common", "A single very common character would stop nearly every message.", "单个常用字会命中几乎所有消息，请填写更完整的词。")
	ErrWordTaken    = fault.Define(fault.Conflict, "moderation.word_taken", "This word is already on the list for this side.", "该词在此适用对象下已存在。")
	ErrWordsFull    = fault.Define(fault.Conflict, "moderation.words_full", "A workspace can have at most {max} sensitive words.", "每个工作区最多 {max} 个敏感词。")
	ErrReplacement  = fault.Define(fault.Invalid, "moderation.replacement", "The replacement holds the word itself.", "替换内容中不能包含该敏感词。")
	ErrImportText   = fault.Define(fault.Invalid, "moderation.import_text", "The file is not UTF-8 text. Save it as CSV UTF-8 and try again.", "文件不是 UTF-8 文本，请另存为“CSV UTF-8”后重试。")
	ErrImportLarge  = fault.Define(fault.TooLarge, "moderation.import_large", "The file has more than {max} rows.", "文件超过 {max} 行。")
	ErrImportTwice  = fault.Define(fault.Invalid, "moderation.import_twice", "The same word stands in row {row} already.", "与第 {row} 行重复。")

	// ErrBlocked refuses a text; Warned asks its author to confirm it.
	ErrBlocked = fault.Define(fault.Invalid, "moderation.blocked", "The message holds a word that may not be sent: {words}.", "消息包含禁止发送的敏感词：{words}。")
	ErrWarned  = fault.Define(fault.Conflict, "moderation.warned", "The message holds words to be careful with: {words}. Send it anyway?", "消息包含需谨慎使用的敏感词：{words}，仍要发送吗？")
	// ErrRefused is what a visitor is told: naming the word would only help to get around it.
	ErrRefused = fault.Define(fault.Invalid, "moderation.refused", "This message cannot be sent because of its wording. Please rephrase it.", "消息包含不允许发送的内容，请修改后再试。")
	// ErrReplaced is no refusal: its sentence tells a visitor that a message was stored with something else in the place of words.
	ErrReplaced = fault.Define(fault.Invalid, "moderation.replaced", "Part of your message was hidden because of its wording.", "消息中的部分内容因用词不当已被隐藏。")
)

// Faults of the block list.
var (
	ErrBlockNotFound = fault.Define(fault.NotFound, "moderation.block_not_found", "This entry is not on the block list.", "黑名单中没有这条记录。")
	ErrBlockTaken    = fault.Define(fault.Conflict, "moderation.block_taken", "This is already on the block list, or waits for approval.", "已在黑名单中或正在等待审批。")
	ErrBlockDecided  = fault.Define(fault.Conflict, "moderation.block_decided", "Somebody else has already decided this.", "该记录已被处理。")
	ErrBlocksFull    = fault.Define(fault.Conflict, "moderation.blocks_full", "The block list can hold at most {max} entries.", "黑名单最多 {max} 条。")
	ErrAddress       = fault.Define(fault.Invalid, "moderation.address", "Write an address such as 203.0.113.7, or a network such as 203.0.113.0/24.", "请填写 IP 地址（如 203.0.113.7）或网段（如 203.0.113.0/24）。")
	ErrNetwork       = fault.Define(fault.Invalid, "moderation.network", "This network is too large; at least /{min}.", "网段过大，前缀长度至少为 /{min}。")
	ErrExpiry        = fault.Define(fault.Invalid, "moderation.expiry", "Choose a time in the future, at most five years ahead.", "请选择将来的时间，最长五年。")
	ErrShut          = fault.Define(fault.Denied, "moderation.shut", "You can no longer use this chat.", "您已被限制使用在线咨询。")
)
