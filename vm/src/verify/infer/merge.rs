//! The least type that covers two others. Interfaces count as Object, as calls on them are checked
//! when they run.

use super::super::types::VType;
use super::{Inference, V};
use crate::class::ClassRef;
use crate::meta::{Sym, intern_bytes};

/// An array or class as dimensions and element.
#[derive(Clone, Copy)]
struct Shape {
    dimensions: usize,
    /// None for primitive elements.
    element: Option<Sym>,
}

fn shape(vtype: VType) -> Shape {
    match vtype {
        VType::Array(name) => {
            let bytes = name.bytes();
            let dimensions = bytes.iter().take_while(|&&c| c == b'[').count();
            let element = match &bytes[dimensions..] {
                [b'L', class @ .., b';'] => Some(intern_bytes(class)),
                _ => None,
            };
            Shape { dimensions, element }
        }
        VType::Object(name) => Shape { dimensions: 0, element: Some(name) },
        _ => Shape { dimensions: 0, element: None },
    }
}

/// The array type of this many dimensions.
fn array(dimensions: usize, element: Sym) -> VType {
    if dimensions == 0 {
        return VType::Object(element);
    }
    let brackets = vec![b'['; dimensions];
    VType::Array(intern_bytes(&[&brackets[..], b"L", element.bytes(), b";"].concat()))
}

impl Inference<'_, '_> {
    /// Whether a value of type `from` may be used where `to` is expected.
    pub(super) fn assignable(&mut self, from: VType, to: VType) -> V<bool> {
        Ok(from == to || self.merge(from, to, true)? == to)
    }

    /// The type that covers `value` and `target`; when that is asked for an assignment, `target`
    /// itself if the assignment is allowed.
    pub(super) fn merge(&mut self, value: VType, target: VType, assign: bool) -> V<VType> {
        if value == target {
            return Ok(value);
        }
        if !value.is_reference() || !target.is_reference() {
            return Ok(VType::Top);
        }
        let object = VType::Object(self.cx.names.object);
        if value == VType::Null || target == object {
            return Ok(target);
        }
        if target == VType::Null {
            return Ok(value);
        }
        if value == object {
            if assign
                && let VType::Object(name) = target
                && self.cx.load(name)?.is_interface()
            {
                return Ok(target);
            }
            return Ok(value);
        }
        match (value, target) {
            (VType::Object(a), VType::Object(b)) => self.merge_classes(a, b, assign),
            _ => self.merge_arrays(value, target, assign),
        }
    }

    fn is_array_super(&self, name: Option<Sym>) -> bool {
        let names = &self.cx.names;
        name == Some(names.cloneable) || name == Some(names.serializable)
    }

    /// At least one of them is an array.
    fn merge_arrays(&mut self, value: VType, target: VType, assign: bool) -> V<VType> {
        let object = self.cx.names.object;
        for vtype in [target, value] {
            if let VType::Object(name) = vtype
                && self.is_array_super(Some(name))
            {
                return Ok(vtype);
            }
        }
        // An array of primitives is an Object as an element.
        let promote = |shape: Shape| match shape.element {
            Some(element) => Some((shape.dimensions, element)),
            None => Some((shape.dimensions.checked_sub(1)?, object)),
        };
        let (Some((a_dims, a)), Some((b_dims, b))) =
            (promote(shape(value)), promote(shape(target)))
        else {
            return Ok(VType::Top);
        };
        if a_dims == b_dims {
            return Ok(match self.merge(VType::Object(a), VType::Object(b), assign)? {
                VType::Object(element) => array(a_dims, element),
                _ => VType::Top,
            });
        }
        let (dimensions, element) = if a_dims < b_dims { (a_dims, a) } else { (b_dims, b) };
        let element = if self.is_array_super(Some(element)) { element } else { object };
        Ok(array(dimensions, element))
    }

    fn merge_classes(&mut self, value: Sym, target: Sym, assign: bool) -> V<VType> {
        let object = VType::Object(self.cx.names.object);
        let target_class = self.cx.load(target)?;
        if target_class.is_interface() {
            return Ok(if assign { VType::Object(target) } else { object });
        }
        let value_class = self.cx.load(value)?;
        if value_class.is_interface() {
            return Ok(object);
        }
        if assign {
            let fits = value_class.is_subclass_of(target_class);
            return Ok(if fits { VType::Object(target) } else { object });
        }
        Ok(VType::Object(
            common_super(value_class, target_class)
                .map_or(self.cx.names.object, |class| class.name),
        ))
    }
}

fn common_super(a: ClassRef, b: ClassRef) -> Option<ClassRef> {
    a.supers().find(|&class| b.is_subclass_of(class))
}
