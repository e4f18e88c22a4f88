package store

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// holder says who holds the lock of the file at path. The kernel's list of locks
// (proc(5), /proc/locks) knows, whatever became of earlier holders. It does not
// show processes of another container, nor every file system's files under the
// device number that stat gives; then nobody is named.
func holder(path string) string {
	const unknown = "another process"
	info, err := os.Stat(path)
	if err != nil {
		return unknown
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return unknown
	}
	locks, err := os.ReadFile("/proc/locks")
	if err != nil {
		return unknown
	}
	pid := lockOwner(string(locks), lockedFile(uint64(st.Dev), st.Ino))
	if pid == "" {
		return unknown
	}
	name, err := os.ReadFile("/proc/" + pid + "/comm")
	if err != nil {
		return "process " + pid
	}
	return fmt.Sprintf("process %s (%q)", pid, strings.TrimSuffix(string(name), "\n"))
}

// lockedFile names a file as /proc/locks does: major and minor number of its
// device in hexadecimal, inode in decimal. The device number is split as
// glibc's makedev(3) joins it.
func lockedFile(dev, inode uint64) string {
	major := dev>>8&0xfff | dev>>32&0xfffff000
	minor := dev&0xff | dev>>12&0xffffff00
	return fmt.Sprintf("%02x:%02x:%d", major, minor, inode)
}

// lockOwner finds the process that holds a flock on file in the text of
// /proc/locks, whose lines read
//
//	1: FLOCK  ADVISORY  WRITE 4711 fe:00:1577058 0 EOF
//
// with "->" before FLOCK where a process only waits. It is "" if there is none
// or it cannot be seen from here (0 and below).
func lockOwner(locks, file string) string {
	for line := range strings.Lines(locks) {
		f := strings.Fields(line)
		if len(f) >= 6 && f[1] == "FLOCK" && f[5] == file && strings.Trim(f[4], "0123456789") == "" && f[4] != "0" {
			return f[4]
		}
	}
	return ""
}
