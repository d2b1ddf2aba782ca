//! How long to leave a server alone that could not be used.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(30);

/// Doubles with each failure. Each wait is between half and all of that, so that the clients of a
/// server that comes back do not all arrive at once.
#[derive(Clone, Debug)]
pub struct Backoff {
    next: Duration,
    random: u64,
}

impl Backoff {
    /// After no failure; different seeds give different waits.
    pub fn new(seed: u64) -> Backoff {
        // Seeds that differ in a few bits lead to numbers that differ in many.
        let random = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        Backoff { next: FIRST, random }
    }

    /// How long to wait after one more failure.
    pub fn failed(&mut self) -> Duration {
        let most = self.next;
        self.next = (most * 2).min(LONGEST);
        // xorshift64: good enough to differ.
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        let share = (self.random >> 40) as f64 / (1u64 << 24) as f64;
        most.mul_f64(0.5 + share / 2.0)
    }

    /// All is well again.
    pub fn succeeded(&mut self) {
        self.next = FIRST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_begin_again() {
        let mut backoff = Backoff::new(7);
        let mut most = FIRST;
        for _ in 0..20 {
            let wait = backoff.failed();
            assert!(wait >= most / 2 && wait <= most, "{wait:?} of {most:?}");
            most = (most * 2).min(LONGEST);
        }
        assert_eq!(most, LONGEST);
        backoff.succeeded();
        assert!(backoff.failed() <= FIRST);
    }

    #[test]
    fn clients_do_not_wait_alike() {
        let mut waits: Vec<_> = (0..16).map(|seed| Backoff::new(seed).failed()).collect();
        waits.sort_unstable();
        waits.dedup();
        assert!(waits.len() > 12, "{waits:?}");
    }
}
