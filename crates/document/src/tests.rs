//! Where things stand on pages.

#[path = "../tests/drawing/samples.rs"]
mod samples;

use casebook_domain::quotes::Document;
use rstest::rstest;

use crate::flow::Flow;
use crate::fonts::Fallback;
use crate::page::{BOTTOM, HEIGHT, MARGIN, Mark, Shape, TOP, WIDTH};
use crate::quote::lay_out;

/// A hair, and what a letter may overhang.
const TOLERANCE: f32 = 1.0;

/// The left and the right end of what is seen of a mark.
fn ends(mark: &Mark) -> Option<(f32, f32)> {
    let Shape::Text(line) = &mark.shape else { return None };
    let mut ends: Option<(f32, f32)> = None;
    for run in &line.runs {
        let mut x = mark.x + run.x;
        for glyph in &run.glyphs {
            let advance = glyph.x_advance * run.size;
            let is_seen = run.text.get(glyph.text_range.clone()).is_some_and(|text| !text.trim().is_empty());
            if is_seen {
                let (left, right) = ends.unwrap_or((x, x));
                ends = Some((left.min(x), right.max(x + advance)));
            }
            x += advance;
        }
    }
    ends
}

#[rstest]
#[case::english(samples::english())]
#[case::german(samples::german())]
#[case::arabic(samples::arabic())]
#[case::yen(samples::yen())]
#[case::monstrous(samples::monstrous())]
fn nothing_stands_in_the_margins(#[case] document: Document) {
    let flow = lay_out(&document, Fallback::None);
    assert!(!flow.pages.is_empty());
    for (number, page) in flow.pages.iter().enumerate() {
        for mark in &page.marks {
            let Shape::Text(line) = &mark.shape else { continue };
            let (top, bottom) = (mark.y, mark.y + line.height);
            assert!(
                top >= TOP - TOLERANCE && bottom <= HEIGHT - BOTTOM + TOLERANCE,
                "page {number}: {mark:?}"
            );
            let Some((left, right)) = ends(mark) else { continue };
            assert!(
                left >= MARGIN - TOLERANCE && right <= WIDTH - MARGIN + TOLERANCE,
                "page {number}: {mark:?}"
            );
        }
    }
}

/// The ends of what says exactly this.
fn ends_of(flow: &Flow, text: &str) -> Option<(f32, f32)> {
    let says = |mark: &&Mark| match &mark.shape {
        Shape::Text(line) => line.runs.first().is_some_and(|run| &*run.text == text),
        Shape::Rule { .. } => false,
    };
    flow.pages.iter().flat_map(|page| &page.marks).find(says).and_then(ends)
}

#[test]
fn columns_begin_on_the_side_of_the_language() {
    let english = lay_out(&samples::english(), Fallback::None);
    let (first, last) = (ends_of(&english, "No.").unwrap(), ends_of(&english, "Net").unwrap());
    assert!((first.0 - MARGIN).abs() < TOLERANCE && (last.1 - (WIDTH - MARGIN)).abs() < TOLERANCE);
    let arabic = lay_out(&samples::arabic(), Fallback::None);
    let (first, last) = (ends_of(&arabic, "م").unwrap(), ends_of(&arabic, "الصافي").unwrap());
    assert!((first.1 - (WIDTH - MARGIN)).abs() < TOLERANCE && last.1 < WIDTH / 2.0);
}

#[test]
fn each_page_of_a_table_repeats_its_head() {
    let flow = lay_out(&samples::german(), Fallback::None);
    assert!(flow.pages.len() > 2);
    let first_text = |page: &crate::page::Page| {
        page.marks.iter().find_map(|mark| match &mark.shape {
            Shape::Text(line) => line.runs.first().map(|run| run.text.to_string()),
            Shape::Rule { .. } => None,
        })
    };
    for page in flow.pages.iter().skip(1) {
        assert_eq!(first_text(page).as_deref(), Some("Pos."));
    }
}
