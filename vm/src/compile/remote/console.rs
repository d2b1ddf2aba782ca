//! One question after the other to a server, for people (`cortadoctl server`).

use super::link::{Link, LinkError};
use super::settings::Settings;
use cortado_protocol::CONTRACT;
use cortado_protocol::message::{ToClient, ToServer};
use mio::{Events, Poll, Token};
use std::time::{Duration, Instant};

/// A connection on which one waits for answers.
#[derive(Debug)]
pub struct Console {
    link: Link,
    poll: Poll,
    timeout: Duration,
}

impl Console {
    /// Connects and greets.
    ///
    /// # Errors
    /// When that takes too long, or the server refuses.
    pub fn connect(settings: &Settings) -> Result<Console, LinkError> {
        let mut link = Link::connect(settings, settings.timeout)?;
        let poll = Poll::new()?;
        link.register(poll.registry(), Token(0))?;
        let mut console = Console { link, poll, timeout: settings.timeout };
        let hello = ToServer::Hello { contract: CONTRACT, agent: settings.agent.clone() };
        match console.ask(&hello)? {
            ToClient::Welcome { .. } => {
                console.link.open();
                Ok(console)
            }
            _ => Err(LinkError::Unexpected),
        }
    }

    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// When none comes in time.
    pub fn ask(&mut self, message: &ToServer) -> Result<ToClient, LinkError> {
        const ID: u32 = 1;
        self.link.send(message, ID)?;
        let until = Instant::now() + self.timeout;
        let mut events = Events::with_capacity(4);
        loop {
            self.link.write()?;
            while self.link.read()? {}
            if let Some(frame) = self.link.next_frame()? {
                match ToClient::read(&frame)? {
                    ToClient::Refused { text } => return Err(LinkError::Refused(text)),
                    answer => return Ok(answer),
                }
            }
            let left = until.checked_duration_since(Instant::now()).ok_or(LinkError::Silent)?;
            self.poll.poll(&mut events, Some(left + Duration::from_millis(1)))?;
        }
    }
}
