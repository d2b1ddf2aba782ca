//! Frames in one piece, in many, damaged, and none at all.

use super::*;

/// Numbers that repeat, from a seed.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

fn open() -> Decoder {
    let mut decoder = Decoder::default();
    decoder.open();
    decoder
}

fn payload(numbers: &mut Numbers, len: usize) -> Vec<u8> {
    // Compressible, but not trivially so.
    (0..len).map(|_| numbers.below(7) as u8).collect()
}

fn frame(kind: u8, id: u32, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    Packed::new(payload.to_vec()).expect("in the limits").write(kind, id, &mut out);
    out
}

#[test]
fn frames_survive_any_portions() {
    for seed in 1..200 {
        let mut numbers = Numbers(seed);
        let sent: Vec<_> = (0..5u32)
            .map(|id| {
                let len = numbers.below(5000);
                (id, payload(&mut numbers, len))
            })
            .collect();
        let mut wire: Vec<u8> = Vec::new();
        for (id, payload) in &sent {
            wire.extend(frame(3, *id, payload));
        }
        let (mut decoder, mut got, mut rest) = (open(), Vec::new(), &wire[..]);
        while !rest.is_empty() {
            let (now, later) = rest.split_at(1 + numbers.below(rest.len().min(900)));
            decoder.push(now);
            rest = later;
            while let Some(frame) = decoder.next_frame().expect("whole frames") {
                assert_eq!((frame.contract, frame.kind), (CONTRACT, 3));
                got.push((frame.id, frame.payload.unpack().expect("undamaged")));
            }
        }
        assert_eq!(got, sent, "seed {seed}");
        assert_eq!(decoder.pending(), 0);
    }
}

#[test]
fn large_payloads_are_compressed() {
    let payload = payload(&mut Numbers(1), 100_000);
    let wire = frame(1, 1, &payload);
    assert!(wire.len() < payload.len() / 2, "{}", wire.len());
}

#[test]
fn every_flipped_bit_is_found() {
    let sent = payload(&mut Numbers(5), 1500);
    let wire = frame(2, 7, &sent);
    // The contract's own bits are covered by the header's checksum, too.
    for bit in 0..wire.len() * 8 {
        let mut damaged = wire.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let mut decoder = open();
        decoder.push(&damaged);
        if let Ok(Some(frame)) = decoder.next_frame() {
            assert_eq!(frame.payload.unpack(), Err(FrameError::PayloadChecksum), "bit {bit}");
        }
    }
}

#[test]
fn other_protocols_are_refused_at_once() {
    let mut decoder = Decoder::default();
    decoder.push(b"GET / HTTP/1.1");
    assert_eq!(decoder.next_frame(), Err(FrameError::Magic));
}

#[test]
fn lengths_are_limited_before_anything_is_kept() {
    let wire = frame(1, 1, &payload(&mut Numbers(1), 2 * HANDSHAKE_MAX));
    let mut decoder = Decoder::default();
    decoder.push(&wire[..HEADER_BYTES]);
    let error = decoder.next_frame().expect_err("the handshake is not over");
    assert_eq!(error, FrameError::TooLong { bytes: 2 * HANDSHAKE_MAX, limit: HANDSHAKE_MAX });
    assert!(Packed::new(vec![0; PAYLOAD_MAX + 1]).is_err());
}

#[test]
fn decompression_stops_at_the_announced_length() {
    let mut packed = Packed::new(vec![0; 1 << 20]).expect("in the limits");
    assert!(packed.zstd && packed.wire.len() < 1000);
    packed.len = 1000;
    assert_eq!(packed.unpack(), Err(FrameError::Compression));
    packed.len = 2 << 20;
    assert_eq!(packed.unpack(), Err(FrameError::Compression));
}
