package main

import (
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"
)

const (
	headMax   = 8 << 10
	bodyMax   = 1 << 20
	bodiesMax = 64 << 20 // all that are being read or answered
	// For one more, the connection is closed that has waited longest. Few, since Go's runtime asks WASI about every open
	// connection whenever it looks for work: the time for a request of each grows with the square of their number.
	connectionsMax = 256
	loggedMax      = 200
	// A request must be read in this time: a slow client gives its place to another one.
	timeMax = 15 * time.Second
)

func newServer(handler http.Handler) *http.Server {
	places := &places{waiting: map[net.Conn]time.Time{}}
	return &http.Server{
		Handler:      logged(limited(handler)),
		ReadTimeout:  timeMax,
		WriteTimeout: 2 * timeMax,
		// net/http reads 4 kB more.
		MaxHeaderBytes: headMax - 4<<10,
		ConnState:      places.changed,
		ErrorLog:       log.New(os.Stderr, "", 0),
	}
}

// Refuses a body without a length, one that is too large, and one too many.
func limited(handler http.Handler) http.Handler {
	var mutex sync.Mutex
	var bodies int64
	reserve := func(length int64) bool {
		mutex.Lock()
		defer mutex.Unlock()
		if bodies+length > bodiesMax {
			return false
		}
		bodies += length
		return true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse := func(status int) {
			w.Header().Set("Connection", "close")
			http.Error(w, http.StatusText(status), status)
		}
		switch length := r.ContentLength; {
		case length < 0:
			refuse(http.StatusLengthRequired)
		case length > bodyMax:
			refuse(http.StatusRequestEntityTooLarge)
		case !reserve(length):
			refuse(http.StatusServiceUnavailable)
		default:
			defer reserve(-length)
			handler.ServeHTTP(w, r)
		}
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// METHOD PATH STATUS. No byte of them acts on a terminal: the method is a token, and the path is escaped.
func logged(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writer := &statusWriter{w, http.StatusOK}
		handler.ServeHTTP(writer, r)
		path := r.URL.EscapedPath()
		if len(path) > loggedMax {
			path = path[:loggedMax]
		}
		os.Stdout.WriteString(r.Method + " " + path + " " + strconv.Itoa(writer.status) + "\n")
	})
}

// The connections, and since when those without a request wait for one.
type places struct {
	mutex   sync.Mutex
	count   int
	waiting map[net.Conn]time.Time
}

// Where there is one connection too many, the one goes that has waited longest; the new one, where none waits.
func (p *places) changed(conn net.Conn, state http.ConnState) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.waiting, conn)
	switch state {
	case http.StateNew:
		if p.count++; p.count > connectionsMax {
			oldest := conn
			for one, since := range p.waiting {
				if oldest == conn || since.Before(p.waiting[oldest]) {
					oldest = one
				}
			}
			oldest.Close()
			delete(p.waiting, oldest)
			if oldest == conn {
				return
			}
		}
		p.waiting[conn] = time.Now()
	case http.StateIdle:
		p.waiting[conn] = time.Now()
	case http.StateClosed:
		p.count--
	}
}
