package main

import (
	"io"
	"net/http"
	"strconv"
)

// What the service answers. This is the place for your own routes.
func routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", text("Hello from "+"My App!"+"!\n"))
	mux.HandleFunc("GET /healthz", text("ok\n"))
	mux.HandleFunc("POST /echo", echo)
	return mux
}

func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, body)
	}
}

// The body that it was sent, as bytes: a type that the client names could make it a page of this site.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "the body is not complete", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body)
}
