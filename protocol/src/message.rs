//! The messages: one closed table for each direction.
//!
//! A row has the message's name, its kind and its fields, which postcard encodes one after the
//! other. Kinds are never used again; a removed one stays in the table as a comment. The id of the
//! request that a message belongs to is in the frame's header.
//!
//! ```text
//! Hello ► Welcome, or Refused and the end
//! Compile ► [Lacks ► Blobs ►] one of Body, Declined, Busy, Failed
//! Fetch ► Item… End         Ping ► Pong         Status ► StatusReply         Purge ► End
//! ```

use crate::CONTRACT;
use crate::frame::{Frame, FrameError, Packed};
use crate::limits::TEXT_MAX;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// The text of this file, for the contract's hash.
pub const TABLE_TEXT: &str = include_str!("message.rs");

/// 128 bits of BLAKE3: names contents, keys of bodies and programs.
pub type Id128 = [u8; 16];

/// The name of a content.
pub fn content_id(bytes: &[u8]) -> Id128 {
    let mut id = [0; 16];
    id.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    id
}

/// Bytes that are copied as a whole rather than one by one.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Bytes(pub Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        struct Copy;
        impl de::Visitor<'_> for Copy {
            type Value = Bytes;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Copy)
    }
}

/// Why a frame is no message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MessageError {
    /// The payload is damaged.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A kind that this side does not receive.
    #[error("there is no message of kind {0}")]
    Kind(u8),
    /// The fields are not those of the kind.
    #[error("a {0} message is malformed")]
    Malformed(&'static str),
}

