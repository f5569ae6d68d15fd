// An HTTP service. PORT and ADDRESS say where it listens: 8080 and 0.0.0.0 unless they are set.
package main

import (
	"fmt"
	"net/netip"
	"os"
	"strconv"
)

func main() {
	portText, addressText := setting("PORT", "8080"), setting("ADDRESS", "0.0.0.0")
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || port == 0 {
		fail("PORT", portText, "a number from 1 to 65535 is needed")
	}
	address, err := netip.ParseAddr(addressText)
	if err != nil || !address.Is4() {
		fail("ADDRESS", addressText, "an IPv4 address is needed, such as 0.0.0.0 or 127.0.0.1")
	}
	place := fmt.Sprintf("%s:%d", addressText, port)
	listener, err := listenOn(address.As4(), uint16(port))
	if err != nil {
		fail("cannot listen on", place, err.Error())
	}
	fmt.Printf("listening on %s\n", place)
	fail("cannot serve", place, newServer(routes()).Serve(listener).Error())
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func fail(what, value, why string) {
	// Of the value no byte that acts on a terminal.
	shown := []byte(value)
	for at, b := range shown {
		if b < ' ' || b > '~' {
			shown[at] = '?'
		}
	}
	fmt.Fprintf(os.Stderr, "error: %s \"%s\": %s\n", what, shown, why)
	exit()
}
