//! HTTP/1.1 requests and responses, as far as this service needs them. Nothing here reads or writes.
//!
//! A strict reader: what two programs could read in two ways is refused, because one of them may be a proxy. httparse
//! splits a head into its parts; the rules are those of RFC 9112, whose sections the numbers name.

use std::time::SystemTime;

pub const HEAD_MAX: usize = 8 * 1024;
pub const BODY_MAX: usize = 1024 * 1024;
const HEADERS_MAX: usize = 128;

#[derive(Debug)]
pub struct Head {
    pub method: String,
    pub path: String,
    pub body_length: usize,
    pub http_1_0: bool,
    pub keep_alive: bool,
    pub expects_continue: bool,
}

pub struct Request {
    pub head: Head,
    pub body: Vec<u8>,
}

pub struct Response {
    pub status: u16,
    pub content_type: &'static str,
    pub body: Vec<u8>,
    /// The methods that the path has, with status 405.
    pub allow: Option<&'static str>,
}

pub enum Scan {
    More,
    /// The head has so many bytes.
    End(usize),
    /// A byte that no head contains.
    Invalid,
}

/// Looks for the end of a head in what is new since `scanned`, which it moves.
pub fn scan_head(bytes: &[u8], scanned: &mut usize) -> Scan {
    for at in *scanned..bytes.len() {
        let byte = bytes[at];
        let after_cr = at > 0 && bytes[at - 1] == b'\r';
        // 2.2: a line ends in CR LF, and neither is anywhere else. httparse takes a bare LF, too.
        if (byte == b'\n') != after_cr {
            return Scan::Invalid;
        }
        if byte.is_ascii_control() && !matches!(byte, b'\t' | b'\r' | b'\n') {
            return Scan::Invalid;
        }
        if byte == b'\n' && at >= 3 && bytes[at - 2] == b'\n' {
            *scanned = 0;
            return Scan::End(at + 1);
        }
    }
    *scanned = bytes.len();
    Scan::More
}

/// Parses a whole head. An error is the status of the response.
pub fn parse_head(bytes: &[u8]) -> Result<Head, u16> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut parsed = httparse::Request::new(&mut headers);
    match parsed.parse(bytes) {
        Ok(status) if status.is_complete() => {}
        Ok(_) => return Err(400),
        Err(httparse::Error::TooManyHeaders) => return Err(431),
        Err(httparse::Error::Version) if has_other_version(bytes) => return Err(505),
        Err(_) => return Err(400),
    }
    let (Some(method), Some(target)) = (parsed.method, parsed.path) else {
        return Err(400);
    };
    let http_1_0 = parsed.version == Some(0);
    let mut head = Head {
        method: method.to_string(),
        path: path_of(target).ok_or(400u16)?.to_string(),
        body_length: 0,
        http_1_0,
        keep_alive: false,
        expects_continue: false,
    };
    let (mut host, mut length, mut coding) = (None, None, None);
    let (mut closes, mut keeps) = (false, false);
    for header in parsed.headers.iter() {
        let value = header.value.trim_ascii();
        let is = |name: &str| header.name.eq_ignore_ascii_case(name);
        if is("Host") {
            if host.replace(value).is_some() || !is_host(value) {
                return Err(400);
            }
        } else if is("Content-Length") {
            // 6.2: a length that is given twice is refused, even the same.
            if length.replace(parse_length(value).ok_or(400u16)?).is_some() {
                return Err(400);
            }
        } else if is("Transfer-Encoding") {
            if coding.replace(value).is_some() {
                return Err(400);
            }
        } else if is("Connection") {
            closes = closes || has_word(value, "close");
            keeps = keeps || has_word(value, "keep-alive");
        } else if is("Expect") {
            if !value.eq_ignore_ascii_case(b"100-continue") {
                return Err(417);
            }
            head.expects_continue = !http_1_0;
        }
    }
    // 3.2
    if host.is_none() && !http_1_0 {
        return Err(400);
    }
    // 6.1, 6.3
    if let Some(coding) = coding {
        return Err(match coding {
            _ if length.is_some() || http_1_0 => 400,
            _ if coding.eq_ignore_ascii_case(b"chunked") => 411,
            _ => 501,
        });
    }
    head.body_length = length.unwrap_or(0);
    if head.body_length > BODY_MAX {
        return Err(413);
    }
    // 9.3
    head.keep_alive = !closes && (keeps || !http_1_0);
    Ok(head)
}

/// Whether a request line has another version of HTTP than 1.0 or 1.1.
fn has_other_version(bytes: &[u8]) -> bool {
    let line = bytes.split(|&byte| byte == b'\r').next().unwrap_or(bytes);
    let words: Vec<&[u8]> = line.split(|&byte| byte == b' ').collect();
    matches!(words[..], [_, _, [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]]
        if major.is_ascii_digit() && minor.is_ascii_digit())
}

/// The path of a target, without its query. 3.2.2: a client may name the whole URL.
fn path_of(target: &str) -> Option<&str> {
    if !target.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let rest = match target.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("http://") => {
            let after = &target[7..];
            &after[after.find(['/', '?']).unwrap_or(after.len())..]
        }
        _ if target.starts_with('/') || target == "*" => target,
        _ => return None,
    };
    match rest.split('?').next() {
        Some("") | None => Some("/"),
        path => path,
    }
}

/// 6.2: digits. Of a number above the maximum the value does not matter.
fn parse_length(value: &[u8]) -> Option<usize> {
    if value.is_empty() || !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(value.iter().fold(0, |sum: usize, digit| match sum {
        0..=BODY_MAX => sum * 10 + usize::from(digit - b'0'),
        _ => sum,
    }))
}

/// 3.2: a Host that is none is refused.
fn is_host(value: &[u8]) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_graphic() && !b"/\\?#@,\"<>".contains(byte);
    value.iter().all(allowed)
}

/// Whether a list that is separated by commas contains a word.
fn has_word(list: &[u8], word: &str) -> bool {
    list.split(|&byte| byte == b',')
        .any(|item| item.trim_ascii().eq_ignore_ascii_case(word.as_bytes()))
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        411 => "Length Required",
        413 => "Content Too Large",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}

impl Response {
    pub fn text(status: u16, text: &str) -> Self {
        let content_type = "text/plain; charset=utf-8";
        Response {
            status,
            content_type,
            body: text.into(),
            allow: None,
        }
    }

    /// The head of the response.
    pub fn head(&self, keep_alive: bool, http_1_0: bool) -> String {
        let allow = self.allow.map(|methods| format!("\r\nAllow: {methods}"));
        let connection = match (keep_alive, http_1_0) {
            (false, _) => "\r\nConnection: close",
            (true, true) => "\r\nConnection: keep-alive",
            (true, false) => "",
        };
        format!(
            "HTTP/1.1 {} {}\r\nDate: {}\r\nContent-Type: {}\r\nContent-Length: {}{}{connection}\r\n\r\n",
            self.status,
            reason(self.status),
            httpdate::fmt_http_date(SystemTime::now()),
            self.content_type,
            self.body.len(),
            allow.unwrap_or_default(),
        )
    }
}
