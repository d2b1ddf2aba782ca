//! A connection: socket, TLS if there is any, and framing.

use super::socket::Socket;
use crate::link::Link;
use cortado_protocol::frame::{Frame, FrameError};
use rustls::ServerConnection;
use std::io::{self, ErrorKind, Read, Write};
use std::time::Instant;

/// Bytes read of one connection before others have their turn.
const TURN_BYTES: usize = 256 << 10;

/// Why a connection ends.
#[derive(Debug, thiserror::Error)]
pub enum End {
    /// The other side has closed it.
    #[error("closed by the client")]
    Eof,
    /// The socket fails.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// TLS fails.
    #[error(transparent)]
    Tls(#[from] rustls::Error),
    /// What arrives are no frames.
    #[error(transparent)]
    Frame(#[from] FrameError),
}

/// One client's connection.
pub struct Connection {
    socket: Socket,
    tls: Option<ServerConnection>,
    /// The framing.
    pub link: Link,
    /// Whether there may be something to read.
    pub readable: bool,
    /// Whether the socket may take something.
    pub writable: bool,
    /// When it was accepted.
    pub since: Instant,
    /// When bytes last arrived.
    pub heard: Instant,
    /// When bytes last left, or there were none to send.
    pub moved: Instant,
    /// To be closed when all is sent.
    pub closing: bool,
}

impl Connection {
    /// A new connection.
    pub fn new(socket: Socket, tls: Option<ServerConnection>) -> Connection {
        let now = Instant::now();
        Connection {
            socket,
            tls,
            link: Link::default(),
            readable: true,
            writable: true,
            since: now,
            heard: now,
            moved: now,
            closing: false,
        }
    }

    /// The socket.
    pub fn socket(&mut self) -> &mut Socket {
        &mut self.socket
    }

    /// Reads what is there, up to a turn's worth. `readable` tells whether there may be more.
    ///
    /// # Errors
    /// When the connection has ended; frames that came before are in `frames`.
    pub fn read(&mut self, buffer: &mut [u8], frames: &mut Vec<Frame>) -> Result<usize, End> {
        let mut total = 0;
        while self.readable && total < TURN_BYTES {
            let read = match &mut self.tls {
                None => self.socket.read(buffer),
                Some(tls) => read_tls(tls, &mut self.socket, buffer)?,
            };
            match read {
                Ok(0) => return Err(End::Eof),
                Ok(bytes) => {
                    total += bytes;
                    self.heard = Instant::now();
                    self.link.receive(&buffer[..bytes], frames)?;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.readable = false,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(total)
    }

    /// Writes what the socket takes; how many bytes of frames that were.
    ///
    /// # Errors
    /// When the connection has ended.
    pub fn write(&mut self) -> Result<usize, End> {
        let mut total = 0;
        while self.writable {
            let unsent = self.link.unsent();
            let written = match &mut self.tls {
                None if unsent.is_empty() => break,
                None => self.socket.write(unsent),
                Some(tls) if tls.wants_write() => match tls.write_tls(&mut self.socket) {
                    Ok(0) => Err(ErrorKind::WriteZero.into()),
                    // These bytes were counted when TLS took them.
                    Ok(_) => Ok(0),
                    Err(error) => Err(error),
                },
                Some(tls) if !unsent.is_empty() && !tls.is_handshaking() => {
                    tls.writer().write(unsent)
                }
                Some(_) => break,
            };
            match written {
                Ok(bytes) => {
                    self.link.advance(bytes);
                    self.moved = Instant::now();
                    total += bytes;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.writable = false,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        if self.is_flushed() {
            self.moved = Instant::now();
        }
        Ok(total)
    }

    /// Whether nothing waits to be sent.
    pub fn is_flushed(&self) -> bool {
        let tls = self.tls.as_ref().is_some_and(|tls| tls.wants_write());
        self.link.unsent().is_empty() && !tls
    }

    /// Says goodbye, as far as the socket takes it.
    pub fn say_goodbye(&mut self) {
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
            // The connection ends either way.
            let _ = tls.write_tls(&mut self.socket);
        }
    }
}

/// Reads through TLS. The outer error is TLS's own.
fn read_tls(
    tls: &mut ServerConnection,
    socket: &mut Socket,
    buffer: &mut [u8],
) -> Result<io::Result<usize>, End> {
    loop {
        match tls.reader().read(buffer) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            // The other side need not have said goodbye: frames say themselves whether they are
            // whole.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(Ok(0)),
            read => return Ok(read),
        }
        match tls.read_tls(socket) {
            Ok(0) => return Ok(Ok(0)),
            Err(error) => return Ok(Err(error)),
            Ok(_) => {}
        }
        if let Err(error) = tls.process_new_packets() {
            // The alert tells the other side why.
            let _ = tls.write_tls(socket);
            return Err(error.into());
        }
    }
}
