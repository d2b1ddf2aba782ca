//! Reduction of an angle modulo π/2, as fdlibm does it.
//!
//! After fdlibm 5.3:
//! Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun
//! Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is
//! freely granted, provided that this notice is preserved.

#![expect(clippy::excessive_precision, reason = "the constants as fdlibm prints them")]

use super::fdlibm::high;
use std::f64::consts::{FRAC_2_PI, FRAC_PI_2};

/// π/2 in pieces of 33 bits, each with what is left beyond it.
const PIO2: [(f64, f64); 3] = [
    (1.57079632673412561417e+00, 6.07710050650619224932e-11),
    (6.07710050630396597660e-11, 2.02226624879595063154e-21),
    (2.02226624871116645580e-21, 8.47842766036889956997e-32),
];

/// x as n·π/2 + head + tail with |head| at most π/4: n modulo 8, head, tail.
pub(super) fn rem_pio2(x: f64) -> (i32, f64, f64) {
    let magnitude = x.abs();
    let ix = high(magnitude);
    let (n, head, tail) = if ix <= 0x3fe9_21fb {
        return (0, x, 0.0);
    } else if ix < 0x4002_d97c {
        by_one(magnitude)
    } else if ix <= 0x4139_21fb {
        by_multiple(magnitude)
    } else {
        large(magnitude)
    };
    if x.is_sign_negative() { (-n, -head, -tail) } else { (n, head, tail) }
}

/// Below 3π/4: takes π/2 away once.
fn by_one(x: f64) -> (i32, f64, f64) {
    let mut z = x - PIO2[0].0;
    let mut rest = PIO2[0].1;
    if high(x) == 0x3ff9_21fb {
        // Close to π/2: 33 bits more.
        z -= PIO2[1].0;
        rest = PIO2[1].1;
    }
    let head = z - rest;
    (1, head, (z - head) - rest)
}

/// Below 2^19·π/2: takes a multiple of π/2 away in up to three pieces, as many as cancellation
/// makes necessary.
fn by_multiple(x: f64) -> (i32, f64, f64) {
    let n = (x * FRAC_2_PI + 0.5) as i32;
    let count = f64::from(n);
    let mut r = x - count * PIO2[0].0;
    let mut w = count * PIO2[0].1;
    let mut head = r - w;
    if n < 32 && high(x) != high(count * FRAC_PI_2) {
        return (n, head, (r - head) - w);
    }
    let exponent = high(x) >> 20;
    for (piece, bits) in [(PIO2[1], 16), (PIO2[2], 49)] {
        if exponent - (high(head) >> 20 & 0x7ff) <= bits {
            break;
        }
        let t = r;
        w = count * piece.0;
        r = t - w;
        w = count * piece.1 - ((t - r) - w);
        head = r - w;
    }
    (n, head, (r - head) - w)
}

/// Digits of 2/π in base 2^24.
const TWO_OVER_PI: [i32; 66] = [
    0xA2F983, 0x6E4E44, 0x1529FC, 0x2757D1, 0xF534DD, 0xC0DB62, 0x95993C, 0x439041, 0xFE5163,
    0xABDEBB, 0xC561B7, 0x246E3A, 0x424DD2, 0xE00649, 0x2EEA09, 0xD1921C, 0xFE1DEB, 0x1CB129,
    0xA73EE8, 0x8235F5, 0x2EBB44, 0x84E99C, 0x7026B4, 0x5F7E41, 0x3991D6, 0x398353, 0x39F49C,
    0x845F8B, 0xBDF928, 0x3B1FF8, 0x97FFDE, 0x05980F, 0xEF2F11, 0x8B5A0A, 0x6D1F6D, 0x367ECF,
    0x27CB09, 0xB74F46, 0x3F669E, 0x5FEA2D, 0x7527BA, 0xC7EBE5, 0xF17B3D, 0x0739F7, 0x8A5292,
    0xEA6BFB, 0x5FB11F, 0x8D5D08, 0x560330, 0x46FC7B, 0x6BABF0, 0xCFBC20, 0x9AF436, 0x1DA9E3,
    0x91615E, 0xE61B08, 0x659985, 0x5F14A0, 0x68408D, 0xFFD880, 0x4D7327, 0x310606, 0x1556CA,
    0x73A8C9, 0x60E27B, 0xC08C6B,
];

/// π/2 in pieces of 24 bits.
const PIO2_DIGITS: [f64; 5] = [
    1.57079625129699707031e+00,
    7.54978941586159635335e-08,
    5.39030252995776476554e-15,
    3.28200341580791294123e-22,
    1.27065575308067607349e-29,
];

const TWO24: f64 = 16777216.0;
/// Digits of 2/π that the first attempt uses, less one.
const FIRST_DIGITS: usize = 4;

/// The magnitude as three digits in base 2^24 and the exponent of the first.
fn digits_of(magnitude: f64) -> ([f64; 3], i32) {
    let exponent = (high(magnitude) >> 20) - 1046;
    let mut z = f64::from_bits(magnitude.to_bits() - ((exponent as u64) << 52));
    let mut digits = [0.0; 3];
    for digit in &mut digits[..2] {
        *digit = z.trunc();
        z = (z - *digit) * TWO24;
    }
    digits[2] = z;
    (digits, exponent)
}

