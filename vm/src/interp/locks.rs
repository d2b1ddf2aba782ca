//! The objects whose monitors a frame has entered, for dumps and management beans.
//!
//! Frames do not record `monitorenter`. But every compiler leaves the monitor of a `synchronized`
//! block by a handler for any exception that begins `astore x; aload y; monitorexit`: where such a
//! handler covers the current instruction, the lock is in local `y`. The verifier has seen that the
//! local is a reference wherever the handler covers.

use super::frame::FrameView;
use crate::class::MethodRef;
use crate::heap::ObjRef;
use crate::runtime::value;
use crate::thread::{Thread, monitor};

const ALOAD: u8 = 0x19;
const ALOAD_0: u8 = 0x2a;
const ASTORE: u8 = 0x3a;
const ASTORE_0: u8 = 0x4b;
const MONITOREXIT: u8 = 0xc3;
const WIDE: u8 = 0xc4;

/// The local that an instruction at the start of `code` loads or stores, and what follows.
fn local_of(code: &[u8], plain: u8, numbered: u8) -> Option<(usize, &[u8])> {
    match *code {
        [first, ref rest @ ..] if (numbered..numbered + 4).contains(&first) => {
            Some((usize::from(first - numbered), rest))
        }
        [first, index, ref rest @ ..] if first == plain => Some((usize::from(index), rest)),
        [WIDE, second, high, low, ref rest @ ..] if second == plain => {
            Some((usize::from(u16::from_be_bytes([high, low])), rest))
        }
        _ => None,
    }
}

/// The local whose monitor a handler leaves.
fn monitor_local(handler: &[u8]) -> Option<usize> {
    let (_, rest) = local_of(handler, ASTORE, ASTORE_0)?;
    let (local, rest) = local_of(rest, ALOAD, ALOAD_0)?;
    (rest.first() == Some(&MONITOREXIT)).then_some(local)
}

/// The locals that hold the locks of the blocks around an instruction, inner blocks first.
fn locals_at(method: MethodRef, bci: u16) -> Vec<usize> {
    let code = method.code.get();
    let mut locals = Vec::new();
    for handler in method.handlers.get() {
        let covers = handler.catch_type == 0 && (handler.start..handler.end).contains(&bci);
        let local = code.get(usize::from(handler.target)..).filter(|_| covers);
        let local = local.and_then(monitor_local);
        locals.extend(local.filter(|local| !locals.contains(local)));
    }
    locals
}

/// The objects that a frame of the calling thread or of a stopped one has locked, innermost first.
/// What the thread has given up for the time of a wait is among them.
pub fn locks(frame: &FrameView) -> Vec<ObjRef> {
    let blocks = u16::try_from(frame.bci).map_or(Vec::new(), |bci| locals_at(frame.method, bci));
    let blocks = blocks.into_iter().filter_map(|local| value::to_ref(frame.local(local)));
    blocks.chain(frame.lock()).collect()
}

/// Those that `thread` owns at this moment.
pub fn locked(thread: &Thread, frame: &FrameView) -> Vec<ObjRef> {
    let mut locks = locks(frame);
    locks.retain(|&object| monitor::holds_lock(thread, object));
    locks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_local_of_a_monitor_is_read_off_its_handler() {
        assert_eq!(monitor_local(&[0x4d, 0x2b, 0xc3, 0x2c, 0xbf]), Some(1));
        assert_eq!(monitor_local(&[0x3a, 9, 0x19, 7, 0xc3]), Some(7));
        assert_eq!(monitor_local(&[0xc4, 0x3a, 1, 2, 0xc4, 0x19, 1, 1, 0xc3]), Some(0x101));
        assert_eq!(monitor_local(&[0x4d, 0x2b, 0xb6, 0, 1]), None);
        assert_eq!(monitor_local(&[0x57]), None);
        assert_eq!(monitor_local(&[]), None);
    }
}
