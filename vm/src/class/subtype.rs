//! Subtype tests (JVMS 6.5 checkcast): a display of superclasses, then the interface list.

use super::{Class, ClassRef};

impl Class {
    /// Whether a value of this class may be assigned to `target`: the test of `instanceof`.
    #[inline]
    pub fn is_subtype_of(&self, target: ClassRef) -> bool {
        if self.handle() == target {
            return true;
        }
        let depth = target.depth as usize;
        if !target.is_interface() && !target.is_array() {
            if depth < self.display.len() {
                return self.display[depth].get() == Some(target);
            }
            return self.is_deep_subclass_of(target);
        }
        self.subtype_cache.get() == Some(target) || self.is_subtype_slow(target)
    }

    fn is_deep_subclass_of(&self, target: ClassRef) -> bool {
        let mut class = self.super_class;
        while let Some(at) = class {
            if at == target {
                return true;
            }
            class = at.super_class;
        }
        false
    }

    #[cold]
    fn is_subtype_slow(&self, target: ClassRef) -> bool {
        let holds = if target.is_interface() {
            self.all_interfaces.contains(&target)
        } else {
            match (self.component, target.component) {
                (Some(from), Some(to)) if !from.is_primitive() && !to.is_primitive() => {
                    from.is_subtype_of(to)
                }
                (Some(from), Some(to)) => from == to,
                _ => false,
            }
        };
        if holds {
            self.subtype_cache.set(Some(target));
        }
        holds
    }

    /// Whether this class is `ancestor` or one of its subclasses; interfaces play no part.
    pub fn is_subclass_of(&self, ancestor: ClassRef) -> bool {
        self.handle() == ancestor || self.is_deep_subclass_of(ancestor)
    }
}
