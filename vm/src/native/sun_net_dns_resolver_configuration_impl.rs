//! `sun.net.dns.ResolverConfigurationImpl`.

use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

use super::{host, name_lookup};

natives! { "sun/net/dns/ResolverConfigurationImpl";
    "fallbackDomain0()Ljava/lang/String;" => fallback_domain;
}

/// What follows the first dot of the host's name, or null.
fn fallback_domain(t: &Thread) -> R<Option<ObjRef>> {
    let name = name_lookup::host_name();
    let dot = name.iter().position(|&byte| byte == b'.');
    dot.map(|dot| host::from_system(t, &name[dot + 1..])).transpose()
}
