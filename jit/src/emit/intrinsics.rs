//! The code of intrinsics.

use crate::asm::{Alu, Cc, Gpr, Mem, R11, RAX, RDX, SCRATCH_X, Shift, Sse, THREAD, Width};
use crate::compiler::{Compiler, Done, Flow};
use crate::frame::Arg;
use crate::intrinsic::Intrinsic;
use crate::state::{Entry, Fact, Ty, Val};
use cortado_protocol::body::Resume;
use cortado_protocol::helper::HelperId;
use cortado_protocol::layout::{class, object, thread};
use cortado_protocol::request::{ClassId, Kind, MethodId, Value};

const ACC_INTERFACE: u16 = 0x200;

impl Compiler<'_> {
    /// Does what the method does, if it is one of those known. Arguments are on the stack, and a
    /// receiver is not null.
    pub fn intrinsic(&mut self, id: MethodId) -> Done<Option<Flow>> {
        let Some(found) = self.find_intrinsic(id) else { return Ok(None) };
        match found {
            Intrinsic::Abs(kind) => self.intrinsic_abs(kind),
            Intrinsic::MinMax(kind, max) => self.intrinsic_min_max(kind, max),
            Intrinsic::Unary(sse) => self.intrinsic_unary(sse),
            Intrinsic::Round(mode) => {
                let a = self.pop();
                let s = self.in_x(a);
                let d = self.alloc_x();
                self.asm.roundsd(d, s, mode);
                self.push_x(d, Ty::D);
            }
            Intrinsic::Fma(kind) => {
                let (c, b, a) = (self.pop(), self.pop(), self.pop());
                let (rc, rb) = (self.in_x(c), self.in_x(b));
                let d = self.own_x(a);
                self.asm.fmadd(kind == Kind::Double, d, rb, rc);
                self.push_x(d, Ty::of(kind));
            }
            Intrinsic::MultiplyHigh => self.intrinsic_multiply_high(),
            Intrinsic::BitCount(kind) => {
                let (d, s) = self.unary_g();
                self.asm.popcnt(kind == Kind::Long, d, s);
                self.push_g(d, Ty::I);
            }
            Intrinsic::LeadingZeros(kind) => {
                let (d, s) = self.unary_g();
                self.asm.lzcnt(kind == Kind::Long, d, s);
                self.push_g(d, Ty::I);
            }
            Intrinsic::TrailingZeros(kind) => {
                let (d, s) = self.unary_g();
                self.asm.tzcnt(kind == Kind::Long, d, s);
                self.push_g(d, Ty::I);
            }
            Intrinsic::ReverseBytes(kind) => self.intrinsic_reverse_bytes(kind),
            Intrinsic::ToBits(kind) => {
                let a = self.pop();
                let s = self.in_x(a);
                let d = self.alloc_g();
                self.asm.mov_from_x(kind == Kind::Long, d, s);
                self.push_g(d, Ty::of(kind));
            }
            Intrinsic::FromBits(kind) => {
                let a = self.pop();
                let s = self.in_g(a);
                let d = self.alloc_x();
                self.asm.mov_to_x(kind == Kind::Double, d, s);
                self.push_x(d, Ty::of(kind));
            }
            Intrinsic::GetClass => self.intrinsic_get_class(),
            Intrinsic::IsInstance => return self.intrinsic_is_instance(),
            Intrinsic::CurrentThread => {
                let d = self.alloc_g();
                self.asm.load(Width::Q, d, Mem::Base(THREAD, thread::THREAD_OBJECT));
                let fact = Fact { nonnull: true, ..Fact::default() };
                self.push(Entry { val: Val::G(d), ty: Ty::A, fact });
            }
            Intrinsic::ArrayCopy => {
                let mut args: Vec<Arg> = (0..5).map(|_| Arg::E(self.pop())).collect();
                args.reverse();
                self.call_stopping(HelperId::array_copy, &args, Resume::After);
            }
            Intrinsic::UnsafeGet(kind) => {
                let at = self.unsafe_address();
                self.pop();
                self.push_loaded(kind, at);
            }
            Intrinsic::UnsafePut(kind, volatile) => self.unsafe_put(kind, volatile),
            Intrinsic::UnsafeCas(kind, exchange) => self.unsafe_cas(kind, exchange),
            Intrinsic::UnsafeGetAndAdd(kind) | Intrinsic::UnsafeGetAndSet(kind) => {
                let value = self.pop();
                let r = self.own_g(value);
                let at = self.unsafe_address();
                self.pop();
                let wide = kind == Kind::Long;
                if matches!(found, Intrinsic::UnsafeGetAndAdd(_)) {
                    self.asm.lock_xadd(wide, at, r);
                } else {
                    self.asm.xchg_mem(wide, at, r);
                }
                self.push_g(r, Ty::of(kind));
            }
            Intrinsic::Fence(full) => {
                self.pop();
                if full {
                    self.asm.fence();
                }
            }
        }
        Ok(Some(Flow::Next))
    }

    fn unary_g(&mut self) -> (Gpr, Gpr) {
        let a = self.pop();
        let s = self.in_g(a);
        (self.alloc_g(), s)
    }

    fn intrinsic_abs(&mut self, kind: Kind) {
        let a = self.pop();
        if kind.is_float() {
            let d = self.own_x(a);
            let double = kind == Kind::Double;
            let mask = if double { !(1 << 63) } else { !(1u32 << 31) as u64 };
            self.asm.movx_const(double, SCRATCH_X, mask);
            self.asm.andps(d, SCRATCH_X);
            self.push_x(d, Ty::of(kind));
            return;
        }
        let wide = kind == Kind::Long;
        let r = self.own_g(a);
        self.asm.mov(true, R11, r);
        self.asm.shift_i(Shift::Sar, wide, R11, if wide { 63 } else { 31 });
        self.asm.alu(Alu::Xor, wide, r, R11);
        self.asm.alu(Alu::Sub, wide, r, R11);
        self.push_g(r, Ty::of(kind));
    }

    fn intrinsic_min_max(&mut self, kind: Kind, max: bool) {
        let (b, a) = (self.pop(), self.pop());
        let rb = self.in_g(b);
        let r = self.own_g(a);
        self.asm.alu(Alu::Cmp, kind == Kind::Long, r, rb);
        self.asm.cmov(if max { Cc::L } else { Cc::G }, true, r, rb);
        self.push_g(r, Ty::of(kind));
    }

    fn intrinsic_unary(&mut self, sse: Sse) {
        let a = self.pop();
        let s = self.in_x(a);
        let d = self.alloc_x();
        self.asm.sse(sse, true, d, s);
        self.push_x(d, Ty::D);
    }

    fn intrinsic_multiply_high(&mut self) {
        let (b, a) = (self.pop(), self.pop());
        let (mut ra, mut rb) = (self.in_g(a), self.in_g(b));
        if rb == RAX {
            std::mem::swap(&mut ra, &mut rb);
        }
        self.take_g(RAX);
        self.take_g(RDX);
        if ra != RAX {
            self.asm.mov(true, RAX, ra);
        }
        self.asm.mul_wide(true, rb);
        self.push_g(RDX, Ty::J);
    }

    fn intrinsic_reverse_bytes(&mut self, kind: Kind) {
        let a = self.pop();
        let r = self.own_g(a);
        self.asm.bswap(kind == Kind::Long, r);
        match kind {
            Kind::Char => self.asm.shift_i(Shift::Shr, false, r, 16),
            Kind::Short => self.asm.shift_i(Shift::Sar, false, r, 16),
            Kind::Bool
            | Kind::Byte
            | Kind::Int
            | Kind::Float
            | Kind::Long
            | Kind::Double
            | Kind::Ref
            | Kind::Void => {}
        }
        self.push_g(r, Ty::of(kind));
    }

    fn intrinsic_get_class(&mut self) {
        let receiver = self.pop();
        let fact = self.fact(receiver);
        if let (Some(class), true) = (fact.class, fact.exact) {
            self.push(Entry::constant(Value::Mirror(class)));
            return;
        }
        let r = self.in_g(receiver);
        let d = self.alloc_g();
        self.asm.load(Width::D, d, Mem::Base(r, object::CLASS));
        self.asm.load(Width::Q, d, Mem::Base(d, class::MIRROR));
        let fact = Fact { nonnull: true, ..Fact::default() };
        self.push(Entry { val: Val::G(d), ty: Ty::A, fact });
    }

    fn intrinsic_is_instance(&mut self) -> Done<Option<Flow>> {
        let Val::Mirror(class) = self.peek(1).val else { return Ok(None) };
        let object = self.pop();
        self.pop();
        self.push(object);
        self.instance_of(class);
        Ok(Some(Flow::Next))
    }

    /// Pops offset and base of an access: the address. The receiver, `Unsafe`, remains.
    fn unsafe_address(&mut self) -> Mem {
        let (offset, base) = (self.pop(), self.pop());
        if base.val == Val::Null {
            let r = self.in_g(offset);
            return Mem::Base(r, 0);
        }
        let r = self.in_g(base);
        if let Some(Ok(small)) = offset.as_long().map(i32::try_from) {
            return Mem::Base(r, small);
        }
        let index = self.in_g(offset);
        Mem::Index(r, index, 0, 0)
    }

    /// The barrier for a store to the object that the address begins with. Only objects have
    /// references in them.
    fn unsafe_barrier(&mut self, at: Mem) {
        let (Mem::Base(base, _) | Mem::Index(base, ..)) = at;
        self.barrier_code(base);
    }

    fn unsafe_put(&mut self, kind: Kind, volatile: bool) {
        let value = self.pop();
        if kind == Kind::Ref {
            let rv = self.in_g(value);
            let at = self.unsafe_address();
            self.store_ref(at, rv);
            if value.val != Val::Null {
                self.unlock_value(value, rv);
                self.unsafe_barrier(at);
            }
        } else {
            let at = self.unsafe_address();
            self.store_plain(kind, at, value);
        }
        self.pop();
        if volatile {
            self.asm.fence();
        }
    }

    /// A popped value has been stored: its register may be used for something else.
    fn unlock_value(&mut self, value: Entry, r: Gpr) {
        if matches!(value.val, Val::G(_) | Val::Word(_)) {
            self.unlock_g(r);
        }
    }

    fn unsafe_cas(&mut self, kind: Kind, exchange: bool) {
        let (new, expected) = (self.pop(), self.pop());
        let wide = kind == Kind::Long;
        let (mut rn, re) = (self.in_g(new), self.in_g(expected));
        if rn == RAX {
            rn = self.alloc_g();
            self.asm.mov(true, rn, RAX);
        }
        self.take_g(RAX);
        if re != RAX {
            self.asm.mov(true, RAX, re);
            self.unlock_value(expected, re);
        }
        let at = self.unsafe_address_but_rax();
        if kind == Kind::Ref {
            self.asm.shift_i(Shift::Shr, true, RAX, object::REF_SHIFT as u8);
            self.asm.mov(true, R11, rn);
            self.asm.shift_i(Shift::Shr, true, R11, object::REF_SHIFT as u8);
            self.asm.lock_cmpxchg(false, at, R11);
        } else {
            self.asm.lock_cmpxchg(wide, at, rn);
        }
        if exchange {
            match kind {
                Kind::Ref => self.asm.scale8(RAX),
                Kind::Int => self.asm.mov(false, RAX, RAX),
                Kind::Bool
                | Kind::Byte
                | Kind::Char
                | Kind::Short
                | Kind::Float
                | Kind::Long
                | Kind::Double
                | Kind::Void => {}
            }
        } else {
            self.asm.setcc(Cc::E, RAX);
        }
        if kind == Kind::Ref && new.val != Val::Null {
            self.unlock_value(new, rn);
            self.unsafe_barrier(at);
        }
        self.pop();
        let ty = if exchange { Ty::of(kind) } else { Ty::I };
        self.push_g(RAX, ty);
    }

    /// As [`Self::unsafe_address`]; operands that were in `rax` are elsewhere by now.
    fn unsafe_address_but_rax(&mut self) -> Mem {
        self.unsafe_address()
    }

    /// Whether the class is an interface.
    pub fn is_interface(&self, id: ClassId) -> bool {
        self.req.class(id).access & ACC_INTERFACE != 0
    }
}
