//! What each instruction demands of the type state and does to it (JVMS 4.10.1.9).

mod stack;

use super::context::class_type;
use super::method::{Checker, V};
use super::report::{Origin, Report};
use super::types::VType;
use super::types::VType::{AnyReference, Array, Category1, Double, Float, Int, Long, Null, Top};
use crate::class::cp::tag;
use crate::meta::{Sym, intern_bytes};
use cortado_protocol::bytecode::{
    Bci, CpIndex, ElementType, LocalIndex, LookupSwitch, TableSwitch, Visitor,
};

/// Class files from this version on may have any padding in switches.
const FREE_PADDING_MAJOR: u16 = 51;

const INTS: &[u8] = b"[I";

impl Checker<'_, '_> {
    /// Checks what is returned against the descriptor.
    fn returns(&mut self, operand: VType) -> V<()> {
        if let Some(second) = operand.second() {
            self.pop(second)?;
        }
        let value = self.pop(operand)?;
        let expected = (self.result, Origin::Signature);
        if self.result == Top {
            return Err(self.bad_top("Method does not expect a return value", Some(expected)));
        }
        if self.cx.assignable(value, self.result)? {
            return Ok(());
        }
        Err(self.bad_top("Bad return type", Some(expected)))
    }

    /// The constant at `index` must have one of these tags.
    pub fn constant(&self, index: u16, tags: &[u8]) -> V<()> {
        if self.cx.has_tag(index, tags) {
            return Ok(());
        }
        let class = self.cx.class.external_name();
        let message = if self.cx.is_index(index) {
            format!("Illegal type at constant pool entry {index} in class {class}")
        } else {
            format!("Illegal constant pool index {index} in class {class}")
        };
        let reason = format!("Constant pool index {index} is invalid");
        Err(self.fail(&message, &Report::plain(self.frame.bci, &reason)))
    }

    /// The type that the class constant at `index` names.
    fn class_constant(&self, index: CpIndex) -> V<VType> {
        self.constant(index.0, &[tag::CLASS])?;
        Ok(class_type(&self.cx.class.cp, index.0))
    }

    fn load_constant(&mut self, index: u16) -> V<()> {
        const LOADABLE: &[u8] = &[
            tag::INTEGER,
            tag::FLOAT,
            tag::STRING,
            tag::CLASS,
            tag::METHOD_HANDLE,
            tag::METHOD_TYPE,
            tag::DYNAMIC,
        ];
        self.constant(index, LOADABLE)?;
        let names = &self.cx.names;
        let object = |name: Sym| VType::Object(name);
        let vtype = match self.cx.class.cp.tag(index) {
            tag::INTEGER => Int,
            tag::FLOAT => Float,
            tag::STRING => object(names.string),
            tag::CLASS => object(names.class),
            tag::METHOD_HANDLE => object(names.method_handle),
            tag::METHOD_TYPE => object(names.method_type),
            _ => return self.load_dynamic(index, 1, &LOADABLE[..LOADABLE.len() - 1]),
        };
        self.push(vtype)
    }

    /// Pushes the value of a Dynamic constant, which must fill `slots`; else the instruction is
    /// one for constants of the tags `others` only.
    fn load_dynamic(&mut self, index: u16, slots: u16, others: &[u8]) -> V<()> {
        let (_, _, desc) = self.cx.class.cp.dynamic(index);
        let signature = self.cx.names.signature(desc);
        if signature.result != slots {
            self.constant(index, others)?;
        }
        self.push_result(signature)
    }

    /// The padding of a switch had to be zero in old class files.
    fn switch_padding(&self) -> V<()> {
        if self.cx.class.major >= FREE_PADDING_MAJOR {
            return Ok(());
        }
        let start = self.frame.bci as usize + 1;
        let padding = self.code.get(start..start.next_multiple_of(4)).unwrap_or(&[]);
        if padding.iter().all(|&byte| byte == 0) {
            return Ok(());
        }
        Err(self.bad_code("Nonzero padding byte in lookupswitch or tableswitch"))
    }

    fn unknown(&self) -> V<()> {
        let code = self.code[self.frame.bci as usize];
        Err(self.bad_code(&format!("Bad instruction: {code:02x}")))
    }
}

/// Instructions without operands: names, then what they do.
macro_rules! plain {
    ($($($name:ident)+ => |$v:ident| $body:expr;)*) => {
        $($(fn $name(&mut self) -> V<()> { let $v = self; $body })+)*
    };
}

/// Instructions with one operand.
macro_rules! with {
    ($operand:ty; $($($name:ident)+ => |$v:ident, $arg:ident| $body:expr;)*) => {
        $($(fn $name(&mut self, $arg: $operand) -> V<()> { let $v = self; $body })+)*
    };
}

impl Visitor for Checker<'_, '_> {
    type Output = V<()>;

