//! `java.lang.StrictMath`: fdlibm's results, bit for bit. What is not native here is Java code.

mod fdlibm;
mod reduce;

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
    ($($name:ident = $function:path;)*) => {$(
        fn $name(_t: &Thread, x: f64) -> f64 {
            $function(x)
        }
    )*};
}

unary! {
    sin = fdlibm::sin;
    cos = fdlibm::cos;
    tan = libm::tan;
    asin = libm::asin;
    acos = libm::acos;
    atan = libm::atan;
    log = fdlibm::log;
    log10 = fdlibm::log10;
    sinh = fdlibm::sinh;
    cosh = fdlibm::cosh;
    tanh = fdlibm::tanh;
    expm1 = libm::expm1;
    log1p = fdlibm::log1p;
}

/// Correctly rounded everywhere.
fn sqrt(_t: &Thread, x: f64) -> f64 {
    x.sqrt()
}

fn ieee_remainder(_t: &Thread, x: f64, y: f64) -> f64 {
    libm::remainder(x, y)
}

fn atan2(_t: &Thread, y: f64, x: f64) -> f64 {
    fdlibm::atan2(y, x)
}

#[cfg(test)]
mod tests {
    use super::fdlibm;

    /// Results of `java`, for arguments where other implementations differ in the last bit.
    #[test]
    fn results_are_those_of_java_to_the_last_bit() {
        type Case = (fn(f64) -> f64, f64, u64);
        let cases: &[Case] = &[
            (fdlibm::sin, -1.2314225495957323, 0xbfee_2cc1_6874_454e),
            (fdlibm::sin, -1064.2009957917921, 0xbfe6_ee60_ca61_b1f6),
            (fdlibm::sin, 1.9791109179428348, 0x3fed_5e8b_f184_6194),
            (fdlibm::sin, 7.509277044258058, 0x3fee_1e1b_b37f_6bca),
            (fdlibm::cos, 0.2224295358098219, 0x3fef_362f_5874_7f76),
            (fdlibm::cos, -21.71540784251265, 0xbfee_ca89_8ba7_2ac4),
            (fdlibm::cos, -298.21406839126996, 0xbfef_1a8e_93cd_a524),
            (fdlibm::cos, -98.1082593877922, 0xbfe8_14cc_d398_db26),
            (fdlibm::log, 0.29999999999999993, 0xbff3_4378_fcbd_a721),
            (fdlibm::log, 1.1324202353839572, 0x3fbf_d5de_a8a0_0377),
            (fdlibm::log, 6.878529680958595, 0x3ffe_dabf_1e09_9feb),
            (fdlibm::log, 0.6705466337391612, 0xbfd9_9410_0ae9_f90e),
            (fdlibm::log10, 0.9999999999999999, 0xbc8b_cb7b_1526_e50e),
            (fdlibm::log10, std::f64::consts::PI, 0x3fdf_d14d_b31b_a3ba),
            (fdlibm::log10, 0.7853981633974484, 0xbfba_db63_b88d_4109),
            (fdlibm::log10, 0.4375, 0xbfd6_fa37_2b8c_4f7e),
            (fdlibm::sinh, 710.4, 0x7fed_a98a_7371_610a),
            (fdlibm::sinh, 710.4000000000001, 0x7fed_a98a_7371_64c1),
            (fdlibm::sinh, 710.3999999999999, 0x7fed_a98a_7371_5d57),
            (fdlibm::sinh, -710.0, 0xffe3_e21a_4645_07fa),
            (fdlibm::cosh, 0.5000000000000001, 0x3ff2_0ac1_862a_e8d0),
            (fdlibm::cosh, -0.5000000000000001, 0x3ff2_0ac1_862a_e8d0),
            (fdlibm::cosh, 710.4, 0x7fed_a98a_7371_610a),
            (fdlibm::cosh, 710.4000000000001, 0x7fed_a98a_7371_64c1),
            (fdlibm::tanh, 0.3, 0x3fd2_a4dd_a7d9_14fa),
            (fdlibm::tanh, 0.30000000000000004, 0x3fd2_a4dd_a7d9_14fa),
            (fdlibm::tanh, 0.4375, 0x3fda_5729_ee48_8036),
            (fdlibm::tanh, 0.43750000000000006, 0x3fda_5729_ee48_8039),
            (fdlibm::log1p, 0.26375216720305666, 0x3fcd_f681_08a8_e889),
            (fdlibm::log1p, -0.1251300761655055, 0xbfc1_1c6d_a387_f497),
            (fdlibm::log1p, 0.5932155201832333, 0x3fdd_ceeb_2e6d_cc1b),
            (fdlibm::log1p, -0.2342482052342061, 0xbfd1_14d7_f30a_f5e2),
        ];
        for (index, (function, x, bits)) in cases.iter().enumerate() {
            assert_eq!(function(*x).to_bits(), *bits, "case {index}: {x:e}");
        }
    }
}
