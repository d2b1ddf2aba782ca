//! Every limit of the wire, in one place, with how they relate.

/// Bytes of a frame's header.
pub const HEADER_BYTES: usize = 48;
/// Bytes of a payload on the wire.
pub const WIRE_MAX: usize = 16 << 20;
/// Bytes of a payload after decompression.
pub const PAYLOAD_MAX: usize = 32 << 20;
/// Bytes of a payload, on the wire or not, before the handshake is over.
pub const HANDSHAKE_MAX: usize = 4 << 10;
/// From this size on a payload is compressed, if that makes it smaller.
pub const COMPRESS_FROM: usize = 1 << 10;
/// Level of zstd: the fastest of the usual ones, since both sides wait for it.
pub const COMPRESS_LEVEL: i32 = 1;

/// Bytes of a request without its bytecode.
pub const SKELETON_MAX: usize = 8 << 20;
/// Bytes of one method's bytecode with its handlers: what a class file allows, rounded up.
pub const BLOB_MAX: usize = 1 << 20;
/// Methods with bytecode in one request.
pub const BLOBS_MAX: usize = 4096;
/// Bytes of a portable body.
pub const BODY_MAX: usize = 16 << 20;
/// Keys in the list of what a program needed.
pub const PROGRAM_KEYS_MAX: usize = 1 << 17;
/// Bytes of a text that one side shows of the other; longer ones are cut.
pub const TEXT_MAX: usize = 1 << 10;

/// Compilations that one connection may have under way; the server answers more with "busy".
pub const IN_FLIGHT_MAX: u32 = 256;

/// Port of the server unless told otherwise, as in OpenJ9.
pub const DEFAULT_PORT: u16 = 38400;

const _: () = {
    assert!(WIRE_MAX <= PAYLOAD_MAX && PAYLOAD_MAX <= u32::MAX as usize);
    assert!(HANDSHAKE_MAX >= 2 * TEXT_MAX && HANDSHAKE_MAX < WIRE_MAX);
    // What one message holds, with its hashes and lengths, fits a payload.
    assert!(SKELETON_MAX + BLOBS_MAX * 16 + HANDSHAKE_MAX < PAYLOAD_MAX);
    assert!(BODY_MAX + HANDSHAKE_MAX < PAYLOAD_MAX);
    assert!(BLOB_MAX + HANDSHAKE_MAX < WIRE_MAX);
    assert!(PROGRAM_KEYS_MAX * 16 + HANDSHAKE_MAX < WIRE_MAX);
};
