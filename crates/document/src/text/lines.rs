//! Lines of glyphs, as the layout of a paragraph gives them.

use std::ops::Range;
use std::sync::Arc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::{Alignment, AlignmentOptions, Layout};

use super::shown::{Shown, is_invisible};
use super::{LINE_HEIGHT, Paragraph};
use crate::colours::{Colour, INK};
use crate::fonts::Fonts;

/// Glyphs of one font.
#[derive(Clone, Debug)]
pub(crate) struct GlyphRun {
    pub font: Font,
    pub size: f32,
    /// Where it begins, from the left edge of the line.
    pub x: f32,
    pub glyphs: Vec<KrillaGlyph>,
    /// The text that the ranges of the glyphs are of.
    pub text: Arc<str>,
}

/// A line of text.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub height: f32,
    /// From its top.
    pub baseline: f32,
    pub colour: Colour,
    pub runs: Vec<GlyphRun>,
    is_gap: bool,
}

impl Line {
    /// The empty space between two paragraphs.
    pub(super) fn gap(size: f32) -> Self {
        Self { height: size * LINE_HEIGHT / 2.0, baseline: 0.0, colour: INK, runs: Vec::new(), is_gap: true }
    }

    /// Whether it is the space between two paragraphs.
    pub(crate) fn is_gap(&self) -> bool {
        self.is_gap
    }
}

/// How tall lines are together.
pub(crate) fn height(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.height).sum()
}

/// The lines of a paragraph that is broken into lines of a width.
pub(super) fn of(paragraph: &mut Paragraph, fonts: &mut Fonts, width: f32, is_right: bool) -> Vec<Line> {
    let alignment = if is_right { Alignment::Right } else { Alignment::Left };
    paragraph.layout.align(alignment, AlignmentOptions { align_when_overflowing: false });
    let (layout, shown) = (&paragraph.layout, &paragraph.shown);
    let scale_to = |line: &parley::Line<'_, ()>| {
        let metrics = line.metrics();
        let used = metrics.advance - metrics.trailing_whitespace;
        if used > width { width / used } else { 1.0 }
    };
    let line = |line: parley::Line<'_, ()>| Line {
        height: line.metrics().line_height,
        baseline: line.metrics().baseline - line.metrics().block_min_coord,
        colour: paragraph.style.colour,
        runs: runs(&line, shown, fonts, scale_to(&line)),
        is_gap: false,
    };
    layout.lines().map(line).collect()
}

/// The runs of a line, in the order in which they are read. A single glyph may be wider than the line: `scale` makes it
/// fit.
fn runs(line: &parley::Line<'_, ()>, shown: &Shown, fonts: &mut Fonts, scale: f32) -> Vec<GlyphRun> {
    let mut x = if scale < 1.0 { 0.0 } else { line.metrics().offset + line.metrics().inline_min_coord };
    let mut all = Vec::new();
    for run in line.runs() {
        let size = run.font_size() * scale;
        let (words, advance) = words(&run, shown);
        if let Some(font) = fonts.face(run.font()) {
            all.extend(words.into_iter().map(|(start, glyphs)| GlyphRun {
                font: font.clone(),
                size,
                x: start.mul_add(size, x),
                glyphs,
                text: shown.source(),
            }));
        }
        x += advance * size;
    }
    all.sort_by_key(|run| run.glyphs.iter().map(|glyph| glyph.text_range.start).min());
    all
}

/// The glyphs of a run from left to right, word by word where they are read from right to left, so that the words can be
/// put into the order in which they are read; where each word begins; and the width of all. Measures are in sizes of the
/// font. What is not shown has no glyph, and takes no room.
fn words(run: &parley::Run<'_, ()>, shown: &Shown) -> (Vec<(f32, Vec<KrillaGlyph>)>, f32) {
    let size = run.font_size();
    let (mut words, mut word, mut advance) = (Vec::new(), (0.0, Vec::new()), 0.0);
    for (range, glyphs) in clusters(run) {
        let (Some(origin), Some(text)) = (shown.origin(&range), shown.text().get(range)) else { continue };
        if text.chars().all(is_invisible) {
            continue;
        }
        if run.is_rtl() && text.chars().all(char::is_whitespace) {
            words.push(std::mem::replace(&mut word, (advance, Vec::new())));
        }
        for glyph in glyphs.iter().filter(|glyph| glyph.id != 0) {
            let (x, y, width) = (glyph.x / size, -glyph.y / size, glyph.advance / size);
            word.1.push(KrillaGlyph::new(GlyphId::new(glyph.id), width, x, y, 0.0, origin.clone(), None));
            advance += width;
        }
    }
    words.push(word);
    words.retain(|(_, glyphs)| !glyphs.is_empty());
    (words, advance)
}

/// The parts of a run from left to right, each with its glyphs: the letters of a ligature are one part.
fn clusters(run: &parley::Run<'_, ()>) -> Vec<(Range<usize>, Vec<parley::Glyph>)> {
    let mut all: Vec<(Range<usize>, Vec<parley::Glyph>)> = Vec::new();
    for cluster in run.visual_clusters() {
        let range = cluster.text_range();
        match all.last_mut() {
            Some((whole, _)) if cluster.is_ligature_continuation() => {
                *whole = whole.start.min(range.start)..whole.end.max(range.end);
            }
            _ => all.push((range, cluster.glyphs().collect())),
        }
    }
    all
}

/// The parts of a text for which its fonts have no glyph, in its order.
pub(super) fn without_glyph(layout: &Layout<()>) -> Vec<Range<usize>> {
    let mut layout = layout.clone();
    layout.break_all_lines(None);
    let mut missing = Vec::new();
    for line in layout.lines() {
        for run in line.runs() {
            let clusters = clusters(&run).into_iter();
            let is_missing = |glyphs: &[parley::Glyph]| glyphs.iter().any(|glyph| glyph.id == 0);
            missing.extend(clusters.filter(|(_, glyphs)| is_missing(glyphs)).map(|(range, _)| range));
        }
    }
    missing.sort_by_key(|range| range.start);
    missing
}
