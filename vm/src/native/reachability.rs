//! `InetAddress.isReachable`: an ICMP echo where the process may send one, else an attempt to
//! connect to the echo service, which a host answers even by refusing.

use crate::error::{R, Thrown};
use crate::thread::Thread;
use std::time::{Duration, Instant};

use super::host::{self, Errno};
use super::inet::{Address, Ip};
use super::socket;

/// The port of the echo service.
const ECHO_PORT: u16 = 7;
/// Bytes of an echo request: the header, and something to send back.
const PACKET_LEN: usize = 64;
/// Bytes before the checksum, the identifier and the sequence number.
const CHECKSUM_AT: usize = 2;
const ID_AT: usize = 4;
const SEQUENCE_AT: usize = 6;
/// How long an answer may take before another request is sent.
const ROUND: Duration = Duration::from_secs(1);
/// Room for answers that come while the thread does not run.
const RECEIVE_BUFFER: i32 = 60 * 1024;

/// What differs between the versions.
struct Version {
    domain: i32,
    protocol: i32,
    request: u8,
    reply: u8,
    level: i32,
    hops: i32,
}

const V4: Version = Version {
    domain: libc::AF_INET,
    protocol: libc::IPPROTO_ICMP,
    request: 8,
    reply: 0,
    level: libc::IPPROTO_IP,
    hops: libc::IP_TTL,
};

const V6: Version = Version {
    domain: libc::AF_INET6,
    protocol: libc::IPPROTO_ICMPV6,
    request: 128,
    reply: 129,
    level: libc::IPPROTO_IPV6,
    hops: libc::IPV6_UNICAST_HOPS,
};

/// A descriptor that is closed when it goes out of scope.
struct Owned(i32);

impl Drop for Owned {
    fn drop(&mut self) {
        socket::discard(self.0);
    }
}

#[cold]
fn failure(t: &Thread, errno: Errno) -> Thrown {
    socket::socket_exception(t, errno)
}

/// Whether `target` answers within `timeout` milliseconds, asked from the address `from` and over
/// at most `ttl` hops, if they are given.
pub fn is_reachable(t: &Thread, target: Ip, from: Option<Ip>, timeout: i32, ttl: i32) -> R<bool> {
    let version = match target {
        Ip::V4(_) => &V4,
        Ip::V6(..) => &V6,
    };
    let deadline = Instant::now() + Duration::from_millis(u64::from(timeout.max(0).unsigned_abs()));
    let raw = socket::new_socket(version.domain, libc::SOCK_RAW, version.protocol).map(Owned);
    let (fd, echo) = match raw {
        Ok(fd) => (fd, true),
        Err(_) => {
            let made = socket::new_socket(version.domain, libc::SOCK_STREAM, 0);
            (Owned(made.map_err(|errno| failure(t, errno))?), false)
        }
    };
    prepare(t, version, fd.0, from, ttl)?;
    if echo { ping(t, version, fd.0, target, deadline) } else { connect(t, fd.0, target, deadline) }
}

fn prepare(t: &Thread, version: &Version, fd: i32, from: Option<Ip>, ttl: i32) -> R<()> {
    // A smaller buffer does, too.
    let _ = socket::set_option(fd, libc::SOL_SOCKET, libc::SO_RCVBUF, RECEIVE_BUFFER);
    if ttl > 0 {
        socket::set_option(fd, version.level, version.hops, ttl)
            .map_err(|errno| failure(t, errno))?;
    }
    if let Some(from) = from {
        let address = Address::of(from, 0);
        let (place, len) = address.parts();
        // SAFETY: a complete address.
        host::once(t, || unsafe { libc::bind(fd, place, len) })
            .map_err(|errno| failure(t, errno))?;
    }
    host::set_blocking(t, fd, false).map_err(|errno| failure(t, errno))
}

/// Waits for events until `deadline`; false when it has passed.
fn wait(t: &Thread, fd: i32, events: i16, deadline: Instant) -> R<bool> {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        // Rounded up, so that the last wait does not spin.
        let millis = left.as_micros().div_ceil(1000).min(i32::MAX as u128) as i32;
        match socket::poll(t, fd, events, millis) {
            Ok(0) if millis == 0 || Instant::now() >= deadline => return Ok(false),
            Ok(0) | Err(Errno(libc::EINTR)) => {}
            Ok(_) => return Ok(true),
            Err(errno) => return Err(failure(t, errno)),
        }
    }
}

/// The checksum of the internet protocols.
fn checksum(bytes: &[u8]) -> u16 {
    let mut sum: u32 =
        bytes.chunks_exact(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]]))).sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

