//! `java.lang.Long`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/Long";
    "bitCount(J)I" => bit_count [leaf];
    "numberOfLeadingZeros(J)I" => number_of_leading_zeros [leaf];
    "numberOfTrailingZeros(J)I" => number_of_trailing_zeros [leaf];
    "reverseBytes(J)J" => reverse_bytes [leaf];
}

fn bit_count(_t: &Thread, value: i64) -> i32 {
    value.count_ones() as i32
}

fn number_of_leading_zeros(_t: &Thread, value: i64) -> i32 {
    value.leading_zeros() as i32
}

fn number_of_trailing_zeros(_t: &Thread, value: i64) -> i32 {
    value.trailing_zeros() as i32
}

fn reverse_bytes(_t: &Thread, value: i64) -> i64 {
    value.swap_bytes()
}
