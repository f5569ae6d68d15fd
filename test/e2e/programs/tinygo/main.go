// Shows that arguments, environment, stdin and a mounted file reach the program.
package main

import (
	"io"
	"os"
)

func main() {
	for _, arg := range os.Args[1:] {
		os.Stdout.WriteString("arg " + arg + "\n")
	}
	os.Stdout.WriteString("env " + os.Getenv("GREETING") + "\n")
	os.Stdout.WriteString("stdin ")
	io.Copy(os.Stdout, os.Stdin)
	os.Stdout.WriteString("file ")
	file, err := os.Open("/data/note.txt")
	if err == nil {
		io.Copy(os.Stdout, file)
	}
}
