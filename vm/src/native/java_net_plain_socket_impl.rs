//! `java.net.PlainSocketImpl`: the implementation of `Socket` and `ServerSocket` from before 13,
//! which `-Djdk.net.usePlainSocketImpl` brings back.

use crate::error::{R, Thrown};
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;
use std::sync::OnceLock;

use super::host::{self, Errno, FD, FieldAt};
use super::inet::{self, Address};
use super::plain_socket::{self as plain, java};
use super::{blocking_fd, socket};

natives! { "java/net/PlainSocketImpl";
    "initProto()V" => init_proto [leaf];
    "socketCreate(ZZ)V" => create;
    "socketConnect(Ljava/net/InetAddress;II)V" => connect;
    "socketBind(Ljava/net/InetAddress;I)V" => bind;
    "socketListen(I)V" => listen;
    "socketAccept(Ljava/net/SocketImpl;)V" => accept;
    "socketAvailable()I" => available;
    "socketClose0(Z)V" => close;
    "socketShutdown(I)V" => shutdown;
    "socketSetOption0(IZLjava/lang/Object;)V" => set_option;
    "socketGetOption(ILjava/lang/Object;)I" => get_option;
    "socketSendUrgentData(I)V" => send_urgent_data;
}

/// The fields of `SocketImpl`, and `AbstractPlainSocketImpl.timeout`.
static DESCRIPTOR: FieldAt = FieldAt::new("fd", "Ljava/io/FileDescriptor;");
static ADDRESS: FieldAt = FieldAt::new("address", "Ljava/net/InetAddress;");
static PORT: FieldAt = FieldAt::new("port", "I");
static LOCAL_PORT: FieldAt = FieldAt::new("localport", "I");
static TIMEOUT: FieldAt = FieldAt::new("timeout", "I");
/// `InetAddressContainer.addr`.
static CONTAINED: FieldAt = FieldAt::new("addr", "Ljava/net/InetAddress;");

fn init_proto(_t: &Thread) {}

fn prepare(t: &Thread, fd: i32, ipv6: bool, server: bool) -> Result<(), Errno> {
    if ipv6 {
        socket::set_option(fd, libc::IPPROTO_IPV6, libc::IPV6_V6ONLY, 0)?;
    }
    if server {
        // Accepting waits first, and then takes what may be gone.
        host::set_blocking(t, fd, false)?;
        socket::set_option(fd, libc::SOL_SOCKET, libc::SO_REUSEADDR, 1)?;
    }
    Ok(())
}

fn create(t: &Thread, this: ObjRef, stream: bool, server: bool) -> R<()> {
    let Some(descriptor) = this.get_ref(DESCRIPTOR.of(this)) else {
        return Err(socket::exception(t, "SocketException", "null fd object"));
    };
    let ipv6 = inet::ipv6_available(t)?;
    let domain = if ipv6 { libc::AF_INET6 } else { libc::AF_INET };
    let kind = if stream { libc::SOCK_STREAM } else { libc::SOCK_DGRAM };
    let failed = |errno| socket::socket_exception(t, errno);
    let fd = socket::new_socket(domain, kind, 0).map_err(failed)?;
    if let Err(errno) = prepare(t, fd, ipv6, server) {
        socket::discard(fd);
        return Err(failed(errno));
    }
    descriptor.set_i32(FD.of(descriptor), fd);
    Ok(())
}

#[cold]
fn connect_failed(t: &Thread, errno: Errno) -> Thrown {
    let (class, what) = match errno.0 {
        libc::EPROTO => ("ProtocolException", "Protocol error"),
        libc::ECONNREFUSED => ("ConnectException", "Connection refused"),
        libc::ETIMEDOUT => ("ConnectException", "Connection timed out"),
        libc::EHOSTUNREACH => ("NoRouteToHostException", "Host unreachable"),
        libc::EADDRNOTAVAIL => ("NoRouteToHostException", "Address not available"),
        libc::EINVAL => {
            let message = "Invalid argument or cannot assign requested address";
            return socket::exception(t, "SocketException", message);
        }
        libc::EISCONN | libc::EBADF => return plain::closed(t),
        _ => ("SocketException", "connect failed"),
    };
    socket::failed(t, class, errno, what)
}

/// Connects without blocking, and waits for the result; false when it takes too long.
fn establish(t: &Thread, fd: i32, address: &Address, timeout: i32) -> Result<bool, Errno> {
    let (place, len) = address.parts();
    // SAFETY: a complete address.
    match host::once(t, || unsafe { libc::connect(fd, place, len) }) {
        Ok(_) => return Ok(true),
        Err(Errno(libc::EINPROGRESS)) => {}
        Err(errno) => return Err(errno),
    }
    let timeout = if timeout <= 0 { -1 } else { timeout };
    if !blocking_fd::wait(t, fd, libc::POLLOUT, timeout)? {
        return Ok(false);
    }
    match socket::pending_error(fd)? {
        Errno(0) => Ok(true),
        errno => Err(errno),
    }
}

