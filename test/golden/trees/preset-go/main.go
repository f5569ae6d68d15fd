// Greets, and shows its arguments.
package main

import (
	"os"
	"strings"
)

const name = "My App!"

const banner = `
      ___________________________
     /__________________________/|
    |  |  |  |  |  |  |  |  |  | |
    |  |  W   A   S   M  |  |  | |
    |  |  |  |  |  |  |  |  |  | |
    |__|__|__|__|__|__|__|__|__|/
`

func greeting(args []string) string {
	var text strings.Builder
	text.WriteString(banner + "Hello from " + name + "!\n")
	if len(args) == 0 {
		text.WriteString("Arguments: none\n")
		return text.String()
	}
	text.WriteString("Arguments:\n")
	for _, arg := range args {
		text.WriteString("  " + arg + "\n")
	}
	return text.String()
}

func main() {
	// Not fmt, which makes the module larger by a seventh.
	os.Stdout.WriteString(greeting(os.Args[1:]))
}
