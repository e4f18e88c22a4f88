// Package store remembers outcomes and runs in a bbolt file.
package store
