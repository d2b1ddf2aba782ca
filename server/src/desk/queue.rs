//! The queue in front of the compile threads: one lane for each client, served in turn.

use crate::desk::ClientId;
use cortado_protocol::message::Id128;
use std::collections::{BTreeMap, VecDeque};

/// The queue. An entry is a key; whoever pops it knows whether it is still wanted.
#[derive(Default)]
pub struct FairQueue {
    lanes: BTreeMap<ClientId, VecDeque<Id128>>,
    turns: VecDeque<ClientId>,
}

impl FairQueue {
    /// Adds a key to the client's lane.
    pub fn push(&mut self, client: ClientId, key: Id128) {
        let lane = self.lanes.entry(client).or_default();
        if lane.is_empty() {
            self.turns.push_back(client);
        }
        lane.push_back(key);
    }

    /// The oldest entry of the client whose turn it is.
    pub fn pop(&mut self) -> Option<(ClientId, Id128)> {
        let client = self.turns.pop_front()?;
        let lane = self.lanes.get_mut(&client)?;
        let key = lane.pop_front()?;
        if lane.is_empty() {
            self.lanes.remove(&client);
        } else {
            self.turns.push_back(client);
        }
        Some((client, key))
    }

    /// The client has left.
    pub fn remove(&mut self, client: ClientId) {
        if self.lanes.remove(&client).is_some() {
            self.turns.retain(|turn| *turn != client);
        }
    }

    /// Entries in the client's lane.
    pub fn lane_len(&self, client: ClientId) -> usize {
        self.lanes.get(&client).map_or(0, VecDeque::len)
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.lanes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_client_does_not_keep_others_waiting() {
        let mut queue = FairQueue::default();
        for i in 0..100 {
            queue.push(1, [i; 16]);
        }
        queue.push(2, [200; 16]);
        queue.push(3, [201; 16]);
        let first: Vec<_> = (0..4).filter_map(|_| queue.pop()).collect();
        assert_eq!(first, [(1, [0; 16]), (2, [200; 16]), (3, [201; 16]), (1, [1; 16])]);
        queue.remove(1);
        assert!(queue.is_empty() && queue.pop().is_none());
    }
}
