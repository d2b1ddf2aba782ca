//! Phases of a run: when start-up reached which point (`-Xlog:startuptime`, `-XX:RunReport`).
//!
//! To add a phase, add a row to the table below, in the order in which they are reached: variant,
//! name in reports, help. What reaches it calls [`reach`].

use crate::launcher::uptime;
use crate::trace;
use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! phases {
    ($($variant:ident $name:literal $help:literal;)*) => {
        /// A point that a run reaches once.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Phase {
            $(#[doc = $help] $variant,)*
        }

        /// Every phase, its name in reports and its help, in the order of a run.
        pub const PHASES: &[(Phase, &str, &str)] = &[$((Phase::$variant, $name, $help),)*];
    };
}

phases! {
    Options "options" "Read options";
    Vm "vm" "Create VM";
    Core "core" "Initialize core classes";
    Modules "modules" "Initialize module system";
    Library "library" "Initialize class library";
    MainLoaded "main-loaded" "Load main class";
    MainEntered "main-entered" "Enter main";
    Exit "exit" "Begin to exit";
}

/// Up-time in microseconds at which each phase was reached; zero before.
static REACHED: [AtomicU64; PHASES.len()] = [const { AtomicU64::new(0) }; PHASES.len()];

/// Notes that the run has come to `phase`. The first time counts.
pub fn reach(phase: Phase) {
    let time = uptime();
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1);
    let cell = &REACHED[phase as usize];
    if cell.compare_exchange(0, micros, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
        let (_, _, help) = PHASES[phase as usize];
        trace!(Startuptime, "{help}, done at {:.4} secs", time.as_secs_f64());
    }
}

/// Names of the phases that were reached, and up-time in microseconds.
pub fn reached() -> impl Iterator<Item = (&'static str, u64)> {
    let times = REACHED.iter().map(|cell| cell.load(Ordering::Relaxed));
    PHASES.iter().zip(times).filter(|(_, time)| *time > 0).map(|((_, name, _), time)| (*name, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phase_is_reached_once() {
        reach(Phase::MainLoaded);
        let time = |name| reached().find(|row| row.0 == name).map(|row| row.1);
        let first = time("main-loaded");
        assert!(first > Some(0));
        std::thread::sleep(std::time::Duration::from_millis(2));
        reach(Phase::MainLoaded);
        assert_eq!(time("main-loaded"), first);
        assert_eq!(time("main-entered"), None);
    }

    #[test]
    fn rows_are_in_the_order_of_the_enum() {
        assert!(PHASES.iter().enumerate().all(|(place, row)| row.0 as usize == place));
    }
}
