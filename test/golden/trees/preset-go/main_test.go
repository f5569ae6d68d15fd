package main

import (
	"strings"
	"testing"
)

func TestGreetsWithoutArguments(t *testing.T) {
	want := banner + "Hello from " + name + "!\nArguments: none\n"
	if got := greeting(nil); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestShowsItsArguments(t *testing.T) {
	got := greeting([]string{"one", "two words"})
	if !strings.HasSuffix(got, "Arguments:\n  one\n  two words\n") {
		t.Errorf("got %q", got)
	}
}
