//! Sockets of both kinds, listening and connected, behind one type each.

use mio::event::Source;
use mio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use mio::{Interest, Registry, Token};
use std::fmt;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

/// Where the server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// TCP: host and port.
    Tcp(String, u16),
    /// A Unix-domain socket.
    Unix(PathBuf),
}

/// The text is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}: expected HOST:PORT, HOST or unix:PATH")]
pub struct BadAddress(String);

impl Address {
    /// The address that a text means; TCP without a port gets `port`.
    ///
    /// # Errors
    /// When it means none.
    pub fn with_port(text: &str, port: u16) -> Result<Address, BadAddress> {
        let bad = || BadAddress(text.to_owned());
        if let Some(path) = text.strip_prefix("unix:") {
            return if path.is_empty() { Err(bad()) } else { Ok(Address::Unix(path.into())) };
        }
        // Brackets keep the colons of an IPv6 address apart from the port's.
        let (host, own_port) = match text.rsplit_once(':') {
            Some((host, own)) if host.ends_with(']') || !host.contains(':') => (host, Some(own)),
            _ => (text, None),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        match own_port.map_or(Ok(port), str::parse) {
            Ok(port) if !host.is_empty() => Ok(Address::Tcp(host.to_owned(), port)),
            _ => Err(bad()),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Tcp(host, port) if host.contains(':') => write!(f, "[{host}]:{port}"),
            Address::Tcp(host, port) => write!(f, "{host}:{port}"),
            Address::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// A listening socket.
pub enum Listener {
    /// TCP.
    Tcp(TcpListener),
    /// Unix-domain; the path is removed at the end.
    Unix(UnixListener, PathBuf),
}

impl Listener {
    /// Binds an address: all that a host's name stands for. Plain TCP that other machines reach is
    /// the caller's decision.
    ///
    /// # Errors
    /// When the system refuses, or another server listens.
    pub fn bind(address: &Address) -> io::Result<Vec<Listener>> {
        match address {
            Address::Tcp(host, port) => {
                let bind = |address: SocketAddr| TcpListener::bind(address).map(Listener::Tcp);
                resolve(host, *port)?.into_iter().map(bind).collect()
            }
            Address::Unix(path) => {
                let bound = match UnixListener::bind(path) {
                    // A path whose server was killed stays behind; nobody answers there.
                    Err(error)
                        if error.kind() == io::ErrorKind::AddrInUse
                            && std::os::unix::net::UnixStream::connect(path).is_err() =>
                    {
                        std::fs::remove_file(path)?;
                        UnixListener::bind(path)
                    }
                    bound => bound,
                };
                Ok(vec![Listener::Unix(bound?, path.clone())])
            }
        }
    }

    /// The address it is bound to.
    pub fn address(&self) -> Address {
        match self {
            Listener::Tcp(listener) => match listener.local_addr() {
                Ok(address) => Address::Tcp(address.ip().to_string(), address.port()),
                Err(_) => Address::Tcp("?".to_owned(), 0),
            },
            Listener::Unix(_, path) => Address::Unix(path.clone()),
        }
    }

    /// Whether its clients speak TLS, if there is TLS: on this machine's own sockets they do not.
    pub fn is_tcp(&self) -> bool {
        matches!(self, Listener::Tcp(_))
    }

    /// The next connection: socket, other end, and whether that is on this machine.
    ///
    /// # Errors
    /// `WouldBlock` when there is none.
    pub fn accept(&self) -> io::Result<(Socket, String, bool)> {
        match self {
            Listener::Tcp(listener) => {
                let (stream, peer) = listener.accept()?;
                let alive = socket2::TcpKeepalive::new()
                    .with_time(Duration::from_secs(60))
                    .with_interval(Duration::from_secs(20));
                socket2::SockRef::from(&stream).set_tcp_keepalive(&alive)?;
                stream.set_nodelay(true)?;
                Ok((Socket::Tcp(stream), peer.to_string(), peer.ip().is_loopback()))
            }
            Listener::Unix(listener, _) => {
                let (stream, _) = listener.accept()?;
                Ok((Socket::Unix(stream), "unix".to_owned(), true))
            }
        }
    }

    fn source(&mut self) -> &mut dyn Source {
        match self {
            Listener::Tcp(listener) => listener,
            Listener::Unix(listener, _) => listener,
        }
    }

    /// Wants to know of connections.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn register(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        registry.register(self.source(), token, Interest::READABLE)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Listener::Unix(_, path) = self {
            // Nothing can be done about a path that stays.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The addresses of a host.
///
/// # Errors
/// When it has none.
pub fn resolve(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let found: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
    if found.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(found) }
}

/// A connected socket.
pub enum Socket {
    /// TCP.
    Tcp(TcpStream),
    /// Unix-domain.
    Unix(UnixStream),
}

impl Socket {
    /// Wants to know of everything.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn register(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        let source: &mut dyn Source = match self {
            Socket::Tcp(stream) => stream,
            Socket::Unix(stream) => stream,
        };
        registry.register(source, token, Interest::READABLE | Interest::WRITABLE)
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Socket::Tcp(stream) => stream.read(buffer),
            Socket::Unix(stream) => stream.read(buffer),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Socket::Tcp(stream) => stream.write(bytes),
            Socket::Unix(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_hosts_ports_or_paths() {
        let address = |text| Address::with_port(text, 4);
        let tcp = |host: &str, port| Ok(Address::Tcp(host.to_owned(), port));
        assert_eq!(address("127.0.0.1:5"), tcp("127.0.0.1", 5));
        assert_eq!(address("example"), tcp("example", 4));
        assert_eq!(address("[::1]:9"), tcp("::1", 9));
        assert_eq!(address("::1"), tcp("::1", 4));
        assert_eq!(address("unix:a/b"), Ok(Address::Unix("a/b".into())));
        for bad in ["", ":1", "a:b", "a:99999", "unix:"] {
            assert!(address(bad).is_err(), "{bad}");
        }
        assert_eq!(Address::Tcp("::1".to_owned(), 9).to_string(), "[::1]:9");
    }
}
