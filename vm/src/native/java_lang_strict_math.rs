//! `java.lang.StrictMath`: fdlibm's results, bit for bit. What is not native here is Java code.

use crate::natives;
use crate::thread::Thread;

natives! { "java/lang/StrictMath";
    "sin(D)D" => sin [leaf];
    "cos(D)D" => cos [leaf];
    "tan(D)D" => tan [leaf];
    "asin(D)D" => asin [leaf];
    "acos(D)D" => acos [leaf];
    "atan(D)D" => atan [leaf];
    "log(D)D" => log [leaf];
    "log10(D)D" => log10 [leaf];
    "sqrt(D)D" => sqrt [leaf];
    "IEEEremainder(DD)D" => ieee_remainder [leaf];
    "atan2(DD)D" => atan2 [leaf];
    "sinh(D)D" => sinh [leaf];
    "cosh(D)D" => cosh [leaf];
    "tanh(D)D" => tanh [leaf];
    "expm1(D)D" => expm1 [leaf];
    "log1p(D)D" => log1p [leaf];
}

macro_rules! unary {
    ($($name:ident)*) => {$(
        fn $name(_t: &Thread, x: f64) -> f64 {
            libm::$name(x)
        }
    )*};
}

unary! { sin cos tan asin acos atan log log10 sinh cosh tanh expm1 log1p }

/// Correctly rounded everywhere.
fn sqrt(_t: &Thread, x: f64) -> f64 {
    x.sqrt()
}

fn ieee_remainder(_t: &Thread, x: f64, y: f64) -> f64 {
    libm::remainder(x, y)
}

fn atan2(_t: &Thread, y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}
