//! The two things that std has no function for under WASI preview 1: to listen, and to wait for many sockets.

use std::io;
use std::net::{SocketAddrV4, TcpListener, TcpStream};

/// One socket to wait for, and whether it can go on.
#[cfg_attr(not(target_os = "wasi"), allow(dead_code))]
pub struct Waited<'a> {
    pub socket: Socket<'a>,
    pub writes: bool,
    pub is_ready: bool,
}

#[cfg_attr(not(target_os = "wasi"), allow(dead_code))]
pub enum Socket<'a> {
    Listener(&'a TcpListener),
    Stream(&'a TcpStream),
}

/// Listens, without blocking.
pub fn listen(place: SocketAddrV4) -> io::Result<TcpListener> {
    let listener = system::listen(place)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

pub use system::{is_out_of_descriptors, wait};

#[cfg(target_os = "wasi")]
mod system {
    use super::*;
    use std::os::fd::{AsRawFd, FromRawFd};

    const BACKLOG: i32 = 128;
    const IPV4: i32 = 1;
    const STREAM: i32 = 2;
    const SOCKET_LEVEL: i32 = 0;
    const REUSE_ADDRESS: i32 = 0;

    #[repr(C)]
    struct Address {
        bytes: *const u8,
        length: u32,
    }

    // The layouts of WASI preview 1. A tag is one byte, and the rest of its eight is zero.
    const CLOCK: u64 = 0;
    const FD_READ: u64 = 1;
    const FD_WRITE: u64 = 2;
    const MONOTONIC: u32 = 1;

    #[repr(C)]
    #[derive(Default)]
    struct Subscription {
        userdata: u64,
        tag: u64,
        /// The clock or the descriptor.
        id: u32,
        nanoseconds: u64,
        precision: u64,
        flags: u64,
    }

    #[repr(C)]
    #[derive(Clone, Default)]
    struct Event {
        userdata: u64,
        error: u16,
        tag: u8,
        bytes: u64,
        flags: u64,
    }

    const _: () = assert!(size_of::<Subscription>() == 48 && size_of::<Event>() == 32);

    // WasmEdge adds the first four to WASI preview 1: a module that imports them runs on WasmEdge only.
    #[link(wasm_import_module = "wasi_snapshot_preview1")]
    unsafe extern "C" {
        fn sock_open(family: i32, kind: i32, descriptor: *mut i32) -> i32;
        fn sock_setsockopt(
            descriptor: i32,
            level: i32,
            name: i32,
            value: *const i32,
            length: u32,
        ) -> i32;
        fn sock_bind(descriptor: i32, address: *const Address, port: u32) -> i32;
        fn sock_listen(descriptor: i32, backlog: i32) -> i32;
        fn poll_oneoff(
            subscriptions: *const Subscription,
            events: *mut Event,
            count: usize,
            happened: *mut usize,
        ) -> i32;
    }

    fn check(errno: i32) -> io::Result<()> {
        match errno {
            0 => Ok(()),
            _ => Err(io::Error::from_raw_os_error(errno)),
        }
    }

    pub fn listen(place: SocketAddrV4) -> io::Result<TcpListener> {
        let octets = place.ip().octets();
        let address = Address {
            bytes: octets.as_ptr(),
            length: 4,
        };
        let mut descriptor = -1;
        // Safety: the pointers are valid during the calls, and the descriptor has no other owner.
        unsafe {
            check(sock_open(IPV4, STREAM, &mut descriptor))?;
            // Without it, the port is taken for a minute after a service with open connections ended.
            check(sock_setsockopt(
                descriptor,
                SOCKET_LEVEL,
                REUSE_ADDRESS,
                &1,
                4,
            ))?;
            check(sock_bind(descriptor, &address, place.port().into()))?;
            check(sock_listen(descriptor, BACKLOG))?;
            Ok(TcpListener::from_raw_fd(descriptor))
        }
    }

    /// Waits until one of them can go on, or for a second; without a time limit where `forever`.
    pub fn wait(all: &mut [Waited], forever: bool) -> io::Result<()> {
        let mut subscriptions: Vec<Subscription> = all
            .iter()
            .enumerate()
            .map(|(at, one)| Subscription {
                userdata: at as u64,
                tag: if one.writes { FD_WRITE } else { FD_READ },
                id: match one.socket {
                    Socket::Listener(listener) => listener.as_raw_fd() as u32,
                    Socket::Stream(stream) => stream.as_raw_fd() as u32,
                },
                ..Default::default()
            })
            .collect();
        if !forever {
            subscriptions.push(Subscription {
                userdata: all.len() as u64,
                tag: CLOCK,
                id: MONOTONIC,
                nanoseconds: 1_000_000_000,
                ..Default::default()
            });
        }
        let mut events = vec![Event::default(); subscriptions.len()];
        let mut happened = 0;
        // Safety: there is room for as many events as subscriptions.
        check(unsafe {
            poll_oneoff(
                subscriptions.as_ptr(),
                events.as_mut_ptr(),
                subscriptions.len(),
                &mut happened,
            )
        })?;
        for event in &events[..happened] {
            if let Some(one) = all.get_mut(event.userdata as usize) {
                one.is_ready = true;
            }
        }
        Ok(())
    }

    /// EMFILE and ENFILE.
    pub fn is_out_of_descriptors(error: &io::Error) -> bool {
        matches!(error.raw_os_error(), Some(33 | 41))
    }
}

/// For this machine, to try the service without a container: std cannot wait for many sockets, so each is tried.
#[cfg(not(target_os = "wasi"))]
mod system {
    use super::*;
    use std::thread;
    use std::time::Duration;

    pub fn listen(place: SocketAddrV4) -> io::Result<TcpListener> {
        TcpListener::bind(place)
    }

    pub fn wait(all: &mut [Waited], _forever: bool) -> io::Result<()> {
        thread::sleep(Duration::from_millis(1));
        all.iter_mut().for_each(|one| one.is_ready = true);
        Ok(())
    }

    pub fn is_out_of_descriptors(error: &io::Error) -> bool {
        matches!(error.raw_os_error(), Some(23 | 24))
    }
}
