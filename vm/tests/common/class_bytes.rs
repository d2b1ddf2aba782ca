//! Finding the code arrays of a class file, to see which instructions a test really has.

/// The code of every method of a well-formed class file.
pub fn code_arrays(class: &[u8]) -> Vec<&[u8]> {
    let mut cursor = Cursor(class);
    cursor.skip(8);
    let code_name = skip_constants(&mut cursor);
    cursor.skip(6);
    let interfaces = cursor.u16();
    cursor.skip(2 * usize::from(interfaces));
    let mut codes = Vec::new();
    // Fields, then methods: both are flags, name, descriptor, attributes.
    for _ in 0..2 {
        for _ in 0..cursor.u16() {
            cursor.skip(6);
            for _ in 0..cursor.u16() {
                let name = cursor.u16();
                let len = cursor.u32();
                let attribute = cursor.take(len as usize);
                if Some(name) == code_name {
                    let mut code = Cursor(attribute);
                    code.skip(4);
                    let len = code.u32();
                    codes.push(code.take(len as usize));
                }
            }
        }
    }
    codes
}

/// Skips the constant pool; the index of the text `Code`.
fn skip_constants(cursor: &mut Cursor<'_>) -> Option<u16> {
    let count = cursor.u16();
    let mut code_name = None;
    let mut index = 1;
    while index < count {
        let tag = cursor.take(1)[0];
        match tag {
            1 => {
                let len = cursor.u16();
                if cursor.take(usize::from(len)) == b"Code" {
                    code_name = Some(index);
                }
            }
            7 | 8 | 16 | 19 | 20 => cursor.skip(2),
            15 => cursor.skip(3),
            5 | 6 => cursor.skip(8),
            _ => cursor.skip(4),
        }
        index += if matches!(tag, 5 | 6) { 2 } else { 1 };
    }
    code_name
}

struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, len: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(len);
        self.0 = rest;
        taken
    }

    fn skip(&mut self, len: usize) {
        self.take(len);
    }

    fn u16(&mut self) -> u16 {
        u16::from_be_bytes(self.take(2).try_into().expect("two bytes"))
    }

    fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.take(4).try_into().expect("four bytes"))
    }
}
