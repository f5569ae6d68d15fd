//! An HTTP service. PORT and ADDRESS say where it listens: 8080 and 0.0.0.0 unless they are set.

mod http;
mod net;
mod routes;
mod server;
#[cfg(test)]
mod tests;

use std::env;
use std::fmt::Display;
use std::net::{Ipv4Addr, SocketAddrV4};

fn fail(what: &str, value: impl Display, why: impl Display) -> ! {
    // Of the value no byte that acts on a terminal.
    let shown: String = value.to_string().bytes().map(printable).collect();
    eprintln!("error: {what} \"{shown}\": {why}");
    // crun with WasmEdge loses exit codes: only a trap makes `podman run` fail.
    #[cfg(target_os = "wasi")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_os = "wasi"))]
    std::process::exit(1);
}

fn printable(byte: u8) -> char {
    if matches!(byte, b' '..=b'~') {
        char::from(byte)
    } else {
        '?'
    }
}

fn variable(name: &str, default: &str) -> String {
    match env::var_os(name) {
        Some(value) if !value.is_empty() => value.to_string_lossy().into_owned(),
        _ => default.to_string(),
    }
}

/// A port is a number of digits only: Rust's own parser takes "+80", too.
fn parse_port(text: &str) -> Option<u16> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|&port| is_number && port > 0)
}

fn main() {
    let port = variable("PORT", "8080");
    let address = variable("ADDRESS", "0.0.0.0");
    let Some(port_number) = parse_port(&port) else {
        fail("PORT", port, "a number from 1 to 65535 is needed");
    };
    let Ok(ip) = address.parse::<Ipv4Addr>() else {
        let needed = "an IPv4 address is needed, such as 0.0.0.0 or 127.0.0.1";
        fail("ADDRESS", address, needed);
    };
    let place = SocketAddrV4::new(ip, port_number);
    match net::listen(place) {
        Ok(listener) => {
            println!("listening on {place}");
            let error = server::serve(listener);
            fail("cannot wait for connections", "poll", error);
        }
        Err(error) => fail("cannot listen on", place, error),
    }
}
