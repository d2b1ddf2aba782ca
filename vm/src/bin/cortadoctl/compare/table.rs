//! The table at the end, readable as it is and as Markdown.

use super::results::{KB, MB, Results, millis, scaled};
use super::sample::Quantity;
use std::io::{self, Write};

/// A column: its heading, and its cell for a contestant.
pub type Column = (&'static str, Box<dyn Fn(&Results, usize) -> Option<String>>);

/// A column of medians.
fn medians(heading: &'static str, quantity: Quantity, text: fn(f64) -> String) -> Column {
    let cell = move |results: &Results, place: usize| {
        results.summary(place, quantity).map(|summary| text(summary.median))
    };
    (heading, Box::new(cell))
}

fn ratios(heading: &'static str, quantity: Quantity) -> Column {
    let cell = move |results: &Results, place: usize| {
        results.ratio(place, quantity).map(|ratio| format!("{ratio:.2}"))
    };
    (heading, Box::new(cell))
}

/// The columns after the first, which names the contestant.
pub fn columns() -> Vec<Column> {
    let spread: Column = (
        "min..max",
        Box::new(|results, place| {
            let wall = results.summary(place, Quantity::Wall)?;
            Some(format!("{}..{}", millis(wall.min), millis(wall.max)))
        }),
    );
    let count = |value: f64| format!("{value:.0}");
    vec![
        medians("wall ms", Quantity::Wall, millis),
        spread,
        ratios("ratio", Quantity::Wall),
        medians("user ms", Quantity::User, millis),
        medians("system ms", Quantity::System, millis),
        ratios("cpu ratio", Quantity::Processor),
        medians("peak MB", Quantity::Memory, |bytes| scaled(bytes, MB)),
        medians("compiled", Quantity::Compiled, count),
        medians("reused", Quantity::Reused, count),
        medians("server cpu ms", Quantity::Server, millis),
        medians("sent kB", Quantity::Sent, |bytes| scaled(bytes, KB)),
        medians("received kB", Quantity::Received, |bytes| scaled(bytes, KB)),
    ]
}

/// The cells of the whole table, with headings; columns that have nothing to tell are left out.
pub fn cells(results: &Results) -> Vec<Vec<String>> {
    let count = results.contestants.len();
    let mut rows = vec![vec![String::new()]];
    rows.extend(results.contestants.iter().map(|contestant| vec![contestant.title.clone()]));
    for (heading, cell) in columns() {
        let column: Vec<Option<String>> = (0..count).map(|place| cell(results, place)).collect();
        if column.iter().flatten().any(|cell| cell != "0") {
            rows[0].push(heading.to_owned());
            for (row, cell) in rows[1..].iter_mut().zip(column) {
                row.push(cell.unwrap_or_default());
            }
        }
    }
    rows
}

/// What was measured, in a sentence.
pub fn caption(results: &Results) -> String {
    let what = match &results.goal {
        Some(goal) => format!("Medians of {} runs, {goal}", results.runs()),
        None => format!("Medians of {} runs", results.runs()),
    };
    let base = &results.contestants[results.baseline].title;
    let compared = if results.outputs_compared { "" } else { "; outputs were not compared" };
    format!("{what}, after {} for warming up; ratios to {base}{compared}.", results.warmup)
}

/// Writes it.
pub fn write(results: &Results, out: &mut impl Write) -> io::Result<()> {
    let rows = cells(results);
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(|at| width(at).max(3)).collect();
    for (number, row) in rows.iter().enumerate() {
        let mut line = String::from("|");
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            line +=
                &if at == 0 { format!(" {cell:width$} |") } else { format!(" {cell:>width$} |") };
        }
        writeln!(out, "{line}")?;
        if number == 0 {
            let mut rule = format!("| {} |", "-".repeat(widths[0]));
            for width in &widths[1..] {
                rule += &format!(" {}: |", "-".repeat(width - 1));
            }
            writeln!(out, "{rule}")?;
        }
    }
    writeln!(out, "\n{}", caption(results))
}
