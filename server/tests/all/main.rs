//! The server from outside: simulated, with sockets, with TLS, as a program, as it is deployed.

mod client;
mod deploy;
mod model;
mod program;
mod sim;
mod sockets;
mod tls;