/// Working storage of [`large`]: the product of the argument and 2/π.
struct Product {
    /// Digits of the argument; those at the end that are zero do not count.
    x: [f64; 3],
    /// Index of the last digit of the argument.
    x_last: usize,
    /// First digit of 2/π that matters.
    first: i32,
    /// Products, digit by digit, not normalised.
    q: [f64; 20],
    /// The same as digits in base 2^24, the lowest first.
    digits: [i32; 20],
}

impl Product {
    fn fill(&mut self, index: usize) {
        let digit = |at: i32| usize::try_from(at).ok().map_or(0.0, |at| f64::from(TWO_OVER_PI[at]));
        let mut sum = 0.0;
        for j in 0..=self.x_last {
            sum += self.x[j] * digit(self.first + index as i32 - j as i32);
        }
        self.q[index] = sum;
    }

    /// Normalises the digits below the first, up to index `last`; the rest of the first.
    fn distill(&mut self, last: usize) -> f64 {
        let mut z = self.q[last];
        for (i, j) in (1..=last).rev().enumerate() {
            let carry = f64::from((z / TWO24) as i32);
            self.digits[i] = (z - TWO24 * carry) as i32;
            z = self.q[j - 1] + carry;
        }
        z
    }

    /// Replaces the fraction by one minus itself; whether there was anything in the digits.
    fn complement(&mut self, count: usize, first_exponent: i32) -> bool {
        let mut carry = false;
        for digit in &mut self.digits[..count] {
            if carry {
                *digit = 0xff_ffff - *digit;
            } else if *digit != 0 {
                carry = true;
                *digit = 0x100_0000 - *digit;
            }
        }
        match first_exponent {
            1 => self.digits[count - 1] &= 0x7f_ffff,
            2 => self.digits[count - 1] &= 0x3f_ffff,
            _ => {}
        }
        carry
    }
}

fn scale(x: f64, exponent: i32) -> f64 {
    libm::scalbn(x, exponent)
}

/// For any magnitude: multiplies by as many digits of 2/π as are needed, and the fraction by π/2.
fn large(magnitude: f64) -> (i32, f64, f64) {
    let (x, e0) = digits_of(magnitude);
    let x_last = x.iter().rposition(|&digit| digit != 0.0).unwrap_or(0);
    let first = ((e0 - 3) / 24).max(0);
    let mut q0 = e0 - 24 * (first + 1);
    let mut p = Product { x, x_last, first, q: [0.0; 20], digits: [0; 20] };
    (0..=FIRST_DIGITS).for_each(|index| p.fill(index));
    let mut last = FIRST_DIGITS;
    let (mut n, mut z, mut above_half);
    loop {
        z = scale(p.distill(last), q0);
        z -= 8.0 * (z * 0.125).floor();
        n = z as i32;
        z -= f64::from(n);
        above_half = 0;
        if q0 > 0 {
            let i = p.digits[last - 1] >> (24 - q0);
            n += i;
            p.digits[last - 1] -= i << (24 - q0);
            above_half = p.digits[last - 1] >> (23 - q0);
        } else if q0 == 0 {
            above_half = p.digits[last - 1] >> 23;
        } else if z >= 0.5 {
            above_half = 2;
        }
        if above_half > 0 {
            n += 1;
            let carry = p.complement(last, q0);
            if above_half == 2 {
                z = 1.0 - z;
                if carry {
                    z -= scale(1.0, q0);
                }
            }
        }
        if z != 0.0 || p.digits[FIRST_DIGITS..last].iter().any(|&digit| digit != 0) {
            break;
        }
        // All that is left may be rounding: take more digits.
        let more =
            (1..=FIRST_DIGITS).find(|&k| p.digits[FIRST_DIGITS - k] != 0).unwrap_or(FIRST_DIGITS);
        (last + 1..=last + more).for_each(|index| p.fill(index));
        last += more;
    }
    last = finish_digits(&mut p, z, last, &mut q0);
    let (head, tail) = times_pio2(&mut p, last, q0);
    if above_half == 0 { (n & 7, head, tail) } else { (n & 7, -head, -tail) }
}

/// Drops leading zero digits, or appends those of the rest `z`; the index of the highest digit.
fn finish_digits(p: &mut Product, z: f64, mut last: usize, q0: &mut i32) -> usize {
    if z == 0.0 {
        last -= 1;
        *q0 -= 24;
        while p.digits[last] == 0 {
            last -= 1;
            *q0 -= 24;
        }
        return last;
    }
    let z = scale(z, -*q0);
    if z < TWO24 {
        p.digits[last] = z as i32;
        return last;
    }
    let carry = f64::from((z / TWO24) as i32);
    p.digits[last] = (z - TWO24 * carry) as i32;
    *q0 += 24;
    p.digits[last + 1] = carry as i32;
    last + 1
}

/// The digits times π/2, as head and tail.
fn times_pio2(p: &mut Product, last: usize, q0: i32) -> (f64, f64) {
    let mut unit = scale(1.0, q0);
    for i in (0..=last).rev() {
        p.q[i] = unit * f64::from(p.digits[i]);
        unit /= TWO24;
    }
    let mut parts = [0.0; 20];
    for i in (0..=last).rev() {
        let terms = PIO2_DIGITS.iter().zip(&p.q[i..=last]);
        parts[last - i] = terms.fold(0.0, |sum, (pi, q)| sum + pi * q);
    }
    let head = parts[..=last].iter().rev().fold(0.0, |sum, part| sum + part);
    let tail = parts[1..=last].iter().fold(parts[0] - head, |sum, part| sum + part);
    (head, tail)
}
