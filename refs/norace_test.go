//go:build !race

package refs

const raceDetector = false
