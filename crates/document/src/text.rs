//! Text as lines of glyphs: shaped, broken into lines, and set left or right.

mod lines;
mod shown;

use std::borrow::Cow;

use casebook_domain::quotes::Language;
use parley::{FontFamily, FontWeight, Layout, LayoutContext, LineHeight, OverflowWrap, StyleProperty};

use crate::colours::Colour;
use crate::fonts::{Fallback, Fonts};
pub(crate) use lines::{Line, height};
use shown::Shown;

/// How tall a line is, in sizes of its font.
const LINE_HEIGHT: f32 = 1.4;

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub size: f32,
    pub is_bold: bool,
    pub colour: Colour,
}

/// On which side lines are set, in the direction of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Start,
    End,
    /// Right, in every direction: so the digits of numbers stand below each other.
    Right,
}

impl Align {
    fn is_right(self, is_right_to_left: bool) -> bool {
        match self {
            Self::Start => is_right_to_left,
            Self::End => !is_right_to_left,
            Self::Right => true,
        }
    }
}

/// A paragraph whose glyphs are known, but not yet its lines.
pub(crate) struct Paragraph {
    layout: Layout<()>,
    shown: Shown,
    style: Style,
}

impl Paragraph {
    /// The width of its longest word, and of all of it in one line.
    pub(crate) fn widths(&self) -> (f32, f32) {
        let widths = self.layout.calculate_content_widths();
        (widths.min, widths.max)
    }
}

/// Sets the text of one document.
pub(crate) struct Typesetter {
    fonts: Fonts,
    layouts: LayoutContext<()>,
    is_right_to_left: bool,
}

impl Typesetter {
    /// A typesetter for a language.
    pub(crate) fn new(language: Language, fallback: Fallback) -> Self {
        Self {
            fonts: Fonts::new(fallback),
            layouts: LayoutContext::new(),
            is_right_to_left: language.is_right_to_left(),
        }
    }

    /// Finds the glyphs of a paragraph. Line breaks in it are spaces.
    pub(crate) fn paragraph(&mut self, text: &str, style: Style) -> Paragraph {
        let mut shown = Shown::of(text, self.is_right_to_left);
        let mut layout = self.layout(&shown, style);
        // Once for fonts of the machine, once for what no font has, and once for what its replacement may upset.
        for _ in 0..3 {
            let missing = lines::without_glyph(&layout);
            if missing.is_empty() {
                break;
            }
            if !self.fonts.add_for(shown.characters(&missing)) {
                shown.replace(&missing);
            }
            layout = self.layout(&shown, style);
        }
        Paragraph { layout, shown, style }
    }

    /// Breaks a paragraph into lines of a width.
    pub(crate) fn lines(&mut self, paragraph: &mut Paragraph, width: f32, align: Align) -> Vec<Line> {
        paragraph.layout.break_all_lines(Some(width));
        lines::of(paragraph, &mut self.fonts, width, align.is_right(self.is_right_to_left))
    }

    /// Both at once, for text that may have line breaks of its own. Several empty lines are one.
    pub(crate) fn block(&mut self, text: &str, style: Style, width: f32, align: Align) -> Vec<Line> {
        let mut all: Vec<Line> = Vec::new();
        for part in text.split(shown::is_line_break).map(str::trim_end) {
            if part.is_empty() {
                let is_first_gap = all.last().is_some_and(|line| !line.is_gap());
                all.extend(is_first_gap.then(|| Line::gap(style.size)));
            } else {
                let mut paragraph = self.paragraph(part, style);
                all.extend(self.lines(&mut paragraph, width, align));
            }
        }
        if all.last().is_some_and(Line::is_gap) {
            all.pop();
        }
        all
    }

    fn layout(&mut self, shown: &Shown, style: Style) -> Layout<()> {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts.context, shown.text(), 1.0, false);
        builder
            .push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Borrowed(&self.fonts.families))));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(LINE_HEIGHT)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
        if style.is_bold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        builder.build(shown.text())
    }
}