macro_rules! messages {
    (
        $(#[$enum_doc:meta])* $enum:ident;
        $($(#[$doc:meta])* $name:ident = $kind:literal {
            $($(#[$field_doc:meta])* $field:ident: $ty:ty,)*
        })*
    ) => {
        $(#[$enum_doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $enum { $(
            $(#[$doc])*
            $name { $($(#[$field_doc])* $field: $ty,)* },
        )* }

        impl $enum {
            /// Name and kind of each message.
            pub const KINDS: &'static [(&'static str, u8)] = &[$((stringify!($name), $kind),)*];

            /// The kind, for the frame's header.
            pub fn kind(&self) -> u8 {
                match self { $($enum::$name { .. } => $kind,)* }
            }

            /// The payload.
            ///
            /// # Errors
            /// When it is over a limit.
            pub fn pack(&self) -> Result<Packed, FrameError> {
                let payload = match self { $(
                    $enum::$name { $($field,)* } => postcard::to_stdvec(&($($field,)*)),
                )* };
                // postcard fails only for types that no message has.
                Packed::new(payload.map_err(|_| FrameError::Compression)?)
            }

            /// Appends the message as a frame to `out`.
            ///
            /// # Errors
            /// When it is over a limit.
            pub fn write(&self, id: u32, out: &mut Vec<u8>) -> Result<(), FrameError> {
                self.pack()?.write(self.kind(), id, out);
                Ok(())
            }

            /// The message in a frame of the same contract.
            ///
            /// # Errors
            /// When it is none.
            pub fn read(frame: &Frame) -> Result<$enum, MessageError> {
                match frame.kind {
                    $($kind => {
                        let payload = unpack(frame, stringify!($name))?;
                        let malformed = MessageError::Malformed(stringify!($name));
                        let Ok((($($field,)*), [])) =
                            postcard::take_from_bytes::<($($ty,)*)>(&payload)
                        else {
                            return Err(malformed);
                        };
                        Ok($enum::$name { $($field,)* })
                    })*
                    kind => Err(MessageError::Kind(kind)),
                }
            }
        }
    };
}

/// The payload, if the sender's contract lets us understand it.
fn unpack(frame: &Frame, name: &str) -> Result<Vec<u8>, FrameError> {
    // These are understood between builds that do not fit, to say so.
    if frame.contract != CONTRACT && !matches!(name, "Hello" | "Refused") {
        return Err(FrameError::Contract { theirs: frame.contract });
    }
    frame.payload.unpack()
}

messages! {
    /// From the VM to the server.
    ToServer;
    /// The first message.
    Hello = 1 {
        /// [`CONTRACT`] of the VM.
        contract: u64,
        /// Who it is, for logs.
        agent: String,
    }
    /// Asks for a body.
    Compile = 2 {
        /// What is asked, by content.
        key: Id128,
        /// The program that will want it in its next run.
        program: Option<Id128>,
        /// The request without its bytecode, see [`crate::skeleton`].
        skeleton: Bytes,
        /// Names of the bytecode that belongs into it, in order.
        blobs: Vec<Id128>,
    }
    /// What a Lacks message asked for, in its order.
    Blobs = 3 {
        /// The contents.
        blobs: Vec<Bytes>,
    }
    /// Asks for all bodies that earlier runs of the program needed.
    Fetch = 4 {
        /// The program.
        program: Id128,
    }
    /// What this run of the program needed, in order.
    Used = 5 {
        /// The program.
        program: Id128,
        /// Keys of bodies.
        keys: Vec<Id128>,
    }
    /// Asks for a Pong.
    Ping = 6 {}
    /// Asks for a StatusReply.
    Status = 7 {}
    /// Forgets all bodies, in memory and on disk.
    Purge = 8 {}
}

messages! {
    /// From the server to the VM.
    ToClient;
    /// The handshake is over.
    Welcome = 65 {
        /// [`CONTRACT`] of the server.
        contract: u64,
        /// Who it is, for logs.
        agent: String,
        /// What it lets a client do.
        limits: Limits,
    }
    /// The server will not serve this client, and closes.
    Refused = 66 {
        /// Why, as a sentence for people.
        text: String,
    }
    /// The contents that the server does not know; the compilation waits for them.
    Lacks = 67 {
        /// Their names.
        blobs: Vec<Id128>,
    }
    /// The body asked for.
    Body = 68 {
        /// A portable body.
        body: Bytes,
    }
    /// The compiler does not compile this method: nobody need ask again.
    Declined = 69 {
        /// Why.
        text: String,
    }
    /// Not now.
    Busy = 70 {
        /// When asking again makes sense.
        retry_ms: u32,
    }
    /// This request failed; others may succeed.
    Failed = 71 {
        /// Why.
        text: String,
    }
    /// One of the bodies of a program.
    Item = 72 {
        /// A portable body.
        body: Bytes,
    }
    /// That was all.
    End = 73 {
        /// Items sent, or bodies forgotten.
        count: u32,
    }
    /// The server is there.
    Pong = 74 {}
    /// How the server is.
    StatusReply = 75 {
        /// Figures.
        status: Status,
    }
}

/// What a server lets a client do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Compilations under way at the same time.
    pub in_flight: u32,
    /// Bytes of a payload.
    pub payload: u32,
}

/// How a server is.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Status {
    /// Who it is.
    pub agent: String,
    /// Seconds since it started.
    pub uptime_s: u64,
    /// Compile threads.
    pub threads: u32,
    /// Rows for people: name and value of every metric, in the table's order.
    pub metrics: Vec<(String, f64)>,
    /// Connected clients, the busiest first.
    pub clients: Vec<ClientStatus>,
}

/// One connected client.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ClientStatus {
    /// Address or name of its end of the connection.
    pub peer: String,
    /// Who it says it is.
    pub agent: String,
    /// Seconds since it connected.
    pub connected_s: u64,
    /// Requests received.
    pub requests: u64,
    /// Bodies sent.
    pub bodies: u64,
    /// Compilations under way.
    pub in_flight: u32,
    /// Bytes received.
    pub bytes_in: u64,
    /// Bytes sent.
    pub bytes_out: u64,
}

/// `text`, cut to what a message may hold.
pub fn limited(text: &str) -> String {
    let mut end = text.len().min(TEXT_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
