//! A compiler of which everything is known: what it answers is a function of key and fact.

use cortado_protocol::message::content_id;
use cortado_server::body::Ask;

/// Numbers that repeat, from a seed.
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next, less than `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % end as u64) as usize
    }
}

/// A request: for this key, by a VM in which this fact holds.
pub fn skeleton(key: u8, fact: u8, filler: usize) -> Vec<u8> {
    let mut bytes = vec![key, fact];
    bytes.extend((0..filler).map(|i| (i % 256) as u8));
    bytes
}

fn body_bytes(key: u8, fact: u8) -> Vec<u8> {
    let mut bytes = vec![key, fact];
    for i in 0..10u8 {
        bytes.extend(content_id(&[key, fact, i]));
    }
    bytes
}

/// The body that the request has.
pub fn body_of(ask: &Ask) -> Vec<u8> {
    body_bytes(ask.skeleton[0], ask.skeleton[1])
}

/// Whether these bytes are the body for a key in a VM with that fact.
pub fn is_body_of(bytes: &[u8], key: u8, fact: u8) -> bool {
    bytes == body_bytes(key, fact)
}

/// The place of the body whose fact is the request's.
pub fn choose(ask: &Ask, bodies: &[Vec<u8>]) -> Option<usize> {
    bodies.iter().position(|body| is_body_of(body, ask.skeleton[0], ask.skeleton[1]))
}

/// How the compiler answers: 0 panics, 1 declines, 2 fails; others are bodies.
pub fn answer(ask: &Ask) -> u8 {
    // One key in all of its variants, and single asks of the others.
    if ask.skeleton[0] == 5 { ask.skeleton[1] } else { ask.fingerprint[0] % 64 }
}
