//! Functions of fdlibm whose results the `libm` crate does not give bit for bit. The order of
//! operations is fdlibm's; it is what makes the last bit.
//!
//! After fdlibm 5.3:
//! Copyright (C) 1993-2004 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a
//! Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software
//! is freely granted, provided that this notice is preserved.

#![expect(clippy::excessive_precision, reason = "the constants as fdlibm prints them")]

use super::reduce::rem_pio2;
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, LOG2_E, LOG10_E, PI};

const LN2_HI: f64 = 6.93147180369123816490e-01;
const LN2_LO: f64 = 1.90821492927058770002e-10;
const TWO54: f64 = 1.80143985094819840000e+16;
const TINY: f64 = 1.0e-300;

/// The upper half: sign, exponent and 20 bits.
pub(super) fn high(x: f64) -> i32 {
    (x.to_bits() >> 32) as i32
}

/// The number with another upper half.
fn with_high(x: f64, high: i32) -> f64 {
    f64::from_bits(u64::from(high as u32) << 32 | x.to_bits() & 0xffff_ffff)
}

/// c0 + x*(c1 + x*(c2 + …))
fn poly(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().copied().reduce(|sum, c| c + x * sum).unwrap_or(0.0)
}

/// Sine of x + tail for |x| up to π/4; without a tail for small arguments.
fn kernel_sin(x: f64, tail: Option<f64>) -> f64 {
    const S1: f64 = -1.66666666666666324348e-01;
    const S: [f64; 5] = [
        8.33333333332248946124e-03,
        -1.98412698298579493134e-04,
        2.75573137070700676789e-06,
        -2.50507602534068634195e-08,
        1.58969099521155010221e-10,
    ];
    if high(x) & 0x7fff_ffff < 0x3e40_0000 {
        return x;
    }
    let z = x * x;
    let v = z * x;
    let r = poly(z, &S);
    match tail {
        None => x + v * (S1 + z * r),
        Some(y) => x - ((z * (0.5 * y - v * r) - y) - v * S1),
    }
}

/// Cosine of x + y for |x| up to π/4.
fn kernel_cos(x: f64, y: f64) -> f64 {
    const C: [f64; 6] = [
        4.16666666666666019037e-02,
        -1.38888888888741095749e-03,
        2.48015872894767294178e-05,
        -2.75573143513906633035e-07,
        2.08757232129817482790e-09,
        -1.13596475577881948265e-11,
    ];
    let ix = high(x) & 0x7fff_ffff;
    if ix < 0x3e40_0000 {
        return 1.0;
    }
    let z = x * x;
    let r = z * poly(z, &C);
    if ix < 0x3fd3_3333 {
        return 1.0 - (0.5 * z - (z * r - x * y));
    }
    let qx = if ix > 0x3fe9_0000 { 0.28125 } else { with_high(0.0, ix - 0x0020_0000) };
    let hz = 0.5 * z - qx;
    let a = 1.0 - qx;
    a - (hz - (z * r - x * y))
}

pub(super) fn sin(x: f64) -> f64 {
    if high(x) & 0x7fff_ffff <= 0x3fe9_21fb {
        return kernel_sin(x, None);
    }
    if !x.is_finite() {
        return f64::NAN;
    }
    let (quadrant, head, tail) = rem_pio2(x);
    match quadrant & 3 {
        0 => kernel_sin(head, Some(tail)),
        1 => kernel_cos(head, tail),
        2 => -kernel_sin(head, Some(tail)),
        _ => -kernel_cos(head, tail),
    }
}

pub(super) fn cos(x: f64) -> f64 {
    if high(x) & 0x7fff_ffff <= 0x3fe9_21fb {
        return kernel_cos(x, 0.0);
    }
    if !x.is_finite() {
        return f64::NAN;
    }
    let (quadrant, head, tail) = rem_pio2(x);
    match quadrant & 3 {
        0 => kernel_cos(head, tail),
        1 => -kernel_sin(head, Some(tail)),
        2 => -kernel_cos(head, tail),
        _ => kernel_sin(head, Some(tail)),
    }
}

/// For logarithms: the answer at the edges of the domain, or a normal number and what its scaling
/// adds to the exponent.
fn log_argument(x: f64) -> Result<(f64, i32), f64> {
    if high(x) >= 0x7ff0_0000 {
        return Err(x + x);
    }
    if high(x) >= 0x0010_0000 {
        return Ok((x, 0));
    }
    if x == 0.0 {
        return Err(f64::NEG_INFINITY);
    }
    if x < 0.0 || x.is_nan() {
        return Err(f64::NAN);
    }
    Ok((x * TWO54, -54))
}

