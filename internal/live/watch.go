package live

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long the files must be quiet before they are read: an editor, an
// unpacked archive or a checkout writes many of them, and each in pieces.
const settle = 400 * time.Millisecond

// Watch is the corpus's folder being watched.
type Watch struct {
	corpus *Corpus
	files  *fsnotify.Watcher
}

// Watch begins to watch the corpus's folder: changes from now on are seen by Run, which
// must be called. It fails when the folder cannot be watched; Reload then still works.
func (c *Corpus) Watch() (*Watch, error) {
	files, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", c.options.Dir, err)
	}
	w := &Watch{corpus: c, files: files}
	if err := w.addFolders(); err != nil {
		files.Close()
		return nil, fmt.Errorf("watch %s: %w", c.options.Dir, err)
	}
	return w, nil
}

// Run reloads the corpus whenever its files change, until ctx ends, and tells each
// outcome to report, as Reload returns it.
func (w *Watch) Run(ctx context.Context, report func(e *Edition, changed bool, err error)) {
	defer w.files.Close()
	quiet := time.NewTimer(settle)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.files.Events:
			quiet.Reset(settle)
		case err := <-w.files.Errors:
			// Events were lost, so that only reading everything is sure.
			report(w.corpus.Now(), false, fmt.Errorf("watch %s: %w", w.corpus.options.Dir, err))
			quiet.Reset(settle)
		case <-quiet.C:
			_ = w.addFolders() // one that cannot be watched is found by the next change beside it
			report(w.corpus.Reload(ctx))
		}
	}
}

// addFolders watches every folder of the corpus; those watched already stay so.
func (w *Watch) addFolders() error {
	return filepath.WalkDir(w.corpus.options.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return w.files.Add(path)
	})
}
