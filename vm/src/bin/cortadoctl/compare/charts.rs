//! The figures of the report: which bars there are, in which colours, and what is said of them.

use super::html::{escaped, goal, value_text};
use super::phases::{Part, Parts};
use super::plot::{Bar, Chart};
use super::results::{MB, Results, millis};
use super::sample::{Quantity, median_parts};
use super::stats::Summary;
use anyhow::Result;
use plotters::style::RGBColor;
use std::fmt::Write;

const CORTADO: RGBColor = RGBColor(166, 101, 52);
const CORTADO_LIGHT: RGBColor = RGBColor(214, 168, 126);
const JAVA: RGBColor = RGBColor(98, 114, 136);
const JAVA_LIGHT: RGBColor = RGBColor(169, 182, 199);
const SERVER: RGBColor = RGBColor(86, 138, 113);

const WIDE: u32 = 1000;
const NARROW: u32 = 540;

/// The colour of each part of a start-up.
fn color(part: Part) -> RGBColor {
    match part {
        Part::Vm => RGBColor(58, 82, 120),
        Part::Core => RGBColor(104, 141, 190),
        Part::Modules => RGBColor(172, 199, 227),
        Part::MainClass => RGBColor(230, 190, 110),
        Part::Program => CORTADO,
        Part::Exit => RGBColor(150, 146, 140),
    }
}

/// A section with a chart and what must be said of it.
fn figure(chart: &Chart<'_>, legend: &[(RGBColor, String)], note: &str) -> Result<String> {
    let mut text = format!("<section><h2>{}</h2>\n", escaped(chart.title));
    if !legend.is_empty() {
        text += "<ul class=\"legend\">";
        for (RGBColor(r, g, b), name) in legend {
            let _ = write!(
                text,
                "<li><span style=\"background:rgb({r},{g},{b})\"></span>{}</li>",
                escaped(name)
            );
        }
        text += "</ul>\n";
    }
    let _ = writeln!(text, "<figure>{}<figcaption>{note}</figcaption></figure>", chart.svg()?);
    Ok(text + "</section>\n")
}

/// A bar for each contestant.
fn bars(
    results: &Results,
    quantity: Quantity,
    unit: f64,
    pieces: impl Fn(usize) -> Vec<(RGBColor, f64)>,
) -> Vec<Bar> {
    let bar = |place: usize| {
        let summary = results.summary(place, quantity)?;
        let ratio = match results.ratio(place, quantity) {
            Some(ratio) if place != results.baseline => format!(" ({ratio:.2})"),
            _ => String::new(),
        };
        Some(Bar {
            label: results.contestants[place].title.clone(),
            pieces: pieces(place),
            range: Some((summary.min / unit, summary.max / unit)),
            runs: results.samples[place]
                .iter()
                .filter_map(|sample| Some(sample.get(quantity)? / unit))
                .collect(),
            text: value_text(quantity, summary.median) + &ratio,
        })
    };
    (0..results.contestants.len()).filter_map(bar).collect()
}

/// The values of a chart in words.
fn in_words(bars: &[Bar]) -> String {
    let words: Vec<String> =
        bars.iter().map(|bar| format!("{}: {}", bar.label, bar.text)).collect();
    words.join("; ")
}

fn median(results: &Results, place: usize, quantity: Quantity) -> f64 {
    results.summary(place, quantity).map_or(0.0, |summary| summary.median)
}

/// What the colours of whole bars mean.
fn machines() -> [(RGBColor, String); 2] {
    [(CORTADO, "cortado".to_owned()), (JAVA, "java".to_owned())]
}

fn own_color(results: &Results, place: usize) -> RGBColor {
    if results.contestants[place].mode.is_java() { JAVA } else { CORTADO }
}

const READING: &str = "Bars are medians, lines reach from the best to the worst run, circles are \
    single runs; in parentheses is the ratio to the baseline, whose median is the dashed line.";

/// How long the program takes.
///
/// # Errors
/// When plotters refuses.
pub fn wall(results: &Results) -> Result<String> {
    let bars = bars(results, Quantity::Wall, 1.0, |place| {
        vec![(own_color(results, place), median(results, place, Quantity::Wall))]
    });
    let chart = Chart {
        id: "wall",
        title: &goal(results),
        description: in_words(&bars),
        unit: "milliseconds",
        width: WIDE,
        bars,
        mark: Some(median(results, results.baseline, Quantity::Wall)),
    };
    figure(&chart, &machines(), READING)
}

