//! Flights: one compilation under way, and the requests that wait for it.

use super::{Action, ClientId, Desk, JobId, Outcome, Purpose, Time, Work};
use crate::body::Ask;
use crate::metrics::Metric;
use cortado_protocol::message::{Id128, ToClient, limited};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// Asks that are remembered as declined or failed.
const DECLINED_MAX: usize = 1 << 14;
/// Threads that may be lost to compilations without end, for each compile thread.
const LOST_MAX: usize = 4;

/// A compilation that is queued or running.
pub(super) struct Flight {
    ask: Arc<Ask>,
    waiters: Vec<(ClientId, u32)>,
    since: Time,
    running: Option<(JobId, Time)>,
}

/// Answers to asks that need no second try.
#[derive(Default)]
pub(super) struct DeclinedAsks {
    answers: BTreeMap<Id128, ToClient>,
    order: VecDeque<Id128>,
}

impl DeclinedAsks {
    pub(super) fn get(&self, fingerprint: &Id128) -> Option<&ToClient> {
        self.answers.get(fingerprint)
    }

    fn insert(&mut self, fingerprint: Id128, answer: ToClient) {
        if self.answers.insert(fingerprint, answer).is_none() {
            self.order.push_back(fingerprint);
        }
        if self.order.len() > DECLINED_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.answers.remove(&oldest);
        }
    }
}

impl Desk {
    /// Joins the flight of the request's key, or begins one.
    pub(super) fn board(&mut self, client: ClientId, id: u32, ask: &Arc<Ask>) {
        let lane_full = self.queue.lane_len(client) >= self.rules.lane_max;
        if let Some(flight) = self.flights.get_mut(&ask.key) {
            flight.waiters.push((client, id));
            // It starts when it is the turn of any of its waiters.
            if flight.running.is_none() && !lane_full {
                self.queue.push(client, ask.key);
            }
            return;
        }
        let busy = if lane_full {
            Some(Metric::BusyClient)
        } else if self.queued >= self.rules.queue_max {
            Some(Metric::BusyQueue)
        } else if self.stopping {
            Some(Metric::BusyStopping)
        } else {
            None
        };
        if let Some(reason) = busy {
            self.metrics.add(reason, 1);
            let retry_ms = self.retry_ms();
            return self.answer(client, id, &ToClient::Busy { retry_ms });
        }
        let waiters = vec![(client, id)];
        let flight = Flight { ask: ask.clone(), waiters, since: self.now, running: None };
        self.flights.insert(ask.key, flight);
        self.queue.push(client, ask.key);
        self.queued += 1;
    }

    /// Gives work to idle compile threads.
    pub(super) fn dispatch(&mut self) {
        while self.running < self.rules.threads {
            let Some((client, key)) = self.queue.pop() else { break };
            let Some(flight) = self.flights.get(&key) else { continue };
            let wanted = flight.waiters.iter().any(|(waiter, _)| *waiter == client);
            if flight.running.is_some() || !wanted {
                continue;
            }
            self.metrics.queued.observe(self.now.saturating_sub(flight.since));
            let ask = flight.ask.clone();
            let job = self.start(Purpose::Compile(key), Work::Compile { ask });
            if let Some(flight) = self.flights.get_mut(&key) {
                flight.running = Some((job, self.now));
            }
            self.running += 1;
            self.queued -= 1;
        }
    }

    /// The flight's compilation is done.
    pub(super) fn landed(&mut self, key: Id128, job: JobId, outcome: Outcome) {
        let Some(flight) = self.flights.remove(&key) else { return };
        debug_assert_eq!(flight.running.map(|(job, _)| job), Some(job));
        self.running -= 1;
        match outcome {
            Outcome::Made { body, cost, from_disk } => {
                self.count_made(&body, cost, from_disk);
                self.cache.insert(key, body.clone(), cost);
                for (place, (client, id)) in flight.waiters.into_iter().enumerate() {
                    let Some(ask) = self.asked(client, id) else { continue };
                    if ask.fingerprint != flight.ask.fingerprint {
                        self.match_against(client, id, &ask, vec![body.clone()]);
                        continue;
                    }
                    if place > 0 {
                        self.metrics.add(Metric::HitsJoined, 1);
                    }
                    self.answer_body(client, id, &body);
                }
            }
            Outcome::Declined(text) => {
                self.metrics.add(Metric::Declined, 1);
                self.refuse(flight, ToClient::Declined { text: limited(&text) });
            }
            Outcome::Panicked(text) => {
                self.metrics.add(Metric::Panicked, 1);
                self.refuse(flight, ToClient::Failed { text: limited(&text) });
            }
            Outcome::Malformed(text) => {
                self.metrics.add(Metric::Malformed, 1);
                self.refuse(flight, ToClient::Failed { text: limited(&text) });
            }
            Outcome::Matched(_) | Outcome::Listed(_) | Outcome::Loaded(_) | Outcome::Purged(_) => {
                self.refuse(flight, ToClient::Failed { text: "another job's outcome".to_owned() });
            }
        }
    }

