//! One line per instruction, to the file of its family.

mod arith;
mod array;
mod branch;
mod compare;
mod consts;
mod convert;
mod field;
mod intrinsics;
mod invoke;
mod locals;
mod object;
mod stack;
mod switch;
mod sync;

use crate::asm::{Alu, Cc, Shift, Sse};
use crate::bailout::Bailout;
use crate::compiler::{Compiler, Done, Flow};
use crate::state::Ty;
use arith::Bin;
use convert::Narrow;
use cortado_protocol::bytecode::{
    Bci, CpIndex, ElementType, LocalIndex, LookupSwitch, TableSwitch, Visitor,
};
use cortado_protocol::request::Kind;
pub use invoke::MethodFlags;

macro_rules! visit {
    ($($name:ident($($arg:ident: $ty:ty),*) => $method:ident($($value:expr),*);)*) => {
        $(fn $name(&mut self $(, $arg: $ty)*) -> Done<Flow> { self.$method($($value),*) })*
    };
}

impl Visitor for Compiler<'_> {
    type Output = Done<Flow>;

    visit! {
        nop() => emit_nop();
        aconst_null() => emit_null();
        iconst_m1() => emit_int(-1);
        iconst_0() => emit_int(0);
        iconst_1() => emit_int(1);
        iconst_2() => emit_int(2);
        iconst_3() => emit_int(3);
        iconst_4() => emit_int(4);
        iconst_5() => emit_int(5);
        lconst_0() => emit_long(0);
        lconst_1() => emit_long(1);
        fconst_0() => emit_float(0.0);
        fconst_1() => emit_float(1.0);
        fconst_2() => emit_float(2.0);
        dconst_0() => emit_double(0.0);
        dconst_1() => emit_double(1.0);
        bipush(value: i8) => emit_int(value.into());
        sipush(value: i16) => emit_int(value.into());
        ldc(constant: CpIndex) => emit_ldc(constant);
        ldc_w(constant: CpIndex) => emit_ldc(constant);
        ldc2_w(constant: CpIndex) => emit_ldc(constant);
        iload(index: LocalIndex) => emit_load(index.0, Ty::I);
        lload(index: LocalIndex) => emit_load(index.0, Ty::J);
        fload(index: LocalIndex) => emit_load(index.0, Ty::F);
        dload(index: LocalIndex) => emit_load(index.0, Ty::D);
        aload(index: LocalIndex) => emit_load(index.0, Ty::A);
        iload_0() => emit_load(0, Ty::I);
        iload_1() => emit_load(1, Ty::I);
        iload_2() => emit_load(2, Ty::I);
        iload_3() => emit_load(3, Ty::I);
        lload_0() => emit_load(0, Ty::J);
        lload_1() => emit_load(1, Ty::J);
        lload_2() => emit_load(2, Ty::J);
        lload_3() => emit_load(3, Ty::J);
        fload_0() => emit_load(0, Ty::F);
        fload_1() => emit_load(1, Ty::F);
        fload_2() => emit_load(2, Ty::F);
        fload_3() => emit_load(3, Ty::F);
        dload_0() => emit_load(0, Ty::D);
        dload_1() => emit_load(1, Ty::D);
        dload_2() => emit_load(2, Ty::D);
        dload_3() => emit_load(3, Ty::D);
        aload_0() => emit_load(0, Ty::A);
        aload_1() => emit_load(1, Ty::A);
        aload_2() => emit_load(2, Ty::A);
        aload_3() => emit_load(3, Ty::A);
        iaload() => emit_array_load(Kind::Int);
        laload() => emit_array_load(Kind::Long);
        faload() => emit_array_load(Kind::Float);
        daload() => emit_array_load(Kind::Double);
        aaload() => emit_array_load(Kind::Ref);
        baload() => emit_array_load(Kind::Byte);
        caload() => emit_array_load(Kind::Char);
        saload() => emit_array_load(Kind::Short);
        istore(index: LocalIndex) => emit_store(index.0, Ty::I);
        lstore(index: LocalIndex) => emit_store(index.0, Ty::J);
        fstore(index: LocalIndex) => emit_store(index.0, Ty::F);
        dstore(index: LocalIndex) => emit_store(index.0, Ty::D);
        astore(index: LocalIndex) => emit_store(index.0, Ty::A);
        istore_0() => emit_store(0, Ty::I);
        istore_1() => emit_store(1, Ty::I);
        istore_2() => emit_store(2, Ty::I);
        istore_3() => emit_store(3, Ty::I);
        lstore_0() => emit_store(0, Ty::J);
        lstore_1() => emit_store(1, Ty::J);
        lstore_2() => emit_store(2, Ty::J);
        lstore_3() => emit_store(3, Ty::J);
        fstore_0() => emit_store(0, Ty::F);
        fstore_1() => emit_store(1, Ty::F);
        fstore_2() => emit_store(2, Ty::F);
        fstore_3() => emit_store(3, Ty::F);
        dstore_0() => emit_store(0, Ty::D);
        dstore_1() => emit_store(1, Ty::D);
        dstore_2() => emit_store(2, Ty::D);
        dstore_3() => emit_store(3, Ty::D);
        astore_0() => emit_store(0, Ty::A);
        astore_1() => emit_store(1, Ty::A);
        astore_2() => emit_store(2, Ty::A);
        astore_3() => emit_store(3, Ty::A);
        iastore() => emit_array_store(Kind::Int);
        lastore() => emit_array_store(Kind::Long);
        fastore() => emit_array_store(Kind::Float);
        dastore() => emit_array_store(Kind::Double);
        aastore() => emit_array_store(Kind::Ref);
        bastore() => emit_array_store(Kind::Byte);
        castore() => emit_array_store(Kind::Char);
        sastore() => emit_array_store(Kind::Short);
        pop() => emit_pop();
        pop2() => emit_pop2();
        dup() => emit_dup();
        dup_x1() => emit_dup_x1();
        dup_x2() => emit_dup_x2();
        dup2() => emit_dup2();
        dup2_x1() => emit_dup2_x1();
        dup2_x2() => emit_dup2_x2();
        swap() => emit_swap();
        iadd() => emit_bin(Bin::Alu(Alu::Add), Ty::I);
        ladd() => emit_bin(Bin::Alu(Alu::Add), Ty::J);
        fadd() => emit_float_bin(Sse::Add, Ty::F);
        dadd() => emit_float_bin(Sse::Add, Ty::D);
        isub() => emit_bin(Bin::Alu(Alu::Sub), Ty::I);
        lsub() => emit_bin(Bin::Alu(Alu::Sub), Ty::J);
        fsub() => emit_float_bin(Sse::Sub, Ty::F);
        dsub() => emit_float_bin(Sse::Sub, Ty::D);
        imul() => emit_bin(Bin::Mul, Ty::I);
        lmul() => emit_bin(Bin::Mul, Ty::J);
        fmul() => emit_float_bin(Sse::Mul, Ty::F);
        dmul() => emit_float_bin(Sse::Mul, Ty::D);
        idiv() => emit_division(Ty::I, false);
        ldiv() => emit_division(Ty::J, false);
        fdiv() => emit_float_bin(Sse::Div, Ty::F);
        ddiv() => emit_float_bin(Sse::Div, Ty::D);
        irem() => emit_division(Ty::I, true);
        lrem() => emit_division(Ty::J, true);
        frem() => emit_float_rem(Ty::F);
        drem() => emit_float_rem(Ty::D);
        ineg() => emit_neg(Ty::I);
        lneg() => emit_neg(Ty::J);
        fneg() => emit_float_neg(Ty::F);
        dneg() => emit_float_neg(Ty::D);
        ishl() => emit_shift(Shift::Shl, Ty::I);
        lshl() => emit_shift(Shift::Shl, Ty::J);
        ishr() => emit_shift(Shift::Sar, Ty::I);
        lshr() => emit_shift(Shift::Sar, Ty::J);
        iushr() => emit_shift(Shift::Shr, Ty::I);
        lushr() => emit_shift(Shift::Shr, Ty::J);
        iand() => emit_bin(Bin::Alu(Alu::And), Ty::I);
        land() => emit_bin(Bin::Alu(Alu::And), Ty::J);
        ior() => emit_bin(Bin::Alu(Alu::Or), Ty::I);
        lor() => emit_bin(Bin::Alu(Alu::Or), Ty::J);
        ixor() => emit_bin(Bin::Alu(Alu::Xor), Ty::I);
        lxor() => emit_bin(Bin::Alu(Alu::Xor), Ty::J);
        iinc(index: LocalIndex, delta: i16) => emit_iinc(index.0, delta.into());
        i2l() => emit_i2l();
        i2f() => emit_from_int(Ty::I, Ty::F);
        i2d() => emit_from_int(Ty::I, Ty::D);
        l2i() => emit_l2i();
        l2f() => emit_from_int(Ty::J, Ty::F);
        l2d() => emit_from_int(Ty::J, Ty::D);
        f2i() => emit_to_int(Ty::F, Ty::I);
        f2l() => emit_to_int(Ty::F, Ty::J);
        f2d() => emit_float_convert(Ty::F, Ty::D);
        d2i() => emit_to_int(Ty::D, Ty::I);
        d2l() => emit_to_int(Ty::D, Ty::J);
        d2f() => emit_float_convert(Ty::D, Ty::F);
        i2b() => emit_narrow(Narrow::Byte);
        i2c() => emit_narrow(Narrow::Char);
        i2s() => emit_narrow(Narrow::Short);
        lcmp() => emit_lcmp();
        fcmpl() => emit_fcmp(Ty::F, false);
        fcmpg() => emit_fcmp(Ty::F, true);
        dcmpl() => emit_fcmp(Ty::D, false);
        dcmpg() => emit_fcmp(Ty::D, true);
        ifeq(target: Bci) => emit_if(Cc::E, target);
        ifne(target: Bci) => emit_if(Cc::Ne, target);
        iflt(target: Bci) => emit_if(Cc::L, target);
        ifge(target: Bci) => emit_if(Cc::Ge, target);
        ifgt(target: Bci) => emit_if(Cc::G, target);
        ifle(target: Bci) => emit_if(Cc::Le, target);
        if_icmpeq(target: Bci) => emit_if_icmp(Cc::E, target);
        if_icmpne(target: Bci) => emit_if_icmp(Cc::Ne, target);
        if_icmplt(target: Bci) => emit_if_icmp(Cc::L, target);
        if_icmpge(target: Bci) => emit_if_icmp(Cc::Ge, target);
        if_icmpgt(target: Bci) => emit_if_icmp(Cc::G, target);
        if_icmple(target: Bci) => emit_if_icmp(Cc::Le, target);
        if_acmpeq(target: Bci) => emit_if_acmp(Cc::E, target);
        if_acmpne(target: Bci) => emit_if_acmp(Cc::Ne, target);
        goto(target: Bci) => emit_goto(target);
        jsr(_target: Bci) => emit_subroutine();
        ret(_index: LocalIndex) => emit_subroutine();
        tableswitch(table: TableSwitch<'_>) => emit_tableswitch(table);
        lookupswitch(table: LookupSwitch<'_>) => emit_lookupswitch(table);
        ireturn() => emit_return_int();
        lreturn() => emit_return(Some(Ty::J));
        freturn() => emit_return(Some(Ty::F));
        dreturn() => emit_return(Some(Ty::D));
        areturn() => emit_return(Some(Ty::A));
        r#return() => emit_return(None);
        getstatic(field: CpIndex) => emit_getstatic(field);
        putstatic(field: CpIndex) => emit_putstatic(field);
        getfield(field: CpIndex) => emit_getfield(field);
        putfield(field: CpIndex) => emit_putfield(field);
        invokevirtual(method: CpIndex) => emit_invokevirtual(method);
        invokespecial(method: CpIndex) => emit_invokespecial(method);
        invokestatic(method: CpIndex) => emit_invokestatic(method);
        invokeinterface(method: CpIndex, _count: u8, _zero: u8) => emit_invokeinterface(method);
        invokedynamic(_site: CpIndex, _zero: u16) => emit_invokedynamic();
        new(class: CpIndex) => emit_new(class);
        newarray(element: ElementType) => emit_newarray(element);
        anewarray(class: CpIndex) => emit_anewarray(class);
        arraylength() => emit_arraylength();
        athrow() => emit_athrow();
        checkcast(class: CpIndex) => emit_checkcast(class);
        instanceof(class: CpIndex) => emit_instanceof(class);
        monitorenter() => emit_monitorenter();
        monitorexit() => emit_monitorexit();
        multianewarray(class: CpIndex, dimensions: u8) => emit_multianewarray(class, dimensions);
        ifnull(target: Bci) => emit_if_null(Cc::E, target);
        ifnonnull(target: Bci) => emit_if_null(Cc::Ne, target);
        goto_w(target: Bci) => emit_goto(target);
        jsr_w(_target: Bci) => emit_subroutine();
    }
}

impl Compiler<'_> {
    fn emit_nop(&mut self) -> Done<Flow> {
        Ok(Flow::Next)
    }

    fn emit_subroutine(&mut self) -> Done<Flow> {
        Err(Bailout::Subroutine)
    }
}
