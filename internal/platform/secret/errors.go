package secret

import "frontdesk/internal/base/fault"

// Faults of this package.
var (
	ErrSealed  = fault.Define(fault.Internal, "secret.sealed", "Stored protected data could not be opened. Is this the right secret.key?", "无法解开受保护的数据，请确认 secret.key 是否正确。")
	ErrKey     = fault.Define(fault.Internal, "secret.key", "The root key cannot be used.", "根密钥不可用。")
	ErrKeyFile = fault.Define(fault.Internal, "secret.key_file", "The key file cannot be used.", "密钥文件不可用。")
)
