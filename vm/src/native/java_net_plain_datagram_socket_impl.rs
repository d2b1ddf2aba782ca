//! `java.net.PlainDatagramSocketImpl`: the implementation of `DatagramSocket` from before 15,
//! which `-Djdk.net.usePlainDatagramSocketImpl` brings back. Options are in `options`, groups in
//! `groups`.

use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

use super::host::{self, Errno, FD, FieldAt, fd_val};
use super::inet::{self, Address, Ip};
use super::{blocking_fd, plain_socket as plain, socket};

mod groups;
mod options;

natives! { "java/net/PlainDatagramSocketImpl";
    "init()V" => init [leaf];
    "datagramSocketCreate()V" => create;
    "datagramSocketClose()V" => close;
    "bind0(ILjava/net/InetAddress;)V" => bind;
    "connect0(Ljava/net/InetAddress;I)V" => connect;
    "disconnect0(I)V" => disconnect;
    "send0(Ljava/net/DatagramPacket;)V" => send;
    "receive0(Ljava/net/DatagramPacket;)V" => receive;
    "peek(Ljava/net/InetAddress;)I" => peek;
    "peekData(Ljava/net/DatagramPacket;)I" => peek_data;
    "dataAvailable()I" => data_available;
    "setTimeToLive(I)V" => options::set_time_to_live;
    "getTimeToLive()I" => options::get_time_to_live;
    "setTTL(B)V" => options::set_ttl;
    "getTTL()B" => options::get_ttl;
    "socketSetOption0(ILjava/lang/Object;)V" => options::set_option;
    "socketGetOption(I)Ljava/lang/Object;" => options::get_option;
    "join(Ljava/net/InetAddress;Ljava/net/NetworkInterface;)V" => groups::join;
    "leave(Ljava/net/InetAddress;Ljava/net/NetworkInterface;)V" => groups::leave;
}

/// No datagram is longer.
const PACKET_MAX: usize = 65536;

/// The fields of `DatagramSocketImpl` and `AbstractPlainDatagramSocketImpl`.
static DESCRIPTOR: FieldAt = FieldAt::new("fd", "Ljava/io/FileDescriptor;");
static LOCAL_PORT: FieldAt = FieldAt::new("localPort", "I");
static TIMEOUT: FieldAt = FieldAt::new("timeout", "I");
static CONNECTED: FieldAt = FieldAt::new("connected", "Z");

/// The fields of `DatagramPacket`.
static BUFFER: FieldAt = FieldAt::new("buf", "[B");
static OFFSET: FieldAt = FieldAt::new("offset", "I");
static LENGTH: FieldAt = FieldAt::new("length", "I");
static BUFFER_LENGTH: FieldAt = FieldAt::new("bufLength", "I");
static ADDRESS: FieldAt = FieldAt::new("address", "Ljava/net/InetAddress;");
static PORT: FieldAt = FieldAt::new("port", "I");

fn init(_t: &Thread) {}

fn open_fd(t: &Thread, this: ObjRef) -> R<i32> {
    plain::open_fd(t, this, &DESCRIPTOR)
}

fn prepare(fd: i32, ipv6: bool) -> Result<(), Errno> {
    // Only what was sent to groups that this socket has joined, where the system knows that.
    const IP_MULTICAST_ALL: i32 = 49;
    if ipv6 {
        socket::set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, 0)?;
        socket::set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS, 1)?;
    }
    socket::set_option(fd, libc::SOL_SOCKET, libc::SO_BROADCAST, 1)?;
    match socket::set_option(fd, libc::IPPROTO_IP, IP_MULTICAST_ALL, 0) {
        Err(Errno(libc::ENOPROTOOPT)) => Ok(()),
        result => result,
    }
}

fn create(t: &Thread, this: ObjRef) -> R<()> {
    let descriptor = this.get_ref(DESCRIPTOR.of(this)).ok_or_else(|| plain::closed(t))?;
    let ipv6 = inet::ipv6_available(t)?;
    let domain = if ipv6 { libc::AF_INET6 } else { libc::AF_INET };
    let failed = |errno| socket::socket_exception(t, errno);
    let fd = socket::new_socket(domain, libc::SOCK_DGRAM, 0).map_err(failed)?;
    if let Err(errno) = prepare(fd, ipv6) {
        socket::discard(fd);
        return Err(failed(errno));
    }
    descriptor.set_i32(FD.of(descriptor), fd);
    Ok(())
}

