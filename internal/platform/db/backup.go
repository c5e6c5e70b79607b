package db

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"

	"modernc.org/sqlite"
)

// Backup copies a SQLite database into a new file, as it stands at one moment, and flushes the copy to disk. It may run
// beside the program that writes to the database, and does not hold it up.
func Backup(ctx context.Context, from, to string) error {
	f, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600) // so that nobody else may read it
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return fileFault(to, err)
	}
	source, err := sql.Open("sqlite", "file:"+(&url.URL{Path: from}).EscapedPath()+"?mode=rw&_pragma=busy_timeout(5000)")
	if err != nil {
		return err
	}
	conn, err := source.Conn(ctx)
	if err == nil {
		err = errors.Join(conn.Raw(func(driver any) error { return copyPages(driver, to) }), conn.Close())
	}
	return errors.Join(openFault(from, err), source.Close())
}

func copyPages(driver any, to string) error {
	from, ok := driver.(interface {
		NewBackup(to string) (*sqlite.Backup, error)
	})
	if !ok {
		return errors.New("this driver makes no back-ups")
	}
	b, err := from.NewBackup("file:" + (&url.URL{Path: to}).EscapedPath())
	if err != nil {
		return err
	}
	_, err = b.Step(-1) // all pages at once: nobody's writes come between
	return errors.Join(err, b.Finish())
}
