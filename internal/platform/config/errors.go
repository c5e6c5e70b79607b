package config

import "frontdesk/internal/base/fault"

// Faults of this package. The key is always a parameter or a field, so that an operator finds the line.
var (
	ErrFile    = fault.Define(fault.Malformed, "config.file", "The configuration file {file} cannot be read: {detail}", "无法读取配置文件 {file}：{detail}")
	ErrUnknown = fault.Define(fault.Invalid, "config.unknown_key", "There is no setting {key} ({source}). Did you mean {nearest}?", "没有名为 {key} 的配置项（{source}），您是否想写 {nearest}？")
	ErrTwice   = fault.Define(fault.Invalid, "config.twice", "The setting {key} stands twice ({source}).", "配置项 {key} 重复出现（{source}）。")
	ErrValue   = fault.Define(fault.Invalid, "config.value", "The setting {key} ({source}) must be {want}.", "配置项 {key}（{source}）的值必须是 {want}。")
	ErrInvalid = fault.Define(fault.Invalid, "config.invalid", "The configuration does not fit together.", "配置不正确。")

	errMust = fault.Define(fault.Invalid, "config.must", "Must be {want}.", "必须是 {want}。")
	errMix  = fault.Define(fault.Invalid, "config.mix", "Needed here: {want}.", "此处需要：{want}。")
)
