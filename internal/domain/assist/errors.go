package assist

import "frontdesk/internal/base/fault"

// Faults of this domain.
var (
	ErrOff         = fault.Define(fault.Conflict, "translation.off", "Translation is not switched on.", "尚未启用翻译。")
	ErrUnreachable = fault.Define(fault.Unavailable, "translation.unreachable", "The translation server does not answer.", "翻译服务器没有响应。")
	ErrRefused     = fault.Define(fault.Unavailable, "translation.refused", "The translation server refuses: {reason}", "翻译服务器拒绝了请求：{reason}")
	ErrKey         = fault.Define(fault.Invalid, "translation.key", "The translation server does not accept the key.", "翻译服务器不接受该密钥。")
	ErrBusy        = fault.Define(fault.TooMany, "translation.busy", "The translation server is busy. Try again in a moment.", "翻译服务器繁忙，请稍后重试。")
	ErrStrange     = fault.Define(fault.Unavailable, "translation.strange", "What answers there is no translation server of the LibreTranslate kind.", "该地址不是 LibreTranslate 协议的翻译服务器。")
	ErrLanguage    = fault.Define(fault.Invalid, "translation.language", "The translation server does not know this language.", "翻译服务器不支持该语言。")
	ErrTooOften    = fault.Define(fault.TooMany, "translation.too_often", "More than {max} texts in a minute are not translated.", "每分钟最多翻译 {max} 段文字，请稍后重试。")
	ErrTooLong     = fault.Define(fault.TooLarge, "translation.too_long", "Texts of more than {max} characters are not translated.", "超过 {max} 个字符的文字不翻译。")
	ErrNobodySpoke = fault.Define(fault.Conflict, "translation.no_customer", "The customer has written nothing that tells a language.", "客户还没有发送可识别语言的消息。")
)
