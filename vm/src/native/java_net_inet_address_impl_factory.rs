//! `java.net.InetAddressImplFactory`.

use crate::error::R;
use crate::natives;
use crate::thread::Thread;

use super::inet;

natives! { "java/net/InetAddressImplFactory";
    "isIPv6Supported()Z" => is_ipv6_supported;
}

fn is_ipv6_supported(t: &Thread) -> R<bool> {
    inet::ipv6_available(t)
}
