//! `java.lang.System`.

use crate::class::{Class, Kind, wk};
use crate::error::{R, Thrown};
use crate::heap::{self, ObjRef};
use crate::meta::intern;
use crate::natives;
use crate::runtime::{string, throw};
use crate::thread::Thread;

natives! { "java/lang/System";
    "registerNatives()V" => register_natives [leaf];
    "setIn0(Ljava/io/InputStream;)V" => set_in;
    "setOut0(Ljava/io/PrintStream;)V" => set_out;
    "setErr0(Ljava/io/PrintStream;)V" => set_err;
    "currentTimeMillis()J" => current_time_millis [leaf];
    "nanoTime()J" => nano_time [leaf];
    "arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)V" => array_copy;
    "identityHashCode(Ljava/lang/Object;)I" => identity_hash_code [leaf];
    "mapLibraryName(Ljava/lang/String;)Ljava/lang/String;" => map_library_name;
}

fn register_natives(_t: &Thread) {}

/// The streams are `static final` and null until the class library sets them through these.
fn set_stream(name: &str, desc: &str, stream: Option<ObjRef>) {
    let class = wk::system();
    if let Some(field) = class.declared_field(intern(name), intern(desc)) {
        class.mirror().set_ref(field.offset as usize, stream);
    }
}

fn set_in(_t: &Thread, stream: Option<ObjRef>) {
    set_stream("in", "Ljava/io/InputStream;", stream);
}

fn set_out(_t: &Thread, stream: Option<ObjRef>) {
    set_stream("out", "Ljava/io/PrintStream;", stream);
}

fn set_err(_t: &Thread, stream: Option<ObjRef>) {
    set_stream("err", "Ljava/io/PrintStream;", stream);
}

/// Seconds and nanoseconds of a clock.
pub(super) fn clock(id: libc::clockid_t) -> (i64, i64) {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid timespec to fill.
    unsafe { libc::clock_gettime(id, &mut now) };
    (now.tv_sec, now.tv_nsec)
}

pub(super) fn nano_time(_t: &Thread) -> i64 {
    let (seconds, nanos) = clock(libc::CLOCK_MONOTONIC);
    seconds * 1_000_000_000 + nanos
}

fn current_time_millis(_t: &Thread) -> i64 {
    let (seconds, nanos) = clock(libc::CLOCK_REALTIME);
    seconds * 1000 + nanos / 1_000_000
}

fn identity_hash_code(_t: &Thread, object: Option<ObjRef>) -> i32 {
    object.map_or(0, ObjRef::identity_hash)
}

/// `libNAME.so`; names are limited as in the JDK's own libraries.
fn map_library_name(t: &Thread, name: Option<ObjRef>) -> R<ObjRef> {
    let Some(name) = name else { return Err(throw::npe(t)) };
    let units = string::units(name);
    if units.len() > 240 {
        return Err(throw::new(t, "java/lang/IllegalArgumentException", "name too long"));
    }
    let mut full: Vec<u16> = "lib".encode_utf16().collect();
    full.extend(units);
    full.extend(".so".encode_utf16());
    string::from_utf16(t, &full)
}

/// What an `arraycopy` message calls the elements of an array.
fn element_name(class: &Class) -> &'static str {
    match class.component.map(|component| component.kind) {
        Some(Kind::Ref) | None => "object array",
        Some(primitive) => primitive.name(),
    }
}

/// One side of the copy.
struct Side {
    array: ObjRef,
    at: i32,
    word: &'static str,
}

impl Side {
    fn ends_at(&self, count: i32) -> u32 {
        (self.at as u32).wrapping_add(count as u32)
    }

    fn contains(&self, count: i32) -> bool {
        self.ends_at(count) as usize <= self.array.array_length()
    }

    fn out_of_bounds(&self, t: &Thread, what: &str, index: impl std::fmt::Display) -> Thrown {
        let (element, len) = (element_name(&self.array.class()), self.array.array_length());
        bad_index(t, &format!("{what} {index} out of bounds for {element}[{len}]"))
    }
}