pub(super) fn log(x: f64) -> f64 {
    const LG_ODD: [f64; 4] = [
        6.666666666666735130e-01,
        2.857142874366239149e-01,
        1.818357216161805012e-01,
        1.479819860511658591e-01,
    ];
    const LG_EVEN: [f64; 3] =
        [3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01];
    let (x, mut k) = match log_argument(x) {
        Ok(argument) => argument,
        Err(answer) => return answer,
    };
    k += (high(x) >> 20) - 1023;
    let hx = high(x) & 0x000f_ffff;
    let i = (hx + 0x95f64) & 0x0010_0000;
    let x = with_high(x, hx | (i ^ 0x3ff0_0000));
    k += i >> 20;
    let f = x - 1.0;
    let dk = f64::from(k);
    if 0x000f_ffff & (2 + hx) < 3 {
        if f == 0.0 {
            return if k == 0 { 0.0 } else { dk * LN2_HI + dk * LN2_LO };
        }
        let r = f * f * (0.5 - 0.33333333333333333 * f);
        return if k == 0 { f - r } else { dk * LN2_HI - ((r - dk * LN2_LO) - f) };
    }
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let t1 = w * poly(w, &LG_EVEN);
    let t2 = z * poly(w, &LG_ODD);
    let r = t2 + t1;
    if (hx - 0x6147a) | (0x6b851 - hx) > 0 {
        let hfsq = 0.5 * f * f;
        if k == 0 {
            f - (hfsq - s * (hfsq + r))
        } else {
            dk * LN2_HI - ((hfsq - (s * (hfsq + r) + dk * LN2_LO)) - f)
        }
    } else if k == 0 {
        f - s * (f - r)
    } else {
        dk * LN2_HI - ((s * (f - r) - dk * LN2_LO) - f)
    }
}

pub(super) fn log10(x: f64) -> f64 {
    const LOG10_2_HI: f64 = 3.01029995663611771306e-01;
    const LOG10_2_LO: f64 = 3.69423907715893078616e-13;
    let (x, mut k) = match log_argument(x) {
        Ok(argument) => argument,
        Err(answer) => return answer,
    };
    k += (high(x) >> 20) - 1023;
    let i = i32::from(k < 0);
    let y = f64::from(k + i);
    let x = with_high(x, (high(x) & 0x000f_ffff) | (0x3ff - i) << 20);
    let z = y * LOG10_2_LO + LOG10_E * log(x);
    z + y * LOG10_2_HI
}

pub(super) fn log1p(x: f64) -> f64 {
    const LP: [f64; 7] = [
        6.666666666666735130e-01,
        3.999999999940941908e-01,
        2.857142874366239149e-01,
        2.222219843214978396e-01,
        1.818357216161805012e-01,
        1.531383769920937332e-01,
        1.479819860511658591e-01,
    ];
    let hx = high(x);
    let ax = hx & 0x7fff_ffff;
    let (mut k, mut f, mut hu, mut c) = (1, 0.0, 1, 0.0);
    if hx < 0x3fda_827a {
        if ax >= 0x3ff0_0000 {
            return if x == -1.0 { f64::NEG_INFINITY } else { f64::NAN };
        }
        if ax < 0x3e20_0000 {
            return if ax < 0x3c90_0000 { x } else { x - x * x * 0.5 };
        }
        if hx > 0 || hx <= 0xbfd2_bec3_u32 as i32 {
            (k, f, hu) = (0, x, 1);
        }
    }
    if hx >= 0x7ff0_0000 {
        return x + x;
    }
    if k != 0 {
        let u = if hx < 0x4340_0000 { 1.0 + x } else { x };
        hu = high(u);
        k = (hu >> 20) - 1023;
        if hx < 0x4340_0000 {
            c = if k > 0 { 1.0 - (u - x) } else { x - (u - 1.0) };
            c /= u;
        }
        hu &= 0x000f_ffff;
        if hu < 0x6a09e {
            f = with_high(u, hu | 0x3ff0_0000) - 1.0;
        } else {
            k += 1;
            f = with_high(u, hu | 0x3fe0_0000) - 1.0;
            hu = (0x0010_0000 - hu) >> 2;
        }
    }
    let dk = f64::from(k);
    let hfsq = 0.5 * f * f;
    if hu == 0 {
        if f == 0.0 {
            return if k == 0 { 0.0 } else { dk * LN2_HI + (c + dk * LN2_LO) };
        }
        let r = hfsq * (1.0 - 0.66666666666666666 * f);
        return if k == 0 { f - r } else { dk * LN2_HI - ((r - (dk * LN2_LO + c)) - f) };
    }
    let s = f / (2.0 + f);
    let z = s * s;
    let r = z * poly(z, &LP);
    if k == 0 {
        f - (hfsq - s * (hfsq + r))
    } else {
        dk * LN2_HI - ((hfsq - (s * (hfsq + r) + (dk * LN2_LO + c))) - f)
    }
}

