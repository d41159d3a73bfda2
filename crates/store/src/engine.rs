//! Which databases there are.

/// Which of the two databases is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A server.
    Postgres,
}
