//! What the parser takes and refuses, and what the routes answer: `cargo test`.

use crate::http::{Request, Response, Scan, parse_head, scan_head};
use crate::routes::answer;

/// What a server makes of these bytes: its response, or the status of a refusal; 0 where it would wait for more.
fn exchange(bytes: &str) -> Result<Response, u16> {
    let length = match scan_head(bytes.as_bytes(), &mut 0) {
        Scan::More => return Err(0),
        Scan::Invalid => return Err(400),
        Scan::End(length) => length,
    };
    let (head, body) = bytes.as_bytes().split_at(length);
    let head = parse_head(head)?;
    Ok(answer(Request {
        head,
        body: body.to_vec(),
    }))
}

const CASES: &[(u16, &str)] = &[
    (200, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    (200, "GET /?q=1 HTTP/1.1\r\nHost: x\r\n\r\n"),
    (200, "GET http://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n"),
    (200, "HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n"),
    (200, "GET / HTTP/1.0\r\n\r\n"),
    (
        200,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
    ),
    (404, "GET /nope HTTP/1.1\r\nHost: x\r\n\r\n"),
    (404, "GET /healthz/ HTTP/1.1\r\nHost: x\r\n\r\n"),
    (405, "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n"),
    (405, "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"),
    // Not complete yet.
    (0, ""),
    (0, "GET / HTTP/1.1\r\nHost: x\r\n\r"),
    // Lines.
    (400, "GET / HTTP/1.1\nHost: x\r\n\n"),
    (400, "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: x\r\nA: \x01\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: x\r\n folded: yes\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: x\r\n: no name\r\n\r\n"),
    // The request line.
    (400, "GET /\r\n\r\n"),
    (400, "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
    (400, "GET / /x HTTP/1.1\r\nHost: x\r\n\r\n"),
    (400, "G(T / HTTP/1.1\r\nHost: x\r\n\r\n"),
    (400, "GET nope HTTP/1.1\r\nHost: x\r\n\r\n"),
    (400, "GET / http/1.1\r\nHost: x\r\n\r\n"),
    (505, "GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
    // Host.
    (400, "GET / HTTP/1.1\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
    // Where a request ends.
    (
        400,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    ),
    (
        400,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
    ),
    (
        400,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\nabc",
    ),
    (
        400,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n",
    ),
    (
        400,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
    ),
    (
        400,
        "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
    ),
    (
        411,
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
    ),
    (
        501,
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    ),
    (
        413,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n",
    ),
    (
        413,
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    ),
    (417, "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n"),
];

#[test]
fn each_request_has_its_status() {
    for (expected, bytes) in CASES {
        let status = exchange(bytes).map_or_else(|status| status, |response| response.status);
        assert_eq!(status, *expected, "{bytes:?}");
    }
}

#[test]
fn the_echo_is_the_body_that_was_sent() {
    let request = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    assert_eq!(exchange(request).unwrap().body, b"abc");
}

#[test]
fn a_method_that_a_route_does_not_have_is_refused_with_those_that_it_has() {
    let response = exchange("DELETE / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    assert_eq!(response.allow, Some("GET, HEAD"));
}

#[test]
fn a_connection_stays_open_unless_the_client_says_otherwise() {
    let keeps = |head: &str| parse_head(head.as_bytes()).unwrap().keep_alive;
    assert!(keeps("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    assert!(!keeps(
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: x, Close\r\n\r\n"
    ));
    assert!(!keeps("GET / HTTP/1.0\r\n\r\n"));
    assert!(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}
