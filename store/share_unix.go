//go:build (linux && !android) || darwin || dragonfly || freebsd || netbsd

package store

import (
	"errors"
	"os"
	"syscall"
)

// sharing: others may read a store that is being written. It takes locks of the
// kind that bbolt uses here, and a map of the file that shows what is written
// to it, which OpenBSD's does not.
const sharing = true

// tryLock takes the lock that flock(2) gives on f, unless another has it.
func tryLock(f *os.File) (got bool, err error) {
	return flock(f, syscall.LOCK_EX|syscall.LOCK_NB)
}

// shareLock makes the exclusive lock on f one that others may have as well. On
// the way it is free for a moment; got tells whether nobody was faster.
func shareLock(f *os.File) (got bool, err error) {
	return flock(f, syscall.LOCK_SH|syscall.LOCK_NB)
}

func unlock(f *os.File) error {
	_, err := flock(f, syscall.LOCK_UN)
	return err
}

func flock(f *os.File, how int) (got bool, err error) {
	for {
		switch err := syscall.Flock(int(f.Fd()), how); {
		case err == nil:
			return true, nil
		case errors.Is(err, syscall.EWOULDBLOCK):
			return false, nil
		case !errors.Is(err, syscall.EINTR):
			return false, os.NewSyscallError("flock", err)
		}
	}
}
