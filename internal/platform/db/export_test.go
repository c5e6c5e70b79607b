package db

import (
	"context"
	"database/sql"
	"testing"
)

// RenderSQL and Bind are for tests of their own.
var (
	RenderSQL = renderSQL
	Migration = migrations
)

// HoldWriteLock is another program that writes to the file, until the returned function is called.
func HoldWriteLock(t *testing.T, path string) (unlock func()) {
	t.Helper()
	d, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := d.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	run := func(text string) {
		t.Helper()
		if _, err := conn.ExecContext(context.WithoutCancel(t.Context()), text); err != nil {
			t.Fatal(err)
		}
	}
	run(`BEGIN IMMEDIATE`)
	return func() {
		run(`ROLLBACK`)
		_ = conn.Close()
		_ = d.Close()
	}
}
