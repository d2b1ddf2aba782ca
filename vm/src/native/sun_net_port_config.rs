//! `sun.net.PortConfig`: the ports that the system gives to sockets that ask for none.

use crate::natives;
use crate::thread::Thread;

natives! { "sun/net/PortConfig";
    "getLower0()I" => get_lower;
    "getUpper0()I" => get_upper;
}

/// The lower and the upper end; -1 when the system does not say.
fn range() -> [i32; 2] {
    let text = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range");
    let text = text.unwrap_or_default();
    let mut numbers = text.split_whitespace().map_while(|word| word.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(lower), Some(upper)) => [lower, upper],
        _ => [-1; 2],
    }
}

fn get_lower(_t: &Thread) -> i32 {
    range()[0]
}

fn get_upper(_t: &Thread) -> i32 {
    range()[1]
}
