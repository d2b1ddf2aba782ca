//! A body as the server keeps it: packed for the wire, so that a hit costs no compression.

use cortado_protocol::frame::{FrameError, Packed};
use cortado_protocol::message::{Bytes, Id128, ToClient};
use std::sync::Arc;

/// A body, opaque to all but the compiler.
#[derive(Clone, Debug)]
pub struct Body {
    packed: Arc<Packed>,
    made_for: Option<Id128>,
}

impl PartialEq for Body {
    fn eq(&self, other: &Body) -> bool {
        Arc::ptr_eq(&self.packed, &other.packed) || self.packed == other.packed
    }
}

impl Body {
    /// Packs the bytes of a body.
    ///
    /// # Errors
    /// When they are over a limit.
    pub fn new(bytes: Vec<u8>) -> Result<Body, FrameError> {
        // Item has the same fields: one payload serves both.
        let message = ToClient::Body { body: Bytes(bytes) };
        Ok(Body { packed: Arc::new(message.pack()?), made_for: None })
    }

    /// The same, with the fingerprint of the ask that it was made for.
    pub fn made_for(self, fingerprint: Id128) -> Body {
        Body { made_for: Some(fingerprint), ..self }
    }

    /// Whether a new compilation for `ask` must give the same bytes.
    pub fn was_made_for(&self, ask: &Ask) -> bool {
        self.made_for == Some(ask.fingerprint)
    }

    /// The payload of Body and Item messages.
    pub fn packed(&self) -> &Arc<Packed> {
        &self.packed
    }

    /// The bytes of the body; empty when memory is damaged.
    pub fn bytes(&self) -> Vec<u8> {
        self.packed.unpack().ok().and_then(unwrap).unwrap_or_default()
    }

    /// Bytes of memory it takes.
    pub fn memory_bytes(&self) -> usize {
        self.packed.frame_bytes() + 64
    }
}

/// The one field of the payload.
fn unwrap(mut payload: Vec<u8>) -> Option<Vec<u8>> {
    let prefix = 1 + payload.iter().position(|byte| byte & 0x80 == 0)?;
    Some(payload.split_off(prefix))
}

/// A compilation as a client asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What is asked, as the client says.
    pub key: Id128,
    /// Hash of everything below: equal asks have the same answer.
    pub fingerprint: Id128,
    /// The request without its bytecode.
    pub skeleton: Vec<u8>,
    /// The bytecode.
    pub blobs: Vec<Arc<[u8]>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_come_back() {
        for len in [0, 1, 127, 128, 1023, 1024, 70_000] {
            let bytes: Vec<u8> = (0..len).map(|i| (i % 251) as u8).collect();
            assert_eq!(Body::new(bytes.clone()).map(|body| body.bytes()), Ok(bytes));
        }
    }
}