    fn count_made(&mut self, body: &crate::body::Body, cost: Duration, from_disk: bool) {
        if from_disk {
            self.metrics.add(Metric::HitsDisk, 1);
            return;
        }
        self.metrics.add(Metric::Misses, 1);
        self.metrics.add(Metric::Compiled, 1);
        self.metrics.add(Metric::CompiledBytes, body.packed().frame_bytes() as u64);
        self.metrics.compile.observe(cost);
        self.usual_cost = (self.usual_cost * 15 + cost) / 16;
    }

    /// Answers those who asked the same; the others get a flight of their own.
    fn refuse(&mut self, flight: Flight, answer: ToClient) {
        self.declined.insert(flight.ask.fingerprint, answer);
        for (client, id) in flight.waiters {
            if let Some(ask) = self.asked(client, id) {
                self.ask(client, id, &ask);
            }
        }
    }

    /// The client no longer waits for the flight.
    pub(super) fn leave_flight(&mut self, key: &Id128, client: ClientId, id: u32) {
        let Some(flight) = self.flights.get_mut(key) else { return };
        flight.waiters.retain(|waiter| *waiter != (client, id));
        if flight.waiters.is_empty() && flight.running.is_none() {
            self.flights.remove(key);
            self.queued -= 1;
        }
    }

    /// Ends what has waited or run too long.
    pub(super) fn expire_flights(&mut self) {
        let mut oldest = Duration::ZERO;
        let (mut old, mut stuck) = (Vec::new(), Vec::new());
        for (key, flight) in &self.flights {
            let age = self.now.saturating_sub(flight.since);
            match flight.running {
                None if age > self.rules.queue_time => old.push(*key),
                None => oldest = oldest.max(age),
                Some((job, since))
                    if self.now.saturating_sub(since) > self.rules.compile_time
                        && self.lost.len() < LOST_MAX * self.rules.threads =>
                {
                    stuck.push((*key, job));
                }
                Some(_) => {}
            }
        }
        self.metrics.set(Metric::QueueAge, oldest.as_millis() as u64);
        for key in old {
            self.ground(&key, Metric::BusyAge);
        }
        for (key, job) in stuck {
            let Some(flight) = self.flights.remove(&key) else { continue };
            self.metrics.add(Metric::TimedOut, 1);
            self.jobs.remove(&job);
            self.lost.insert(job, key);
            self.running -= 1;
            self.push(Action::Lost { job });
            self.refuse(flight, ToClient::Failed { text: "it takes too long to compile".into() });
        }
    }

    /// Answers "busy" to all whose compilation has not begun.
    pub(super) fn ground_queued(&mut self, reason: Metric) {
        let waiting = self.flights.iter().filter(|(_, flight)| flight.running.is_none());
        for key in waiting.map(|(key, _)| *key).collect::<Vec<_>>() {
            self.ground(&key, reason);
        }
    }

    fn ground(&mut self, key: &Id128, reason: Metric) {
        let Some(flight) = self.flights.remove(key) else { return };
        self.queued -= 1;
        let retry_ms = self.retry_ms();
        for (client, id) in flight.waiters {
            self.metrics.add(reason, 1);
            self.answer(client, id, &ToClient::Busy { retry_ms });
        }
    }

    /// A compilation that was given up has ended after all; its body is as good as any.
    pub(super) fn late(&mut self, job: JobId, outcome: Outcome) {
        if let (Some(key), Outcome::Made { body, cost, .. }) = (self.lost.remove(&job), outcome) {
            self.cache.insert(key, body, cost);
        }
    }
}
