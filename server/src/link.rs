//! One connection without its socket: bytes in, frames out, and the other way round.

use cortado_protocol::frame::{Decoder, Frame, FrameError, Packed};

/// The framing of one connection.
#[derive(Default)]
pub struct Link {
    decoder: Decoder,
    greeted: bool,
    out: Vec<u8>,
    sent: usize,
}

impl Link {
    /// Takes what has arrived; the frames that are whole now go to `frames`.
    ///
    /// # Errors
    /// When the bytes are no frames.
    pub fn receive(&mut self, bytes: &[u8], frames: &mut Vec<Frame>) -> Result<(), FrameError> {
        self.decoder.push(bytes);
        while let Some(frame) = self.decoder.next_frame()? {
            // Only the first message is limited to the size of a greeting.
            if !self.greeted {
                self.greeted = true;
                self.decoder.open();
            }
            frames.push(frame);
        }
        Ok(())
    }

    /// Whether a first frame has arrived.
    pub fn has_greeted(&self) -> bool {
        self.greeted
    }

    /// Bytes that wait for the rest of their frame.
    pub fn pending(&self) -> usize {
        self.decoder.pending()
    }

    /// Adds a message to what is to be sent.
    pub fn queue(&mut self, kind: u8, id: u32, payload: &Packed) {
        payload.write(kind, id, &mut self.out);
    }

    /// What is to be sent.
    pub fn unsent(&self) -> &[u8] {
        &self.out[self.sent..]
    }

    /// So much of it has been sent.
    pub fn advance(&mut self, bytes: usize) {
        self.sent += bytes;
        if self.sent == self.out.len() {
            self.out.clear();
            self.out.shrink_to(1 << 16);
            self.sent = 0;
        } else if self.sent > self.out.len() / 2 {
            self.out.drain(..self.sent);
            self.sent = 0;
        }
    }
}
