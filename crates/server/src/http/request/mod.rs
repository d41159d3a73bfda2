//! Requests as they arrive: head, path, query and body, each refused with its place where it cannot be read.

pub(crate) mod body;
pub(crate) mod head;
pub(crate) mod host;
pub(crate) mod json;
pub(crate) mod page;
pub(crate) mod patch;
pub(crate) mod path;
pub(crate) mod plain;
pub(crate) mod query;
