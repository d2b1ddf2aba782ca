//! The report's table of contents.
//!
//! To add a section, add a row: a step writes to the output and returns. It may fail in any way;
//! those after it do not rely on it. What is most wanted comes first.

use super::output::Output;
use super::{Failure, compiling, events, file, frames, process, provoke, summary};
use super::{system, thread, unwind};
use std::fmt;

/// One part of the report.
pub struct Step {
    /// What it does, for the note that it failed.
    pub name: &'static str,
    /// Does it.
    pub run: fn(&Failure, &mut Output) -> fmt::Result,
}

macro_rules! steps {
    ($($name:literal $run:path;)*) => {
        /// All steps, in their order.
        pub const STEPS: &[Step] = &[$(Step { name: $name, run: $run },)*];
    };
}

steps! {
    "printing fatal error message" summary::headline;
    "finding native frames" unwind::find;
    "printing version" summary::version;
    "printing problematic frame" frames::problematic;
    "printing core file information" system::core_dump;
    "opening the file" file::open;
    "printing fatal error message" summary::headline;
    "printing version" summary::version;
    "printing problematic frame" frames::problematic;
    "printing core file information" system::core_dump;
    "printing command line" summary::command_line;
    "printing host" system::host;
    "printing time" system::time;
    "failing on request" provoke::in_report;
    "printing current thread" thread::current;
    "printing stack bounds" thread::stack_bounds;
    "printing native stack" frames::native;
    "printing Java stack" frames::java;
    "printing siginfo" thread::signal_info;
    "printing registers" thread::registers;
    "printing register info" thread::register_mapping;
    "printing top of stack" thread::top_of_stack;
    "printing code around pc" thread::instructions;
    "inspecting top of stack" thread::stack_mapping;
    "printing threads" process::threads;
    "printing VM state" process::vm_state;
    "printing heap" process::heap;
    "printing code cache" process::code_cache;
    "printing events" events::lists;
    "printing counters" process::counters;
    "printing arguments" process::arguments;
    "printing environment" system::environment;
    "printing dynamic libraries" system::dynamic_libraries;
    "printing system" system::system;
    "printing end" summary::end;
    "closing the file" file::close;
    "saving the compile request" compiling::save_request;
    "running commands" file::run_commands;
}