/// The parts of the start-up; and those before the program's own again, where they are small.
///
/// # Errors
/// When plotters refuses.
pub fn timeline(results: &Results) -> Result<String> {
    let found = results.parts();
    if found.is_empty() {
        return Ok(String::new());
    }
    let legend: Vec<_> = found.iter().map(|part| (color(*part), part.title().to_owned())).collect();
    let whole = parts_chart(results, "timeline", "Where the time goes", Part::Exit);
    let note = "Medians of each part. The numbers are the time before the program’s own code, and \
        its own. <code>java</code> does not tell when it has loaded the main class, so that this \
        is part of its program.";
    let mut text = figure(&whole, &legend, note)?;
    let all = results.samples.iter().map(|samples| median_parts(samples));
    let (before, sum) = all.fold((0.0, 0.0), |(part, all), parts| {
        let sum: f64 = parts.iter().map(|(_, time)| time).sum();
        (part + time_before(&parts), all + sum)
    });
    if before < SMALL * sum {
        let title = "Before the program’s own code";
        let start = parts_chart(results, "start", title, Part::MainClass);
        text += &figure(&start, &legend[..legend.len().min(4)], "The same, enlarged.")?;
    }
    Ok(text)
}

/// Share of the time before the program's own code under which it is drawn by itself.
const SMALL: f64 = 0.3;

fn time_before(parts: &Parts) -> f64 {
    parts.iter().filter(|row| row.0 < Part::Program).map(|(_, time)| time).sum()
}

/// A bar of the parts up to `last` for each contestant that tells of them.
fn parts_chart<'a>(results: &Results, id: &'a str, title: &'a str, last: Part) -> Chart<'a> {
    let bar = |place: usize| {
        let parts = median_parts(&results.samples[place]);
        let program = parts.iter().find(|(part, _)| *part == Part::Program)?.1;
        let before = millis(time_before(&parts));
        let shown = parts.iter().filter(|(part, _)| *part <= last);
        Some(Bar {
            label: results.contestants[place].title.clone(),
            pieces: shown.map(|(part, time)| (color(*part), *time)).collect(),
            range: None,
            runs: Vec::new(),
            text: match last {
                Part::Exit => format!("{before} + {} ms", millis(program)),
                _ => format!("{before} ms"),
            },
        })
    };
    let bars: Vec<Bar> = (0..results.contestants.len()).filter_map(bar).collect();
    Chart {
        id,
        title,
        description: in_words(&bars),
        unit: "milliseconds since the start of the process",
        width: WIDE,
        bars,
        mark: None,
    }
}

/// The processor time.
///
/// # Errors
/// When plotters refuses.
pub fn processor(results: &Results) -> Result<String> {
    let mut bars = bars(results, Quantity::Processor, 1.0, |place| {
        let java = results.contestants[place].mode.is_java();
        let (user, system) = if java { (JAVA, JAVA_LIGHT) } else { (CORTADO, CORTADO_LIGHT) };
        // The medians of the parts need not add up to that of the whole.
        let whole = median(results, place, Quantity::Processor);
        let share = median(results, place, Quantity::System).min(whole);
        let server = median(results, place, Quantity::Server);
        vec![(user, whole - share), (system, share), (SERVER, server)]
    });
    for (bar, samples) in bars.iter_mut().zip(&results.samples) {
        // With the server's time, as the whole bar has it.
        let all = samples.iter().map(|run| run.user + run.system + run.server.unwrap_or(0.0));
        bar.runs = all.collect();
        bar.range = Summary::of(bar.runs.iter().copied()).map(|found| (found.min, found.max));
    }
    let has_server =
        (0..results.contestants.len()).any(|at| results.summary(at, Quantity::Server).is_some());
    let mut legend = vec![
        (CORTADO, "cortado, user".to_owned()),
        (CORTADO_LIGHT, "system".to_owned()),
        (JAVA, "java, user".to_owned()),
        (JAVA_LIGHT, "system".to_owned()),
    ];
    if has_server {
        legend.push((SERVER, "compile server".to_owned()));
    }
    let chart = Chart {
        id: "processor",
        title: "Processor time",
        description: in_words(&bars),
        unit: "milliseconds",
        width: NARROW,
        bars,
        mark: Some(median(results, results.baseline, Quantity::Processor)),
    };
    let note = "All threads, user and system. The numbers are those of the VM alone; what its \
        compile server took meanwhile is drawn beside them.";
    figure(&chart, &legend, if has_server { note } else { "All threads, user and system." })
}

/// The largest memory.
///
/// # Errors
/// When plotters refuses.
pub fn memory(results: &Results) -> Result<String> {
    let bars = bars(results, Quantity::Memory, MB, |place| {
        vec![(own_color(results, place), median(results, place, Quantity::Memory) / MB)]
    });
    let chart = Chart {
        id: "memory",
        title: "Peak memory",
        description: in_words(&bars),
        unit: "MB resident",
        width: NARROW,
        bars,
        mark: Some(median(results, results.baseline, Quantity::Memory) / MB),
    };
    figure(&chart, &machines(), "The largest resident set of the process.")
}
