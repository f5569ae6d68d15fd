//! Many connections in one thread: none of them blocks, and `net::wait` says which can go on.

use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::mem;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::http::{HEAD_MAX, Head, Request, Response, Scan, parse_head, scan_head};
use crate::net::{self, Socket, Waited};
use crate::routes::answer;

const CONNECTIONS_MAX: usize = 1024;
/// A request must be read, and its response taken, in this time each: a slow client gives its place to another one.
const TIME_MAX: Duration = Duration::from_secs(15);
/// After an error, what a client still sends is read so long: closed at once, it might not see the response.
const TIME_DRAINING: Duration = Duration::from_secs(2);
/// All buffers together.
const MEMORY_MAX: usize = 64 * 1024 * 1024;
const BUFFER_KEPT: usize = 2 * 1024;
const READ_MAX: usize = 16 * 1024;
const LOGGED_MAX: usize = 200;

#[derive(Clone, Copy, PartialEq)]
enum State {
    Reading,
    Writing,
    Draining,
}

/// What follows when a response is sent.
#[derive(Clone, Copy)]
enum Then {
    Read,
    Close,
    Drain,
}

struct Connection {
    stream: TcpStream,
    state: State,
    then: Then,
    deadline: Instant,
    input: Vec<u8>,
    scanned: usize,
    /// The request whose body is still to come, and the length of its head.
    pending: Option<(Head, usize)>,
    head: Vec<u8>,
    body: Vec<u8>,
    /// Of the head and the body of the response.
    sent: usize,
}

/// What the connections have in common.
struct Shared {
    now: Instant,
    /// Of all their buffers.
    memory: usize,
    /// The lines that are still to be printed.
    log: String,
    read: Vec<u8>,
}

impl Connection {
    fn new(stream: TcpStream, now: Instant) -> Self {
        Connection {
            stream,
            state: State::Reading,
            then: Then::Read,
            deadline: now + TIME_MAX,
            input: Vec::new(),
            scanned: 0,
            pending: None,
            head: Vec::new(),
            body: Vec::new(),
            sent: 0,
        }
    }

    fn memory(&self) -> usize {
        self.input.capacity() + self.body.capacity()
    }

    /// Goes on as far as the client lets it. Returns whether the connection stays open.
    fn advance(&mut self, shared: &mut Shared) -> io::Result<bool> {
        if self.state != State::Writing && !self.read(shared)? {
            return Ok(false);
        }
        // Several requests may have come at once.
        loop {
            match self.state {
                State::Draining => return Ok(true),
                State::Reading => {
                    if !self.take_request(shared) {
                        return Ok(true);
                    }
                }
                State::Writing => {
                    if !self.send()? {
                        return Ok(true);
                    }
                    if matches!(self.then, Then::Close) {
                        return Ok(false);
                    }
                    self.go_on(shared.now)?;
                }
            }
        }
    }

    fn go_on(&mut self, now: Instant) -> io::Result<()> {
        self.body = Vec::new();
        if matches!(self.then, Then::Drain) {
            self.stream.shutdown(Shutdown::Write)?;
            self.state = State::Draining;
            self.deadline = now + TIME_DRAINING;
        } else {
            self.state = State::Reading;
            self.deadline = now + TIME_MAX;
        }
        Ok(())
    }

    /// Reads what has come, once. Returns whether the client can still send.
    fn read(&mut self, shared: &mut Shared) -> io::Result<bool> {
        // Of what follows a body nothing is read yet.
        let missing = match &self.pending {
            Some((head, length)) => length + head.body_length - self.input.len(),
            None => READ_MAX,
        };
        let room = &mut shared.read[..missing.min(READ_MAX)];
        let got = match self.stream.read(room) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
            other => other?,
        };
        if got == 0 || self.state == State::Draining {
            return Ok(got > 0);
        }
        // The time for a request begins with its first byte.
        if self.input.is_empty() {
            self.deadline = shared.now + TIME_MAX;
        }
        // A vector that is full becomes twice as large.
        let needed = self.input.len() + got;
        let grown = needed.max(2 * self.input.capacity());
        if needed > self.input.capacity() && shared.memory + grown > MEMORY_MAX {
            self.refuse(503, shared);
            return Ok(true);
        }
        self.input.extend_from_slice(&room[..got]);
        Ok(true)
    }

    /// Answers the request at the beginning of the input, where it is complete. Returns whether there is a response.
    fn take_request(&mut self, shared: &mut Shared) -> bool {
        if self.pending.is_none() {
            match self.take_head() {
                Ok(None) => return false,
                Ok(pending) => self.pending = pending,
                Err(status) => {
                    self.refuse(status, shared);
                    return true;
                }
            }
        }
        let Some((head, length)) = self.pending.take() else {
            return false;
        };
        let whole = length + head.body_length;
        if self.input.len() < whole {
            let expects = head.expects_continue && self.head.is_empty();
            self.pending = Some((head, length));
            if expects {
                let text = "HTTP/1.1 100 Continue\r\n\r\n";
                self.respond(text.into(), Vec::new(), Then::Read);
                self.deadline = shared.now + TIME_MAX;
            }
            return expects;
        }
        // The body of a request is the input's own memory, without its head.
        let mut body = Vec::new();
        if head.body_length > 0 {
            let rest = self.input.split_off(whole);
            body = mem::replace(&mut self.input, rest);
            body.drain(..length);
        } else {
            self.input.drain(..length);
            self.input.shrink_to(BUFFER_KEPT);
        }
        let keep_alive = head.keep_alive;
        let (is_head, http_1_0) = (head.method == "HEAD", head.http_1_0);
        let path = &head.path[..head.path.len().min(LOGGED_MAX)];
        let logged = format!("{} {path}", head.method);
        let response = answer(Request { head, body });
        shared.log += &format!("{logged} {}\n", response.status);
        let then = if keep_alive { Then::Read } else { Then::Close };
        let text = response.head(keep_alive, http_1_0);
        let body = if is_head { Vec::new() } else { response.body };
        self.respond(text, body, then);
        self.deadline = shared.now + TIME_MAX;
        true
    }

    /// The head at the beginning of the input and its length. An error is the status of the response.
    fn take_head(&mut self) -> Result<Option<(Head, usize)>, u16> {
        // RFC 9112, 2.2: empty lines before a request are skipped.
        while self.input.starts_with(b"\r\n") {
            self.input.drain(..2);
            // Its first byte may have been there before.
            self.scanned = 0;
        }
        match scan_head(&self.input, &mut self.scanned) {
            Scan::Invalid => Err(400),
            Scan::End(length) if length > HEAD_MAX => Err(431),
            Scan::More if self.input.len() >= HEAD_MAX => Err(431),
            Scan::More => Ok(None),
            Scan::End(length) => {
                self.head.clear();
                Ok(Some((parse_head(&self.input[..length])?, length)))
            }
        }
    }

    fn refuse(&mut self, status: u16, shared: &mut Shared) {
        shared.log += &format!("- - {status}\n");
        let is_head = self.input.starts_with(b"HEAD ");
        self.pending = None;
        self.input = Vec::new();
        let response = Response::text(status, "refused\n");
        let head = response.head(false, false);
        let body = if is_head { Vec::new() } else { response.body };
        self.respond(head, body, Then::Drain);
        self.deadline = shared.now + TIME_MAX;
    }

    fn respond(&mut self, head: String, body: Vec<u8>, then: Then) {
        self.head = head.into_bytes();
        self.body = body;
        self.sent = 0;
        self.then = then;
        self.state = State::Writing;
    }

    /// Sends what the socket takes. Returns whether all is sent.
    fn send(&mut self) -> io::Result<bool> {
        loop {
            let head = &self.head[self.sent.min(self.head.len())..];
            let body = &self.body[self.sent.saturating_sub(self.head.len())..];
            if head.is_empty() && body.is_empty() {
                return Ok(true);
            }
            let parts = [IoSlice::new(head), IoSlice::new(body)];
            match self.stream.write_vectored(&parts) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => self.sent += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
    }
}

