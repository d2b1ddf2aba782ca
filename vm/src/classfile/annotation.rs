//! The annotations that the VM itself obeys, and a scanner for raw annotations.

use super::constant_pool::ConstantPool;
use super::reader::Cursor;
use cortado_protocol::bytecode::CpIndex;

macro_rules! vm_annotations {
    ($( $(#[$doc:meta])* $name:ident = $bit:literal, $descriptor:literal, on $($kind:ident)|+; )*) => {
        impl VmAnnotations {
            $( $(#[$doc])* pub const $name: VmAnnotations = VmAnnotations(1 << $bit); )*

            fn from_descriptor(descriptor: &[u8], on: AnnotatedKind) -> VmAnnotations {
                $(
                    if descriptor == $descriptor.as_bytes() {
                        return match on {
                            $(AnnotatedKind::$kind)|+ => VmAnnotations::$name,
                            #[allow(unreachable_patterns, reason = "a row may name every kind")]
                            _ => VmAnnotations::default(),
                        };
                    }
                )*
                VmAnnotations::default()
            }
        }
    };
}

/// What carries an annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnotatedKind {
    /// A class.
    Class,
    /// A field.
    Field,
    /// A method.
    Method,
}

/// A set of annotations that the VM itself obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct VmAnnotations(pub u16);

vm_annotations! {
    /// Callers of this method are looked up by `Reflection.getCallerClass`.
    CALLER_SENSITIVE = 0, "Ljdk/internal/reflect/CallerSensitive;", on Method;
    /// Inline this method whenever possible.
    FORCE_INLINE = 1, "Ljdk/internal/vm/annotation/ForceInline;", on Method;
    /// Never inline this method.
    DONT_INLINE = 2, "Ljdk/internal/vm/annotation/DontInline;", on Method;
    /// Leave frames of this method out of stack traces.
    HIDDEN = 3, "Ljdk/internal/vm/annotation/Hidden;", on Method;
    /// A VM may replace the body of this method.
    INTRINSIC_CANDIDATE = 4, "Ljdk/internal/vm/annotation/IntrinsicCandidate;", on Method;
    /// This critical section may use the reserved part of the stack.
    RESERVED_STACK_ACCESS = 5, "Ljdk/internal/vm/annotation/ReservedStackAccess;", on Method;
    /// The compiled form of a lambda form.
    LAMBDA_FORM_COMPILED = 6, "Ljava/lang/invoke/LambdaForm$Compiled;", on Method;
    /// A value other than the default one never changes.
    STABLE = 7, "Ljdk/internal/vm/annotation/Stable;", on Field;
    /// Keep apart from other fields in memory.
    CONTENDED = 8, "Ljdk/internal/vm/annotation/Contended;", on Class | Field;
    /// Instances must not be synchronized on.
    VALUE_BASED = 9, "Ljdk/internal/ValueBased;", on Class;
    /// The profile is injected by the class library.
    INJECTED_PROFILE = 10, "Ljava/lang/invoke/InjectedProfile;", on Method;
    /// Leave frames of this lambda form out of stack traces.
    LAMBDA_FORM_HIDDEN = 11, "Ljava/lang/invoke/LambdaForm$Hidden;", on Method;
}

impl VmAnnotations {
    /// Whether all of `other` are in the set.
    pub const fn contains(self, other: VmAnnotations) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is in the set.
    pub const fn intersects(self, other: VmAnnotations) -> bool {
        self.0 & other.0 != 0
    }

    /// The members of the set among the raw annotations `raw` of an `on`.
    pub(super) fn scan(pool: &ConstantPool, raw: &[u8], on: AnnotatedKind) -> VmAnnotations {
        let mut found = VmAnnotations::default();
        for_each_annotation(raw, &mut |type_index| {
            if let Some(descriptor) = pool.find_utf8(type_index) {
                found.0 |= VmAnnotations::from_descriptor(descriptor, on).0;
            }
        });
        found
    }
}

/// Calls `found` with the index of the type descriptor of each annotation in `raw`, the contents
/// of a `RuntimeVisibleAnnotations` attribute; nested annotations excluded. Stops silently where
/// the contents are malformed.
pub fn for_each_annotation(raw: &[u8], found: &mut dyn FnMut(CpIndex)) {
    // What is unreadable from some point on is unread from there on.
    let _ = scan(raw, found);
}

fn scan(raw: &[u8], found: &mut dyn FnMut(CpIndex)) -> Option<()> {
    let mut cursor = Cursor::new(raw);
    for _ in 0..cursor.u16().ok()? {
        found(CpIndex(cursor.u16().ok()?));
        skip_pairs(&mut cursor)?;
    }
    Some(())
}

/// How deep element values may be nested; more is treated as malformed.
const NESTING_MAX: usize = 64;

/// Skips the element-value pairs of an annotation.
fn skip_pairs(cursor: &mut Cursor<'_>) -> Option<()> {
    // Values that remain at each level, and whether each has a name before it.
    let mut levels = vec![(cursor.u16().ok()?, true)];
    while let Some((remaining, named)) = levels.last_mut() {
        if *remaining == 0 {
            levels.pop();
            continue;
        }
        *remaining -= 1;
        if *named {
            cursor.u16().ok()?;
        }
        match cursor.u8().ok()? {
            b'e' => {
                cursor.skip(4).ok()?;
            }
            b'[' => levels.push((cursor.u16().ok()?, false)),
            b'@' => {
                cursor.u16().ok()?;
                levels.push((cursor.u16().ok()?, true));
            }
            b'B' | b'C' | b'D' | b'F' | b'I' | b'J' | b'S' | b'Z' | b's' | b'c' => {
                cursor.skip(2).ok()?;
            }
            _ => return None,
        }
        if levels.len() > NESTING_MAX {
            return None;
        }
    }
    Some(())
}
