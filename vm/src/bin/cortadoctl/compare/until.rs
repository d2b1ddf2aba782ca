//! By what it is seen that a program which does not end by itself is ready.

use regex::bytes::Regex;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// How long a port of this machine may take to answer.
const CONNECT: Duration = Duration::from_millis(200);

/// The sign.
#[derive(Debug)]
pub enum Until {
    /// A line of standard output or standard error that matches.
    Line(Regex),
    /// A TCP port of this machine that accepts connections.
    Port(u16),
}

impl Until {
    /// Whether somebody accepts connections at `port`.
    pub fn answers(port: u16) -> bool {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        TcpStream::connect_timeout(&address, CONNECT).is_ok()
    }

    /// What is measured.
    pub fn goal(&self) -> String {
        match self {
            Until::Line(pattern) => format!("until a line matches `{pattern}`"),
            Until::Port(port) => format!("until port {port} answers"),
        }
    }

    /// What has not happened at the end of a program.
    pub fn before(&self) -> &'static str {
        match self {
            Until::Line(_) => "before a line matched the pattern of --until-line",
            Until::Port(_) => "before the port of --until-port answered",
        }
    }

    /// What has not happened when the time is up.
    pub fn missing(&self) -> &'static str {
        match self {
            Until::Line(_) => "no line matches the pattern of --until-line",
            Until::Port(_) => "the port of --until-port does not answer",
        }
    }
}

/// Looks for a line in what has come so far.
#[derive(Debug)]
pub struct Scanner {
    pattern: Regex,
    /// Where the first line begins that was not complete.
    line: usize,
}

impl Scanner {
    pub fn new(pattern: Regex) -> Scanner {
        Scanner { pattern, line: 0 }
    }

    /// Looks at the lines that have become complete; where the first that matches begins.
    pub fn scan(&mut self, bytes: &[u8]) -> Option<usize> {
        while let Some(length) = bytes[self.line..].iter().position(|byte| *byte == b'\n') {
            let begin = self.line;
            self.line += length + 1;
            let line = &bytes[begin..begin + length];
            if self.pattern.is_match(line.strip_suffix(b"\r").unwrap_or(line)) {
                return Some(begin);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_when_they_are_complete() {
        let mut scanner = Scanner::new(Regex::new("^listening on [0-9]+$").expect("a pattern"));
        assert_eq!(scanner.scan(b"starting\nlistening on 8"), None);
        assert_eq!(scanner.scan(b"starting\nlistening on 80\r\nmore"), Some(9));
    }
}
