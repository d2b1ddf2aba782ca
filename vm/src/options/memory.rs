//! Sizes of memory: how options write them, and the heap that follows from them.

use super::{HeapSizes, VmFlags};

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// The smallest heap in which the class library starts.
pub(super) const HEAP_BYTES_MIN: u64 = 2 * MIB;

/// A number with an optional suffix `K`, `M`, `G` or `T`, decimal or after `0x` hexadecimal.
pub(super) fn parse_bytes(text: &str) -> Option<u64> {
    let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let shift = match digits.chars().last()? {
        'k' | 'K' => 10,
        'm' | 'M' => 20,
        'g' | 'G' => 30,
        't' | 'T' => 40,
        _ => 0,
    };
    let digits = if shift == 0 { digits } else { &digits[..digits.len() - 1] };
    if !digits.starts_with(|c: char| c.is_digit(radix)) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()?.checked_mul(1 << shift)
}

/// A size whose text is refused, or that no machine has.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SizeError {
    Malformed,
    TooSmall,
    TooBig,
}

/// Parses a size between two bounds.
pub(super) fn parse_within(text: &str, min: u64, max: u64) -> Result<u64, SizeError> {
    match parse_bytes(text).ok_or(SizeError::Malformed)? {
        bytes if bytes < min => Err(SizeError::TooSmall),
        bytes if bytes > max => Err(SizeError::TooBig),
        bytes => Ok(bytes),
    }
}

/// The memory that the process may use: that of the machine, or less if its control group says so.
pub(super) fn physical_bytes() -> u64 {
    let read = |path| std::fs::read_to_string(path).ok();
    let machine = read("/proc/meminfo").and_then(|text| {
        let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(KIB)
    });
    let group = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        .into_iter()
        .find_map(read)
        .and_then(|text| text.trim().parse::<u64>().ok());
    machine.unwrap_or(512 * MIB).min(group.unwrap_or(u64::MAX))
}

/// The sizes of the heap: what the flags say, else HotSpot's shares of the memory.
pub(super) fn heap_sizes(flags: &VmFlags, physical: u64) -> HeapSizes {
    let physical = if flags.MaxRAM == 0 { physical } else { physical.min(flags.MaxRAM) };
    let share = |percent: f64| (physical as f64 * percent / 100.0) as u64;
    let max = match flags.MaxHeapSize {
        0 => {
            // A machine with little memory gives a larger share of it.
            let little = share(flags.MinRAMPercentage);
            let usual = share(flags.MaxRAMPercentage);
            if little < 126 * MIB { little } else { usual.max(126 * MIB) }
        }
        bytes => bytes,
    };
    let initial = match flags.InitialHeapSize {
        0 => share(flags.InitialRAMPercentage).max(8 * MIB),
        bytes => bytes,
    };
    let max = max.max(HEAP_BYTES_MIN).max(flags.InitialHeapSize);
    HeapSizes { initial: initial.min(max), max, young: flags.NewSize.min(max) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_suffixes() {
        assert_eq!(parse_bytes("64m"), Some(64 * MIB));
        assert_eq!(parse_bytes("0x10K"), Some(16 * KIB));
        assert_eq!(parse_bytes("12"), Some(12));
        for bad in ["", "m", "5q", "-1", "+1", "1mm", "99999999999999999999g", "0x"] {
            assert_eq!(parse_bytes(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_heap_is_a_share_of_the_memory() {
        let sizes = |flags: &VmFlags| heap_sizes(flags, 16 << 30);
        let mut flags = VmFlags::default();
        assert_eq!(sizes(&flags), HeapSizes { initial: 256 * MIB, max: 4 << 30, young: 0 });
        flags.MaxHeapSize = 64 * MIB;
        assert_eq!(sizes(&flags), HeapSizes { initial: 64 * MIB, max: 64 * MIB, young: 0 });
        assert!(physical_bytes() > 64 * MIB);
    }
}
