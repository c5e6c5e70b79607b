package core

import "frontdesk/internal/base/fault"

// ErrRootKey says that the database was made with another root key: nothing sealed in it could be opened.
var ErrRootKey = fault.Define(fault.Invalid, "start.root_key",
	"The root key does not belong to this database. Put back the secret.key that was kept with it, or name it with secret.key_file.",
	"根密钥与此数据库不匹配。请放回与数据库一同保存的 secret.key，或用 secret.key_file 指定。")
