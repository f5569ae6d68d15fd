//! What the service answers. This is the place for your own routes.

use crate::http::{Request, Response};

type Answer = fn(Request) -> Response;

const ROUTES: &[(&str, &str, Answer)] = &[
    ("/", "GET", hello),
    ("/healthz", "GET", health),
    ("/echo", "POST", echo),
];

fn hello(_: Request) -> Response {
    Response::text(200, &["Hello from ", "My App!", "!\n"].concat())
}

fn health(_: Request) -> Response {
    Response::text(200, "ok\n")
}

/// The body that it was sent, as bytes: a type that the client names could make it a page of this site.
fn echo(request: Request) -> Response {
    Response {
        status: 200,
        content_type: "application/octet-stream",
        body: request.body,
        allow: None,
    }
}

pub fn answer(request: Request) -> Response {
    // A response to HEAD is that to GET, and the server sends only its head.
    let method = match request.head.method.as_str() {
        "HEAD" => "GET",
        other => other,
    };
    let mut allow = None;
    for &(path, allowed, answer) in ROUTES {
        if path != request.head.path {
            continue;
        }
        if allowed == method {
            return answer(request);
        }
        allow = Some(match allowed {
            "GET" => "GET, HEAD",
            other => other,
        });
    }
    match allow {
        Some(_) => Response {
            allow,
            ..Response::text(405, "method not allowed\n")
        },
        None => Response::text(404, "not found\n"),
    }
}
