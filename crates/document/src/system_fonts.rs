//! The fonts of the machine, found the first time that a character is in none of the crate's fonts.

use std::sync::OnceLock;

use parley::fontique::{Blob, CharmapIndex, Collection, CollectionOptions, FontInfo};

/// Where systems keep their fonts. Directories that are not there are passed over.
const DIRECTORIES: [&str; 5] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
];

/// A family of fonts, by its plain font.
pub(crate) struct Family {
    name: String,
    file: Blob<u8>,
    characters: CharmapIndex,
}

impl Family {
    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The file of its plain font.
    pub(crate) fn file(&self) -> &Blob<u8> {
        &self.file
    }

    fn has(&self, character: char) -> bool {
        let characters = self.characters.charmap(self.file.data());
        characters.and_then(|characters| characters.map(character)).is_some_and(|glyph| glyph != 0)
    }

    fn of(name: &str, font: &FontInfo) -> Option<Self> {
        let file = font.load(None)?;
        // A font that only has pictures, or that changes its shape, cannot be put into the file as it is.
        let has = |tag| has_table(file.data(), font.index(), tag);
        let is_usable = (has(*b"glyf") || has(*b"CFF ")) && !has(*b"CBDT") && font.axes().is_empty();
        is_usable.then(|| Self { name: name.to_owned(), characters: font.charmap_index(), file })
    }
}

/// The first family that has a character.
pub(crate) fn with(character: char) -> Option<&'static Family> {
    static FAMILIES: OnceLock<Vec<Family>> = OnceLock::new();
    FAMILIES.get_or_init(families).iter().find(|family| family.has(character))
}

/// All families by name, so that a machine always takes the same one; plain text fonts before others.
fn families() -> Vec<Family> {
    let options = CollectionOptions { shared: false, system_fonts: false };
    let mut collection = Collection::new(options);
    collection.load_fonts_from_paths(DIRECTORIES);
    let mut names: Vec<String> = collection.family_names().map(str::to_owned).collect();
    names.sort_by_cached_key(|name| (!name.contains("Sans"), name.clone()));
    let family = |name: &String| {
        let family = collection.family_by_name(name)?;
        family.default_font().and_then(|font| Family::of(name, font))
    };
    names.iter().filter_map(family).collect()
}

/// Whether a font has a table: its directory follows the first 12 bytes, with 16 bytes for each table.
fn has_table(file: &[u8], index: u32, tag: [u8; 4]) -> bool {
    let number = |at: usize, length: usize| {
        let bytes = file.get(at..at.checked_add(length)?)?;
        Some(bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    // A collection begins with the places of its fonts.
    let start = if file.starts_with(b"ttcf") { number(12 + 4 * index as usize, 4) } else { Some(0) };
    let Some(start) = start else { return false };
    let tables = file.get(start + 12..).unwrap_or_default().chunks_exact(16);
    tables.take(number(start + 4, 2).unwrap_or_default()).any(|table| table.starts_with(&tag))
}
