//! `java.util.TimeZone`: the time zone of the system.

use super::host;
use crate::error::R;
use crate::heap::ObjRef;
use crate::natives;
use crate::runtime::string;
use crate::thread::Thread;
use std::path::{Path, PathBuf};

natives! { "java/util/TimeZone";
    "getSystemTimeZoneID(Ljava/lang/String;)Ljava/lang/String;" => get_system_time_zone_id;
    "getSystemGMTOffsetID()Ljava/lang/String;" => get_system_gmt_offset_id;
}

const DATABASE: &str = "/usr/share/zoneinfo";
const LOCAL: &str = "/etc/localtime";

/// The part of a path below `zoneinfo/`.
fn zone_of_path(path: &str) -> Option<&str> {
    path.split_once("zoneinfo/").map(|(_, zone)| zone)
}

/// Files of the database that are no zones.
fn is_zone(name: &str) -> bool {
    !name.starts_with('.') && !matches!(name, "ROC" | "posixrules" | "localtime")
}

/// The zone whose file has these contents.
fn zone_with_contents(wanted: &[u8], directory: &Path) -> Option<PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(directory).ok()?.flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    entries.into_iter().find_map(|entry| {
        if !is_zone(&entry.file_name().to_string_lossy()) {
            return None;
        }
        let path = entry.path();
        let facts = std::fs::metadata(&path).ok()?;
        if facts.is_dir() {
            return zone_with_contents(wanted, &path);
        }
        let same = facts.is_file()
            && facts.len() == wanted.len() as u64
            && std::fs::read(&path).is_ok_and(|contents| contents == wanted);
        same.then_some(path)
    })
}

/// The zone of a copied `/etc/localtime`: the commonest names first, then any.
fn zone_of_copy() -> Option<String> {
    let wanted = std::fs::read(LOCAL).ok()?;
    let popular = ["UTC", "GMT"].into_iter().find(|name| {
        std::fs::read(Path::new(DATABASE).join(name)).is_ok_and(|found| found == wanted)
    });
    if let Some(name) = popular {
        return Some(name.to_owned());
    }
    let path = zone_with_contents(&wanted, Path::new(DATABASE))?;
    zone_of_path(&path.to_string_lossy()).map(str::to_owned)
}

/// The zone that the machine is configured for.
fn platform_zone() -> Option<String> {
    let configured = std::fs::read_to_string("/etc/timezone").ok();
    let line = configured.as_deref().and_then(|text| text.lines().next()).unwrap_or("");
    if !line.is_empty() {
        return Some(line.to_owned());
    }
    match std::fs::read_link(LOCAL) {
        Ok(target) => zone_of_path(&target.to_string_lossy()).map(str::to_owned),
        Err(_) => zone_of_copy(),
    }
}

/// What `TZ` says, or the machine's zone.
fn system_zone(variable: Option<String>) -> Option<String> {
    let zone = variable.unwrap_or_default();
    let zone = zone.strip_prefix(':').unwrap_or(&zone);
    if zone.is_empty() || zone == "localtime" {
        return platform_zone();
    }
    Some(zone.strip_prefix("posix/").unwrap_or(zone).to_owned())
}

fn get_system_time_zone_id(t: &Thread, _java_home: Option<ObjRef>) -> R<Option<ObjRef>> {
    let variable = std::env::var_os("TZ").map(|text| text.to_string_lossy().into_owned());
    let zone = system_zone(variable);
    zone.map(|zone| host::from_system(t, zone.as_bytes())).transpose()
}

/// `GMT+hh:mm` for an offset in seconds, `GMT` for none.
fn gmt_offset_id(offset: i64) -> String {
    if offset == 0 {
        return "GMT".to_owned();
    }
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.abs() / 60;
    format!("GMT{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn get_system_gmt_offset_id(t: &Thread) -> R<ObjRef> {
    // SAFETY: plain calls on a local structure.
    let offset = unsafe {
        let now = libc::time(std::ptr::null_mut());
        let mut local: libc::tm = std::mem::zeroed();
        libc::localtime_r(&raw const now, &raw mut local);
        local.tm_gmtoff
    };
    string::new(t, &gmt_offset_id(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_comes_first() {
        let zone = |text: &str| system_zone(Some(text.to_owned()));
        assert_eq!(zone("Europe/Berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(zone(":Asia/Tokyo").as_deref(), Some("Asia/Tokyo"));
        assert_eq!(zone("posix/Asia/Tokyo").as_deref(), Some("Asia/Tokyo"));
        assert_eq!(zone(""), platform_zone());
    }

    #[test]
    fn offsets_become_identifiers() {
        assert_eq!(gmt_offset_id(0), "GMT");
        assert_eq!(gmt_offset_id(3600), "GMT+01:00");
        assert_eq!(gmt_offset_id(-12_600), "GMT-03:30");
    }
}
