//! `/metrics`, `/healthz` and `/readyz` on a port of their own, for Prometheus and orchestrators.

use crate::metrics::Metrics;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tracing::debug;

/// What one request may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// Bytes of a request that are looked at.
const REQUEST_MAX: usize = 4096;

/// Answers in a thread of its own, one request after the other.
///
/// # Errors
/// When the address cannot be bound.
pub fn serve(
    address: SocketAddr,
    metrics: Arc<Metrics>,
    ready: Arc<AtomicBool>,
) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(address)?;
    let bound = listener.local_addr()?;
    thread::Builder::new().name("metrics".to_owned()).spawn(move || {
        for stream in listener.incoming() {
            let done = stream.and_then(|stream| answer(stream, &metrics, &ready));
            if let Err(error) = done {
                debug!(%error, "a request for metrics has failed");
                // Without this, an accept that keeps failing would keep a processor busy.
                thread::sleep(Duration::from_millis(10));
            }
        }
    })?;
    Ok(bound)
}

fn answer(mut stream: TcpStream, metrics: &Metrics, ready: &AtomicBool) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let deadline = Instant::now() + PATIENCE;
    let (mut request, mut chunk) = (Vec::new(), [0; 1024]);
    while !request.windows(4).any(|end| end == b"\r\n\r\n") && request.len() < REQUEST_MAX {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut chunk)? {
            0 => break,
            read => request.extend_from_slice(&chunk[..read]),
        }
    }
    let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line).into_owned();
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = target.split('?').next().unwrap_or_default();
    let (status, text) = match (method, path) {
        ("GET" | "HEAD", "/metrics") => ("200 OK", metrics.prometheus()),
        ("GET" | "HEAD", "/healthz") => ("200 OK", "ok\n".to_owned()),
        ("GET" | "HEAD", "/readyz") if ready.load(Ordering::Relaxed) => {
            ("200 OK", "ready\n".to_owned())
        }
        ("GET" | "HEAD", "/readyz") => ("503 Service Unavailable", "stopping\n".to_owned()),
        ("GET" | "HEAD", _) => ("404 Not Found", "not found\n".to_owned()),
        _ => ("405 Method Not Allowed", "only GET\n".to_owned()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        text.len()
    );
    stream.write_all(head.as_bytes())?;
    if method == "HEAD" { Ok(()) } else { stream.write_all(text.as_bytes()) }
}
