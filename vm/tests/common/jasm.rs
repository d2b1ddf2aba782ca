//! A small assembler of class files, for code that javac never emits.
//!
//! ```text
//! .class 49 public Swap                  // version, flags, name; `interface` is a flag
//! .super java/lang/Object                // the default
//! .implements java/lang/Runnable
//! .field public static count I
//! .bootstrap Swap.bsm(Ljava/lang/invoke/MethodHandles$Lookup;..)Ljava/lang/invoke/CallSite; 5 "x"
//! .method public static test (II)I       // then optionally: stack 4 locals 6
//!   iload_0
//!   here: iload_1
//!   invokestatic Swap.f(I)I              // iface:Swap.f(I)I for a member of an interface
//!   ldc "text"                           // 1  1.5f  2L  2.5  class:Foo  type:(I)V  name:I@0
//!   invokedynamic name(I)I@0             // the number of the bootstrap method
//!   ireturn
//! .catch start end handler java/lang/Throwable   // labels; `any` for every class
//! .frame here I java/lang/String | null       // a StackMapTable frame: locals | operands, each
//!                                             // T I F D J null this new:label or a class name
//! .map 0001 03                                // or the attribute byte by byte
//! .variable start length index name descriptor // a row of LocalVariableTable
//! .byte 0 ff                                  // overwrites the code from this index
//! .end
//! ```
//!
//! A file may hold several classes. The instructions are those of the protocol crate's assembler,
//! in which constants are numbers: this one puts the numbers in.

use super::pool::{MemberKind, Pool};
use cortado_protocol::bytecode::operand::Kind;
use cortado_protocol::bytecode::{Instruction, Instructions, Opcode, text};

type Result<T> = std::result::Result<T, String>;

/// The classes in `source`: internal name and bytes.
pub fn assemble(source: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let mut classes = Vec::new();
    let mut class: Option<Class> = None;
    let mut lines = source.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let in_line = |error| format!("line {}: {error}", number + 1);
        let words: Vec<&str> = strip_comment(line).split_whitespace().collect();
        let Some((&directive, rest)) = words.split_first() else { continue };
        if directive == ".class" {
            classes.extend(class.replace(Class::new(rest).map_err(in_line)?));
            continue;
        }
        let class =
            class.as_mut().ok_or("nothing may stand before .class").map_err(String::from)?;
        match directive {
            ".super" => class.superclass = rest.first().map(|name| (*name).to_owned()),
            ".implements" => class.interfaces.extend(rest.iter().map(|name| (*name).to_owned())),
            ".field" => class.field(rest).map_err(in_line)?,
            ".bootstrap" => class.bootstrap(strip_comment(line)).map_err(in_line)?,
            ".method" => {
                let body: Vec<&str> = lines
                    .by_ref()
                    .map(|(_, line)| strip_comment(line))
                    .take_while(|line| line.trim() != ".end")
                    .collect();
                class.method(rest, &body).map_err(in_line)?;
            }
            other => return Err(in_line(format!("unknown directive `{other}`"))),
        }
    }
    classes.extend(class);
    Ok(classes.into_iter().map(Class::finish).collect())
}

/// The line without its comment, unless the slashes are in a string.
fn strip_comment(line: &str) -> &str {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        quoted ^= c == '"';
        if !quoted && line[at..].starts_with("//") {
            return &line[..at];
        }
    }
    line
}

struct Class {
    version: u16,
    flags: u16,
    name: String,
    superclass: Option<String>,
    interfaces: Vec<String>,
    pool: Pool,
    fields: Vec<Vec<u8>>,
    methods: Vec<Vec<u8>>,
    bootstraps: Vec<Vec<u8>>,
}

impl Class {
    fn new(words: &[&str]) -> Result<Class> {
        let [version, flags @ .., name] = words else {
            return Err("expected `.class version flags name`".to_owned());
        };
        let flags = access_flags(flags)?;
        const INTERFACE: u16 = 0x200;
        const SUPER: u16 = 0x20;
        Ok(Class {
            version: version.parse().map_err(|_| format!("`{version}` is no version"))?,
            flags: if flags & INTERFACE == 0 { flags | SUPER } else { flags },
            name: (*name).to_owned(),
            superclass: Some("java/lang/Object".to_owned()),
            interfaces: Vec::new(),
            pool: Pool::default(),
            fields: Vec::new(),
            methods: Vec::new(),
            bootstraps: Vec::new(),
        })
    }

