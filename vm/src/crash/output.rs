//! Where a report goes: a descriptor behind a small buffer, without the standard library's locks.

use std::cell::UnsafeCell;
use std::fmt;

/// Text in a fixed place; what is too long is cut.
pub struct Text<const N: usize> {
    bytes: [u8; N],
    length: usize,
}

impl<const N: usize> Text<N> {
    /// No text.
    pub const fn new() -> Text<N> {
        Text { bytes: [0; N], length: 0 }
    }

    /// The text; without its last character if that was cut.
    pub fn as_str(&self) -> &str {
        let bytes = &self.bytes[..self.length];
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        }
    }
}

impl<const N: usize> fmt::Write for Text<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let kept = text.len().min(N - self.length);
        self.bytes[self.length..self.length + kept].copy_from_slice(&text.as_bytes()[..kept]);
        self.length += kept;
        Ok(())
    }
}

const BUFFER: usize = 4096;

/// A descriptor with a buffer.
pub struct Output {
    descriptor: i32,
    bytes: [u8; BUFFER],
    length: usize,
}

struct Place(UnsafeCell<Output>);

// SAFETY: only the reporting thread uses it, one frame at a time (`current`).
unsafe impl Sync for Place {}

static OUTPUT: Place = Place(UnsafeCell::new(Output::standard()));

/// The output of the report. Called once each time the report's stack begins, by its thread.
pub fn current() -> &'static mut Output {
    // SAFETY: the thread that reports is one, and frames that had this borrow are left for ever.
    unsafe { &mut *OUTPUT.0.get() }
}

impl Output {
    /// Standard output.
    pub const fn standard() -> Output {
        Output { descriptor: libc::STDOUT_FILENO, bytes: [0; BUFFER], length: 0 }
    }

    /// Writes to `descriptor` from here on.
    pub fn redirect(&mut self, descriptor: i32) {
        self.flush();
        self.descriptor = descriptor;
    }

    /// Adds bytes as they are.
    pub fn write_bytes(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.length == BUFFER {
                self.flush();
            }
            let (now, later) = bytes.split_at(bytes.len().min(BUFFER - self.length));
            self.bytes[self.length..self.length + now.len()].copy_from_slice(now);
            self.length += now.len();
            bytes = later;
        }
    }

    /// Hands over what is in the buffer. What the system does not take is lost.
    pub fn flush(&mut self) {
        let mut rest = &self.bytes[..std::mem::take(&mut self.length)];
        while !rest.is_empty() {
            // SAFETY: the range is readable.
            let written = unsafe { libc::write(self.descriptor, rest.as_ptr().cast(), rest.len()) };
            match usize::try_from(written) {
                Ok(0) => return,
                Ok(count) => rest = &rest[count..],
                Err(_)
                    if std::io::Error::last_os_error().kind()
                        == std::io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }
}

impl fmt::Write for Output {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.write_bytes(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn texts_are_cut_at_characters() {
        let mut text = Text::<4>::new();
        assert_eq!(text.as_str(), "");
        let _ = write!(text, "ab{}", 1 + 1);
        let _ = text.write_str("é");
        assert_eq!(text.as_str(), "ab2");
    }
}
