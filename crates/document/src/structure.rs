//! What the parts of a document are, for those who hear it, and the order in which they are read.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

/// What a part is.
#[derive(Clone, Debug)]
pub(crate) enum Role {
    /// Parts that belong together.
    Section,
    /// A heading: its level, from 1, and what it says.
    Heading(u16, String),
    Paragraph,
    Table,
    TableHead,
    TableBody,
    Row,
    /// The name of what stands below it.
    ColumnHeader,
    /// The name of what stands beside it.
    RowHeader,
    Cell,
}

impl Role {
    fn tag(self) -> TagKind {
        match self {
            Self::Section => Tag::Section.into(),
            Self::Heading(level, title) => {
                Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(title)).into()
            }
            Self::Paragraph => Tag::P.into(),
            Self::Table => Tag::Table.into(),
            Self::TableHead => Tag::THead.into(),
            Self::TableBody => Tag::TBody.into(),
            Self::Row => Tag::TR.into(),
            Self::ColumnHeader => Tag::TH(TableHeaderScope::Column).into(),
            Self::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
            Self::Cell => Tag::TD.into(),
        }
    }
}

/// A part of a [`Structure`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part(usize);

struct Entry {
    role: Role,
    children: Vec<Child>,
}

enum Child {
    Part(Part),
    Content(Identifier),
}

/// All parts of a document.
#[derive(Default)]
pub(crate) struct Structure {
    entries: Vec<Entry>,
    top: Vec<Part>,
}

impl Structure {
    /// Adds a part behind all others.
    pub(crate) fn add(&mut self, role: Role) -> Part {
        let part = self.entry(role);
        self.top.push(part);
        part
    }

    /// Adds a part within another, behind what is there.
    pub(crate) fn add_to(&mut self, whole: Part, role: Role) -> Part {
        let part = self.entry(role);
        if let Some(entry) = self.entries.get_mut(whole.0) {
            entry.children.push(Child::Part(part));
        }
        part
    }

    /// Says that something drawn belongs to a part.
    pub(crate) fn drawn(&mut self, part: Part, content: Identifier) {
        if let Some(entry) = self.entries.get_mut(part.0) {
            entry.children.push(Child::Content(content));
        }
    }

    /// The parts as the file holds them.
    pub(crate) fn into_tree(mut self, language: &str) -> TagTree {
        let top = std::mem::take(&mut self.top);
        let children: Vec<Node> = top.into_iter().map(|part| self.node(part)).collect();
        TagTree::from(children).with_lang(Some(language.to_owned()))
    }

    fn entry(&mut self, role: Role) -> Part {
        self.entries.push(Entry { role, children: Vec::new() });
        Part(self.entries.len() - 1)
    }

    fn node(&mut self, part: Part) -> Node {
        let empty = Entry { role: Role::Section, children: Vec::new() };
        let entry = self.entries.get_mut(part.0).map_or(empty, |entry| Entry {
            role: entry.role.clone(),
            children: std::mem::take(&mut entry.children),
        });
        let children = entry.children.into_iter().map(|child| match child {
            Child::Part(part) => self.node(part),
            Child::Content(content) => Node::Leaf(content),
        });
        Node::Group(TagGroup::with_children(entry.role.tag(), children.collect()))
    }
}