    /// Flags, name and descriptor of a field or method.
    fn member(&mut self, flags: &[&str], name: &str, descriptor: &str) -> Result<Vec<u8>> {
        let flags = access_flags(flags)?;
        let (name, descriptor) = (self.pool.utf8(name), self.pool.utf8(descriptor));
        Ok([flags, name, descriptor].into_iter().flat_map(u16::to_be_bytes).collect())
    }

    fn field(&mut self, words: &[&str]) -> Result<()> {
        let [flags @ .., name, descriptor] = words else {
            return Err("expected `.field flags name descriptor`".to_owned());
        };
        let mut field = self.member(flags, name, descriptor)?;
        field.extend([0, 0]);
        self.fields.push(field);
        Ok(())
    }

    fn bootstrap(&mut self, line: &str) -> Result<()> {
        let rest = line.trim_start().trim_start_matches(".bootstrap").trim_start();
        let (method, arguments) = rest.split_once(' ').unwrap_or((rest, ""));
        const INVOKE_STATIC: u8 = 6;
        let member = self.reference(Opcode::InvokeStatic, method)?;
        let handle = self.pool.method_handle(INVOKE_STATIC, member);
        let mut constants = Vec::new();
        let mut arguments = arguments.trim();
        while !arguments.is_empty() {
            let (argument, rest) = first_operand(arguments);
            constants.push(self.loadable(argument)?);
            arguments = rest.trim_start();
        }
        let mut bytes = handle.to_be_bytes().to_vec();
        bytes.extend((constants.len() as u16).to_be_bytes());
        bytes.extend(constants.into_iter().flat_map(u16::to_be_bytes));
        self.bootstraps.push(bytes);
        Ok(())
    }

    fn method(&mut self, words: &[&str], body: &[&str]) -> Result<()> {
        let at = words
            .iter()
            .position(|word| word.starts_with('('))
            .filter(|&at| at > 0)
            .ok_or("expected `.method flags name descriptor`")?;
        let size = |name: &str| {
            let after = words.iter().position(|word| *word == name).map(|at| at + 1)?;
            words.get(after)?.parse::<u16>().ok()
        };
        let mut method = self.member(&words[..at - 1], words[at - 1], words[at])?;
        if body.iter().all(|line| line.trim().is_empty()) {
            method.extend([0, 0]);
        } else {
            let code =
                self.code(body, size("stack").unwrap_or(10), size("locals").unwrap_or(10))?;
            method.extend(1u16.to_be_bytes());
            method.extend(self.pool.utf8("Code").to_be_bytes());
            method.extend((code.len() as u32).to_be_bytes());
            method.extend(code);
        }
        self.methods.push(method);
        Ok(())
    }

    /// The content of a `Code` attribute.
    fn code(&mut self, body: &[&str], stack: u16, locals: u16) -> Result<Vec<u8>> {
        let mut source = String::new();
        let mut catches = Vec::new();
        let mut attributes = Attributes::default();
        for line in body {
            if let Some(catch) = line.trim().strip_prefix(".catch ") {
                catches.push(catch.split_whitespace().collect::<Vec<_>>());
            } else if line.trim().starts_with('.') {
                attributes.directive(line.trim())?;
            } else {
                source.push_str(&self.resolve(line)?);
            }
            source.push('\n');
        }
        let mut instructions = text::assemble(&source).map_err(|error| format!("code, {error}"))?;
        let mut code = [stack, locals].into_iter().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        code.extend((instructions.len() as u32).to_be_bytes());
        let tables = attributes.assemble(&mut self.pool, &source, &instructions)?;
        attributes.patch(&mut instructions)?;
        code.extend(&instructions);
        code.extend((catches.len() as u16).to_be_bytes());
        for catch in catches {
            let [labels @ .., class] = &catch[..] else { return Err("empty .catch".to_owned()) };
            for index in label_indices(&source, instructions.len(), labels)? {
                code.extend((index as u16).to_be_bytes());
            }
            let class = if *class == "any" { 0 } else { self.pool.class(class) };
            code.extend(class.to_be_bytes());
        }
        code.extend(tables);
        Ok(code)
    }

