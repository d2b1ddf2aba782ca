//! The version of the contract, computed from the text of its tables.

use crate::{body, bytecode, frame, helper, layout, message, portable, request};

/// Changes whenever the text of a table changes; the first thing two processes compare.
pub const CONTRACT: u64 = {
    let tables = fnv1a(FNV_OFFSET, bytecode::TABLE_TEXT);
    let tables = fnv1a(fnv1a(tables, helper::TABLE_TEXT), layout::TABLE_TEXT);
    let tables = fnv1a(fnv1a(tables, include_str!("abi.rs")), include_str!("reloc.rs"));
    let tables = fnv1a(fnv1a(tables, request::TABLE_TEXT), body::TABLE_TEXT);
    let tables = fnv1a(fnv1a(tables, frame::TABLE_TEXT), message::TABLE_TEXT);
    fnv1a(fnv1a(tables, include_str!("skeleton.rs")), portable::TABLE_TEXT)
};

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// Continues the 64-bit FNV-1a hash `state` over `text`.
///
/// White space is left out, so that only a change of tokens changes the hash.
pub const fn fnv1a(mut state: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_whitespace() {
            state = (state ^ bytes[i] as u64).wrapping_mul(FNV_PRIME);
        }
        i += 1;
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_fnv1a_of_the_tokens() {
        assert_eq!(fnv1a(FNV_OFFSET, ""), 0xcbf29ce484222325);
        assert_eq!(fnv1a(FNV_OFFSET, "a"), 0xaf63dc4c8601ec8c);
        assert_eq!(fnv1a(FNV_OFFSET, "foobar"), 0x85944171f73967e8);
        assert_eq!(fnv1a(FNV_OFFSET, "foo \n bar"), fnv1a(FNV_OFFSET, "foobar"));
    }
}
