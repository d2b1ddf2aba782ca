//! Constants.

use crate::compiler::{Compiler, Done, Flow};
use crate::state::{Entry, Ty, Val};
use cortado_protocol::bytecode::CpIndex;
use cortado_protocol::helper::DeoptReason;
use cortado_protocol::request::{Constant, Value};

impl Compiler<'_> {
    pub(super) fn emit_null(&mut self) -> Done<Flow> {
        self.push(Entry::new(Val::Null, Ty::A));
        Ok(Flow::Next)
    }

    pub(super) fn emit_int(&mut self, value: i32) -> Done<Flow> {
        self.push(Entry::int(value));
        Ok(Flow::Next)
    }

    pub(super) fn emit_long(&mut self, value: i64) -> Done<Flow> {
        self.push(Entry::long(value));
        Ok(Flow::Next)
    }

    pub(super) fn emit_float(&mut self, value: f32) -> Done<Flow> {
        self.push(Entry::new(Val::Float(value.to_bits()), Ty::F));
        Ok(Flow::Next)
    }

    pub(super) fn emit_double(&mut self, value: f64) -> Done<Flow> {
        self.push(Entry::new(Val::Double(value.to_bits()), Ty::D));
        Ok(Flow::Next)
    }

    pub(super) fn emit_ldc(&mut self, index: CpIndex) -> Done<Flow> {
        match self.constant(index.0) {
            Some(Constant::Value(value)) => {
                let entry = self.constant_entry(value);
                self.push(entry);
            }
            Some(Constant::Class(class)) => self.push(Entry::constant(Value::Mirror(class))),
            Some(Constant::Field(_) | Constant::Method(_)) | None => {
                return Ok(self.deoptimize(DeoptReason::Unresolved));
            }
        }
        Ok(Flow::Next)
    }

    /// The constant with the class that the request knows.
    pub fn constant_entry(&mut self, value: Value) -> Entry {
        let mut entry = Entry::constant(value);
        if let Value::Object(id) = value {
            entry.fact.class = Some(self.req.object(id).class);
            entry.fact.exact = true;
        }
        entry
    }
}
