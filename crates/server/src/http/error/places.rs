//! Where a request names what a use case looks up.

/// Knows where a request names things.
pub(crate) trait Places {
    /// The place at which it names `given` as a `what`: a JSON pointer (RFC 6901) into the body, or `?` and a
    /// parameter. None if it names no such thing.
    fn place_of(&self, what: &str, given: &str) -> Option<String>;
}

/// One place for each kind of thing.
impl<const N: usize> Places for [(&str, &str); N] {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        self.as_slice().place_of(what, given)
    }
}

impl Places for [(&str, &str)] {
    fn place_of(&self, what: &str, _: &str) -> Option<String> {
        self.iter().find(|(named, _)| *named == what).map(|(_, place)| (*place).to_owned())
    }
}