    /// The line with the number of its constant in place of the constant.
    fn resolve(&mut self, line: &str) -> Result<String> {
        let mut labels = String::new();
        let mut rest = line.trim();
        while let Some((label, after)) = rest.split_once(char::is_whitespace)
            && label.ends_with(':')
        {
            labels.push_str(&format!("{label} "));
            rest = after.trim_start();
        }
        let (mnemonic, operands) = rest.split_once(' ').unwrap_or((rest, ""));
        let opcode = Opcode::from_mnemonic(mnemonic);
        let Some((opcode, Kind::Cp8 | Kind::Cp16)) = opcode.and_then(first_kind) else {
            return Ok(format!("{labels}{rest}"));
        };
        let (operand, rest) = first_operand(operands.trim());
        let index = self.reference(opcode, operand)?;
        let count = match opcode {
            Opcode::InvokeInterface => (1 + argument_slots(operand)).to_string(),
            _ => String::new(),
        };
        Ok(format!("{labels}{mnemonic} #{index} {count} {rest}"))
    }

    /// The index of the constant to which an instruction refers as `text`.
    fn reference(&mut self, opcode: Opcode, text: &str) -> Result<u16> {
        let (text, iface) = match text.strip_prefix("iface:") {
            Some(text) => (text, true),
            None => (text, opcode == Opcode::InvokeInterface),
        };
        match opcode {
            Opcode::Ldc | Opcode::LdcW | Opcode::Ldc2W => self.loadable(text),
            Opcode::InvokeDynamic => self.dynamic(text),
            Opcode::GetStatic | Opcode::PutStatic | Opcode::GetField | Opcode::PutField => {
                let (class, member) = split_member(text)?;
                let (name, descriptor) =
                    member.split_once(':').ok_or(format!("`{text}` is no field"))?;
                Ok(self.pool.member(MemberKind::Field, class, name, descriptor))
            }
            Opcode::InvokeVirtual
            | Opcode::InvokeSpecial
            | Opcode::InvokeStatic
            | Opcode::InvokeInterface => {
                let (class, member) = split_member(text)?;
                let at = member.find('(').ok_or(format!("`{text}` is no method"))?;
                let kind = if iface { MemberKind::InterfaceMethod } else { MemberKind::Method };
                Ok(self.pool.member(kind, class, &member[..at], &member[at..]))
            }
            _ => Ok(self.pool.class(text)),
        }
    }

    /// `name(I)I@0` or `name:I@0`.
    fn dynamic(&mut self, text: &str) -> Result<u16> {
        let malformed = || format!("`{text}` is no dynamic constant");
        let (member, bootstrap) = text.rsplit_once('@').ok_or_else(malformed)?;
        let bootstrap = bootstrap.parse().map_err(|_| malformed())?;
        let at = member.find(['(', ':']).ok_or_else(malformed)?;
        let descriptor = member[at..].trim_start_matches(':');
        Ok(self.pool.dynamic(bootstrap, &member[..at], descriptor))
    }

    fn loadable(&mut self, text: &str) -> Result<u16> {
        if let Some(string) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            return Ok(self.pool.string(string));
        }
        if let Some(class) = text.strip_prefix("class:") {
            return Ok(self.pool.class(class));
        }
        if let Some(descriptor) = text.strip_prefix("type:") {
            return Ok(self.pool.method_type(descriptor));
        }
        if text.contains('@') {
            return self.dynamic(text);
        }
        let malformed = |_| format!("`{text}` is no constant");
        if let Some(long) = text.strip_suffix('L') {
            return long.parse().map(|value| self.pool.long(value)).map_err(|_| malformed(()));
        }
        if let Some(float) = text.strip_suffix('f') {
            return float.parse().map(|value| self.pool.float(value)).map_err(|_| malformed(()));
        }
        if let Ok(value) = text.parse::<i32>() {
            return Ok(self.pool.int(value));
        }
        text.parse().map(|value| self.pool.double(value)).map_err(|_| malformed(()))
    }

    fn finish(mut self) -> (String, Vec<u8>) {
        let this = self.pool.class(&self.name);
        let superclass = self.superclass.map_or(0, |name| self.pool.class(&name));
        let interfaces: Vec<u16> =
            self.interfaces.iter().map(|name| self.pool.class(name)).collect();
        let mut tail = [self.flags, this, superclass, interfaces.len() as u16].to_vec();
        tail.extend(interfaces);
        let mut tail: Vec<u8> = tail.into_iter().flat_map(u16::to_be_bytes).collect();
        for members in [&self.fields, &self.methods] {
            tail.extend((members.len() as u16).to_be_bytes());
            tail.extend(members.concat());
        }
        if self.bootstraps.is_empty() {
            tail.extend([0, 0]);
        } else {
            tail.extend(1u16.to_be_bytes());
            tail.extend(self.pool.utf8("BootstrapMethods").to_be_bytes());
            let methods = self.bootstraps.concat();
            tail.extend((methods.len() as u32 + 2).to_be_bytes());
            tail.extend((self.bootstraps.len() as u16).to_be_bytes());
            tail.extend(methods);
        }
        let mut bytes = 0xcafe_babe_u32.to_be_bytes().to_vec();
        bytes.extend(u32::from(self.version).to_be_bytes());
        bytes.extend(self.pool.finish());
        bytes.extend(tail);
        (self.name, bytes)
    }
}

