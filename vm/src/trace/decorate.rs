//! The decorations in front of a message: times, process, level, tags.

use std::fmt::Write;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::{Level, TOPICS, Topic};

/// One decoration. `Time` is in UTC like `UtcTime`: the same instant whatever the time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are HotSpot's decorator names")]
pub enum Decorator {
    Time,
    UtcTime,
    Uptime,
    TimeMillis,
    UptimeMillis,
    TimeNanos,
    UptimeNanos,
    Hostname,
    Pid,
    Tid,
    Level,
    Tags,
}

/// Names, abbreviations and values, in the order in which decorations are printed.
const DECORATORS: [(&str, &str, Decorator); 12] = [
    ("time", "t", Decorator::Time),
    ("utctime", "utc", Decorator::UtcTime),
    ("uptime", "u", Decorator::Uptime),
    ("timemillis", "tm", Decorator::TimeMillis),
    ("uptimemillis", "um", Decorator::UptimeMillis),
    ("timenanos", "tn", Decorator::TimeNanos),
    ("uptimenanos", "un", Decorator::UptimeNanos),
    ("hostname", "hn", Decorator::Hostname),
    ("pid", "p", Decorator::Pid),
    ("tid", "ti", Decorator::Tid),
    ("level", "l", Decorator::Level),
    ("tags", "tg", Decorator::Tags),
];

impl Decorator {
    /// The decorations of an output for which none are named.
    pub const DEFAULT: [Decorator; 3] = [Decorator::Uptime, Decorator::Level, Decorator::Tags];

    /// The decorator with this name or abbreviation.
    pub fn from_name(name: &str) -> Option<Decorator> {
        DECORATORS.iter().find(|(long, short, _)| *long == name || *short == name).map(|row| row.2)
    }

    /// The text of this decoration for one message.
    pub(super) fn text(self, topic: Topic, level: Level, start: Instant) -> String {
        let up = start.elapsed();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        match self {
            Decorator::Time | Decorator::UtcTime => timestamp(now.as_secs(), now.subsec_millis()),
            Decorator::Uptime => format!("{:.3}s", up.as_secs_f64()),
            Decorator::TimeMillis => format!("{}ms", now.as_millis()),
            Decorator::UptimeMillis => format!("{}ms", up.as_millis()),
            Decorator::TimeNanos => format!("{}ns", now.as_nanos()),
            Decorator::UptimeNanos => format!("{}ns", up.as_nanos()),
            Decorator::Hostname => hostname(),
            Decorator::Pid => std::process::id().to_string(),
            Decorator::Tid => thread_id(),
            Decorator::Level => level.name().to_owned(),
            Decorator::Tags => TOPICS[topic as usize].tags.join(","),
        }
    }
}

fn hostname() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim_end().to_owned()
}

/// The kernel's id of the calling thread.
fn thread_id() -> String {
    let link = std::fs::read_link("/proc/thread-self").unwrap_or_default();
    link.file_name().map(|id| id.to_string_lossy().into_owned()).unwrap_or_default()
}

/// ISO 8601 in UTC with milliseconds, from seconds since the epoch.
pub fn timestamp(seconds: u64, millis: u32) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil_from_days(days);
    let mut text = String::new();
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let second = second % 60;
    write!(
        text,
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}+0000"
    )
    .expect("writing to a String succeeds");
    text
}

/// Year, month and day of a day counted from 1 January 1970, in the Gregorian calendar.
fn civil_from_days(days: u64) -> (u64, u64, u64) {
    // Years are taken to begin in March, so that the leap day is the last day of a year.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_iso_8601() {
        assert_eq!(timestamp(0, 7), "1970-01-01T00:00:00.007+0000");
        assert_eq!(timestamp(951_782_399, 0), "2000-02-28T23:59:59.000+0000");
        assert_eq!(timestamp(951_782_400, 0), "2000-02-29T00:00:00.000+0000");
        assert_eq!(timestamp(1_735_689_599, 999), "2024-12-31T23:59:59.999+0000");
    }

    #[test]
    fn the_thread_id_is_a_number() {
        assert!(thread_id().parse::<u32>().is_ok());
    }
}
