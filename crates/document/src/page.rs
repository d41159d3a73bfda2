//! The page, and what is put on it. All measures are in points.

use crate::colours::Colour;
use crate::structure::Part;
use crate::text::Line;

/// The width of A4.
pub(crate) const WIDTH: f32 = 595.28;
/// The height of A4.
pub(crate) const HEIGHT: f32 = 841.89;
/// The empty space on the left and on the right.
pub(crate) const MARGIN: f32 = 51.0;
/// The empty space above.
pub(crate) const TOP: f32 = 54.0;
/// The empty space below.
pub(crate) const BOTTOM: f32 = 34.0;
/// The width between the margins.
pub(crate) const CONTENT: f32 = WIDTH - 2.0 * MARGIN;

/// To what something belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// To a part of the document.
    Part(Part),
    /// To the page: it repeats what is said elsewhere, or numbers pages.
    Repetition,
    /// To nothing: it only looks nice.
    Ornament,
}

/// Something on a page.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub owner: Owner,
    /// From the left edge of the page.
    pub x: f32,
    /// From its top.
    pub y: f32,
    pub shape: Shape,
}

/// What a mark looks like.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Text(Line),
    Rule { width: f32, thickness: f32, colour: Colour },
}

/// What is on a page, in the order in which it is drawn and read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub marks: Vec<Mark>,
}

/// Where something begins on the left, if it begins so far behind the margin at which lines start.
pub(crate) fn left(start: f32, width: f32, is_right_to_left: bool) -> f32 {
    if is_right_to_left { WIDTH - MARGIN - start - width } else { MARGIN + start }
}
