// Package db is the one way to SQL. It opens SQLite (the default) or PostgreSQL, migrates the schema, runs units of work
// and reads rows. The same SQL text serves both engines: $n placeholders, always bound.
//
// A unit of work is DB.Do. On SQLite one writer connection commits the units of many callers together, each in its own
// savepoint. On PostgreSQL a unit is one transaction whose writes are buffered and sent in one batch before the next read
// or the commit. Both engines behave alike where a store can notice: a failed statement fails the whole unit, a nested Do
// joins, reads inside see the unit's own writes, nil from Do means durable.
//
// Everything that differs between the engines stays in this package.
package db
