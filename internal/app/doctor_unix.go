//go:build !windows

package app

import "syscall"

// freeSpace is how many MB are free for us on the disk of a folder.
func freeSpace(dir string) (mb int, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int(float64(s.Bavail) * float64(s.Bsize) / (1 << 20)), true
}
