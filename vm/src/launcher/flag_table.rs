//! `-XX:+PrintFlagsFinal` and `-XX:+PrintFlagsInitial`: the flags that mean something, as `java`
//! lists all of its own.

use crate::options::{FLAG_ROWS, FlagOrigin, FlagSetting, FlagValue, VmConfig, VmFlags};
use crate::options::{FlagRow, declared_kind};

/// The flags without options.
pub fn initial() -> String {
    let flags = VmFlags::default();
    table(|row| flags.setting(row.name).map(|setting| (setting.value, "default")))
}

/// The flags as they are, with the sizes that the machine decides.
pub fn current(config: &VmConfig) -> String {
    let sizes = config.heap_sizes();
    table(|row| {
        let FlagSetting { value, is_default } = config.flags.setting(row.name)?;
        let decided = match row.name {
            "MaxHeapSize" => Some(sizes.max),
            "InitialHeapSize" => Some(sizes.initial),
            _ => None,
        };
        Some(match (decided, is_default) {
            (Some(bytes), true) => (FlagValue::Integer(bytes.into()), "ergonomic"),
            (Some(bytes), false) => (FlagValue::Integer(bytes.into()), "command line"),
            (None, true) => (value, "default"),
            (None, false) => (value, "command line"),
        })
    })
}

fn table(value_of: impl Fn(&FlagRow) -> Option<(FlagValue, &'static str)>) -> String {
    let mut rows: Vec<&FlagRow> = FLAG_ROWS.iter().collect();
    rows.retain(|row| row.origin != FlagOrigin::Diagnostic);
    rows.sort_by_key(|row| row.name);
    let mut text = "[Global flags]\n".to_owned();
    for row in rows {
        let Some((value, origin)) = value_of(row) else { continue };
        let value = match value {
            FlagValue::Bool(value) => value.to_string(),
            FlagValue::Integer(value) => value.to_string(),
            FlagValue::Double(value) => format!("{value:.6}"),
            FlagValue::Text(value) => value.replace('\n', " "),
        };
        let (kind, name) = (declared_kind(row), row.name);
        text += &format!("{kind:>9} {name:<40} = {value:<42}{{product}} {{{origin}}}\n");
    }
    text
}
