//! The fonts of a document: those of the crate, and those of the machine where a character needs them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use krilla::text::Font;
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{FontContext, FontData, FontFamilyName};

use crate::system_fonts;

/// Latin, Greek and Cyrillic letters come from the first, Arabic ones and most symbols from the second.
const FAMILIES: [&str; 2] = ["Noto Sans", "DejaVu Sans"];

/// Where characters come from that the crate's fonts lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// From the fonts of the machine.
    System,
    /// From nowhere.
    None,
}

/// The fonts of one document.
pub(crate) struct Fonts {
    /// The fonts as the layout knows them.
    pub context: FontContext,
    /// Their families, the preferred one first.
    pub families: Vec<FontFamilyName<'static>>,
    faces: HashMap<(u64, u32), Option<Font>>,
    in_no_font: HashSet<char>,
    fallback: Fallback,
}

impl Fonts {
    /// The crate's fonts.
    pub(crate) fn new(fallback: Fallback) -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        let files: [&'static [u8]; 4] =
            [notosans::REGULAR_TTF, notosans::BOLD_TTF, dejavu::sans::regular(), dejavu::sans::bold()];
        for file in files {
            collection.register_fonts(Blob::new(Arc::new(file)), None);
        }
        Self {
            context: FontContext { collection, source_cache: SourceCache::default() },
            families: FAMILIES.map(FontFamilyName::named).to_vec(),
            faces: HashMap::new(),
            in_no_font: HashSet::new(),
            fallback,
        }
    }

    /// The font as it is put into the file; none if it cannot be read.
    pub(crate) fn face(&mut self, data: &FontData) -> Option<Font> {
        let face = self.faces.entry((data.data.id(), data.index));
        face.or_insert_with(|| Font::new(data.data.clone().into_raw_parts().0.into(), data.index)).clone()
    }

    /// Adds fonts of the machine that have the characters. Answers whether there were any to add.
    pub(crate) fn add_for(&mut self, missing: impl Iterator<Item = char>) -> bool {
        if self.fallback == Fallback::None {
            return false;
        }
        let mut is_added = false;
        for character in missing {
            is_added |= !self.in_no_font.contains(&character) && self.add_one_for(character);
        }
        is_added
    }

    fn add_one_for(&mut self, character: char) -> bool {
        let Some(family) = system_fonts::with(character) else {
            self.in_no_font.insert(character);
            return false;
        };
        let name = FontFamilyName::named(family.name());
        if self.families.contains(&name) {
            return false;
        }
        self.context.collection.register_fonts(family.file().clone(), None);
        self.families.push(name);
        true
    }
}
