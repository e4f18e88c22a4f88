//go:build !nopdf

package refs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/sys"
)

// pdfLimits is what one document may cost in the sandbox.
type pdfLimits struct {
	memory uint64 // bytes
	time   time.Duration
}

// usualPDF is far beyond what documents need: a page takes some milliseconds,
// and a thousand pages of text some ten megabytes.
var usualPDF = pdfLimits{memory: 512 << 20, time: 2 * time.Minute}

const mostSandboxes = 4 // at once

// The engine is the PDF reader, PDFium, as machine code made of WebAssembly. It
// is started when the first PDF is read, which takes some seconds of work, and
// lives as long as the program; it holds no files and runs nothing between
// documents. Code inside sees its own memory only: no files, network,
// environment or clock, and chance that is always the same.
type pdfEngine struct {
	pool  pdfium.Pool
	slots chan struct{} // of documents being read

	mu   sync.Mutex
	last *pdfSpace // of the sandbox made last
}

var startPDF = sync.OnceValues(func() (*pdfEngine, error) {
	e := &pdfEngine{slots: make(chan struct{}, min(runtime.GOMAXPROCS(0), mostSandboxes))}
	ctx := experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0))
	ctx = experimental.WithMemoryAllocator(ctx, e)
	var err error
	e.pool, err = webassembly.Init(webassembly.Config{
		Context:      ctx,
		MaxTotal:     -1, // slots bounds them
		FSConfig:     wazero.NewFSConfig(),
		Stdout:       io.Discard,
		Stderr:       io.Discard,
		RandomSource: zeros{},
		RuntimeConfig: pdfRuntime().WithCloseOnContextDone(true).
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling),
	})
	if err != nil {
		return nil, fmt.Errorf("start the PDF reader: %w", err)
	}
	return e, nil
})

// zeros is a source of chance that has none, so that the same bytes always
// give the same document.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// A pdfSandbox is where one document is read. Nothing that a document does to
// it reaches another one: it is made for the document and thrown away.
type pdfSandbox struct {
	pdfium.Pdfium
	engine *pdfEngine
	limits pdfLimits
	space  *pdfSpace
	late   atomic.Bool // the time was over
	timer  *time.Timer
	kill   func()
}

// sandbox gives a new sandbox. It waits until there is room for one.
func (e *pdfEngine) sandbox(limits pdfLimits) (*pdfSandbox, error) {
	e.slots <- struct{}{}
	s := &pdfSandbox{engine: e, limits: limits}
	e.mu.Lock()
	defer e.mu.Unlock()
	var err error
	s.Pdfium, err = e.pool.GetInstanceWithContext(context.Background())
	if err != nil {
		<-e.slots
		return nil, fmt.Errorf("start the PDF reader: %w", err)
	}
	s.space = e.last
	s.space.most = limits.memory
	// Kill, not Close: a document that is closed in order runs its own code again.
	s.kill = sync.OnceFunc(func() { s.Pdfium.Kill() })
	s.timer = time.AfterFunc(limits.time, func() {
		s.late.Store(true)
		s.kill()
	})
	return s, nil
}

// close throws the sandbox away.
func (s *pdfSandbox) close() {
	s.timer.Stop()
	s.kill()
	<-s.engine.slots
}

// spent says why a call into the sandbox failed if it asked for too much; it
// is nil if it did not.
func (s *pdfSandbox) spent() error {
	switch {
	case s.late.Load():
		return fmt.Errorf("%w: reading takes more than %v", ErrTooLarge, s.limits.time)
	case s.space.full.Load():
		return fmt.Errorf("%w: reading takes more than %d MB of memory", ErrTooLarge, s.limits.memory>>20)
	}
	return nil
}

// A pdfSpace is the memory of a sandbox.
type pdfSpace struct {
	bytes []byte
	most  uint64      // bytes
	full  atomic.Bool // more was asked for than there is
}

// Allocate is called while a sandbox is made.
func (e *pdfEngine) Allocate(uint64, uint64) experimental.LinearMemory {
	e.last = &pdfSpace{most: usualPDF.memory}
	return e.last
}

// Reallocate gives a memory of size bytes with what was in it, nil if that is
// too much.
func (s *pdfSpace) Reallocate(size uint64) []byte {
	if size > s.most {
		s.full.Store(true)
		return nil
	}
	if size > uint64(cap(s.bytes)) {
		grown := make([]byte, size, min(max(size, 2*uint64(cap(s.bytes))), s.most))
		copy(grown, s.bytes)
		s.bytes = grown
	}
	s.bytes = s.bytes[:size]
	return s.bytes
}

func (s *pdfSpace) Free() { s.bytes = nil }

// failed gives the error of a call into the sandbox that concerns more than
// the one character that it asked about: nil if the sandbox still works.
func (s *pdfSandbox) failed(err error) error {
	if err == nil {
		return nil
	}
	if spent := s.spent(); spent != nil {
		return spent
	}
	var closed *sys.ExitError
	if errors.As(err, &closed) || strings.Contains(err.Error(), "wasm error") || strings.Contains(err.Error(), "panic occurred") {
		return fmt.Errorf("%w: it makes the PDF reader fail", ErrSyntax)
	}
	return nil
}
