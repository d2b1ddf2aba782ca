//! `sun.net.spi.DefaultProxySelector`: the proxies of the desktop's settings.
//!
//! They are kept by libraries of the desktop (GConf, GIO), which are not loaded here (design D2):
//! Java code then uses what the system properties say, as it does where there is no desktop.

use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "sun/net/spi/DefaultProxySelector";
    "init()Z" => init [leaf];
    "getSystemProxies(Ljava/lang/String;Ljava/lang/String;)[Ljava/net/Proxy;"
        => get_system_proxies [leaf];
}

/// Whether there are such settings.
fn init(_t: &Thread) -> bool {
    false
}

fn get_system_proxies(
    _t: &Thread,
    _this: ObjRef,
    _protocol: Option<ObjRef>,
    _host: Option<ObjRef>,
) -> Option<ObjRef> {
    None
}
