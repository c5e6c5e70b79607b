package db

import (
	"os"
	"syscall"
	"unsafe"
)

var lockFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")

// lockExclusive takes the lock of a whole file, which the system gives back when the process ends, however it ends.
func lockExclusive(f *os.File) error {
	const exclusiveFailNow, all = 3, 0xffffffff
	var at syscall.Overlapped
	ok, _, err := lockFileEx.Call(f.Fd(), exclusiveFailNow, 0, all, all, uintptr(unsafe.Pointer(&at)))
	if ok == 0 {
		return err
	}
	return nil
}
