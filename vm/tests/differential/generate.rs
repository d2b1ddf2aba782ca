//! Random Java methods: valid, terminating, deterministic, and full of what compilers get wrong.
//!
//! Methods call only methods with smaller numbers, loops have small bounds, and a counter of fuel
//! ends what would still take too long. Results depend on every value that was computed.

use std::fmt::Write;

/// A small generator of numbers (xorshift), so that a seed means the same everywhere.
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16) as usize % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Int,
    Long,
    Float,
    Double,
    Array,
    Text,
    Shape,
}

const TYPES: [Type; 7] =
    [Type::Int, Type::Long, Type::Float, Type::Double, Type::Array, Type::Text, Type::Shape];

impl Type {
    /// Prefix of its variables.
    fn letter(self) -> &'static str {
        match self {
            Type::Int => "i",
            Type::Long => "l",
            Type::Float => "f",
            Type::Double => "d",
            Type::Array => "a",
            Type::Text => "s",
            Type::Shape => "o",
        }
    }
}

/// Variables of each type in a method.
const VARIABLES: usize = 3;
/// Methods of a class.
pub const METHODS: usize = 24;

struct Method<'r> {
    random: &'r mut Random,
    /// Number of the method; it calls smaller ones.
    number: usize,
    out: String,
    loops: usize,
    labels: usize,
    calls: usize,
}

const FIXED: &str = r#"
    interface Shape { int area(int x); default long wide(long x) { return x * 31 + area((int) x); } }
    static class Square implements Shape {
        int side; long tag;
        Square(int side) { this.side = side; }
        public int area(int x) { tag += x; return side * side + x; }
    }
    static class Disc implements Shape {
        double radius;
        Disc(int r) { radius = r * 0.5; }
        public int area(int x) { return (int) (radius * radius * 3) - x; }
        public long wide(long x) { return x ^ area(7); }
    }
    static final class Cube extends Square {
        Cube(int side) { super(side); }
        public int area(int x) { if (x == 13) throw new IllegalStateException("thirteen"); return super.area(x) * 6; }
    }
    static class Fault extends RuntimeException { final int code; Fault(int code) { super("fault " + code); this.code = code; } }
    static int fuel; static int si = 5; static long sl = 77; static float sf = 1.5f; static double sd = -2.25;
    static int[] sa = {1, 2, 3, 4, 5, 6, 7, 8}; static String ss = "text"; static Shape so = new Square(3);
    static volatile int vi; static final int CONST = 1234567; static final String[] WORDS = {"", "a", "bc", "def", null};
    static synchronized int locked(int x) { si += x; return si; }
    static boolean spent() { return --fuel < 0; }
    static long mix(long h, long x) { return (h ^ x) * 0x100000001b3L + (h >>> 29); }
    static int sum(int[] a) { int s = 0; if (a != null) for (int i = 0; i < a.length; i++) s = s * 31 + a[i]; return s; }
    static Shape shape(int n) { switch (n & 3) { case 0: return new Square(n); case 1: return new Disc(n); case 2: return new Cube(n); default: return null; } }
    static int[] array(int n) { if ((n & 31) == 31) return null; int[] a = new int[n & 7]; for (int i = 0; i < a.length; i++) a[i] = n * i; return a; }
    static String text(int n) { return WORDS[(n & 0x7fffffff) % 5]; }
"#;

/// The source of class `name`.
pub fn class(seed: u64, name: &str) -> String {
    let mut random = Random::new(seed);
    let mut source = format!("public final class {name} {{{FIXED}");
    for number in 0..METHODS {
        let mut method = Method {
            random: &mut random,
            number,
            out: String::new(),
            loops: 0,
            labels: 0,
            calls: 0,
        };
        method.write();
        source += &method.out;
    }
    source += "    static long call(int m, int i0, long l0, double d0, int[] a0, Shape o0) {\n        switch (m) {\n";
    for number in 0..METHODS {
        writeln!(source, "            case {number}: return m{number}(i0, l0, d0, a0, o0);")
            .expect("a String");
    }
    source += "            default: throw new AssertionError();\n        }\n    }\n";
    source += DRIVER;
    source
}

