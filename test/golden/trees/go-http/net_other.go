//go:build !wasip1

package main

import (
	"net"
	"net/netip"
	"os"
)

// For this machine: the tests, and runs without a container.
func listenOn(address [4]byte, port uint16) (net.Listener, error) {
	return net.ListenTCP("tcp4", net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.AddrFrom4(address), port)))
}

func exit() { os.Exit(1) }