#[cold]
fn bad_index(t: &Thread, message: &str) -> Thrown {
    throw::new(t, "java/lang/ArrayIndexOutOfBoundsException", &format!("arraycopy: {message}"))
}

#[cold]
fn bad_store(t: &Thread, message: &str) -> Thrown {
    throw::new(t, "java/lang/ArrayStoreException", &format!("arraycopy: {message}"))
}

/// Refuses arrays of different kinds, naming both.
#[cold]
fn mismatch(t: &Thread, from: &Class, to: &Class) -> Thrown {
    let (source, target) = (from.external_name(), to.external_name());
    match (from.component, to.component) {
        (None, _) => bad_store(t, &format!("source type {source} is not an array")),
        (_, None) => bad_store(t, &format!("destination type {target} is not an array")),
        (Some(a), Some(b)) => {
            let name = |class: &Class, own: &Class| match class.kind {
                Kind::Ref => "object array[]".to_owned(),
                _ => format!("{}[]", element_name(own)),
            };
            let (a, b) = (name(&a, from), name(&b, to));
            bad_store(t, &format!("type mismatch: can not copy {a} into {b}"))
        }
    }
}

#[cold]
fn bounds_error(t: &Thread, from: &Side, to: &Side, count: i32) -> Thrown {
    for side in [from, to] {
        if side.at < 0 {
            return side.out_of_bounds(t, &format!("{} index", side.word), side.at);
        }
    }
    if count < 0 {
        return bad_index(t, &format!("length {count} is negative"));
    }
    let side = if from.contains(count) { to } else { from };
    side.out_of_bounds(t, &format!("last {} index", side.word), side.ends_at(count))
}

/// `System.arraycopy`, for compiled code too.
pub fn array_copy(
    t: &Thread,
    source: Option<ObjRef>,
    source_at: i32,
    target: Option<ObjRef>,
    target_at: i32,
    count: i32,
) -> R<()> {
    let (Some(source), Some(target)) = (source, target) else { return Err(throw::npe(t)) };
    let (from_class, to_class) = (source.class(), target.class());
    let (Some(have), Some(want)) = (from_class.component, to_class.component) else {
        return Err(mismatch(t, &from_class, &to_class));
    };
    if have.kind != want.kind {
        return Err(mismatch(t, &from_class, &to_class));
    }
    let from = Side { array: source, at: source_at, word: "source" };
    let to = Side { array: target, at: target_at, word: "destination" };
    let negative = (source_at | target_at | count) < 0;
    if negative || !from.contains(count) || !to.contains(count) {
        return Err(bounds_error(t, &from, &to, count));
    }
    let (source_at, target_at, count) = (source_at as usize, target_at as usize, count as usize);
    if have == want || have.kind != Kind::Ref || have.is_subtype_of(want) {
        heap::copy_elements(source, source_at, target, target_at, count);
        return Ok(());
    }
    checked_copy(t, (source, source_at), (target, target_at), count)
}

/// Copies references of a static type that does not fit: each is checked, those before the first
/// misfit stay copied.
fn checked_copy(
    t: &Thread,
    (source, source_at): (ObjRef, usize),
    (target, target_at): (ObjRef, usize),
    count: usize,
) -> R<()> {
    let (Some(have), Some(want)) = (source.class().component, target.class().component) else {
        return Ok(());
    };
    for index in 0..count {
        let element = source.ref_element(source_at + index);
        if let Some(object) = element
            && !object.class().is_subtype_of(want)
        {
            let (source, target) = (have.external_name(), want.external_name());
            return Err(bad_store(
                t,
                &if want.is_subtype_of(have) {
                    format!(
                        "element type mismatch: can not cast one of the elements of {source}[] to \
                     the type of the destination array, {target}"
                    )
                } else {
                    format!("type mismatch: can not copy {source}[] into {target}[]")
                },
            ));
        }
        target.set_ref_element(target_at + index, element);
    }
    Ok(())
}