const DRIVER: &str = r#"    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        long x = 0x1234567L;
        for (int m = 0; m < 24; m++) {
            long h = 0;
            int thrown = 0;
            for (int r = 0; r < rounds; r++) {
                x = x * 6364136223846793005L + 1442695040888963407L;
                int n = (int) (x >>> 33);
                fuel = 400;
                if ((n & 15) == 0) n = Integer.MIN_VALUE; else if ((n & 15) == 1) n = 0; else if ((n & 3) == 0) n &= 63;
                try {
                    h = mix(h, call(m, n, x ^ n, n * 0.37, array(n), shape(n >> 2)));
                } catch (StackOverflowError e) {
                    throw e;
                } catch (Throwable e) {
                    thrown++;
                    h = mix(h, e.getClass().getName().hashCode() + String.valueOf(e.getMessage()).hashCode());
                    StackTraceElement[] trace = e.getStackTrace();
                    if (trace.length > 0) h = mix(h, trace[0].toString().hashCode() + trace.length);
                }
            }
            h = mix(h, si + sl + Float.floatToIntBits(sf) + Double.doubleToLongBits(sd) + sum(sa) + vi);
            System.out.println("m" + m + " " + Long.toHexString(h) + " thrown " + thrown);
        }
    }
}
"#;

impl Method<'_> {
    fn write(&mut self) {
        let number = self.number;
        writeln!(self.out, "    static long m{number}(int i0, long l0, double d0, int[] a0, Shape o0) {{\n        if (spent()) return i0;")
            .expect("a String");
        self.out += "        int i1 = i0 + 1, i2 = 3; long l1 = l0 >> 3, l2 = 9; float f0 = i0, f1 = 0.5f, f2 = -1; double d1 = d0 * 2, d2 = 1e9;\n";
        self.out += "        int[] a1 = sa, a2 = array(i0 >> 5); String s0 = text(i0), s1 = \"x\", s2 = ss; Shape o1 = so, o2 = shape(i0);\n";
        let statements = 4 + self.random.below(8);
        for _ in 0..statements {
            self.statement(2, 3);
        }
        self.out += "        long h = mix(mix(mix(i0, i1), mix(i2, l0)), mix(l1, l2));\n";
        self.out += "        h = mix(h, Float.floatToIntBits(f0 + f1 * 2 - f2)); h = mix(h, Double.doubleToLongBits(d0 + d1)); h = mix(h, Double.doubleToLongBits(d2));\n";
        self.out += "        h = mix(h, sum(a0) + sum(a1) * 3 + sum(a2) * 5); h = mix(h, (s0 + s1 + s2).hashCode());\n";
        self.out += "        return mix(h, (o0 == o1 ? 1 : 0) + (o1 instanceof Square ? 2 : 0) + (o2 == null ? 4 : 0));\n    }\n";
    }

    fn indent(&mut self, depth: usize) {
        for _ in 0..depth {
            self.out += "    ";
        }
    }

    fn variable(&mut self, of: Type) -> String {
        format!("{}{}", of.letter(), self.random.below(VARIABLES))
    }

    fn block(&mut self, depth: usize, budget: usize) {
        for _ in 0..1 + self.random.below(3) {
            self.statement(depth + 1, budget - 1);
        }
    }

    fn statement(&mut self, depth: usize, budget: usize) {
        let choice = if budget == 0 { self.random.below(7) } else { self.random.below(14) };
        self.indent(depth);
        let line = match choice {
            0..=3 => self.assignment(),
            4 => {
                let (a, i, v) = (self.variable(Type::Array), self.int(1), self.int(2));
                let index = if self.random.below(3) == 0 { i } else { format!("({i}) & 3") };
                let op = self.random.pick(&["=", "+=", "^=", ">>>=", "*="]);
                format!("{a}[{index}] {op} {v};")
            }
            5 => self.side_effect(),
            6 => {
                let v = self.variable(Type::Int);
                format!("{v}{};", self.random.pick(&["++", "--", " += 100000", " <<= 3"]))
            }
            7 | 8 => return self.branch(depth, budget),
            9 | 10 => return self.repeat(depth, budget),
            11 => return self.choose(depth, budget),
            12 => return self.attempt(depth, budget),
            _ => {
                let condition = self.condition(1);
                let what = self.random.pick(&[
                    "throw new Fault(i0)",
                    "throw new ArithmeticException(s0)",
                    "return i1",
                    "return l0",
                ]);
                format!("if (({condition}) && i2 == {}) {what};", self.random.below(40))
            }
        };
        self.out += &line;
        self.out += "\n";
    }

    fn side_effect(&mut self) -> String {
        let e = self.int(2);
        match self.random.below(8) {
            0 => format!("si = {e};"),
            1 => format!("sl += {};", self.long(2)),
            2 => format!("sd = {};", self.double(2)),
            3 => format!("vi = {e};"),
            4 => format!("sf -= {};", self.float(1)),
            5 => format!("i1 = locked({e});"),
            6 => format!("synchronized (sa) {{ i2 += {e}; sa[i2 & 7] = i1; }}"),
            _ => format!("if (o1 instanceof Square) ((Square) o1).tag += {e};"),
        }
    }

    fn assignment(&mut self) -> String {
        let of = TYPES[self.random.below(TYPES.len())];
        let target = self.variable(of);
        let value = self.value(of, 3);
        format!("{target} = {value};")
    }

    fn branch(&mut self, depth: usize, budget: usize) {
        let condition = self.condition(2);
        self.out += &format!("if ({condition}) {{\n");
        self.block(depth, budget);
        self.indent(depth);
        if self.random.below(2) == 0 {
            self.out += "} else {\n";
            self.block(depth, budget);
            self.indent(depth);
        }
        self.out += "}\n";
    }

    fn repeat(&mut self, depth: usize, budget: usize) {
        if self.loops >= 4 {
            let line = self.assignment();
            self.out += &(line + "\n");
            return;
        }
        self.loops += 1;
        self.labels += 1;
        let label = self.labels;
        let most = if self.random.below(4) == 0 { 40 } else { 9 };
        let bound = 1 + self.random.below(most);
        let step = self.random.pick(&["++", " += 2", " += 3"]);
        let name = format!("k{label}");
        match self.random.below(3) {
            0 => {
                self.out += &format!(
                    "loop{label}: for (int {name} = 0; {name} < {bound}; {name}{step}) {{\n"
                )
            }
            1 => {
                self.out += &format!(
                    "long w{label} = {bound}; loop{label}: while (w{label}-- > 0) {{ int {name} = (int) w{label};\n"
                )
            }
            _ => self.out += &format!("int {name} = {bound}; loop{label}: do {{ {name}--;\n"),
        }
        let is_do = self.out.trim_end().ends_with("--;");
        self.indent(depth + 1);
        self.out += &format!("i2 += {name}; if (spent()) break;\n");
        self.block(depth, budget);
        if self.random.below(3) == 0 {
            let condition = self.condition(1);
            let jump = self.random.pick(&["break", "continue"]);
            self.indent(depth + 1);
            self.out += &format!("if ({condition}) {jump} loop{label};\n");
        }
        self.indent(depth);
        self.out += &if is_do { format!("}} while ({name} > 0);\n") } else { "}\n".to_owned() };
    }

    fn choose(&mut self, depth: usize, budget: usize) {
        let sparse = self.random.below(2) == 0;
        let on = self.int(1);
        if self.random.below(4) == 0 {
            self.out += "switch (String.valueOf(s0)) { case \"a\": i1 += 2; break; case \"bc\": i2++; case \"def\": l1--; break; default: l2 ^= 3; }\n";
            return;
        }
        self.out += &format!("switch ({on}) {{\n");
        for case in 0..2 + self.random.below(4) {
            self.indent(depth);
            let key = if sparse { case as i64 * 1000 - 7 } else { case as i64 };
            self.out += &format!("case {key}:\n");
            self.block(depth, budget);
            if self.random.below(3) != 0 {
                self.indent(depth + 1);
                self.out += "break;\n";
            }
        }
        self.indent(depth);
        self.out += "default: l2 += 1;\n";
        self.indent(depth);
        self.out += "}\n";
    }

    fn attempt(&mut self, depth: usize, budget: usize) {
        self.out += "try {\n";
        self.block(depth, budget);
        self.indent(depth);
        let caught = self.random.pick(&[
            "ArithmeticException | NullPointerException",
            "RuntimeException",
            "Fault",
            "IndexOutOfBoundsException",
        ]);
        self.labels += 1;
        let name = format!("e{}", self.labels);
        self.out += &format!("}} catch ({caught} {name}) {{\n");
        self.indent(depth + 1);
        self.out += &format!("i1 += {name}.getClass().getName().length(); s1 = \"caught\";\n");
        self.block(depth, budget);
        self.indent(depth);
        if self.random.below(3) == 0 {
            self.out += "} finally {\n";
            self.indent(depth + 1);
            self.out += "l1 = l1 * 3 + 1;\n";
            self.indent(depth);
        }
        self.out += "}\n";
    }

    fn condition(&mut self, depth: usize) -> String {
        let compare = self.random.pick(&["<", "<=", ">", ">=", "==", "!="]);
        match self.random.below(if depth == 0 { 4 } else { 9 }) {
            0 => format!("{} {compare} {}", self.int(depth), self.int(depth)),
            1 => format!("{} {compare} {}", self.long(depth), self.long(depth)),
            2 => format!("{} {compare} {}", self.double(depth), self.double(depth)),
            3 => format!("{} {compare} {}", self.float(depth), self.float(depth)),
            4 => format!("{} {} null", self.variable(Type::Array), self.random.pick(&["==", "!="])),
            5 => format!(
                "{} instanceof {}",
                self.variable(Type::Shape),
                self.random.pick(&["Square", "Disc", "Cube", "Shape"])
            ),
            6 => format!("({}) && ({})", self.condition(depth - 1), self.condition(depth - 1)),
            7 => format!("!({}) || ({})", self.condition(depth - 1), self.condition(depth - 1)),
            _ => format!(
                "{} {} {}",
                self.variable(Type::Shape),
                self.random.pick(&["==", "!="]),
                self.variable(Type::Shape)
            ),
        }
    }

    fn value(&mut self, of: Type, depth: usize) -> String {
        match of {
            Type::Int => self.int(depth),
            Type::Long => self.long(depth),
            Type::Float => self.float(depth),
            Type::Double => self.double(depth),
            Type::Array => match self.random.below(5) {
                0 => "sa".to_owned(),
                1 => format!("array({})", self.int(1)),
                2 => format!("{}.clone()", self.variable(Type::Array)),
                3 => format!("new int[]{{{}, {}, i0}}", self.int(1), self.int(1)),
                _ => self.variable(Type::Array),
            },
            Type::Text => match self.random.below(5) {
                0 => "ss".to_owned(),
                1 => format!("text({})", self.int(1)),
                2 => format!("\"\" + {}", self.int(1)),
                3 => format!("({} + {})", self.variable(Type::Text), self.long(1)),
                _ => self.variable(Type::Text),
            },
            Type::Shape => match self.random.below(5) {
                0 => "so".to_owned(),
                1 => format!("shape({})", self.int(1)),
                2 => format!("new Square({})", self.int(1)),
                3 => format!("(Square) {}", self.variable(Type::Shape)),
                _ => self.variable(Type::Shape),
            },
        }
    }

    fn int(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.int_leaf();
        }
        let d = depth - 1;
        match self.random.below(22) {
            0..=4 => self.int_leaf(),
            5..=9 => {
                let op = self.random.pick(&["+", "-", "*", "&", "|", "^", "<<", ">>", ">>>"]);
                format!("({} {op} {})", self.int(d), self.int(d))
            }
            10 => format!("({} {} {})", self.int(d), self.random.pick(&["/", "%"]), self.int(d)),
            11 => format!(
                "(0 + ({}) {})",
                self.random.pick(&["int", "byte", "short", "char"]),
                self.wrapped_long(d)
            ),
            12 => format!("(int) ({})", self.double(d)),
            13 => format!("(int) ({})", self.float(d)),
            14 => format!("{}[{}]", self.variable(Type::Array), self.int(d)),
            15 => format!("{}[{} & 3]", self.variable(Type::Array), self.int_leaf()),
            16 => format!("{}.length", self.variable(Type::Array)),
            17 => format!("{}.area({})", self.variable(Type::Shape), self.int(d)),
            18 => format!("(({}) ? {} : {})", self.condition(d), self.int(d), self.int(d)),
            19 => format!("{}.length()", self.variable(Type::Text)),
            20 => {
                let f = self.random.pick(&[
                    "Math.abs",
                    "Integer.bitCount",
                    "Integer.reverse",
                    "Integer.numberOfLeadingZeros",
                    "Integer.numberOfTrailingZeros",
                    "Integer.highestOneBit",
                    "-",
                    "~",
                ]);
                format!("{f}({})", self.int(d))
            }
            _ => format!(
                "Math.{}({}, {})",
                self.random.pick(&["max", "min", "floorMod"]),
                self.int(d),
                self.int(d)
            ),
        }
    }

    fn int_leaf(&mut self) -> String {
        match self.random.below(8) {
            0 => self
                .random
                .pick(&[
                    "0",
                    "1",
                    "-1",
                    "31",
                    "65535",
                    "Integer.MAX_VALUE",
                    "Integer.MIN_VALUE",
                    "CONST",
                ])
                .to_owned(),
            1 => self.random.below(200).to_string(),
            2 => self.random.pick(&["si", "vi", "sa.length"]).to_owned(),
            _ => self.variable(Type::Int),
        }
    }

    fn wrapped_long(&mut self, depth: usize) -> String {
        format!("({})", self.long(depth))
    }

    fn long(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.random.below(6) {
                0 => self
                    .random
                    .pick(&[
                        "0L",
                        "1L",
                        "-1L",
                        "Long.MAX_VALUE",
                        "Long.MIN_VALUE",
                        "0x123456789abcL",
                    ])
                    .to_owned(),
                1 => "sl".to_owned(),
                _ => self.variable(Type::Long),
            };
        }
        let d = depth - 1;
        match self.random.below(14) {
            0..=1 => self.long(0),
            2..=5 => {
                let op = self.random.pick(&["+", "-", "*", "&", "|", "^"]);
                format!("({} {op} {})", self.long(d), self.long(d))
            }
            6 => format!(
                "({} {} {})",
                self.long(d),
                self.random.pick(&["<<", ">>", ">>>"]),
                self.int(d)
            ),
            7 => format!("({} {} {})", self.long(d), self.random.pick(&["/", "%"]), self.long(d)),
            8 => format!("(long) ({})", self.int(d)),
            9 => format!("(long) ({})", self.double(d)),
            10 => format!("{}.wide({})", self.variable(Type::Shape), self.long(d)),
            11 if self.number > 0 && self.calls < 3 => {
                self.calls += 1;
                let callee = self.random.below(self.number);
                format!(
                    "m{callee}({}, {}, {}, {}, {})",
                    self.int(d),
                    self.long(d),
                    self.double(d),
                    self.variable(Type::Array),
                    self.variable(Type::Shape)
                )
            }
            12 => format!("Math.multiplyHigh({}, {})", self.long(d), self.long(d)),
            _ => format!(
                "Long.{}({})",
                self.random.pick(&[
                    "bitCount",
                    "reverseBytes",
                    "numberOfTrailingZeros",
                    "hashCode"
                ]),
                self.long(d)
            ),
        }
    }

    fn float(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.random.below(5) {
                0 => self
                    .random
                    .pick(&["0f", "-0f", "1f", "Float.NaN", "Float.POSITIVE_INFINITY", "3.4e38f"])
                    .to_owned(),
                1 => "sf".to_owned(),
                _ => self.variable(Type::Float),
            };
        }
        let d = depth - 1;
        match self.random.below(8) {
            0 => self.float(0),
            1..=4 => {
                let op = self.random.pick(&["+", "-", "*", "/", "%"]);
                format!("({} {op} {})", self.float(d), self.float(d))
            }
            5 => format!("(float) ({})", self.int(d)),
            6 => format!("(float) ({})", self.double(d)),
            _ => format!("(float) ({})", self.long(d)),
        }
    }

    fn double(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.random.below(5) {
                0 => self
                    .random
                    .pick(&[
                        "0.0",
                        "-0.0",
                        "1.0",
                        "Double.NaN",
                        "Double.NEGATIVE_INFINITY",
                        "1e308",
                        "4.9e-324",
                    ])
                    .to_owned(),
                1 => "sd".to_owned(),
                _ => self.variable(Type::Double),
            };
        }
        let d = depth - 1;
        match self.random.below(10) {
            0 => self.double(0),
            1..=4 => {
                let op = self.random.pick(&["+", "-", "*", "/", "%"]);
                format!("({} {op} {})", self.double(d), self.double(d))
            }
            5 => format!("(double) ({})", self.int(d)),
            6 => format!("(double) ({})", self.long(d)),
            7 => format!("(double) ({})", self.float(d)),
            8 => format!(
                "Math.{}({})",
                self.random.pick(&["abs", "sqrt", "floor", "ceil", "rint"]),
                self.double(d)
            ),
            _ => format!("-({})", self.double(d)),
        }
    }
}
