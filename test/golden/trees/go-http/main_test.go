package main

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnswers(t *testing.T) {
	handler := limited(routes())
	for _, want := range []struct {
		method, path, body string
		status             int
		answer             string
	}{
		{"GET", "/", "", 200, "Hello from " + "My App!" + "!\n"},
		{"HEAD", "/healthz", "", 200, "ok\n"},
		{"GET", "/healthz?full=1", "", 200, "ok\n"},
		{"POST", "/echo", "h\x00i", 200, "h\x00i"},
		{"GET", "/nope", "", 404, "404 page not found\n"},
		{"DELETE", "/", "", 405, "Method Not Allowed\n"},
		{"POST", "/echo", strings.Repeat("a", bodyMax+1), 413, "Request Entity Too Large\n"},
	} {
		got := httptest.NewRecorder()
		handler.ServeHTTP(got, httptest.NewRequest(want.method, want.path, strings.NewReader(want.body)))
		if got.Code != want.status || got.Body.String() != want.answer {
			t.Errorf("%s %s: got %d %q, want %d %q", want.method, want.path, got.Code, got.Body, want.status, want.answer)
		}
	}
}

func TestABodyWithoutALengthIsRefused(t *testing.T) {
	request := httptest.NewRequest("POST", "/echo", strings.NewReader("body"))
	request.ContentLength = -1
	got := httptest.NewRecorder()
	limited(routes()).ServeHTTP(got, request)
	if got.Code != 411 {
		t.Errorf("got %d, want 411", got.Code)
	}
}
