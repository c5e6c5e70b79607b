// Package pgserver runs throw-away PostgreSQL servers where the binaries are installed: for the tests and for the bench.
package pgserver
