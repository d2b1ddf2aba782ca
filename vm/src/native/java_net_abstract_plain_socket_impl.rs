//! `java.net.AbstractPlainSocketImpl`.

use crate::natives;

use super::sun_nio_ch_net::is_reuse_port_available;

natives! { "java/net/AbstractPlainSocketImpl";
    "isReusePortAvailable0()Z" => is_reuse_port_available;
}
