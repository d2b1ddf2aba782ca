//! The compile server: compiles for many VMs and remembers every body.
//!
//! ```text
//! sockets ► net (framing, TLS) ► desk (decides) ► pool (compiles, matches, reads and writes disk)
//!              ◄──── answers ────────┘  ◄────────── outcomes ───────────┘
//! ```
//!
//! [`net`] is an event loop that does no work; [`desk`] is a state machine without sockets, threads
//! or a clock, so that it can be simulated; [`pool`] has the threads. [`server`] puts them together.
//!
//! Invariants:
//! * No input of a client, and no panic of the compiler, ends the server or harms another client.
//! * Everything a client can make the server keep has a limit, in [`desk::Rules`] or
//!   [`net::NetRules`].
//! * Bodies are opaque to all but [`compiler::Compiler`]; nothing is believed of a client: it is
//!   the VM that checks a body's facts when it installs it.
#![forbid(unsafe_code)]

pub mod blobs;
pub mod body;
pub mod cache;
pub mod compiler;
pub mod desk;
pub mod disk;
pub mod generate;
pub mod http;
pub mod jit;
pub mod link;
pub mod metrics;
pub mod net;
pub mod options;
pub mod pool;
pub mod programs;
pub mod server;
pub mod tls;

/// Who this is, for logs and refusals.
pub fn agent() -> String {
    format!("cortado-server {}", env!("CARGO_PKG_VERSION"))
}