/// The directives inside a method that make attributes of its code.
#[derive(Default)]
struct Attributes {
    frames: Vec<String>,
    map: Option<Vec<u8>>,
    variables: Vec<[u16; 3]>,
    names: Vec<[String; 2]>,
    patches: Vec<(usize, Vec<u8>)>,
}

impl Attributes {
    fn directive(&mut self, line: &str) -> Result<()> {
        let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
        let words: Vec<&str> = rest.split_whitespace().collect();
        match (name, &words[..]) {
            (".frame", _) => self.frames.push(rest.to_owned()),
            (".map", words) => self.map = Some(hex(&words.concat())?),
            (".variable", [numbers @ .., name, descriptor]) if numbers.len() == 3 => {
                let number = |text: &str| text.parse().map_err(|_| format!("`{text}`"));
                self.variables.push([
                    number(numbers[0])?,
                    number(numbers[1])?,
                    number(numbers[2])?,
                ]);
                self.names.push([(*name).to_owned(), (*descriptor).to_owned()]);
            }
            (".byte", [at, bytes @ ..]) => {
                let at = at.parse().map_err(|_| format!("`{at}` is no index"))?;
                self.patches.push((at, hex(&bytes.concat())?));
            }
            _ => return Err(format!("malformed `{line}`")),
        }
        Ok(())
    }

    fn patch(&self, code: &mut [u8]) -> Result<()> {
        for (at, bytes) in &self.patches {
            let place = code.get_mut(*at..at + bytes.len()).ok_or("`.byte` outside the code")?;
            place.copy_from_slice(bytes);
        }
        Ok(())
    }

    /// The number of attributes and the attributes.
    fn assemble(&self, pool: &mut Pool, source: &str, code: &[u8]) -> Result<Vec<u8>> {
        let mut attributes = Vec::new();
        let map = match &self.map {
            Some(map) => Some(map.clone()),
            None if self.frames.is_empty() => None,
            None => Some(self.stack_map(pool, source, code)?),
        };
        if let Some(map) = map {
            attributes.push((pool.utf8("StackMapTable"), map));
        }
        if !self.variables.is_empty() {
            let mut rows = (self.variables.len() as u16).to_be_bytes().to_vec();
            for ([start, len, index], [name, descriptor]) in self.variables.iter().zip(&self.names)
            {
                let (name, descriptor) = (pool.utf8(name), pool.utf8(descriptor));
                let row = [*start, *len, name, descriptor, *index];
                rows.extend(row.into_iter().flat_map(u16::to_be_bytes));
            }
            attributes.push((pool.utf8("LocalVariableTable"), rows));
        }
        let mut bytes = (attributes.len() as u16).to_be_bytes().to_vec();
        for (name, content) in attributes {
            bytes.extend(name.to_be_bytes());
            bytes.extend((content.len() as u32).to_be_bytes());
            bytes.extend(content);
        }
        Ok(bytes)
    }

