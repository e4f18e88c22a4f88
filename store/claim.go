package store

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// claim opens the file at path for this process to write, and waits until the
// deadline for another to end that does.
//
// Who writes has a shared lock on the file as long as it is open; so nobody gets
// the exclusive one, which bbolt takes on opening for writing, and which earlier
// releases keep. That one is made shared in a moment in which a third could come
// between. None of this release does: the directory is locked for that moment.
// One of an earlier release that does keeps the lock, which is seen.
//
// Where there are no such locks, or none on directories, the exclusive lock
// stays: others cannot even read then.
func claim(path string, deadline time.Time) (*database, error) {
	for {
		db, err := tryClaim(path)
		if db != nil || err != nil {
			return db, err
		}
		if !time.Now().Before(deadline) {
			return nil, fmt.Errorf("%w by %s", ErrLocked, holder(path))
		}
		time.Sleep(lockPause)
	}
}

// tryClaim gives nil if another has the file.
func tryClaim(path string) (db *database, err error) {
	shared := false
	if sharing {
		dir, err := openDirectory(path)
		if err == nil {
			defer dir.Close()
			got, err := tryLock(dir)
			if err == nil && !got {
				return nil, nil
			}
			shared = got
		}
	}
	db, err = openDatabase(path, false)
	if db == nil || err != nil {
		return nil, err
	}
	ours := db.at(path)
	if ours && shared {
		ours, err = shareLock(db.file)
	}
	if err != nil || !ours {
		db.close()
		return nil, err
	}
	return db, nil
}

// openDirectory opens the directory of the file at path, wherever links lead.
func openDirectory(path string) (*os.File, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, err
	}
	return os.Open(filepath.Dir(real))
}
