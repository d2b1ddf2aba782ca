//! Which calls to inline, and how.

use crate::blocks::Blocks;
use crate::compiler::{Compiler, Done, Flow};
use crate::emit::MethodFlags;
use crate::state::{Entry, Fact, Ty, Val, VarId};
use crate::tuning;
use cortado_protocol::request::{Constant, Kind, MethodId};
use std::rc::Rc;

impl<'r> Compiler<'r> {
    /// The blocks of the method if a call of it here is to be replaced by its code.
    pub fn inline_decision(&mut self, id: MethodId) -> Option<Rc<Blocks>> {
        let facts = self.req.method(id);
        let body = facts.body.as_ref()?;
        if !self.req.directives.inlining
            || facts.is_synchronized()
            || facts.is_native()
            || facts.is_abstract()
            || (facts.dont_inline && !facts.force_inline)
        {
            return None;
        }
        let depth = self.frames.len();
        let recursions = self.frames.iter().filter(|frame| frame.method == id).count();
        let size = body.code.len();
        let wanted = if facts.force_inline {
            depth <= tuning::FORCE_INLINE_DEPTH && recursions < 4
        } else {
            let budget = match size {
                0..=8 => tuning::INLINE_LIMIT_BYTES,
                _ => tuning::INLINE_BUDGET_BYTES,
            };
            let hot = body.invocations >= 1000 || self.in_loop();
            let limit = if hot { tuning::INLINE_HOT_BYTES } else { tuning::INLINE_ALWAYS_BYTES };
            depth <= tuning::INLINE_DEPTH
                && recursions == 0
                && size <= limit
                && self.inlined_bytes + size <= budget
        };
        if !wanted || self.inlined_bytes + size > tuning::INLINE_LIMIT_BYTES {
            return None;
        }
        let blocks = self.blocks_of(id)?;
        Some(blocks)
    }

    fn in_loop(&self) -> bool {
        self.frames.iter().any(|frame| frame.blocks.depth_at(frame.bci) > 0)
    }

    /// Compiles the callee's code here.
    pub fn inline_call(
        &mut self,
        id: MethodId,
        blocks: Rc<Blocks>,
        params: &[Kind],
        ret: Kind,
    ) -> Done<Flow> {
        let body = self.req.method(id).body.as_ref().expect("decided by its bytecode");
        self.inlined_bytes += body.code.len();
        let many = params.len() > 3;
        if blocks.list.len() > 1 || many {
            self.flush_stack();
        }
        let mut args: Vec<Entry> = params.iter().map(|_| self.pop()).collect();
        args.reverse();
        for entry in &mut args {
            entry.fact = self.fact(*entry);
        }
        let (written, shown, live) = (blocks.written, blocks.shown, blocks.list[0].live_in);
        let has_loop = blocks.has_loop;
        self.push_frame(id, blocks, body)?;
        let mut slot = 0;
        let frame = self.frames.len() as u8 - 1;
        let mut rest = Vec::new();
        for (&kind, entry) in params.iter().zip(args) {
            let var = (slot * 2) as u8 + u8::from(kind.is_float());
            slot += kind.slots();
            let id = VarId { frame, var };
            if written >> var & 1 == 0 {
                let base = self.st.var(id).base_fact;
                let mut fact = entry.fact;
                fact.nonnull |= base.nonnull;
                if fact.class.is_none() {
                    fact.class = base.class;
                }
                // It lasts; whether the object is new does not.
                let fact = Fact { fresh: false, ..fact };
                self.st.var(id).base_fact = fact;
                let is_lasting = entry.is_constant() || matches!(entry.val, Val::Local(_));
                if is_lasting && shown >> var & 1 == 0 {
                    self.st.var(id).bound = Some(Entry { fact, ..entry });
                    continue;
                }
            }
            if live >> var & 1 != 0 {
                rest.push((id, entry));
            }
        }
        if has_loop {
            let weight = self.call_weight();
            self.choose_pins(weight);
        }
        for (id, entry) in rest {
            self.assign(id, entry);
            let var = self.st.var(id);
            var.fact.nonnull |= var.base_fact.nonnull;
            if var.fact.class.is_none() {
                var.fact.class = var.base_fact.class;
            }
            if many {
                self.unlock();
            }
        }
        self.unlock();
        self.goto_block(0);
        self.run_frame()?;
        let ret = (ret != Kind::Void).then(|| Ty::of(ret));
        if self.pop_frame(ret) { Ok(Flow::Next) } else { Ok(Flow::End) }
    }

    /// Weight of the calls in the innermost method that will remain calls, by loops around them.
    pub fn call_weight(&mut self) -> u32 {
        let (blocks, body) = {
            let frame = self.frame();
            (frame.blocks.clone(), frame.body)
        };
        let mut weight: u32 = 0;
        for &(bci, depth) in &blocks.calls {
            let at = bci as usize;
            let index = u16::from_be_bytes([body.code[at + 1], body.code[at + 2]]);
            let small = body.constant(index).is_some_and(|constant| match constant {
                Constant::Method(id) => {
                    let callee = self.req.glance(id);
                    let bytes = callee.body.as_ref().map(|body| body.code.len());
                    callee.empty
                        || callee.force_inline
                        || self.is_intrinsic(id)
                        || (!callee.is_synchronized()
                            && !callee.overridden
                            && bytes.is_some_and(|n| n <= tuning::INLINE_ALWAYS_BYTES))
                }
                Constant::Value(_) | Constant::Class(_) | Constant::Field(_) => false,
            });
            if !small {
                weight = weight.saturating_add(tuning::LOOP_WEIGHT.pow(depth.min(4)));
            }
        }
        weight
    }
}
