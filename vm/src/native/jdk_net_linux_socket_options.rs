//! `jdk.net.LinuxSocketOptions` of the module `jdk.net`: options that only Linux has.

use crate::error::R;
use crate::natives;
use crate::runtime::throw;
use crate::thread::Thread;

use super::host::Errno;
use super::socket::{self, OptionValue};

natives! { "jdk/net/LinuxSocketOptions";
    "keepAliveOptionsSupported0()Z" => keep_alive_options_supported;
    "quickAckSupported0()Z" => quick_ack_supported;
    "incomingNapiIdSupported0()Z" => incoming_napi_id_supported;
    "setTcpKeepAliveProbes0(II)V" => set_tcp_keep_alive_probes;
    "setTcpKeepAliveTime0(II)V" => set_tcp_keep_alive_time;
    "setTcpKeepAliveIntvl0(II)V" => set_tcp_keep_alive_interval;
    "getTcpKeepAliveProbes0(I)I" => get_tcp_keep_alive_probes;
    "getTcpKeepAliveTime0(I)I" => get_tcp_keep_alive_time;
    "getTcpKeepAliveIntvl0(I)I" => get_tcp_keep_alive_interval;
    "setQuickAck0(IZ)V" => set_quick_ack;
    "getQuickAck0(I)Z" => get_quick_ack;
    "getIncomingNapiId0(I)I" => get_incoming_napi_id;
    "getSoPeerCred0(I)J" => get_so_peer_cred;
}

/// Whether TCP sockets have an option.
fn supported(level: i32, option: i32) -> bool {
    let Ok(fd) = socket::new_socket(libc::AF_INET, libc::SOCK_STREAM, 0) else { return false };
    let result = socket::option(fd, level, option, 0);
    socket::discard(fd);
    !matches!(result, Err(Errno(libc::ENOPROTOOPT)))
}

fn keep_alive_options_supported(_t: &Thread) -> bool {
    [libc::TCP_KEEPIDLE, libc::TCP_KEEPCNT, libc::TCP_KEEPINTVL]
        .into_iter()
        .all(|option| supported(libc::IPPROTO_TCP, option))
}

fn quick_ack_supported(_t: &Thread) -> bool {
    supported(libc::IPPROTO_TCP, libc::TCP_QUICKACK)
}

fn incoming_napi_id_supported(_t: &Thread) -> bool {
    supported(libc::SOL_SOCKET, libc::SO_INCOMING_NAPI_ID)
}

/// What a call gave, or the exception that an option's class throws.
fn checked<T>(t: &Thread, result: Result<T, Errno>) -> R<T> {
    result.map_err(|errno| match errno.0 {
        libc::ENOPROTOOPT => {
            let class = "java/lang/UnsupportedOperationException";
            throw::new(t, class, "unsupported socket option")
        }
        _ => socket::socket_exception(t, errno),
    })
}

fn set(t: &Thread, fd: i32, option: i32, value: i32) -> R<()> {
    checked(t, socket::set_option(fd, libc::IPPROTO_TCP, option, value))
}

fn get<T: OptionValue>(t: &Thread, fd: i32, level: i32, option: i32, start: T) -> R<T> {
    checked(t, socket::option(fd, level, option, start))
}

fn set_tcp_keep_alive_probes(t: &Thread, fd: i32, count: i32) -> R<()> {
    set(t, fd, libc::TCP_KEEPCNT, count)
}

fn set_tcp_keep_alive_time(t: &Thread, fd: i32, seconds: i32) -> R<()> {
    set(t, fd, libc::TCP_KEEPIDLE, seconds)
}

fn set_tcp_keep_alive_interval(t: &Thread, fd: i32, seconds: i32) -> R<()> {
    set(t, fd, libc::TCP_KEEPINTVL, seconds)
}

fn get_tcp_keep_alive_probes(t: &Thread, fd: i32) -> R<i32> {
    get(t, fd, libc::IPPROTO_TCP, libc::TCP_KEEPCNT, 0)
}

fn get_tcp_keep_alive_time(t: &Thread, fd: i32) -> R<i32> {
    get(t, fd, libc::IPPROTO_TCP, libc::TCP_KEEPIDLE, 0)
}

fn get_tcp_keep_alive_interval(t: &Thread, fd: i32) -> R<i32> {
    get(t, fd, libc::IPPROTO_TCP, libc::TCP_KEEPINTVL, 0)
}

fn set_quick_ack(t: &Thread, fd: i32, on: bool) -> R<()> {
    set(t, fd, libc::TCP_QUICKACK, i32::from(on))
}

fn get_quick_ack(t: &Thread, fd: i32) -> R<bool> {
    get(t, fd, libc::IPPROTO_TCP, libc::TCP_QUICKACK, 0).map(|on| on != 0)
}

fn get_incoming_napi_id(t: &Thread, fd: i32) -> R<i32> {
    get(t, fd, libc::SOL_SOCKET, libc::SO_INCOMING_NAPI_ID, 0)
}

/// User and group of the process at the other end, the user above; -1 when it is not known.
fn get_so_peer_cred(t: &Thread, fd: i32) -> R<i64> {
    let nobody = libc::ucred { pid: 0, uid: u32::MAX, gid: u32::MAX };
    let peer = get(t, fd, libc::SOL_SOCKET, libc::SO_PEERCRED, nobody)?;
    if peer.uid == u32::MAX {
        return Ok(-1);
    }
    Ok((i64::from(peer.uid) << 32) | i64::from(peer.gid))
}
