//! Where the compile server is and how to talk to it.

use super::tls::TlsFiles;
use crate::options::VmFlags;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Where the server listens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Address {
    /// A Unix-domain socket.
    Unix(PathBuf),
    /// A host's name or address, and a port.
    Tcp(String, u16),
}

impl Address {
    /// The address that `-XX:JITServerAddress` and `-XX:JITServerPort` say.
    pub fn new(text: &str, port: u16) -> Address {
        match text.strip_prefix("unix:") {
            Some(path) => Address::Unix(path.into()),
            None => Address::Tcp(text.trim_matches(['[', ']']).to_owned(), port),
        }
    }

    /// Whether what is said there stays on this machine.
    pub fn is_local(&self) -> bool {
        match self {
            Address::Unix(_) => true,
            Address::Tcp(host, _) => {
                host == "localhost"
                    || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
            }
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Unix(path) => write!(f, "unix:{}", path.display()),
            Address::Tcp(host, port) if host.contains(':') => write!(f, "[{host}]:{port}"),
            Address::Tcp(host, port) => write!(f, "{host}:{port}"),
        }
    }
}

/// What the client is told at its start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the server listens.
    pub address: Address,
    /// How long a connection may take, and a reply.
    pub timeout: Duration,
    /// Certificates; none for a connection without TLS.
    pub tls: Option<TlsFiles>,
    /// Whether to do without TLS over a network, where others could change the code.
    pub plain_over_network: bool,
    /// Whether connections are reported on standard error.
    pub log_connections: bool,
    /// Whether the VM ends when the server cannot be used.
    pub required: bool,
    /// Who we are, for the server's log.
    pub agent: String,
}

impl Settings {
    /// The settings that the options say; none when no server is to be used.
    pub fn from_flags(flags: &VmFlags) -> Option<Settings> {
        if !flags.UseJITServer {
            return None;
        }
        let file = |name: &String| (!name.is_empty()).then(|| PathBuf::from(name));
        let tls = file(&flags.JITServerSSLRootCerts).map(|roots| TlsFiles {
            roots,
            key: file(&flags.JITServerSSLKey),
            cert: file(&flags.JITServerSSLCert),
        });
        // Port 0 and beyond 65535 lead nowhere, as a wrong port does.
        let port = u16::try_from(flags.JITServerPort).unwrap_or(0);
        Some(Settings {
            address: Address::new(&flags.JITServerAddress, port),
            timeout: Duration::from_millis(flags.JITServerTimeout.clamp(1, 3_600_000)),
            tls,
            plain_over_network: flags.JITServerAllowPlainTCP,
            log_connections: flags.JITServerLogConnections,
            required: flags.RequireJITServer,
            agent: format!("cortado {} pid {}", env!("CARGO_PKG_VERSION"), std::process::id()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown() {
        let shown = |text: &str| Address::new(text, 38400).to_string();
        assert_eq!(shown("unix:/run/cortado.sock"), "unix:/run/cortado.sock");
        assert_eq!(shown("compile.example.org"), "compile.example.org:38400");
        assert_eq!(shown("[::1]"), "[::1]:38400");
        assert_eq!(shown("::1"), "[::1]:38400");
    }

    #[test]
    fn only_loopback_and_unix_sockets_are_local() {
        let local = |text: &str| Address::new(text, 1).is_local();
        assert!(local("localhost") && local("127.0.0.1") && local("::1") && local("unix:x"));
        assert!(!local("10.0.0.1") && !local("localhost.example.org") && !local("0.0.0.0"));
    }
}
