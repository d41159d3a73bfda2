//! Answers as they leave: their headers, and bodies that are buffered or streamed.

pub(crate) mod answer;
pub(crate) mod buffered;
pub(crate) mod change_set;
pub(crate) mod etag;
pub(crate) mod headers;
pub(crate) mod stream;
