//! `sun.nio.ch.NativeSocketAddress`: the layout of the system's socket addresses, which Java code
//! reads and writes in native memory.

use crate::natives;
use crate::thread::Thread;
use libc::{sockaddr, sockaddr_in, sockaddr_in6};
use std::mem::offset_of;

natives! { "sun/nio/ch/NativeSocketAddress";
    "AFINET()I" => af_inet [leaf];
    "AFINET6()I" => af_inet6 [leaf];
    "sizeofSockAddr4()I" => sizeof_sock_addr4 [leaf];
    "sizeofSockAddr6()I" => sizeof_sock_addr6 [leaf];
    "sizeofFamily()I" => sizeof_family [leaf];
    "offsetFamily()I" => offset_family [leaf];
    "offsetSin4Port()I" => offset_sin4_port [leaf];
    "offsetSin4Addr()I" => offset_sin4_addr [leaf];
    "offsetSin6Port()I" => offset_sin6_port [leaf];
    "offsetSin6Addr()I" => offset_sin6_addr [leaf];
    "offsetSin6ScopeId()I" => offset_sin6_scope_id [leaf];
    "offsetSin6FlowInfo()I" => offset_sin6_flow_info [leaf];
}

macro_rules! constants {
    ($($name:ident = $value:expr;)*) => { $(
        fn $name(_t: &Thread) -> i32 {
            $value as i32
        }
    )* };
}

constants! {
    af_inet = libc::AF_INET;
    af_inet6 = libc::AF_INET6;
    sizeof_sock_addr4 = size_of::<sockaddr_in>();
    sizeof_sock_addr6 = size_of::<sockaddr_in6>();
    sizeof_family = size_of::<libc::sa_family_t>();
    offset_family = offset_of!(sockaddr, sa_family);
    offset_sin4_port = offset_of!(sockaddr_in, sin_port);
    offset_sin4_addr = offset_of!(sockaddr_in, sin_addr);
    offset_sin6_port = offset_of!(sockaddr_in6, sin6_port);
    offset_sin6_addr = offset_of!(sockaddr_in6, sin6_addr);
    offset_sin6_scope_id = offset_of!(sockaddr_in6, sin6_scope_id);
    offset_sin6_flow_info = offset_of!(sockaddr_in6, sin6_flowinfo);
}
