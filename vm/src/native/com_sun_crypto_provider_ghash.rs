//! `com.sun.crypto.provider.GHASH`: the universal hash of AES in Galois/counter mode.

use super::intrinsics::{slice, slice_mut};
use crate::heap::ObjRef;
use crate::natives;
use crate::thread::Thread;

natives! { "com/sun/crypto/provider/GHASH";
    "processBlocks([BII[J[J)V" => process_blocks [leaf];
}

const BLOCK_LEN: usize = 16;
/// `x^128` in the field's representation, where the first bit is the lowest power.
const REDUCTION: u128 = 0xe1 << 120;

/// The product in GF(2^128) as SP 800-38D has it, in a time that does not depend on the values.
fn multiply(x: u128, y: u128) -> u128 {
    let (mut product, mut power) = (0, y);
    for bit in (0..u128::BITS).rev() {
        product ^= power & (x >> bit & 1).wrapping_neg();
        power = (power >> 1) ^ (REDUCTION & (power & 1).wrapping_neg());
    }
    product
}

/// Two longs, the higher one first.
fn element(longs: &[i64]) -> u128 {
    match longs {
        &[high, low, ..] => {
            u128::from(high.cast_unsigned()) << 64 | u128::from(low.cast_unsigned())
        }
        _ => 0,
    }
}

/// Takes blocks into the state; Java code has checked the range.
fn process_blocks(
    _t: &Thread,
    bytes: Option<ObjRef>,
    at: i32,
    count: i32,
    state: Option<ObjRef>,
    key: Option<ObjRef>,
) {
    let state = slice_mut::<i64>(state);
    let (mut hash, key) = (element(state), element(slice(key)));
    let at = usize::try_from(at).unwrap_or(0);
    let rest = slice::<u8>(bytes).get(at..).unwrap_or(&[]);
    let (blocks, _) = rest.as_chunks::<BLOCK_LEN>();
    for block in blocks.iter().take(usize::try_from(count).unwrap_or(0)) {
        hash = multiply(hash ^ u128::from_be_bytes(*block), key);
    }
    if let [high, low, ..] = state {
        *high = ((hash >> 64) as u64).cast_signed();
        *low = (hash as u64).cast_signed();
    }
}
