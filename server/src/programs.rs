//! Which bodies each program needed, in order. Bounded by the number of keys.

use cortado_protocol::limits::PROGRAM_KEYS_MAX;
use cortado_protocol::message::Id128;
use std::collections::{BTreeMap, BTreeSet};

/// Keys of all programs that are kept in memory.
const KEYS_MAX: usize = 1 << 20;

#[derive(Default)]
struct Program {
    keys: Vec<Id128>,
    known: BTreeSet<Id128>,
    /// Length of the list when a run last told it whole.
    told: usize,
    used: u64,
}

/// The lists.
#[derive(Default)]
pub struct Programs {
    lists: BTreeMap<Id128, Program>,
    clock: u64,
    keys: usize,
}

impl Programs {
    /// The list of a program.
    pub fn get(&mut self, program: &Id128) -> Option<&[Id128]> {
        self.clock += 1;
        let list = self.lists.get_mut(program)?;
        list.used = self.clock;
        Some(&list.keys)
    }

    /// A run in progress needs a body.
    pub fn add(&mut self, program: Id128, key: Id128) {
        self.clock += 1;
        let list = self.lists.entry(program).or_default();
        list.used = self.clock;
        if list.keys.len() < PROGRAM_KEYS_MAX && list.known.insert(key) {
            list.keys.push(key);
            self.keys += 1;
        }
        self.bound();
    }

    /// A run is over and needed these. What only earlier runs needed follows, as far as the list
    /// does not become longer than such a list was: a run that ended early does not spoil the next,
    /// and what a run asked for and then did without is not sent again.
    pub fn replace(&mut self, program: Id128, keys: &[Id128]) {
        self.clock += 1;
        let list = self.lists.entry(program).or_default();
        let old = std::mem::take(list);
        self.keys -= old.keys.len();
        let len = keys.len().max(old.told).min(PROGRAM_KEYS_MAX);
        list.used = self.clock;
        for key in keys.iter().chain(&old.keys) {
            if list.keys.len() < len && list.known.insert(*key) {
                list.keys.push(*key);
            }
        }
        list.told = list.keys.len();
        self.keys += list.keys.len();
        self.bound();
    }

    /// Lists read from the disk.
    pub fn restore(&mut self, program: Id128, keys: &[Id128]) {
        if !self.lists.contains_key(&program) {
            self.replace(program, keys);
        }
    }

    fn bound(&mut self) {
        while self.keys > KEYS_MAX && self.lists.len() > 1 {
            let oldest = self.lists.iter().min_by_key(|(_, list)| list.used).map(|(id, _)| *id);
            let Some(list) = oldest.and_then(|id| self.lists.remove(&id)) else { break };
            self.keys -= list.keys.len();
        }
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        *self = Programs::default();
    }

    /// Number of programs.
    pub fn len(&self) -> usize {
        self.lists.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: Id128 = [9; 16];

    #[test]
    fn the_newest_run_comes_first() {
        let mut programs = Programs::default();
        programs.replace(P, &[[1; 16], [2; 16], [3; 16]]);
        programs.replace(P, &[[3; 16]]);
        assert_eq!(programs.get(&P), Some(&[[3; 16], [1; 16], [2; 16]][..]));
        programs.replace(P, &[[4; 16], [5; 16], [6; 16], [4; 16]]);
        assert_eq!(programs.get(&P), Some(&[[4; 16], [5; 16], [6; 16], [3; 16]][..]));
    }

    #[test]
    fn many_programs_are_bounded() {
        let mut programs = Programs::default();
        let keys: Vec<Id128> = (0..1u32 << 16).map(|i| u128::from(i).to_le_bytes()).collect();
        for i in 0..40 {
            programs.replace([i; 16], &keys);
        }
        assert_eq!(programs.len(), KEYS_MAX >> 16);
        assert!(programs.get(&[0; 16]).is_none() && programs.get(&[39; 16]).is_some());
    }

    #[test]
    fn keys_of_a_running_program_are_kept_once() {
        let mut programs = Programs::default();
        for key in [[1; 16], [2; 16], [1; 16]] {
            programs.add(P, key);
        }
        assert_eq!(programs.get(&P), Some(&[[1; 16], [2; 16]][..]));
    }
}
