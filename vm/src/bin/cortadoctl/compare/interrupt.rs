//! Signals that ask this program to end: it then ends in order.

use anyhow::{Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

/// The signal that came; zero before.
static CAUGHT: LazyLock<Arc<AtomicUsize>> = LazyLock::new(Arc::default);

/// Catches signals from now on.
///
/// # Errors
/// When the system refuses.
pub fn catch() -> Result<()> {
    for signal in [SIGHUP, SIGINT, SIGTERM] {
        let number = usize::try_from(signal)?;
        signal_hook::flag::register_usize(signal, Arc::clone(&CAUGHT), number)?;
    }
    Ok(())
}

/// The signal that came.
pub fn caught() -> Option<u8> {
    u8::try_from(CAUGHT.load(Ordering::Relaxed)).ok().filter(|signal| *signal > 0)
}

/// Fails when a signal came.
///
/// # Errors
/// Then.
pub fn check() -> Result<()> {
    match caught() {
        Some(signal) => bail!("ended by signal {signal}"),
        None => Ok(()),
    }
}