struct Server {
    connections: Vec<Connection>,
    shared: Shared,
}

impl Server {
    fn close(&mut self, at: usize) {
        let gone = self.connections.swap_remove(at);
        self.shared.memory -= gone.memory();
    }

    fn advance(&mut self, at: usize) {
        let connection = &mut self.connections[at];
        let before = connection.memory();
        let stays = connection.advance(&mut self.shared).unwrap_or(false);
        self.shared.memory = self.shared.memory + connection.memory() - before;
        if !stays {
            self.close(at);
        }
    }

    /// Makes room for a new connection: the one that has waited longest for a request goes.
    fn make_room(&mut self) {
        let waiting = self.connections.iter().enumerate();
        let oldest = waiting
            .filter(|(_, one)| one.state != State::Writing)
            .min_by_key(|(_, one)| one.deadline);
        if let Some((at, _)) = oldest {
            self.close(at);
        }
    }

    fn accept(&mut self, listener: &TcpListener) {
        for _ in 0..64 {
            let stream = match listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) => {
                    if net::is_out_of_descriptors(&error) {
                        self.make_room();
                    }
                    return;
                }
            };
            if self.connections.len() == CONNECTIONS_MAX {
                self.make_room();
            }
            if self.connections.len() == CONNECTIONS_MAX || stream.set_nonblocking(true).is_err() {
                continue;
            }
            self.connections
                .push(Connection::new(stream, self.shared.now));
            // Its request is often there already.
            self.advance(self.connections.len() - 1);
        }
    }

    /// Which can go on: the listener, then each connection.
    fn wait(&self, listener: &TcpListener) -> io::Result<Vec<bool>> {
        let mut all = Vec::with_capacity(self.connections.len() + 1);
        all.push(Waited {
            socket: Socket::Listener(listener),
            writes: false,
            is_ready: false,
        });
        all.extend(self.connections.iter().map(|one| Waited {
            socket: Socket::Stream(&one.stream),
            writes: one.state == State::Writing,
            is_ready: false,
        }));
        net::wait(&mut all, self.connections.is_empty())?;
        Ok(all.iter().map(|one| one.is_ready).collect())
    }
}

/// Serves the connections of a listener, until waiting for them fails.
pub fn serve(listener: TcpListener) -> io::Error {
    let now = Instant::now();
    let mut server = Server {
        connections: Vec::new(),
        shared: Shared {
            now,
            memory: 0,
            log: String::new(),
            read: vec![0; READ_MAX],
        },
    };
    let mut looked = now;
    loop {
        // A log line waits until there is nothing else to do.
        let log = mem::take(&mut server.shared.log);
        let _ = io::stdout().write_all(log.as_bytes());
        let ready = match server.wait(&listener) {
            Ok(ready) => ready,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return error,
        };
        server.shared.now = Instant::now();
        // From the last to the first: a connection that is closed gives its place to the last one.
        for at in (1..ready.len()).rev().filter(|&at| ready[at]) {
            server.advance(at - 1);
        }
        if ready[0] {
            server.accept(&listener);
        }
        if server.shared.now - looked < Duration::from_secs(1) {
            continue;
        }
        looked = server.shared.now;
        for at in (0..server.connections.len()).rev() {
            if server.connections[at].deadline < looked {
                server.close(at);
            }
        }
    }
}