pub(super) fn atan2(y: f64, x: f64) -> f64 {
    const PI_LO: f64 = 1.2246467991473531772E-16;
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if x == 1.0 {
        return libm::atan(y);
    }
    let left = x.is_sign_negative();
    let signed = |angle: f64| if y.is_sign_negative() { -angle } else { angle };
    if y == 0.0 {
        return if left { signed(PI + TINY) } else { y };
    }
    if x == 0.0 {
        return signed(FRAC_PI_2 + TINY);
    }
    if x.is_infinite() {
        return signed(match (y.is_infinite(), left) {
            (true, false) => FRAC_PI_4 + TINY,
            (true, true) => 3.0 * FRAC_PI_4 + TINY,
            (false, false) => 0.0,
            (false, true) => PI + TINY,
        });
    }
    if y.is_infinite() {
        return signed(FRAC_PI_2 + TINY);
    }
    let k = ((high(y) & 0x7fff_ffff) - (high(x) & 0x7fff_ffff)) >> 20;
    let z = if k > 60 {
        FRAC_PI_2 + 0.5 * PI_LO
    } else if left && k < -60 {
        0.0
    } else {
        libm::atan((y / x).abs())
    };
    match (left, y.is_sign_negative()) {
        (false, false) => z,
        (false, true) => -z,
        (true, false) => PI - (z - PI_LO),
        (true, true) => (z - PI_LO) - PI,
    }
}

/// The exponential function, for arguments that neither overflow nor vanish.
fn exp(x: f64) -> f64 {
    const P: [f64; 5] = [
        1.66666666666666019037e-01,
        -2.77777777770155933842e-03,
        6.61375632143793436117e-05,
        -1.65339022054652515390e-06,
        4.13813679705723846039e-08,
    ];
    let sign = if x.is_sign_negative() { -1.0 } else { 1.0 };
    let hx = high(x) & 0x7fff_ffff;
    let (mut x, mut k, mut hi, mut lo) = (x, 0, 0.0, 0.0);
    if hx > 0x3fd6_2e42 {
        if hx < 0x3ff0_a2b2 {
            k = sign as i32;
            hi = x - sign * LN2_HI;
            lo = sign * LN2_LO;
        } else {
            k = (LOG2_E * x + sign * 0.5) as i32;
            let t = f64::from(k);
            hi = x - t * LN2_HI;
            lo = t * LN2_LO;
        }
        x = hi - lo;
    } else if hx < 0x3e30_0000 {
        return 1.0 + x;
    }
    let t = x * x;
    let c = x - t * poly(t, &P);
    if k == 0 {
        return 1.0 - ((x * c) / (c - 2.0) - x);
    }
    let y = 1.0 - ((lo - (x * c) / (2.0 - c)) - hi);
    with_high(y, high(y) + (k << 20))
}

/// Whether exp(x/2)² may be finite where exp(x) is not.
fn below_overflow(magnitude: f64) -> bool {
    magnitude <= f64::from_bits(0x4086_33ce_8fb9_f87d)
}

pub(super) fn sinh(x: f64) -> f64 {
    if !x.is_finite() {
        return x + x;
    }
    let h = if x.is_sign_negative() { -0.5 } else { 0.5 };
    let magnitude = x.abs();
    let ix = high(magnitude);
    if ix < 0x4036_0000 {
        if ix < 0x3e30_0000 {
            return x;
        }
        let t = libm::expm1(magnitude);
        return if ix < 0x3ff0_0000 {
            h * (2.0 * t - t * t / (t + 1.0))
        } else {
            h * (t + t / (t + 1.0))
        };
    }
    if ix < 0x4086_2e42 {
        return h * exp(magnitude);
    }
    if below_overflow(magnitude) {
        let w = exp(0.5 * magnitude);
        return h * w * w;
    }
    f64::INFINITY.copysign(x)
}

pub(super) fn cosh(x: f64) -> f64 {
    if !x.is_finite() {
        return x * x;
    }
    let magnitude = x.abs();
    let ix = high(magnitude);
    if ix < 0x3fd6_2e43 {
        let t = libm::expm1(magnitude);
        let w = 1.0 + t;
        return if ix < 0x3c80_0000 { w } else { 1.0 + (t * t) / (w + w) };
    }
    if ix < 0x4036_0000 {
        let t = exp(magnitude);
        return 0.5 * t + 0.5 / t;
    }
    if ix < 0x4086_2e42 {
        return 0.5 * exp(magnitude);
    }
    if below_overflow(magnitude) {
        let w = exp(0.5 * magnitude);
        return 0.5 * w * w;
    }
    f64::INFINITY
}

pub(super) fn tanh(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let magnitude = x.abs();
    let ix = high(magnitude);
    if ix < 0x3c80_0000 {
        return x * (1.0 + x);
    }
    let z = if ix >= 0x4036_0000 {
        1.0 - TINY
    } else if ix >= 0x3ff0_0000 {
        let t = libm::expm1(2.0 * magnitude);
        1.0 - 2.0 / (t + 2.0)
    } else {
        let t = libm::expm1(-2.0 * magnitude);
        -t / (t + 2.0)
    };
    if x.is_sign_negative() { -z } else { z }
}
