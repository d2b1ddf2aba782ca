//! What the interpreter counts for later tiers (design D13): calls and loop back edges per method,
//! outcomes per conditional branch, receiver classes per virtual or interface call.
//!
//! The counts lie in the words behind the instruction that they belong to. They are plain memory:
//! threads that count at once may lose some, which no decision minds.

use super::op::{self, Op};
use super::prepared::Prepared;
use crate::class::{Class, ClassRef, Method, MethodRef};
use crate::heap::GlobalRef;
use crate::meta::Meta;
use cortado_protocol::bytecode::Bci;
use cortado_protocol::bytecode::decode::decode_at;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::sync::atomic::Ordering;

/// Words of a call without profile: instruction, data.
pub const CALL_WORDS: usize = 2;
/// First row of receiver classes in a call: class in the low half, count in the high half.
pub const RECEIVER_ROWS: usize = 2;
/// Rows of receiver classes.
pub const RECEIVER_ROW_COUNT: usize = 2;
/// Words of a call with receiver rows: instruction, data, rows, count of all other classes.
pub const VIRTUAL_CALL_WORDS: usize = RECEIVER_ROWS + RECEIVER_ROW_COUNT + 1;

/// What was seen at one instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A conditional branch.
    Branch {
        /// How often it jumped.
        taken: u32,
        /// How often it went on.
        not_taken: u32,
    },
    /// A call that selects on its receiver.
    Receivers {
        /// Classes and how often each was seen, in order of first appearance.
        classes: Vec<(ClassRef, u32)>,
        /// How often it was another class.
        others: u32,
    },
}

/// What was seen at one bytecode index.
#[derive(Clone, Debug)]
pub struct Site {
    /// Bytecode index.
    pub bci: u16,
    /// What was seen there.
    pub seen: Seen,
}

/// Counts `class` in the second row, or among the others, or begins a row. `row` is the first.
///
/// # Safety of the caller's words
/// `row` is the first receiver row of a call in prepared code.
#[inline(never)]
pub(super) fn note_other(row: *mut u64, class: u32) {
    for index in 0..RECEIVER_ROW_COUNT {
        // SAFETY: rows of one call are adjacent; see above.
        unsafe {
            let row = row.add(index);
            let seen = row.read_volatile();
            if seen == 0 || seen as u32 == class {
                row.write_volatile((seen | u64::from(class)).wrapping_add(1 << 32));
                return;
            }
        }
    }
    // SAFETY: the word after the rows.
    unsafe {
        let others = row.add(RECEIVER_ROW_COUNT);
        others.write_volatile(others.read_volatile().wrapping_add(1));
    }
}

fn is_branch(op: Op) -> bool {
    (Op::IfEqSS as u16..=Op::IfNonNullL as u16).contains(&(op as u16))
}

/// Whether the call has receiver rows that are counted.
pub(super) fn is_virtual_call(op: Op) -> bool {
    matches!(op, Op::InvokeVirtual | Op::InvokeInterface)
}

impl Seen {
    /// Adds what other code of the method has seen at the same instruction.
    fn add(&mut self, other: Seen) {
        match (self, other) {
            (Seen::Branch { taken, not_taken }, Seen::Branch { taken: more, not_taken: rest }) => {
                *taken = taken.saturating_add(more);
                *not_taken = not_taken.saturating_add(rest);
            }
            (
                Seen::Receivers { classes, others },
                Seen::Receivers { classes: more, others: rest },
            ) => {
                *others = others.saturating_add(rest);
                for (class, count) in more {
                    let row = classes.iter().position(|&(known, _)| known == class);
                    match row {
                        Some(row) => classes[row].1 = classes[row].1.saturating_add(count),
                        None if classes.len() < RECEIVER_ROW_COUNT => classes.push((class, count)),
                        None => *others = others.saturating_add(count),
                    }
                }
            }
            (Seen::Branch { .. }, Seen::Receivers { .. })
            | (Seen::Receivers { .. }, Seen::Branch { .. }) => {}
        }
    }
}

/// The forms of a method's code that have run: the usual one, and the one for frames that compiled
/// code was left in.
pub(super) fn forms(method: &Method) -> impl Iterator<Item = Meta<Prepared>> {
    let usual = method.prepared.get();
    usual.into_iter().chain(usual.and_then(|prepared| prepared.plain.get()))
}

/// Everything seen in a method so far, by ascending bytecode index; empty before its first call.
pub fn sites(method: &Method) -> Vec<Site> {
    let mut found: BTreeMap<u16, Seen> = BTreeMap::new();
    for prepared in forms(method) {
        for Site { bci, seen } in sites_in(&prepared) {
            match found.entry(bci) {
                Entry::Vacant(entry) => {
                    entry.insert(seen);
                }
                Entry::Occupied(mut entry) => entry.get_mut().add(seen),
            }
        }
    }
    found.into_iter().map(|(bci, seen)| Site { bci, seen }).collect()
}