fn connect(t: &Thread, this: ObjRef, address: Option<ObjRef>, port: i32, timeout: i32) -> R<()> {
    let fd = plain::open_fd(t, this, &DESCRIPTOR)?;
    if address.is_none() {
        let message = "inet address argument null.";
        return Err(throw::new(t, "java/lang/NullPointerException", message));
    }
    let to = inet::to_system(t, address, port, true)?;
    let established = host::set_blocking(t, fd, false)
        .and_then(|()| establish(t, fd, &to, timeout))
        .map_err(|errno| connect_failed(t, errno))?;
    host::set_blocking(t, fd, true).map_err(|errno| connect_failed(t, errno))?;
    if !established {
        // SAFETY: plain numbers; nothing is to come of this connection any more.
        unsafe { libc::shutdown(fd, libc::SHUT_RDWR) };
        return Err(socket::exception(t, "SocketTimeoutException", "connect timed out"));
    }
    this.set_ref(ADDRESS.of(this), address);
    this.set_i32(PORT.of(this), port);
    if this.get_i32(LOCAL_PORT.of(this)) == 0 {
        set_local_port(t, this, fd)?;
    }
    Ok(())
}

fn set_local_port(t: &Thread, this: ObjRef, fd: i32) -> R<()> {
    let local = socket::local_address(fd)
        .map_err(|errno| plain::failure(t, errno, "Error getting socket name"))?;
    this.set_i32(LOCAL_PORT.of(this), local.port());
    Ok(())
}

fn bind(t: &Thread, this: ObjRef, address: Option<ObjRef>, port: i32) -> R<()> {
    let fd = plain::open_fd(t, this, &DESCRIPTOR)?;
    if address.is_none() {
        return Err(throw::new(t, "java/lang/NullPointerException", "iaObj is null."));
    }
    let to = inet::to_system(t, address, port, true)?;
    socket::bind(fd, &to).map_err(|errno| plain::bind_failed(t, errno))?;
    this.set_ref(ADDRESS.of(this), address);
    this.set_i32(LOCAL_PORT.of(this), port);
    if port == 0 { set_local_port(t, this, fd) } else { Ok(()) }
}

fn listen(t: &Thread, this: ObjRef, backlog: i32) -> R<()> {
    let fd = plain::open_fd(t, this, &DESCRIPTOR)?;
    // The system's limit would be taken for a greater one as well, but not for the greatest.
    let backlog = if backlog == i32::MAX { i32::MAX - 1 } else { backlog };
    // SAFETY: plain numbers.
    match host::once(t, || unsafe { libc::listen(fd, backlog) }) {
        Ok(_) => Ok(()),
        Err(errno) => Err(socket::failed(t, "SocketException", errno, "Listen failed")),
    }
}

fn accept(t: &Thread, this: ObjRef, into: Option<ObjRef>) -> R<()> {
    let fd = plain::open_fd(t, this, &DESCRIPTOR)?;
    let npe = |message| throw::new(t, "java/lang/NullPointerException", message);
    let into = into.ok_or_else(|| npe("socket is null"))?;
    let descriptor = into.get_ref(DESCRIPTOR.of(into)).ok_or_else(|| npe("socket is null"))?;
    let timeout = this.get_i32(TIMEOUT.of(this));
    let (accepted, peer) = loop {
        plain::wait_readable(t, fd, timeout, "Accept timed out")?;
        let mut peer = Address::room();
        let (place, len) = peer.parts_mut();
        // SAFETY: room for an address of any family. The socket does not block.
        let accepted =
            host::once(t, || unsafe { libc::accept4(fd, place, len, libc::SOCK_CLOEXEC) });
        match accepted {
            Ok(accepted) => break (accepted, peer),
            Err(Errno(libc::EAGAIN | libc::ECONNABORTED | libc::EINTR)) => {}
            Err(Errno(libc::EINVAL)) => return Err(plain::closed(t)),
            Err(errno) => return Err(plain::failure(t, errno, "Accept failed")),
        }
    };
    descriptor.set_i32(FD.of(descriptor), accepted);
    let address = peer.ip().map(|ip| inet::to_java(t, None, ip)).transpose()?;
    into.set_ref(ADDRESS.of(into), address);
    into.set_i32(PORT.of(into), peer.port());
    into.set_i32(LOCAL_PORT.of(into), this.get_i32(LOCAL_PORT.of(this)));
    Ok(())
}

fn available(t: &Thread, this: ObjRef) -> R<i32> {
    let fd = plain::open_fd(t, this, &DESCRIPTOR)?;
    socket::available(fd).map_err(|errno| match errno.0 {
        libc::ECONNRESET => socket::connection_reset(t),
        _ => plain::failure(t, errno, "ioctl FIONREAD failed"),
    })
}

