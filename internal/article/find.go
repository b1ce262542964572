package article

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// file is an article's file: its full path, its path below the corpus folder, and its format.
type file struct {
	full, rel string
	format    format
}

type format int

const (
	notArticle format = iota
	markdown
	plain
	page
)

// formatOf tells an article by its name. rel has slashes.
func formatOf(rel string) format {
	name := strings.ToLower(path.Base(rel))
	if strings.HasPrefix(name, "readme") || rel == "aliases.txt" {
		return notArticle
	}
	switch path.Ext(name) {
	case ".md":
		return markdown
	case ".txt":
		return plain
	case ".html", ".htm":
		return page
	}
	return notArticle
}

// finder walks a folder, through symbolic links, without going round in circles.
type finder struct {
	ctx      context.Context
	files    []file
	problems []Problem
}

// findFiles lists the articles' files under dir in the order of their paths. It fails
// only when dir itself cannot be listed or ctx ends.
func findFiles(ctx context.Context, dir string) ([]file, []Problem, error) {
	f := finder{ctx: ctx}
	if err := f.walk(dir, "", nil); err != nil {
		return nil, nil, err
	}
	return f.files, f.problems, nil
}

// walk lists one folder; above are the folders that lead to it.
func (f *finder) walk(full, rel string, above []os.FileInfo) error {
	if err := f.ctx.Err(); err != nil {
		return err
	}
	here, err := os.Stat(full)
	if err != nil {
		return f.unreadable(rel, err)
	}
	if slices.ContainsFunc(above, func(a os.FileInfo) bool { return os.SameFile(a, here) }) {
		f.problem(rel, "this link leads back to a folder above it: remove the link")
		return nil
	}
	entries, err := os.ReadDir(full)
	if err != nil {
		return f.unreadable(rel, err)
	}
	above = append(above[:len(above):len(above)], here)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if err := f.visit(filepath.Join(full, e.Name()), path.Join(rel, e.Name()), above); err != nil {
			return err
		}
	}
	return nil
}

// visit takes in one entry of a folder: another folder, an article's file, or neither.
func (f *finder) visit(full, rel string, above []os.FileInfo) error {
	kind := formatOf(rel)
	info, err := os.Stat(full)
	switch {
	case err != nil && kind == notArticle && !errors.Is(err, syscall.ELOOP):
		return nil
	case err != nil:
		return f.unreadable(rel, err)
	case info.IsDir():
		return f.walk(full, rel, above)
	case kind == notArticle:
		return nil
	case !info.Mode().IsRegular():
		f.problem(rel, "this is not a regular file: remove it or rename it")
		return nil
	}
	f.files = append(f.files, file{full, rel, kind})
	return nil
}

// unreadable notes what could not be read, and fails for the corpus folder itself.
func (f *finder) unreadable(rel string, err error) error {
	var cause *fs.PathError
	reason := err.Error()
	if errors.As(err, &cause) {
		reason = cause.Err.Error()
	}
	switch {
	case rel == "":
		return errors.New("corpus folder cannot be read: " + err.Error())
	case errors.Is(err, syscall.ELOOP):
		f.problem(rel, "this link leads back to itself: remove the link")
	case errors.Is(err, fs.ErrNotExist):
		f.problem(rel, "this link leads nowhere: remove it, or restore what it points to")
	default:
		f.problem(rel, "cannot be read ("+reason+"): check its permissions")
	}
	return nil
}

func (f *finder) problem(rel, text string) {
	f.problems = append(f.problems, Problem{Path: rel, Text: text})
}
