package main

import (
	"net"
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

// WasmEdge adds these functions to WASI preview 1: a module that imports them runs on WasmEdge only.
//
//go:wasmimport wasi_snapshot_preview1 sock_open
//go:noescape
func sockOpen(family, kind int32, descriptor unsafe.Pointer) uint32

//go:wasmimport wasi_snapshot_preview1 sock_setsockopt
//go:noescape
func sockSetsockopt(descriptor, level, name int32, value unsafe.Pointer, length uint32) uint32

//go:wasmimport wasi_snapshot_preview1 sock_bind
//go:noescape
func sockBind(descriptor int32, address unsafe.Pointer, port uint32) uint32

//go:wasmimport wasi_snapshot_preview1 sock_listen
//go:noescape
func sockListen(descriptor, backlog int32) uint32

const ipv4, stream, backlog = 1, 2, 128
const socketLevel, reuseAddress = 0, 0

func listenOn(address [4]byte, port uint16) (net.Listener, error) {
	var descriptor int32
	if errno := sockOpen(ipv4, stream, unsafe.Pointer(&descriptor)); errno != 0 {
		return nil, syscall.Errno(errno)
	}
	// Without it, the port is taken for a minute after a service with open connections ended.
	yes := int32(1)
	if errno := sockSetsockopt(descriptor, socketLevel, reuseAddress, unsafe.Pointer(&yes), 4); errno != 0 {
		return nil, syscall.Errno(errno)
	}
	bytes := new([4]byte)
	*bytes = address
	bound := &struct{ bytes, length uint32 }{uint32(uintptr(unsafe.Pointer(bytes))), 4}
	errno := sockBind(descriptor, unsafe.Pointer(bound), uint32(port))
	runtime.KeepAlive(bytes)
	if errno == 0 {
		errno = sockListen(descriptor, backlog)
	}
	if errno != 0 {
		return nil, syscall.Errno(errno)
	}
	// A module has one thread, and os.NewFile leaves the descriptor as it is: if accept blocked, no goroutine would run.
	if err := syscall.SetNonblock(int(descriptor), true); err != nil {
		return nil, err
	}
	file := os.NewFile(uintptr(descriptor), "listener")
	defer file.Close()
	return net.FileListener(file)
}

// crun with WasmEdge loses exit codes: only a trap makes `podman run` fail.
func exit() { trap() }

func trap()