/// A descriptor whose other end is closed.
fn marker() -> Option<i32> {
    static MARKER: OnceLock<Option<i32>> = OnceLock::new();
    *MARKER.get_or_init(|| {
        let mut pair = [0; 2];
        let place = pair.as_mut_ptr();
        let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC;
        // SAFETY: room for two descriptors, one of which is closed once.
        unsafe {
            if libc::socketpair(libc::PF_UNIX, kind, 0, place) != 0 {
                return None;
            }
            libc::close(pair[1]);
        }
        Some(pair[0])
    })
}

/// Closes the socket; `deferred`: keeps its number taken until nobody uses it any more.
fn close(t: &Thread, this: ObjRef, deferred: bool) -> R<()> {
    let Some(descriptor) = this.get_ref(DESCRIPTOR.of(this)) else {
        let message = "socket already closed";
        return Err(socket::exception(t, "SocketException", message));
    };
    let fd = descriptor.get_i32(FD.of(descriptor));
    if fd == -1 {
        return Ok(());
    }
    let result = match marker() {
        Some(marker) if deferred => blocking_fd::replace(t, marker, fd),
        _ => {
            descriptor.set_i32(FD.of(descriptor), -1);
            blocking_fd::close(t, fd)
        }
    };
    // There is nobody to tell: the socket is gone, whatever the system says.
    result.or(Ok(()))
}

/// `how` is `SocketImpl.SHUT_*`, whose numbers are the system's.
fn shutdown(t: &Thread, this: ObjRef, how: i32) -> R<()> {
    let descriptor = this.get_ref(DESCRIPTOR.of(this));
    let fd = host::fd_val(descriptor);
    if fd == -1 {
        let message = "socket already closed";
        return Err(socket::exception(t, "SocketException", message));
    }
    // SAFETY: plain numbers. That it is not connected any more does not matter.
    unsafe { libc::shutdown(fd, how) };
    Ok(())
}

fn set_option(t: &Thread, this: ObjRef, option: i32, on: bool, value: Option<ObjRef>) -> R<()> {
    let fd = plain::open_fd(t, this, &DESCRIPTOR)?;
    let ipv6 = inet::ipv6_available(t)?;
    let result = match option {
        // Waiting takes care of it.
        java::SO_TIMEOUT => return Ok(()),
        java::SO_LINGER => {
            let seconds = if on { plain::integer(t, value)? } else { -1 };
            socket::set_linger(fd, seconds)
        }
        java::SO_SNDBUF | java::SO_RCVBUF | java::IP_TOS => {
            let (level, name) = plain::system_option(t, option)?;
            socket::set_int_option(ipv6, fd, level, name, plain::integer(t, value)?)
        }
        _ => {
            let (level, name) = plain::system_option(t, option)?;
            socket::set_option(fd, level, name, i32::from(on))
        }
    };
    result.map_err(|errno| plain::failure(t, errno, "Error setting socket option"))
}

/// A number, or for options that are on or off 1 or -1.
fn get_option(t: &Thread, this: ObjRef, option: i32, container: Option<ObjRef>) -> R<i32> {
    let fd = plain::open_fd(t, this, &DESCRIPTOR)?;
    let failed = |errno| plain::failure(t, errno, "Error getting socket option");
    if option == java::SO_BINDADDR {
        let local = socket::local_address(fd)
            .map_err(|errno| plain::failure(t, errno, "Error getting socket name"))?;
        let address = local.ip().map(|ip| inet::to_java(t, None, ip)).transpose()?;
        if let Some(container) = container {
            container.set_ref(CONTAINED.of(container), address);
        }
        return Ok(0);
    }
    if option == java::SO_LINGER {
        return socket::linger(fd).map_err(failed);
    }
    let (level, name) = plain::system_option(t, option)?;
    let value = socket::int_option(fd, level, name).map_err(failed)?;
    Ok(match option {
        java::SO_SNDBUF | java::SO_RCVBUF | java::IP_TOS => value,
        _ if value == 0 => -1,
        _ => 1,
    })
}

fn send_urgent_data(t: &Thread, this: ObjRef, data: i32) -> R<()> {
    let fd = plain::open_fd(t, this, &DESCRIPTOR)?;
    let byte = data as u8;
    let place = (&raw const byte).expose_provenance();
    let send = || {
        let place = std::ptr::with_exposed_provenance(place);
        // SAFETY: one byte is read, which outlives the call.
        unsafe { libc::send(fd, place, 1, libc::MSG_OOB) }
    };
    blocking_fd::call(t, fd, send)
        .map(drop)
        .map_err(|errno| host::io_error(t, errno, "Write failed"))
}