fn request(version: &Version, id: u16, sequence: u16) -> [u8; PACKET_LEN] {
    let mut packet = [0u8; PACKET_LEN];
    packet[0] = version.request;
    packet[ID_AT..ID_AT + 2].copy_from_slice(&id.to_be_bytes());
    packet[SEQUENCE_AT..SEQUENCE_AT + 2].copy_from_slice(&sequence.to_be_bytes());
    // The system does it for version 6, where it covers addresses.
    if version.domain == libc::AF_INET {
        let sum = checksum(&packet);
        packet[CHECKSUM_AT..CHECKSUM_AT + 2].copy_from_slice(&sum.to_be_bytes());
    }
    packet
}

/// Whether a packet is the reply to one of our requests.
fn is_reply(version: &Version, packet: &[u8], id: u16) -> bool {
    // Version 4 comes with its header, whose length is in its first byte.
    let header = match packet.first() {
        Some(first) if version.domain == libc::AF_INET => usize::from(first & 0xf) * 4,
        _ => 0,
    };
    packet.get(header..).is_some_and(|reply| {
        reply.len() >= SEQUENCE_AT + 2
            && reply[0] == version.reply
            && reply[ID_AT..ID_AT + 2] == id.to_be_bytes()
    })
}

fn same_host(target: Ip, sender: Option<Ip>) -> bool {
    match (target, sender) {
        // The address of this host, whichever it is.
        (Ip::V4(target), _) if target.is_unspecified() => true,
        (Ip::V6(target, _), _) if target.is_unspecified() => true,
        (Ip::V4(target), Some(Ip::V4(sender))) => target == sender,
        (Ip::V6(target, _), Some(Ip::V6(sender, _))) => target == sender,
        _ => false,
    }
}

fn ping(t: &Thread, version: &Version, fd: i32, target: Ip, deadline: Instant) -> R<bool> {
    let id = std::process::id() as u16;
    let address = Address::of(target, 0);
    let (place, len) = address.parts();
    let mut sequence = 1;
    loop {
        let packet = request(version, id, sequence);
        let (bytes, count) = (packet.as_ptr().cast(), packet.len());
        // SAFETY: the packet and a complete address are read.
        let sent = host::once(t, || unsafe { libc::sendto(fd, bytes, count, 0, place, len) });
        match sent {
            Ok(_) | Err(Errno(libc::EINPROGRESS)) => {}
            // So the system says of sockets that are bound to an interface that cannot.
            Err(Errno(libc::EINVAL | libc::EHOSTUNREACH)) => return Ok(false),
            Err(errno) => return Err(failure(t, errno)),
        }
        let round = deadline.min(Instant::now() + ROUND);
        while wait(t, fd, libc::POLLIN, round)? {
            if received(t, version, fd, target, id) {
                return Ok(true);
            }
        }
        if Instant::now() >= deadline {
            return Ok(false);
        }
        sequence = sequence.wrapping_add(1);
    }
}

/// Takes one packet; whether it is the reply.
fn received(t: &Thread, version: &Version, fd: i32, target: Ip, id: u16) -> bool {
    let mut packet = [0u8; 1500];
    let mut sender = Address::room();
    let ((place, len), start) = (sender.parts_mut(), packet.as_mut_ptr().cast());
    // SAFETY: room for a packet and an address.
    let count = host::once(t, || unsafe { libc::recvfrom(fd, start, 1500, 0, place, len) });
    count.is_ok_and(|count| {
        is_reply(version, &packet[..count as usize], id) && same_host(target, sender.exact_ip())
    })
}

fn connect(t: &Thread, fd: i32, target: Ip, deadline: Instant) -> R<bool> {
    let address = Address::of(target, ECHO_PORT);
    let (place, len) = address.parts();
    // SAFETY: a complete address.
    match host::once(t, || unsafe { libc::connect(fd, place, len) }) {
        Ok(_) | Err(Errno(libc::ECONNREFUSED)) => return Ok(true),
        Err(Errno(libc::EINPROGRESS)) => {}
        Err(Errno(
            libc::ENETUNREACH
            | libc::EAFNOSUPPORT
            | libc::EADDRNOTAVAIL
            | libc::EINVAL
            | libc::EHOSTUNREACH,
        )) => return Ok(false),
        Err(errno) => {
            return Err(socket::failed(t, "ConnectException", errno, "connect failed"));
        }
    }
    if !wait(t, fd, libc::POLLOUT, deadline)? {
        return Ok(false);
    }
    Ok(matches!(socket::pending_error(fd), Ok(Errno(0 | libc::ECONNREFUSED))))
}