    /// Full frames only.
    fn stack_map(&self, pool: &mut Pool, source: &str, code: &[u8]) -> Result<Vec<u8>> {
        let mut bytes = (self.frames.len() as u16).to_be_bytes().to_vec();
        let mut last: i64 = -1;
        for frame in &self.frames {
            let (label, types) = frame.split_once(' ').unwrap_or((frame, "|"));
            let (locals, operands) = types.split_once('|').unwrap_or((types, ""));
            let [at] = label_indices(source, code.len(), &[label])?[..] else {
                return Err(format!("no label `{label}`"));
            };
            bytes.push(255);
            bytes.extend(((i64::from(at) - last - 1) as u16).to_be_bytes());
            last = at.into();
            for types in [locals, operands] {
                let words: Vec<&str> = types.split_whitespace().collect();
                bytes.extend((words.len() as u16).to_be_bytes());
                for word in words {
                    bytes.extend(verification_type(pool, source, code, word)?);
                }
            }
        }
        Ok(bytes)
    }
}

fn verification_type(pool: &mut Pool, source: &str, code: &[u8], word: &str) -> Result<Vec<u8>> {
    const SIMPLE: [&str; 7] = ["T", "I", "F", "D", "J", "null", "this"];
    if let Some(tag) = SIMPLE.iter().position(|name| *name == word) {
        return Ok(vec![tag as u8]);
    }
    if let Some(label) = word.strip_prefix("new:") {
        let [at] = label_indices(source, code.len(), &[label])?[..] else {
            return Err(format!("no label `{label}`"));
        };
        let [high, low] = (at as u16).to_be_bytes();
        return Ok(vec![8, high, low]);
    }
    let [high, low] = pool.class(word).to_be_bytes();
    Ok(vec![7, high, low])
}

fn hex(text: &str) -> Result<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0);
    let digits = digits.ok_or_else(|| format!("`{text}` are no bytes"))?;
    Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

fn first_kind(opcode: Opcode) -> Option<(Opcode, Kind)> {
    opcode.operands().first().map(|&kind| (opcode, kind))
}

/// The first operand and what follows it; a string may contain spaces.
fn first_operand(text: &str) -> (&str, &str) {
    let end = match text.strip_prefix('"').and_then(|inner| inner.find('"')) {
        Some(quote) => quote + 2,
        None => text.find(' ').unwrap_or(text.len()),
    };
    text.split_at(end)
}

/// `a/B.name...` in two; array types have no dots.
fn split_member(text: &str) -> Result<(&str, &str)> {
    text.split_once('.').ok_or(format!("`{text}` is no member"))
}

/// Slots of the arguments in `...(descriptor)...`.
fn argument_slots(text: &str) -> usize {
    let arguments = text.split('(').nth(1).and_then(|text| text.split(')').next());
    let mut chars = arguments.unwrap_or_default().chars();
    let mut slots = 0;
    while let Some(mut c) = chars.next() {
        let array = c == '[';
        while c == '[' {
            c = chars.next().unwrap_or('I');
        }
        if c == 'L' {
            chars.by_ref().find(|&c| c == ';');
        }
        slots += if !array && matches!(c, 'J' | 'D') { 2 } else { 1 };
    }
    slots
}

/// Where labels are: the targets of jumps put behind the code.
fn label_indices(source: &str, code_len: usize, labels: &[&str]) -> Result<Vec<u32>> {
    let jumps: String = labels.iter().map(|label| format!("goto_w {label}\n")).collect();
    let code = text::assemble(&format!("{source}\n{jumps}")).map_err(|error| error.to_string())?;
    let targets = Instructions::new(&code).flatten().filter(|at| at.bci.0 as usize >= code_len);
    let target = |instruction| match instruction {
        Instruction::GotoW { target } => Some(target.0),
        _ => None,
    };
    Ok(targets.filter_map(|decoded| target(decoded.instruction)).collect())
}

fn access_flags(names: &[&str]) -> Result<u16> {
    names.iter().try_fold(0, |flags, name| {
        Ok(flags
            | match *name {
                "public" => 0x1,
                "private" => 0x2,
                "protected" => 0x4,
                "static" => 0x8,
                "final" => 0x10,
                "synchronized" => 0x20,
                "volatile" | "bridge" => 0x40,
                "transient" | "varargs" => 0x80,
                "native" => 0x100,
                "interface" => 0x200,
                "abstract" => 0x400,
                "strict" => 0x800,
                "synthetic" => 0x1000,
                "annotation" => 0x2000,
                "enum" => 0x4000,
                other => return Err(format!("unknown flag `{other}`")),
            })
    })
}
