//! Bar charts with spread, as SVG that stands in a page.

use anyhow::{Result, anyhow};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A bar, made of pieces.
pub struct Bar {
    pub label: String,
    /// Colour and length of each piece.
    pub pieces: Vec<(RGBColor, f64)>,
    /// The smallest and the largest run.
    pub range: Option<(f64, f64)>,
    /// Every run.
    pub runs: Vec<f64>,
    /// What is written behind it.
    pub text: String,
}

/// A chart of bars.
pub struct Chart<'a> {
    /// Unique in the page.
    pub id: &'a str,
    pub title: &'a str,
    /// What a reader hears who does not see it.
    pub description: String,
    pub unit: &'a str,
    pub width: u32,
    pub bars: Vec<Bar>,
    /// A line across all bars.
    pub mark: Option<f64>,
}

const ROW: u32 = 42;
const AXIS: u32 = 46;
const TOP: u32 = 6;
/// Half the height of a bar, in rows.
const HALF: f64 = 0.30;
/// Dashes of the mark in each row.
const DASHES: usize = 5;
/// The width of a letter, which depends on the reader's font: rather too wide.
const LABEL_PIXELS: f64 = 7.6;
const TEXT_PIXELS: f64 = 7.4;
const INK: RGBColor = RGBColor(43, 38, 34);
const FAINT: RGBColor = RGBColor(226, 220, 212);
const GREY: RGBColor = RGBColor(110, 103, 95);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Plane<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Drawn<'a> = Result<(), DrawingAreaErrorKind<<SVGBackend<'a> as DrawingBackend>::ErrorType>>;

impl Chart<'_> {
    /// The chart as an element `svg`.
    ///
    /// # Errors
    /// When plotters refuses.
    pub fn svg(&self) -> Result<String> {
        let mut svg = String::new();
        let height = TOP + ROW * u32::try_from(self.bars.len())? + AXIS;
        {
            let backend = SVGBackend::with_string(&mut svg, (self.width, height));
            self.draw(&backend.into_drawing_area())?;
        }
        let title = super::html::escaped(self.title);
        let description = super::html::escaped(&self.description);
        let id = self.id;
        let head = format!("<svg role=\"img\" aria-labelledby=\"{id}-t {id}-d\" ");
        let names =
            format!("<title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>");
        let svg = svg.replacen("<svg ", &head, 1);
        let (open, rest) = svg.split_once('>').unwrap_or((&svg, ""));
        Ok(format!("{open}>{names}{rest}"))
    }

    fn draw(&self, root: &Area<'_>) -> Result<()> {
        let longest = |texts: &mut dyn Iterator<Item = &String>| {
            texts.map(|text| text.chars().count()).max().unwrap_or(0) as f64
        };
        let labels = longest(&mut self.bars.iter().map(|bar| &bar.label)) * LABEL_PIXELS + 14.0;
        let texts = longest(&mut self.bars.iter().map(|bar| &bar.text)) * TEXT_PIXELS + 18.0;
        let end = self.bars.iter().map(Bar::end).fold(self.mark.unwrap_or(0.0), f64::max);
        let rows = self.bars.len() as f64;
        let mut plane = ChartBuilder::on(root)
            .margin_top(TOP)
            .margin_right(texts as u32)
            .set_label_area_size(LabelAreaPosition::Left, labels as u32)
            .set_label_area_size(LabelAreaPosition::Bottom, AXIS)
            .build_cartesian_2d(0.0..(end * 1.01).max(1e-9), 0.0..rows)
            .map_err(refused)?;
        self.draw_axis(&mut plane).map_err(refused)?;
        for (row, bar) in self.bars.iter().enumerate() {
            let y = rows - 0.5 - row as f64;
            bar.draw(&mut plane, y).map_err(refused)?;
            let left = plane.backend_coord(&(0.0, y));
            let right = plane.backend_coord(&(bar.end(), y));
            let style = |side| {
                let font = ("sans-serif", 15).into_font().color(&INK);
                font.pos(Pos::new(side, VPos::Center))
            };
            let (label, text) = (style(HPos::Right), style(HPos::Left));
            root.draw_text(&bar.label, &label, (left.0 - 10, left.1)).map_err(refused)?;
            root.draw_text(&bar.text, &text, (right.0 + 10, right.1)).map_err(refused)?;
        }
        root.present().map_err(refused)
    }

    fn draw_axis<'a>(&self, plane: &mut Plane<'_, 'a>) -> Drawn<'a> {
        plane
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .y_labels(0)
            .x_labels(7)
            .x_label_formatter(&|value| format!("{}", (value * 1e3).round() / 1e3))
            .x_desc(self.unit)
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(FAINT)
            .label_style(("sans-serif", 13).into_font().color(&GREY))
            .axis_desc_style(("sans-serif", 13).into_font().color(&GREY))
            .draw()?;
        if let Some(mark) = self.mark {
            let dash = |at: usize| {
                let (begin, length) = (at as f64 / DASHES as f64, 0.5 / DASHES as f64);
                let ends = vec![(mark, begin), (mark, begin + length)];
                PathElement::new(ends, GREY.stroke_width(1))
            };
            plane.draw_series((0..DASHES * self.bars.len()).map(dash))?;
        }
        Ok(())
    }
}

/// What plotters says, whose errors are not for other threads.
fn refused(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("a plot cannot be drawn: {error}")
}

impl Bar {
    fn draw<'a>(&self, plane: &mut Plane<'_, 'a>, y: f64) -> Drawn<'a> {
        let mut begin = 0.0;
        for (color, length) in &self.pieces {
            let corners = [(begin, y - HALF), (begin + length, y + HALF)];
            plane.draw_series([Rectangle::new(corners, color.filled())])?;
            begin += length;
        }
        if let Some((min, max)) = self.range {
            let line = |from, to| PathElement::new(vec![from, to], INK.stroke_width(1));
            let cap = HALF * 0.45;
            plane.draw_series([
                line((min, y), (max, y)),
                line((min, y - cap), (min, y + cap)),
                line((max, y - cap), (max, y + cap)),
            ])?;
        }
        let dot = |run: &f64| Circle::new((*run, y), 3, WHITE.mix(0.75).filled());
        plane.draw_series(self.runs.iter().map(dot))?;
        let ring = |run: &f64| Circle::new((*run, y), 3, INK.mix(0.8).stroke_width(1));
        plane.draw_series(self.runs.iter().map(ring))?;
        Ok(())
    }

    fn end(&self) -> f64 {
        let pieces = self.pieces.iter().map(|(_, length)| length).sum();
        self.range.map_or(pieces, |(_, max)| max.max(pieces))
    }
}
