//! `java.lang.Float`.

use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/Float";
    "floatToRawIntBits(F)I" => float_to_raw_int_bits [leaf];
    "intBitsToFloat(I)F" => int_bits_to_float [leaf];
}

fn float_to_raw_int_bits(_t: &Thread, value: f32) -> i32 {
    value.to_bits() as i32
}

fn int_bits_to_float(_t: &Thread, bits: i32) -> f32 {
    f32::from_bits(bits as u32)
}
