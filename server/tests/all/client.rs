//! A client for tests: blocking, over any stream.

use anyhow::{Context, Result, bail, ensure};
use cortado_protocol::CONTRACT;
use cortado_protocol::frame::Decoder;
use cortado_protocol::message::{Bytes, Id128, ToClient, ToServer, content_id};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take: much, since tests run on busy machines.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A connection that has been welcomed.
pub struct Client<S> {
    pub stream: S,
    decoder: Decoder,
}

/// Connects over TCP, with patience.
pub fn tcp(address: &str) -> Result<TcpStream> {
    let stream = TcpStream::connect(address).context("connect")?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl<S: Read + Write> Client<S> {
    /// Greets.
    pub fn greet(stream: S) -> Result<Client<S>> {
        let mut client = Client::silent(stream);
        client.say(0, &ToServer::Hello { contract: CONTRACT, agent: "test".to_owned() })?;
        match client.hear()? {
            (0, ToClient::Welcome { contract, .. }) if contract == CONTRACT => Ok(client),
            (_, message) => bail!("{message:?} instead of a Welcome"),
        }
    }

    /// Does not greet.
    pub fn silent(stream: S) -> Client<S> {
        let mut decoder = Decoder::default();
        decoder.open();
        Client { stream, decoder }
    }

    /// Sends.
    pub fn say(&mut self, id: u32, message: &ToServer) -> Result<()> {
        let mut frame = Vec::new();
        message.write(id, &mut frame)?;
        self.stream.write_all(&frame)?;
        Ok(self.stream.flush()?)
    }

    /// Receives.
    pub fn hear(&mut self) -> Result<(u32, ToClient)> {
        let mut buffer = [0; 1 << 14];
        loop {
            if let Some(frame) = self.decoder.next_frame()? {
                return Ok((frame.id, ToClient::read(&frame)?));
            }
            let read = self.stream.read(&mut buffer)?;
            ensure!(read > 0, "closed by the server");
            self.decoder.push(&buffer[..read]);
        }
    }

    /// Whether the server closes, after whatever it still says.
    pub fn is_closed(&mut self) -> bool {
        let mut buffer = [0; 1 << 14];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return true,
                Ok(_) => {}
                Err(error) => {
                    let kind = error.kind();
                    return kind != std::io::ErrorKind::WouldBlock
                        && kind != std::io::ErrorKind::TimedOut;
                }
            }
        }
    }

    /// Asks, gives what lacks, and returns the answer.
    pub fn compile(
        &mut self,
        id: u32,
        key: Id128,
        program: Option<Id128>,
        skeleton: &[u8],
        blobs: &[Vec<u8>],
    ) -> Result<ToClient> {
        let names = blobs.iter().map(|blob| content_id(blob)).collect();
        let skeleton = Bytes(skeleton.to_vec());
        self.say(id, &ToServer::Compile { key, program, skeleton, blobs: names })?;
        let (of, mut answer) = self.hear()?;
        ensure!(of == id, "an answer to {of} instead of {id}");
        if let ToClient::Lacks { blobs: lacks } = &answer {
            let found = lacks.iter().filter_map(|name| {
                blobs.iter().find(|blob| content_id(blob) == *name).cloned().map(Bytes)
            });
            let found = found.collect();
            self.say(id, &ToServer::Blobs { blobs: found })?;
            answer = self.hear()?.1;
        }
        Ok(answer)
    }
}
