//! How fast whole programs run under `cortado` and `java`, compiled and interpreted, and how
//! fast they start.
//!
//! The runs are interleaved, so that a slow minute of the machine hits all alike.

use anyhow::{Result, ensure};
use clap::Parser;
use cortado_benches::contestants::{self, Contestant, Program};
use cortado_benches::measure::{self, Usage};
use std::path::{Path, PathBuf};

/// Compares cortado with java on the programs of testdata/bench. On a busy machine believe the
/// ratios of processor time (cpu), not those of wall time.
#[derive(Parser)]
struct Options {
    /// Run only the programs whose name contains one of these
    filters: Vec<String>,
    /// How often each program runs under each machine
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// How often Hello World is started
    #[arg(long, default_value_t = 20)]
    starts: usize,
    /// The launcher to measure [default: the one built with this program]
    #[arg(long)]
    cortado: Option<PathBuf>,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let java_home = contestants::java_home()?;
    let cortado = options.cortado.clone().map_or_else(contestants::built_cortado, Ok)?;
    let all = contestants::contestants(cortado, &java_home);
    let (programs, classes) = contestants::compile(&java_home)?;
    let chosen = |program: &&Program| {
        let filters = &options.filters;
        filters.is_empty() || filters.iter().any(|filter| program.name.contains(filter.as_str()))
    };
    let (starting, running): (Vec<_>, Vec<_>) =
        programs.iter().filter(chosen).partition(|program| program.args.is_empty());
    // The slow start without shared classes matters only for starting.
    compare_speed(&running, &all[..5], &classes, options.runs)?;
    for program in starting {
        compare_start(program, &all, &classes, options.starts)?;
    }
    Ok(())
}

/// One row per program: medians, and what the first machine takes relative to each other one.
fn compare_speed(
    programs: &[&Program],
    machines: &[Contestant],
    classes: &Path,
    runs: usize,
) -> Result<()> {
    if programs.is_empty() {
        return Ok(());
    }
    let mut header = "| program |".to_owned();
    let mut rule = "| --- |".to_owned();
    for machine in machines {
        header += &format!(" {} |", machine.name);
        rule += " ---: |";
    }
    for machine in &machines[1..] {
        header += &format!(" / {} | / {}, cpu |", machine.name, machine.name);
        rule += " ---: | ---: |";
    }
    println!("{header}\n{rule}");
    let mut ratios = vec![Vec::new(); 2 * (machines.len() - 1)];
    for program in programs {
        let medians = match interleave(program, machines, classes, runs) {
            Ok(medians) => medians,
            Err(error) => {
                println!("| {} | {error} |", program.name);
                continue;
            }
        };
        let mut row = format!("| {} {} |", program.name, program.args.join(" "));
        for usage in &medians {
            row += &format!(" {:.0} ms |", usage.wall.as_secs_f64() * 1000.0);
        }
        let first = medians[0];
        let pairs = medians[1..].iter().flat_map(|other| {
            [first.wall.div_duration_f64(other.wall), first.cpu.div_duration_f64(other.cpu)]
        });
        for (ratios, ratio) in ratios.iter_mut().zip(pairs) {
            ratios.push(ratio);
            row += &format!(" {ratio:.2} |");
        }
        println!("{row}");
    }
    let mut row = "| geometric mean |".to_owned() + &" |".repeat(machines.len());
    for ratios in &ratios {
        row += &format!(" {:.2} |", measure::geometric_mean(ratios));
    }
    println!("{row}\n");
    Ok(())
}

fn compare_start(
    program: &Program,
    machines: &[Contestant],
    classes: &Path,
    runs: usize,
) -> Result<()> {
    let medians = interleave(program, machines, classes, runs)?;
    println!("| {} | wall | user + sys | max RSS |\n| --- | ---: | ---: | ---: |", program.name);
    for (machine, usage) in machines.iter().zip(medians) {
        let wall = usage.wall.as_secs_f64() * 1000.0;
        let cpu = usage.cpu.as_secs_f64() * 1000.0;
        let megabytes = usage.rss_max as f64 / f64::from(1 << 20);
        println!("| {} | {wall:.0} ms | {cpu:.0} ms | {megabytes:.0} MB |", machine.name);
    }
    Ok(())
}

/// The medians of `runs` rounds, each of which runs every machine once.
fn interleave(
    program: &Program,
    machines: &[Contestant],
    classes: &Path,
    runs: usize,
) -> Result<Vec<Usage>> {
    let mut usages: Vec<Vec<Usage>> = vec![Vec::new(); machines.len()];
    for _ in 0..runs.max(1) {
        let mut expected = None;
        for (machine, usages) in machines.iter().zip(&mut usages) {
            let mut command = machine.command(classes, &program.name, &program.args);
            let (usage, output) = measure::run(&mut command)?;
            let same = expected.get_or_insert_with(|| output.clone()) == &output;
            ensure!(same, "{} prints something else under {}", program.name, machine.name);
            usages.push(usage);
        }
    }
    Ok(usages.iter().map(|runs| measure::median(runs)).collect())
}