fn close(t: &Thread, this: ObjRef) {
    let Some(descriptor) = this.get_ref(DESCRIPTOR.of(this)) else { return };
    let fd = descriptor.get_i32(FD.of(descriptor));
    if fd != -1 {
        descriptor.set_i32(FD.of(descriptor), -1);
        // There is nobody to tell.
        let _ = blocking_fd::close(t, fd);
    }
}

fn bind(t: &Thread, this: ObjRef, port: i32, address: Option<ObjRef>) -> R<()> {
    let fd = open_fd(t, this)?;
    if address.is_none() {
        return Err(throw::new(t, "java/lang/NullPointerException", "iaObj is null."));
    }
    let to = inet::to_system(t, address, port, true)?;
    socket::bind(fd, &to).map_err(|errno| plain::bind_failed(t, errno))?;
    let port = if port == 0 {
        socket::local_address(fd)
            .map_err(|errno| plain::failure(t, errno, "Error getting socket name"))?
            .port()
    } else {
        port
    };
    this.set_i32(LOCAL_PORT.of(this), port);
    Ok(())
}

fn connect_to(t: &Thread, fd: i32, address: &Address) -> Result<(), Errno> {
    let (place, len) = address.parts();
    // SAFETY: a complete address.
    host::once(t, || unsafe { libc::connect(fd, place, len) }).map(drop)
}

fn connect(t: &Thread, this: ObjRef, address: Option<ObjRef>, port: i32) -> R<()> {
    let fd = open_fd(t, this)?;
    let to = inet::to_system(t, address, port, true)?;
    connect_to(t, fd, &to)
        .map_err(|errno| socket::failed(t, "SocketException", errno, "Connect failed"))
}

fn disconnect(t: &Thread, this: ObjRef, _family: i32) -> R<()> {
    let fd = fd_val(this.get_ref(DESCRIPTOR.of(this)));
    if fd == -1 {
        return Ok(());
    }
    // What cannot be disconnected was not connected.
    let _ = connect_to(t, fd, &Address::none(inet::ipv6_available(t)?));
    // The system takes a port that it gave away with the peer; the socket is to keep it.
    if let Ok(local) = socket::local_address(fd)
        && local.port() == 0
        && let Some(ip) = local.exact_ip()
    {
        let port = this.get_i32(LOCAL_PORT.of(this)) as u16;
        let _ = socket::bind(fd, &Address::of(ip, port));
    }
    Ok(())
}

/// The exception of a failed transfer.
#[cold]
fn transfer_failed(t: &Thread, errno: Errno, what: &str) -> Thrown {
    match errno.0 {
        libc::ECONNREFUSED => {
            socket::exception(t, "PortUnreachableException", "ICMP Port Unreachable")
        }
        _ => plain::failure(t, errno, what),
    }
}

fn send(t: &Thread, this: ObjRef, packet: Option<ObjRef>) -> R<()> {
    let fd = open_fd(t, this)?;
    let npe = |message| throw::new(t, "java/lang/NullPointerException", message);
    let packet = packet.ok_or_else(|| npe("packet"))?;
    let (buffer, address) = (packet.get_ref(BUFFER.of(packet)), packet.get_ref(ADDRESS.of(packet)));
    let (Some(buffer), Some(_)) = (buffer, address) else {
        return Err(npe("null buffer || null address"));
    };
    let (offset, len) = (packet.get_i32(OFFSET.of(packet)), packet.get_i32(LENGTH.of(packet)));
    let (buffer, offset, len) = host::array_range(t, Some(buffer), offset, len)?;
    // A connected socket has its peer.
    let to = match this.get_u8(CONNECTED.of(this)) {
        0 => Some(inet::to_system(t, address, packet.get_i32(PORT.of(packet)), true)?),
        _ => None,
    };
    let mut bytes = host::buffer(t, len)?;
    // SAFETY: copied at once, before any safepoint.
    bytes.copy_from_slice(&unsafe { buffer.elements::<u8>() }[offset..offset + len]);
    let send = || {
        let (place, place_len) = to.as_ref().map_or((std::ptr::null(), 0), Address::parts);
        // SAFETY: the bytes and a complete address are read, or none.
        unsafe { libc::sendto(fd, bytes.as_ptr().cast(), bytes.len(), 0, place, place_len) }
    };
    blocking_fd::call(t, fd, send).map(drop).map_err(|errno| match errno.0 {
        libc::ECONNREFUSED | libc::EBADF => transfer_failed(t, errno, "sendto failed"),
        _ => host::io_error(t, errno, "sendto failed"),
    })
}

/// A datagram and its sender.
struct Received {
    bytes: Vec<u8>,
    sender: Address,
}

