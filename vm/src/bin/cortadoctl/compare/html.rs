//! The report for people: one file with plots, tables and how it was measured.

use super::charts;
use super::lab::command_line;
use super::results::{MB, Results, millis, scaled};
use super::sample::{Quantity, median_parts};
use super::table;
use anyhow::Result;
use cortado_vm::trace::timestamp;
use std::fmt::Write;

const STYLE: &str = include_str!("report.css");

/// Characters of a command beyond which it is no large heading.
const LONG: usize = 100;

/// Text as it may stand in a page.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The page.
///
/// # Errors
/// When a plot cannot be drawn.
pub fn page(results: &Results) -> Result<String> {
    let program = escaped(&results.program());
    let small = if program.len() > LONG { " class=\"long\"" } else { "" };
    let time = timestamp(results.machine.time, 0);
    let time = time.get(..16).unwrap_or(&time).replace('T', " ");
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>cortadoctl compare: {program}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<p class=\"kind\">cortadoctl compare</p>\n\
         <h1{small}><code>java {program}</code></h1>\n\
         <p>{} {time} UTC; {}, {} processors.</p>\n",
        escaped(&table::caption(results)),
        escaped(&results.machine.processor),
        results.machine.processors,
    );
    if let Some(warning) = results.machine.warning() {
        let _ = writeln!(page, "<p class=\"warning\">{}.</p>", escaped(&warning));
    }
    page += "</header>\n<main>\n";
    page += &cards(results);
    page += &charts::wall(results)?;
    page += &charts::timeline(results)?;
    page += "<div class=\"pair\">\n";
    page += &charts::processor(results)?;
    page += &charts::memory(results)?;
    page += "</div>\n";
    page += &figures(results);
    page += &phases(results);
    page += &commands(results);
    page += "</main>\n</body>\n</html>\n";
    Ok(page)
}

/// Who is best, at a glance.
fn cards(results: &Results) -> String {
    let rows = [
        (goal(results), Quantity::Wall, "fastest"),
        ("Processor time".to_owned(), Quantity::Processor, "least"),
        ("Peak memory".to_owned(), Quantity::Memory, "least"),
    ];
    let mut text = String::from("<section class=\"cards\" aria-label=\"The best\">\n");
    for (heading, quantity, word) in rows {
        let median =
            |place: usize| results.summary(place, quantity).map_or(f64::MAX, |found| found.median);
        let mut places: Vec<usize> = (0..results.contestants.len()).collect();
        places.sort_by(|a, b| median(*a).total_cmp(&median(*b)));
        let best = places[0];
        let value = value_text(quantity, median(best));
        // The best is told beside the baseline; if it is that, beside the next.
        let other =
            if best == results.baseline { places.get(1).copied() } else { Some(results.baseline) };
        let compared = other.map_or_else(String::new, |other| {
            let overlap =
                if overlap(results, best, other, quantity) { "; the ranges overlap" } else { "" };
            format!(
                "{:.2} of the {} of {}{overlap}",
                median(best) / median(other).max(f64::MIN_POSITIVE),
                value_text(quantity, median(other)),
                escaped(&results.contestants[other].title),
            )
        });
        let _ = writeln!(
            text,
            "<div class=\"card\"><h2>{heading}, {word}</h2><p class=\"value\">{value}</p>\
             <p class=\"who\">{}</p><p>{compared}</p></div>",
            escaped(&results.contestants[best].title)
        );
    }
    text + "</section>\n"
}

/// Whether a run of one was no better than a run of the other.
fn overlap(results: &Results, best: usize, other: usize, quantity: Quantity) -> bool {
    match (results.summary(best, quantity), results.summary(other, quantity)) {
        (Some(best), Some(other)) => best.max >= other.min,
        _ => false,
    }
}

/// What was measured, as a heading.
pub fn goal(results: &Results) -> String {
    match &results.goal {
        Some(_) => "Time until it is ready".to_owned(),
        None => "Time to its exit".to_owned(),
    }
}

/// A value with its unit.
pub fn value_text(quantity: Quantity, value: f64) -> String {
    match quantity {
        Quantity::Memory => format!("{} MB", scaled(value, MB)),
        _ => format!("{} ms", millis(value)),
    }
}

/// A table of texts whose first row and column are headings.
fn html_table(rows: &[Vec<String>]) -> String {
    let mut text = String::from("<div class=\"scroll\"><table>\n");
    for (number, row) in rows.iter().enumerate() {
        text += "<tr>";
        for (at, cell) in row.iter().enumerate() {
            let cell = escaped(cell);
            let _ = match (number, at) {
                (0, _) => write!(text, "<th scope=\"col\">{cell}</th>"),
                (_, 0) => write!(text, "<th scope=\"row\">{cell}</th>"),
                _ => write!(text, "<td>{cell}</td>"),
            };
        }
        text += "</tr>\n";
    }
    text + "</table></div>\n"
}

fn figures(results: &Results) -> String {
    let mut text = String::from("<section><h2>All figures</h2>\n");
    text += &html_table(&table::cells(results));
    text += "<p class=\"note\"><em>Compiled</em> are methods and loops that the VM compiled itself, \
        <em>reused</em> are those whose code came from the disk cache or the server; \
        <code>java</code> is not asked for its own.</p>\n</section>\n";
    text
}

fn phases(results: &Results) -> String {
    let found = results.parts();
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(found.iter().map(|part| format!("{} ms", part.title())));
    for (contestant, samples) in results.contestants.iter().zip(&results.samples) {
        let parts = median_parts(samples);
        if !parts.is_empty() {
            let cell = |part: &super::phases::Part| {
                let found = parts.iter().find(|(found, _)| found == part);
                found.map(|(_, time)| millis(*time)).unwrap_or_default()
            };
            let mut row = vec![contestant.title.clone()];
            row.extend(found.iter().map(cell));
            rows.push(row);
        }
    }
    if rows.len() == 1 {
        return String::new();
    }
    format!("<section><h2>Parts of the start-up</h2>\n{}</section>\n", html_table(&rows))
}

fn commands(results: &Results) -> String {
    let mut text = String::from("<section><h2>How it was measured</h2>\n");
    let _ = writeln!(
        text,
        "<p>Each of {} rounds ran every one of these once, each round beginning with another; \
         the first {} were not measured. {}</p>\n<dl>",
        results.runs() + results.warmup as usize,
        results.warmup,
        match (results.outputs_compared, &results.goal) {
            (true, None) => "Standard output and exit code were the same in all runs.",
            (true, Some(_)) => "What they wrote to standard output until then was the same.",
            (false, _) => "Standard output was not compared.",
        }
    );
    for contestant in &results.contestants {
        let _ = writeln!(
            text,
            "<dt>{}</dt><dd><code>{}</code></dd>",
            escaped(&contestant.title),
            escaped(&command_line(contestant, &results.arguments))
        );
    }
    text += "</dl>\n";
    let mut versions: Vec<&str> = Vec::new();
    for contestant in &results.contestants {
        if !versions.contains(&&*contestant.version) {
            versions.push(&contestant.version);
        }
    }
    for version in versions {
        let _ = writeln!(text, "<pre>{}</pre>", escaped(version));
    }
    text + "</section>\n"
}