    plain! {
        nop => |_v| Ok(());
        aconst_null => |v| v.push(Null);
        iconst_m1 iconst_0 iconst_1 iconst_2 iconst_3 iconst_4 iconst_5 => |v| v.push(Int);
        lconst_0 lconst_1 => |v| v.push2(Long);
        fconst_0 fconst_1 fconst_2 => |v| v.push(Float);
        dconst_0 dconst_1 => |v| v.push2(Double);
        iload_0 => |v| v.load(0, Int);
        iload_1 => |v| v.load(1, Int);
        iload_2 => |v| v.load(2, Int);
        iload_3 => |v| v.load(3, Int);
        lload_0 => |v| v.load2(0, Long);
        lload_1 => |v| v.load2(1, Long);
        lload_2 => |v| v.load2(2, Long);
        lload_3 => |v| v.load2(3, Long);
        fload_0 => |v| v.load(0, Float);
        fload_1 => |v| v.load(1, Float);
        fload_2 => |v| v.load(2, Float);
        fload_3 => |v| v.load(3, Float);
        dload_0 => |v| v.load2(0, Double);
        dload_1 => |v| v.load2(1, Double);
        dload_2 => |v| v.load2(2, Double);
        dload_3 => |v| v.load2(3, Double);
        aload_0 => |v| v.load(0, AnyReference);
        aload_1 => |v| v.load(1, AnyReference);
        aload_2 => |v| v.load(2, AnyReference);
        aload_3 => |v| v.load(3, AnyReference);
        istore_0 => |v| v.store(0, Int);
        istore_1 => |v| v.store(1, Int);
        istore_2 => |v| v.store(2, Int);
        istore_3 => |v| v.store(3, Int);
        lstore_0 => |v| v.store2(0, Long);
        lstore_1 => |v| v.store2(1, Long);
        lstore_2 => |v| v.store2(2, Long);
        lstore_3 => |v| v.store2(3, Long);
        fstore_0 => |v| v.store(0, Float);
        fstore_1 => |v| v.store(1, Float);
        fstore_2 => |v| v.store(2, Float);
        fstore_3 => |v| v.store(3, Float);
        dstore_0 => |v| v.store2(0, Double);
        dstore_1 => |v| v.store2(1, Double);
        dstore_2 => |v| v.store2(2, Double);
        dstore_3 => |v| v.store2(3, Double);
        astore_0 => |v| v.store(0, AnyReference);
        astore_1 => |v| v.store(1, AnyReference);
        astore_2 => |v| v.store(2, AnyReference);
        astore_3 => |v| v.store(3, AnyReference);
        iaload => |v| { v.pop_array(INTS, "iaload")?; v.push(Int) };
        laload => |v| { v.pop_array(b"[J", "laload")?; v.push2(Long) };
        faload => |v| { v.pop_array(b"[F", "faload")?; v.push(Float) };
        daload => |v| { v.pop_array(b"[D", "daload")?; v.push2(Double) };
        baload => |v| { v.pop_array(b"[B", "baload")?; v.push(Int) };
        caload => |v| { v.pop_array(b"[C", "caload")?; v.push(Int) };
        saload => |v| { v.pop_array(b"[S", "saload")?; v.push(Int) };
        aaload => |v| {
            v.pop(Int)?;
            match v.pop_reference_array("aaload")? {
                Array(name) => {
                    let component = v.cx.names.component(name);
                    v.push(component)
                }
                other => v.push(other),
            }
        };
        iastore => |v| { v.pop(Int)?; v.pop_array(INTS, "iastore") };
        lastore => |v| { v.pop2(Long)?; v.pop_array(b"[J", "lastore") };
        fastore => |v| { v.pop(Float)?; v.pop_array(b"[F", "fastore") };
        dastore => |v| { v.pop2(Double)?; v.pop_array(b"[D", "dastore") };
        bastore => |v| { v.pop(Int)?; v.pop_array(b"[B", "bastore") };
        castore => |v| { v.pop(Int)?; v.pop_array(b"[C", "castore") };
        sastore => |v| { v.pop(Int)?; v.pop_array(b"[S", "sastore") };
        aastore => |v| {
            v.pop(VType::Object(v.cx.names.object))?;
            v.pop(Int)?;
            v.pop_reference_array("aastore").map(drop)
        };
        pop => |v| v.pop(Category1).map(drop);
        pop2 => |v| {
            let top = v.pop(Top)?;
            v.pop_under(top, "pop2").map(drop)
        };
        dup => |v| {
            let top = v.pop(Category1)?;
            v.push_all(&[top, top])
        };
        dup_x1 => |v| {
            let top = v.pop(Category1)?;
            let second = v.pop(Category1)?;
            v.push_all(&[top, second, top])
        };
        dup_x2 => |v| {
            let top = v.pop(Category1)?;
            let second = v.pop(Top)?;
            let third = v.pop_under(second, "dup_x2")?;
            v.push_all(&[top, third, second, top])
        };
        dup2 => |v| {
            let top = v.pop(Top)?;
            let second = v.pop_under(top, "dup2")?;
            v.push_all(&[second, top, second, top])
        };
        dup2_x1 => |v| {
            let top = v.pop(Top)?;
            let second = v.pop_under(top, "dup2_x1")?;
            let third = v.pop(Category1)?;
            v.push_all(&[second, top, third, second, top])
        };
        dup2_x2 => |v| {
            let top = v.pop(Top)?;
            let second = v.pop_under(top, "dup2_x2")?;
            let third = v.pop(Top)?;
            let fourth = v.pop_under(third, "dup2_x2")?;
            v.push_all(&[second, top, fourth, third, second, top])
        };
        swap => |v| {
            let top = v.pop(Category1)?;
            let second = v.pop(Category1)?;
            v.push_all(&[top, second])
        };
        iadd isub imul idiv irem ishl ishr iushr iand ior ixor => |v| v.binary(Int, Int, Int);
        ladd lsub lmul ldiv lrem land lor lxor => |v| v.binary(Long, Long, Long);
        fadd fsub fmul fdiv frem => |v| v.binary(Float, Float, Float);
        dadd dsub dmul ddiv drem => |v| v.binary(Double, Double, Double);
        lshl lshr lushr => |v| v.binary(Long, Int, Long);
        ineg i2b i2c i2s => |v| v.convert(Int, Int);
        lneg => |v| v.convert(Long, Long);
        fneg => |v| v.convert(Float, Float);
        dneg => |v| v.convert(Double, Double);
        i2l => |v| v.convert(Int, Long);
        i2f => |v| v.convert(Int, Float);
        i2d => |v| v.convert(Int, Double);
        l2i => |v| v.convert(Long, Int);
        l2f => |v| v.convert(Long, Float);
        l2d => |v| v.convert(Long, Double);
        f2i => |v| v.convert(Float, Int);
        f2l => |v| v.convert(Float, Long);
        f2d => |v| v.convert(Float, Double);
        d2i => |v| v.convert(Double, Int);
        d2l => |v| v.convert(Double, Long);
        d2f => |v| v.convert(Double, Float);
        lcmp => |v| v.binary(Long, Long, Int);
        fcmpl fcmpg => |v| v.binary(Float, Float, Int);
        dcmpl dcmpg => |v| v.binary(Double, Double, Int);
        ireturn => |v| v.returns(Int);
        lreturn => |v| v.returns(Long);
        freturn => |v| v.returns(Float);
        dreturn => |v| v.returns(Double);
        areturn => |v| v.returns(AnyReference);
        r#return => |v| {
            if v.result != Top {
                return Err(v.bad_code("Method expects a return value"));
            }
            if v.frame.this_uninit {
                let message = "Constructor must call super() or this() before return";
                return Err(v.bad_code(message));
            }
            Ok(())
        };
        arraylength => |v| {
            let found = v.pop(AnyReference)?;
            if !matches!(found, Null | Array(_)) {
                return Err(v.bad_top("Bad type on operand stack in arraylength", None));
            }
            v.push(Int)
        };
        athrow => |v| v.pop(VType::Object(v.cx.names.throwable)).map(drop);
        monitorenter monitorexit => |v| v.pop(AnyReference).map(drop);
    }

    with! { LocalIndex;
        iload => |v, index| v.load(index.0, Int);
        lload => |v, index| v.load2(index.0, Long);
        fload => |v, index| v.load(index.0, Float);
        dload => |v, index| v.load2(index.0, Double);
        aload => |v, index| v.load(index.0, AnyReference);
        istore => |v, index| v.store(index.0, Int);
        lstore => |v, index| v.store2(index.0, Long);
        fstore => |v, index| v.store(index.0, Float);
        dstore => |v, index| v.store2(index.0, Double);
        astore => |v, index| v.store(index.0, AnyReference);
        ret => |v, _index| v.unknown();
    }

    with! { Bci;
        ifeq ifne iflt ifge ifgt ifle => |v, target| v.branch1(Int, target);
        if_icmpeq if_icmpne if_icmplt if_icmpge if_icmpgt if_icmple
            => |v, target| v.branch2(Int, target);
        if_acmpeq if_acmpne => |v, target| v.branch2(AnyReference, target);
        ifnull ifnonnull => |v, target| v.branch1(AnyReference, target);
        goto goto_w => |v, target| v.branch(target);
        jsr jsr_w => |v, _target| v.unknown();
    }

    with! { CpIndex;
        ldc ldc_w => |v, constant| v.load_constant(constant.0);
        ldc2_w => |v, constant| {
            const LOADABLE: &[u8] = &[tag::LONG, tag::DOUBLE, tag::DYNAMIC];
            v.constant(constant.0, LOADABLE)?;
            match v.cx.class.cp.tag(constant.0) {
                tag::LONG => v.push2(Long),
                tag::DOUBLE => v.push2(Double),
                _ => v.load_dynamic(constant.0, 2, &LOADABLE[..2]),
            }
        };
        getstatic => |v, field| v.get_static(field.0);
        putstatic => |v, field| v.put_static(field.0);
        getfield => |v, field| v.get_field(field.0);
        putfield => |v, field| v.put_field(field.0);
        invokevirtual => |v, method| v.invoke_virtual(method.0);
        invokespecial => |v, method| v.invoke_special(method.0);
        invokestatic => |v, method| v.invoke_static(method.0);
        new => |v, class| {
            let made = v.class_constant(class)?;
            if !matches!(made, VType::Object(_)) {
                let found = (made, Origin::Pool(class.0));
                return Err(v.bad_constant("Illegal new instruction", found, None));
            }
            v.push(VType::Uninit(v.frame.bci as u16))
        };
        anewarray => |v, class| {
            let element = v.class_constant(class)?;
            v.pop(Int)?;
            let (VType::Object(name) | Array(name)) = element else { return v.push(Top) };
            if is_too_deep(name.bytes()) {
                let message = "Illegal anewarray instruction, array has more than 255 dimensions";
                return Err(v.bad_code(message));
            }
            let array = v.cx.names.array_of(name);
            v.push(array)
        };
        checkcast => |v, class| {
            let wanted = v.class_constant(class)?;
            v.pop(VType::Object(v.cx.names.object))?;
            v.push(wanted)
        };
        instanceof => |v, class| {
            v.class_constant(class)?;
            v.pop(VType::Object(v.cx.names.object))?;
            v.push(Int)
        };
    }

    fn bipush(&mut self, _value: i8) -> V<()> {
        self.push(Int)
    }
    fn sipush(&mut self, _value: i16) -> V<()> {
        self.push(Int)
    }
    fn iinc(&mut self, index: LocalIndex, _delta: i16) -> V<()> {
        self.local(index.0, Int).map(drop)
    }
    fn tableswitch(&mut self, table: TableSwitch<'_>) -> V<()> {
        self.switch_padding()?;
        self.pop(Int)?;
        self.branch(table.default)?;
        table.cases().try_for_each(|(_, target)| self.branch(target))
    }
    fn lookupswitch(&mut self, table: LookupSwitch<'_>) -> V<()> {
        self.switch_padding()?;
        self.pop(Int)?;
        if !table.cases().map(|(key, _)| key).is_sorted_by(|a, b| a < b) {
            return Err(self.bad_code("Bad lookupswitch instruction"));
        }
        self.branch(table.default)?;
        table.cases().try_for_each(|(_, target)| self.branch(target))
    }
    fn invokeinterface(&mut self, method: CpIndex, count: u8, zero: u8) -> V<()> {
        self.invoke_interface(method.0, count, zero)
    }
    fn invokedynamic(&mut self, site: CpIndex, zero: u16) -> V<()> {
        self.invoke_dynamic(site.0, zero)
    }
    fn newarray(&mut self, element: ElementType) -> V<()> {
        self.pop(Int)?;
        self.push(VType::of_class(intern_bytes(primitive_array(element))))
    }
    fn multianewarray(&mut self, class: CpIndex, dimensions: u8) -> V<()> {
        let made = self.class_constant(class)?;
        let Array(name) = made else {
            let message = "Illegal constant pool index in multianewarray instruction";
            return Err(self.bad_constant(message, (made, Origin::Pool(class.0)), None));
        };
        let depth = name.bytes().iter().take_while(|&&c| c == b'[').count();
        if dimensions < 1 || depth < usize::from(dimensions) {
            let message = format!("Illegal dimension in multianewarray instruction: {dimensions}");
            return Err(self.bad_code(&message));
        }
        for _ in 0..dimensions {
            self.pop(Int)?;
        }
        self.push(made)
    }
}

/// The descriptor of an array of these elements.
pub(super) fn primitive_array(element: ElementType) -> &'static [u8] {
    match element {
        ElementType::Boolean => b"[Z",
        ElementType::Char => b"[C",
        ElementType::Float => b"[F",
        ElementType::Double => b"[D",
        ElementType::Byte => b"[B",
        ElementType::Short => b"[S",
        ElementType::Int => INTS,
        ElementType::Long => b"[J",
    }
}

/// Whether an array of elements of this type would have more than 255 dimensions.
pub(super) fn is_too_deep(element: &[u8]) -> bool {
    element.iter().take_while(|&&c| c == b'[').count() >= 255
}
