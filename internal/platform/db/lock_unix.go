//go:build !windows

package db

import (
	"os"
	"syscall"
)

// lockExclusive takes the lock of a whole file, which the system gives back when the process ends, however it ends.
func lockExclusive(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
