package discord

import "sync"

// pool runs jobs on a fixed number of workers, and takes no more of them than it has
// places for. A job that panics ends alone.
type pool struct {
	places   chan struct{} // one for each job that waits or runs
	jobs     chan func()
	workers  sync.WaitGroup
	panicked func(value any)
}

// newPool has places for so many jobs that wait or run.
func newPool(places int, panicked func(any)) *pool {
	return &pool{places: make(chan struct{}, places), jobs: make(chan func(), places), panicked: panicked}
}

// open starts the workers.
func (p *pool) open(workers int) {
	for range workers {
		p.workers.Go(p.work)
	}
}

func (p *pool) work() {
	for job := range p.jobs {
		p.run(job)
	}
}

func (p *pool) run(job func()) {
	defer p.release()
	defer func() {
		if v := recover(); v != nil {
			p.panicked(v)
		}
	}()
	job()
}

// reserve takes a place, and reports false at once when there is none. The place must
// then be used by start, or given back by release.
func (p *pool) reserve() bool {
	select {
	case p.places <- struct{}{}:
		return true
	default:
		return false
	}
}

func (p *pool) release() { <-p.places }

// start runs job, for which a place was reserved, as soon as a worker is free. It never
// waits.
func (p *pool) start(job func()) { p.jobs <- job }

// try is reserve and start.
func (p *pool) try(job func()) bool {
	if !p.reserve() {
		return false
	}
	p.start(job)
	return true
}

// length is how many jobs wait or run.
func (p *pool) length() int { return len(p.places) }

// drain waits until every job has ended. No job may be started any more.
func (p *pool) drain() {
	close(p.jobs)
	p.workers.Wait()
}
