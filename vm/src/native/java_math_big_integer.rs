//! `java.math.BigInteger`: products of magnitudes, which are `int[]` with the highest digit first.

use super::intrinsics::{out_of_bounds, slice, slice_mut};
use crate::class::Kind;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::alloc;
use crate::thread::Thread;

natives! { "java/math/BigInteger";
    "implMultiplyToLen([II[II[I)[I" => multiply_to_len;
    "implSquareToLen([II[II)[I" => square_to_len;
    "implMulAdd([I[IIII)I" => mul_add;
}

/// The first `len` digits.
fn digits<'a>(t: &Thread, array: Option<ObjRef>, len: i32) -> R<&'a [u32]> {
    usize::try_from(len)
        .ok()
        .and_then(|len| slice::<u32>(array).get(..len))
        .ok_or_else(|| out_of_bounds(t, array, i64::from(len) - 1))
}

/// `array` if it has room for `len` digits, else a new one.
fn room(t: &Thread, array: Option<ObjRef>, len: usize) -> R<ObjRef> {
    match array.filter(|array| array.array_length() >= len) {
        Some(array) => Ok(array),
        None => alloc::prim_array(t, Kind::Int, len),
    }
}

/// `z += x * digit`, all of them ending at the same place; the carry.
fn add_product(z: &mut [u32], x: &[u32], digit: u32) -> u32 {
    let mut carry = 0u64;
    for (sum, &factor) in z.iter_mut().rev().zip(x.iter().rev()) {
        carry += u64::from(factor) * u64::from(digit) + u64::from(*sum);
        *sum = carry as u32;
        carry >>= 32;
    }
    carry as u32
}

/// The product of `x` and `y`, as long as both together.
fn multiply(x: &[u32], y: &[u32], z: &mut [u32]) {
    z.fill(0);
    for (index, &digit) in x.iter().enumerate().rev() {
        let end = index + 1 + y.len();
        z[index] = add_product(&mut z[index + 1..end], y, digit);
    }
}

fn multiply_to_len(
    t: &Thread,
    x: Option<ObjRef>,
    x_len: i32,
    y: Option<ObjRef>,
    y_len: i32,
    z: Option<ObjRef>,
) -> R<ObjRef> {
    let len = digits(t, x, x_len)?.len() + digits(t, y, y_len)?.len();
    let product = room(t, z, len)?;
    // Taken anew: allocation may have moved the arrays.
    let (x, y) = (digits(t, x, x_len)?, digits(t, y, y_len)?);
    multiply(x, y, &mut slice_mut(Some(product))[..len]);
    Ok(product)
}

fn square_to_len(
    t: &Thread,
    x: Option<ObjRef>,
    len: i32,
    z: Option<ObjRef>,
    z_len: i32,
) -> R<ObjRef> {
    let both = 2 * digits(t, x, len)?.len();
    let square = room(t, z, both.max(usize::try_from(z_len).unwrap_or(0)))?;
    let x = digits(t, x, len)?;
    multiply(x, x, &mut slice_mut(Some(square))[..both]);
    Ok(square)
}

/// Adds `x * k` to the digits of `out` that end `offset` digits before its end; the carry.
fn mul_add(
    t: &Thread,
    out: Option<ObjRef>,
    x: Option<ObjRef>,
    offset: i32,
    len: i32,
    k: i32,
) -> R<i32> {
    let factor = digits(t, x, len)?;
    let all = slice_mut::<u32>(out);
    let end = i64::try_from(all.len()).unwrap_or(0) - i64::from(offset);
    let start = end - i64::from(len);
    if start < 0 || end > all.len() as i64 {
        return Err(out_of_bounds(t, out, if start < 0 { start } else { end - 1 }));
    }
    Ok(add_product(&mut all[start as usize..end as usize], factor, k as u32) as i32)
}
