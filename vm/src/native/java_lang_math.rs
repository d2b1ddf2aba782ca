//! `java.lang.Math`: the functions that HotSpot computes itself instead of calling StrictMath.
//!
//! They are Java methods (`@IntrinsicCandidate`); a row here replaces their bodies. HotSpot's are
//! correct to a little more than half a unit in the last place, as those of the C library are:
//! the two agree but for about one result in a thousand. fdlibm's, with errors up to a whole
//! unit, would differ in one of thirty. Only for the decimal logarithm fdlibm is the nearer one.

use crate::natives;
use crate::thread::Thread;
use cortado_protocol::helper::MathFunction;

natives! { "java/lang/Math";
    "sin(D)D" => sin [leaf];
    "cos(D)D" => cos [leaf];
    "tan(D)D" => tan [leaf];
    "exp(D)D" => exp [leaf];
    "log(D)D" => log [leaf];
    "log10(D)D" => log10 [leaf];
    "pow(DD)D" => pow [leaf];
    "sqrt(D)D" => sqrt [leaf];
    "abs(D)D" => abs [leaf];
    "floor(D)D" => floor [leaf];
    "ceil(D)D" => ceil [leaf];
    "rint(D)D" => rint [leaf];
    "fma(DDD)D" => fma [leaf];
    "fma(FFF)F" => fma_float [leaf];
    "multiplyHigh(JJ)J" => multiply_high [leaf];
}

/// A function by its number in the contract, for compiled code.
pub fn compute(t: &Thread, function: MathFunction, x: f64, y: f64) -> f64 {
    match function {
        MathFunction::Sin => sin(t, x),
        MathFunction::Cos => cos(t, x),
        MathFunction::Tan => tan(t, x),
        MathFunction::Exp => exp(t, x),
        MathFunction::Log => log(t, x),
        MathFunction::Log10 => log10(t, x),
        MathFunction::Pow => pow(t, x, y),
    }
}

fn sin(_t: &Thread, x: f64) -> f64 {
    x.sin()
}

fn cos(_t: &Thread, x: f64) -> f64 {
    x.cos()
}

fn tan(_t: &Thread, x: f64) -> f64 {
    x.tan()
}

fn exp(_t: &Thread, x: f64) -> f64 {
    x.exp()
}

fn log(_t: &Thread, x: f64) -> f64 {
    x.ln()
}

fn log10(_t: &Thread, x: f64) -> f64 {
    libm::log10(x)
}

/// As in Java and unlike in C, 1 to the power of NaN and -1 to that of infinity are NaN.
fn pow(_t: &Thread, x: f64, y: f64) -> f64 {
    if y == 0.0 {
        1.0
    } else if y.is_nan() || x.abs() == 1.0 && y.is_infinite() {
        f64::NAN
    } else {
        x.powf(y)
    }
}

fn sqrt(_t: &Thread, x: f64) -> f64 {
    x.sqrt()
}

fn abs(_t: &Thread, x: f64) -> f64 {
    x.abs()
}

fn floor(_t: &Thread, x: f64) -> f64 {
    x.floor()
}

fn ceil(_t: &Thread, x: f64) -> f64 {
    x.ceil()
}

fn rint(_t: &Thread, x: f64) -> f64 {
    x.round_ties_even()
}

fn fma(_t: &Thread, a: f64, b: f64, c: f64) -> f64 {
    a.mul_add(b, c)
}

fn fma_float(_t: &Thread, a: f32, b: f32, c: f32) -> f32 {
    a.mul_add(b, c)
}

fn multiply_high(_t: &Thread, x: i64, y: i64) -> i64 {
    ((i128::from(x) * i128::from(y)) >> 64) as i64
}
