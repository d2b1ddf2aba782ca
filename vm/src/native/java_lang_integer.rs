//! `java.lang.Integer`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/Integer";
    "bitCount(I)I" => bit_count [leaf];
    "numberOfLeadingZeros(I)I" => number_of_leading_zeros [leaf];
    "numberOfTrailingZeros(I)I" => number_of_trailing_zeros [leaf];
    "reverseBytes(I)I" => reverse_bytes [leaf];
}

fn bit_count(_t: &Thread, value: i32) -> i32 {
    value.count_ones() as i32
}

fn number_of_leading_zeros(_t: &Thread, value: i32) -> i32 {
    value.leading_zeros() as i32
}

fn number_of_trailing_zeros(_t: &Thread, value: i32) -> i32 {
    value.trailing_zeros() as i32
}

fn reverse_bytes(_t: &Thread, value: i32) -> i32 {
    value.swap_bytes()
}
