//! Writes pages as a PDF/UA-1 file.

use casebook_domain::quotes::Document;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

use crate::colours::Colour;
use crate::dates;
use crate::flow::{Flow, Place};
use crate::page::{HEIGHT, Mark, Owner, Shape, WIDTH};
use crate::structure::Structure;
use crate::text::Line;

/// Writes the pages.
pub(crate) fn write(flow: Flow, title: &str, document: &Document) -> Result<Vec<u8>, KrillaError> {
    let language = document.content.language;
    let mut file = krilla::Document::new_with(settings());
    let mut structure = flow.structure;
    for page in flow.pages {
        let mut sheet = file.start_page_with(PageSettings::from_wh(WIDTH, HEIGHT).unwrap_or_default());
        let mut surface = sheet.surface();
        for mark in page.marks {
            draw(&mut surface, &mut structure, &mark);
        }
        surface.finish();
        sheet.finish();
    }
    file.set_metadata(metadata(title, document));
    file.set_outline(outline(&flow.headings));
    file.set_tag_tree(structure.into_tree(language.code()));
    file.finish()
}

fn settings() -> SerializeSettings {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    SerializeSettings { configuration: configuration.unwrap_or_default(), ..SerializeSettings::default() }
}

/// What the file says about itself. Its date is the day on which the quote was sent, so that it says the same whenever it
/// is drawn.
fn metadata(title: &str, document: &Document) -> Metadata {
    let language = document.content.language;
    let is_right_to_left = language.is_right_to_left();
    let direction = if is_right_to_left { TextDirection::RightToLeft } else { TextDirection::LeftToRight };
    let author = Some(in_xml(&document.sender.name)).filter(|name| !name.is_empty());
    let metadata = Metadata::new()
        .title(in_xml(title))
        .authors(author.into_iter().collect())
        .creator("Casebook".to_owned())
        .language(language.code().to_owned())
        .text_direction(direction);
    match document.sent_on.as_deref().and_then(dates::parts) {
        Some((year, month, day)) => metadata.creation_date(DateTime::new(year).month(month).day(day)),
        None => metadata,
    }
}

/// Text without the characters that XML has no way to write.
fn in_xml(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

/// The table of contents: headings of the second level within the one of the first.
fn outline(headings: &[(u16, String, Place)]) -> Outline {
    let mut outline = Outline::new();
    let node = |(_, text, place): &(u16, String, Place)| {
        OutlineNode::new(text.clone(), XyzDestination::new(place.page, Point::from_xy(0.0, place.y)))
    };
    let Some((first, others)) = headings.split_first() else { return outline };
    let mut top = node(first).with_open(true);
    for heading in others {
        top.push_child(node(heading));
    }
    outline.push_child(top);
    outline
}

fn draw(surface: &mut Surface<'_>, structure: &mut Structure, mark: &Mark) {
    let identifier = start(surface, mark.owner);
    match &mark.shape {
        Shape::Text(line) => draw_line(surface, mark, line),
        Shape::Rule { width, thickness, colour } => {
            let rectangle = Rect::from_xywh(mark.x, mark.y, *width, *thickness);
            draw_rectangle(surface, rectangle, *colour);
        }
    }
    surface.end_tagged();
    if let Owner::Part(part) = mark.owner {
        structure.drawn(part, identifier);
    }
}

fn start(surface: &mut Surface<'_>, owner: Owner) -> Identifier {
    surface.start_tagged(match owner {
        Owner::Part(_) => ContentTag::Span(SpanTag::empty()),
        Owner::Repetition => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
        Owner::Ornament => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
    })
}

fn draw_line(surface: &mut Surface<'_>, mark: &Mark, line: &Line) {
    surface.set_fill(Some(fill(line.colour)));
    for run in &line.runs {
        let start = Point::from_xy(mark.x + run.x, mark.y + line.baseline);
        surface.draw_glyphs(start, &run.glyphs, run.font.clone(), &run.text, run.size, false);
    }
}

fn draw_rectangle(surface: &mut Surface<'_>, rectangle: Option<Rect>, colour: Colour) {
    let mut path = PathBuilder::new();
    if let Some(rectangle) = rectangle {
        path.push_rect(rectangle);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(colour)));
        surface.draw_path(&path);
    }
}

fn fill([red, green, blue]: Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}
