//! All figures of all runs, for programs.

use super::lab::command_line;
use super::results::Results;
use super::sample::{Quantity, Sample, median_parts};
use serde_json::{Map, Value, json};

/// The number of this layout; another number is another layout.
const FORMAT: u32 = 1;

/// The file's text.
pub fn text(results: &Results) -> String {
    let machine = &results.machine;
    let arguments: Vec<_> = results.arguments.iter().map(|word| word.to_string_lossy()).collect();
    let contestants: Vec<Value> =
        (0..results.contestants.len()).map(|place| contestant(results, place)).collect();
    let value = json!({
        "format": FORMAT,
        "arguments": arguments,
        "until": results.goal,
        "runs": results.runs(),
        "warmup": results.warmup,
        "baseline": results.contestants[results.baseline].key,
        "outputs_compared": results.outputs_compared,
        "machine": {
            "time_unix_s": machine.time,
            "processor": machine.processor,
            "processors": machine.processors,
            "load": machine.load,
        },
        "modes": contestants,
    });
    format!("{value:#}\n")
}

fn contestant(results: &Results, place: usize) -> Value {
    let contestant = &results.contestants[place];
    let samples = &results.samples[place];
    let mut medians = Map::new();
    let mut ratios = Map::new();
    let mut spreads = Map::new();
    for quantity in Quantity::ALL {
        let Some(summary) = results.summary(place, quantity) else { continue };
        medians.insert(quantity.key().to_owned(), summary.median.into());
        let spread = json!({ "min": summary.min, "max": summary.max, "mad": summary.mad });
        spreads.insert(quantity.key().to_owned(), spread);
        if let Some(ratio) = results.ratio(place, quantity) {
            ratios.insert(quantity.key().to_owned(), ratio.into());
        }
    }
    json!({
        "mode": contestant.key,
        "title": contestant.title,
        "version": contestant.version,
        "command": command_line(contestant, &results.arguments),
        "median": medians,
        "spread": spreads,
        "ratio": ratios,
        "phases_ms": phases(&median_parts(samples)),
        "runs": samples.iter().map(run).collect::<Vec<_>>(),
    })
}

fn run(sample: &Sample) -> Value {
    let mut values: Map<String, Value> = Quantity::ALL
        .into_iter()
        .filter_map(|quantity| Some((quantity.key().to_owned(), sample.get(quantity)?.into())))
        .collect();
    values.insert("phases_ms".to_owned(), phases(&sample.parts));
    if let Some(counters) = &sample.counters {
        values.insert("counters".to_owned(), counters.clone());
    }
    Value::Object(values)
}

fn phases(parts: &[(super::phases::Part, f64)]) -> Value {
    parts.iter().map(|(part, time)| (part.key().to_owned(), Value::from(*time))).collect()
}
