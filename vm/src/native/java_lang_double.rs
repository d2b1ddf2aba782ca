//! `java.lang.Double`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/Double";
    "doubleToRawLongBits(D)J" => double_to_raw_long_bits [leaf];
    "longBitsToDouble(J)D" => long_bits_to_double [leaf];
}

fn double_to_raw_long_bits(_t: &Thread, value: f64) -> i64 {
    value.to_bits() as i64
}

fn long_bits_to_double(_t: &Thread, bits: i64) -> f64 {
    f64::from_bits(bits as u64)
}