/// What the exceptions of a receiving method say.
struct Texts {
    timed_out: &'static str,
    failed: &'static str,
}

/// Takes the next datagram, of which at most `len` bytes; `flags` may be `MSG_PEEK`.
fn take(t: &Thread, this: ObjRef, len: usize, flags: i32, texts: &Texts) -> R<Received> {
    let fd = open_fd(t, this)?;
    let mut bytes = host::buffer(t, len.min(PACKET_MAX))?;
    loop {
        plain::wait_readable(t, fd, this.get_i32(TIMEOUT.of(this)), texts.timed_out)?;
        let mut sender = Address::room();
        let (place, place_len) = sender.parts_mut();
        let (start, room) = (bytes.as_mut_ptr().cast(), bytes.len());
        // The socket has something, unless another thread took it: then this one waits again.
        let flags = flags | libc::MSG_DONTWAIT;
        // SAFETY: room for the bytes and for an address of any family.
        let received =
            host::once(t, || unsafe { libc::recvfrom(fd, start, room, flags, place, place_len) });
        match received {
            Ok(count) => {
                bytes.truncate(count as usize);
                return Ok(Received { bytes, sender });
            }
            Err(Errno(libc::EAGAIN | libc::EINTR)) => {}
            Err(Errno(libc::ECONNREFUSED)) if this.get_u8(CONNECTED.of(this)) == 0 => {}
            Err(errno) => return Err(transfer_failed(t, errno, texts.failed)),
        }
    }
}

/// The sender's address, the one that is there already if it is the same.
fn sender(t: &Thread, known: Option<ObjRef>, sender: &Address) -> R<Option<ObjRef>> {
    let Some(ip) = sender.ip() else { return Ok(known) };
    if known.is_some() && inet::ip_of(t, known)? == ip {
        return Ok(known);
    }
    inet::to_java(t, None, ip).map(Some)
}

fn receive_into(
    t: &Thread,
    this: ObjRef,
    packet: Option<ObjRef>,
    flags: i32,
    texts: &Texts,
) -> R<i32> {
    let npe = |message| throw::new(t, "java/lang/NullPointerException", message);
    let packet = packet.ok_or_else(|| npe("packet"))?;
    let buffer = packet.get_ref(BUFFER.of(packet)).ok_or_else(|| npe("packet buffer"))?;
    let offset = packet.get_i32(OFFSET.of(packet));
    let room = packet.get_i32(BUFFER_LENGTH.of(packet));
    let (buffer, offset, room) = host::array_range(t, Some(buffer), offset, room)?;
    let received = take(t, this, room, flags, texts)?;
    let address = sender(t, packet.get_ref(ADDRESS.of(packet)), &received.sender)?;
    packet.set_ref(ADDRESS.of(packet), address);
    packet.set_i32(PORT.of(packet), received.sender.port());
    buffer.write_elements(offset, &received.bytes);
    packet.set_i32(LENGTH.of(packet), received.bytes.len() as i32);
    Ok(received.sender.port())
}

fn receive(t: &Thread, this: ObjRef, packet: Option<ObjRef>) -> R<()> {
    let texts = Texts { timed_out: "Receive timed out", failed: "Receive failed" };
    receive_into(t, this, packet, 0, &texts).map(drop)
}

/// The next datagram, which stays the next; its sender's port.
fn peek_data(t: &Thread, this: ObjRef, packet: Option<ObjRef>) -> R<i32> {
    let texts = Texts { timed_out: "Receive timed out", failed: "Peek failed" };
    receive_into(t, this, packet, libc::MSG_PEEK, &texts)
}

/// The next datagram's sender, an address of version 4, is written into `address`; the result is
/// its port.
fn peek(t: &Thread, this: ObjRef, address: Option<ObjRef>) -> R<i32> {
    let Some(address) = address else {
        return Err(throw::new(t, "java/lang/NullPointerException", "Null address in peek()"));
    };
    let texts = Texts { timed_out: "Peek timed out", failed: "Peek failed" };
    let received = take(t, this, 1, libc::MSG_PEEK, &texts)?;
    if let Some(Ip::V4(ip)) = received.sender.ip() {
        inet::set_ipv4(t, address, ip)?;
    }
    Ok(received.sender.port())
}

/// How many bytes the next datagram has, -1 when the socket is closed.
fn data_available(_t: &Thread, this: ObjRef) -> i32 {
    socket::available(fd_val(this.get_ref(DESCRIPTOR.of(this)))).unwrap_or(-1)
}
