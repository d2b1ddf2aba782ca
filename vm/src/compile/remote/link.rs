//! A connection to the server: a socket, TLS if wanted, frames. Never blocks after the connect.

use super::settings::{Address, Settings};
use cortado_protocol::frame::{Decoder, Frame, FrameError};
use cortado_protocol::message::{MessageError, ToServer};
use mio::event::Source;
use mio::{Interest, Registry, Token};
use rustls::ClientConnection;
use rustls::pki_types::ServerName;
use std::io::{self, ErrorKind, Read, Write};
use std::net::ToSocketAddrs;
use std::time::Duration;

/// Why there is no connection, or not any more.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The system says why.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The name has no address.
    #[error("the name {0} has no address")]
    Name(String),
    /// A network, and no TLS.
    #[error("{0} is not on this machine and JITServerSSLRootCerts is not given")]
    Plain(Address),
    /// A file of ours is of no use.
    #[error("{0}")]
    Certificate(String),
    /// TLS says why.
    #[error("{0}")]
    Tls(#[from] rustls::Error),
    /// The server speaks something else.
    #[error("{0}")]
    Frame(#[from] FrameError),
    /// The server speaks something else.
    #[error("{0}")]
    Message(#[from] MessageError),
    /// The server closed the connection.
    #[error("the server closed the connection")]
    Closed,
    /// Nothing came.
    #[error("the server does not answer")]
    Silent,
    /// The server said so.
    #[error("the server refuses: {0}")]
    Refused(String),
    /// A message out of turn.
    #[error("the server sent a message out of turn")]
    Unexpected,
}

#[derive(Debug)]
enum Socket {
    Tcp(mio::net::TcpStream),
    Unix(mio::net::UnixStream),
}

impl Socket {
    fn source(&mut self) -> &mut dyn Source {
        match self {
            Socket::Tcp(socket) => socket,
            Socket::Unix(socket) => socket,
        }
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Socket::Tcp(socket) => socket.read(buffer),
            Socket::Unix(socket) => socket.read(buffer),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Socket::Tcp(socket) => socket.write(bytes),
            Socket::Unix(socket) => socket.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An open connection.
#[derive(Debug)]
pub struct Link {
    socket: Socket,
    tls: Option<Box<ClientConnection>>,
    decoder: Decoder,
    /// What is still to be written; with TLS, rustls has it.
    out: Vec<u8>,
    /// What of `out` is written.
    written: usize,
    /// Bytes read from the socket since the last look.
    pub bytes_in: u64,
    /// Bytes written to it.
    pub bytes_out: u64,
}

impl Link {
    /// Connects; may take up to `timeout` for each address of the host.
    pub fn connect(settings: &Settings, timeout: Duration) -> Result<Link, LinkError> {
        let (socket, tls) = match &settings.address {
            Address::Unix(path) => (Socket::Unix(mio::net::UnixStream::connect(path)?), None),
            address @ Address::Tcp(host, port) => {
                let plain = settings.tls.is_none();
                if plain && !address.is_local() && !settings.plain_over_network {
                    return Err(LinkError::Plain(address.clone()));
                }
                let tls = match &settings.tls {
                    None => None,
                    Some(files) => {
                        let name = ServerName::try_from(host.clone())
                            .map_err(|_| LinkError::Name(host.clone()))?;
                        let mut tls = ClientConnection::new(files.load()?, name)?;
                        tls.set_buffer_limit(None);
                        Some(Box::new(tls))
                    }
                };
                (Socket::Tcp(connect_tcp(host, *port, timeout)?), tls)
            }
        };
        Ok(Link {
            socket,
            tls,
            decoder: Decoder::default(),
            out: Vec::new(),
            written: 0,
            bytes_in: 0,
            bytes_out: 0,
        })
    }

    /// Makes `registry` tell when the socket can be read or written.
    pub fn register(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        registry.register(self.socket.source(), token, Interest::READABLE | Interest::WRITABLE)
    }

    /// Undoes [`Link::register`].
    pub fn deregister(&mut self, registry: &Registry) {
        // What is closed next needs no more.
        let _ = registry.deregister(self.socket.source());
    }

    /// The handshake is over: frames may be large.
    pub fn open(&mut self) {
        self.decoder.open();
    }

    /// Adds a message to what is to be written.
    pub fn send(&mut self, message: &ToServer, id: u32) -> Result<(), LinkError> {
        match &mut self.tls {
            None => {
                if self.written == self.out.len() {
                    self.out.clear();
                    self.written = 0;
                }
                message.write(id, &mut self.out)?;
            }
            Some(tls) => {
                let mut bytes = Vec::new();
                message.write(id, &mut bytes)?;
                tls.writer().write_all(&bytes)?;
            }
        }
        Ok(())
    }

    /// Whether something is still to be written.
    pub fn is_writing(&self) -> bool {
        match &self.tls {
            None => self.written < self.out.len(),
            Some(tls) => tls.wants_write(),
        }
    }

    /// Bytes that wait to be written, without TLS's own.
    pub fn waiting(&self) -> usize {
        self.out.len() - self.written
    }

    /// Writes what the socket takes.
    pub fn write(&mut self) -> Result<(), LinkError> {
        while self.is_writing() {
            let outcome = match &mut self.tls {
                None => self.socket.write(&self.out[self.written..]),
                Some(tls) => tls.write_tls(&mut self.socket),
            };
            match outcome {
                Ok(0) => return Err(LinkError::Closed),
                Ok(count) => {
                    self.bytes_out += count as u64;
                    if self.tls.is_none() {
                        self.written += count;
                    }
                }
                Err(error) if waits(&error) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Reads once. False when there is nothing more at the moment.
    pub fn read(&mut self) -> Result<bool, LinkError> {
        let mut buffer = [0; 16 << 10];
        let outcome = match &mut self.tls {
            None => self.socket.read(&mut buffer),
            Some(tls) => tls.read_tls(&mut self.socket),
        };
        let count = match outcome {
            Ok(0) => return Err(LinkError::Closed),
            Ok(count) => count,
            Err(error) if waits(&error) => return Ok(false),
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(true),
            Err(error) => return Err(error.into()),
        };
        self.bytes_in += count as u64;
        let Some(tls) = &mut self.tls else {
            self.decoder.push(&buffer[..count]);
            return Ok(true);
        };
        tls.process_new_packets()?;
        loop {
            match tls.reader().read(&mut buffer) {
                Ok(0) => return Err(LinkError::Closed),
                Ok(count) => self.decoder.push(&buffer[..count]),
                Err(error) if waits(&error) => return Ok(true),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The next message that has arrived whole.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, LinkError> {
        Ok(self.decoder.next_frame()?)
    }
}

fn waits(error: &io::Error) -> bool {
    // A socket that is still connecting says the latter.
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected)
}

fn connect_tcp(host: &str, port: u16, timeout: Duration) -> Result<mio::net::TcpStream, LinkError> {
    let mut failure = LinkError::Name(host.to_owned());
    for address in (host, port).to_socket_addrs()? {
        match std::net::TcpStream::connect_timeout(&address, timeout) {
            Ok(socket) => {
                socket.set_nodelay(true)?;
                socket.set_nonblocking(true)?;
                return Ok(mio::net::TcpStream::from_std(socket));
            }
            Err(error) => failure = error.into(),
        }
    }
    Err(failure)
}