fn sites_in(prepared: &Prepared) -> Vec<Site> {
    let (words, bcis) = (prepared.code.get(), prepared.bcis.get());
    let word = |at: usize| words[at].load(Ordering::Relaxed);
    let mut sites = Vec::new();
    for at in prepared.instructions() {
        let op = Op::of_code(word(at) as u16);
        let seen = if is_branch(op) {
            let counts = word(at + 1);
            Seen::Branch { taken: counts as u32, not_taken: (counts >> 32) as u32 }
        } else if is_virtual_call(op) {
            let rows = (0..RECEIVER_ROW_COUNT).map(|row| word(at + RECEIVER_ROWS + row));
            let classes = rows.filter(|&row| row != 0).map(|row| {
                // SAFETY: rows hold handles of classes.
                (unsafe { Meta::<Class>::from_raw(row as u32) }, (row >> 32) as u32)
            });
            let others = word(at + RECEIVER_ROWS + RECEIVER_ROW_COUNT) as u32;
            Seen::Receivers { classes: classes.collect(), others }
        } else {
            continue;
        };
        sites.push(Site { bci: bcis[at], seen });
    }
    sites
}

/// Counts each branch that can lead to `bci` as having led there: compiled code has come to a place
/// that no branch had been seen to reach, and will not execute the branch again.
pub fn note_reached(method: &Method, bci: u16) {
    let Some(prepared) = method.prepared.get() else { return };
    let (words, bcis) = (prepared.code.get(), prepared.bcis.get());
    for at in prepared.instructions() {
        if !is_branch(Op::of_code(words[at].load(Ordering::Relaxed) as u16)) {
            continue;
        }
        let Ok(branch) = decode_at(method.code.get(), Bci(bcis[at].into())) else { continue };
        let mut counts = words[at + 1].load(Ordering::Relaxed);
        branch.instruction.each_target(&mut |target| {
            if target.0 == u32::from(bci) && counts as u32 == 0 {
                counts += 1;
            }
        });
        if branch.next_bci().0 == u32::from(bci) && counts >> 32 == 0 {
            counts += 1 << 32;
        }
        words[at + 1].store(counts, Ordering::Relaxed);
    }
}

/// The linked call sites of a method (`invokedynamic`, signature-polymorphic calls) by ascending
/// bytecode index: what they call, and the argument that is added.
pub fn linked_sites(method: &Method) -> Vec<(u16, MethodRef, GlobalRef)> {
    let mut found = BTreeMap::new();
    for prepared in forms(method) {
        let (words, bcis) = (prepared.code.get(), prepared.bcis.get());
        for at in prepared.instructions() {
            let word = words[at].load(Ordering::Acquire);
            if matches!(Op::of_code(word as u16), Op::InvokeHandle | Op::InvokeDynamic) {
                // SAFETY: a linked call's word holds the handle of its adapter.
                let adapter = unsafe { Meta::<Method>::from_raw(op::bc(word) as u32) };
                let appendix = words[at + 1].load(Ordering::Acquire) as u32;
                found.entry(bcis[at]).or_insert((adapter, GlobalRef::from_raw(appendix)));
            }
        }
    }
    found.into_iter().map(|(bci, (adapter, appendix))| (bci, adapter, appendix)).collect()
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:5}: ", self.bci)?;
        match &self.seen {
            Seen::Branch { taken, not_taken } => {
                write!(f, "branch taken {taken} not taken {not_taken}")
            }
            Seen::Receivers { classes, others } => {
                write!(f, "receivers")?;
                for (class, count) in classes {
                    write!(f, " {} {count}", class.external_name())?;
                }
                if *others != 0 {
                    write!(f, " others {others}")?;
                }
                Ok(())
            }
        }
    }
}

/// The profile of all methods that ran, as `-XX:+PrintMethodData` prints it: most called first.
pub fn report() -> String {
    let classes = crate::link::mirror::all();
    let mut methods: Vec<&Method> = classes
        .flat_map(|class| class.methods.get())
        .filter(|method| method.prepared.get().is_some())
        .collect();
    methods.sort_by_key(|method| std::cmp::Reverse(method.invocations.get()));
    let mut text = String::new();
    for method in methods {
        text += &format!(
            "{} calls {} back edges {}\n",
            method.describe(),
            method.invocations.get(),
            method.back_edges.get()
        );
        for site in sites(method) {
            text += &format!("{site}\n");
        }
    }
    text
}
