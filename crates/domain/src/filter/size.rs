//! How large a filter may be.

use super::{Filter, Leaf};

/// The most conditions of a filter.
pub const MOST_CONDITIONS: usize = 500;
/// The most conditions of a filter that need a lookup of their own.
pub const MOST_LOOKUPS: usize = 30;
/// How deep conditions may be nested.
pub const DEEPEST: usize = 32;

/// How large a filter is.
#[derive(Clone, Copy, Default)]
struct Size {
    depth: usize,
    conditions: usize,
    lookups: usize,
}

impl Size {
    fn and(self, other: Self) -> Self {
        Self {
            depth: self.depth.max(other.depth),
            conditions: self.conditions + other.conditions,
            lookups: self.lookups + other.lookups,
        }
    }
}

/// A filter that no one would write by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// Its conditions are nested too deep.
    #[error("conditions can be nested at most {DEEPEST} deep, not {0}")]
    Deep(usize),
    /// It has too many conditions.
    #[error("a filter can have at most {MOST_CONDITIONS} conditions, not {0}")]
    Conditions(usize),
    /// It has too many conditions that need a lookup.
    #[error(
        "a filter can have at most {MOST_LOOKUPS} conditions on evidence, links, imports, custom fields and funnels on \
         the recorded basis, not {0}"
    )]
    Lookups(usize),
}

impl Filter {
    /// Refuses a filter that no one would write by hand: each condition scans all parties, and some query the store.
    pub fn check_size(&self) -> Result<(), TooLarge> {
        let size = self.size();
        match size {
            Size { depth, .. } if depth > DEEPEST => Err(TooLarge::Deep(depth)),
            Size { conditions, .. } if conditions > MOST_CONDITIONS => Err(TooLarge::Conditions(conditions)),
            Size { lookups, .. } if lookups > MOST_LOOKUPS => Err(TooLarge::Lookups(lookups)),
            _ => Ok(()),
        }
    }

    fn size(&self) -> Size {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                let within = parts.iter().map(Self::size).fold(Size::default(), Size::and);
                // An empty one counts too.
                Size { depth: within.depth + 1, conditions: within.conditions.max(1), ..within }
            }
            Self::Not(part) => {
                let within = part.size();
                Size { depth: within.depth + 1, ..within }
            }
            Self::Leaf(Leaf::LinkedToAny(inner) | Leaf::Account(inner)) => {
                let within = inner.size();
                Size {
                    depth: within.depth + 1,
                    conditions: within.conditions + 1,
                    lookups: within.lookups + 1,
                }
            }
            Self::Leaf(leaf) => Size { depth: 1, conditions: 1, lookups: usize::from(leaf.needs_lookup()) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::FieldIs;

    #[test]
    fn a_filter_is_bounded_in_depth_conditions_and_lookups() {
        let leaf = |field: &str| Filter::Leaf(Leaf::Field(field.to_owned(), FieldIs::Empty));
        let nested = |depth: usize| (1..depth).fold(leaf("owner"), |inner, _| Filter::Not(Box::new(inner)));
        assert_eq!(nested(DEEPEST).check_size(), Ok(()));
        assert_eq!(nested(DEEPEST + 1).check_size(), Err(TooLarge::Deep(DEEPEST + 1)));
        let many = |field: &str, count: usize| Filter::Any(vec![leaf(field); count]);
        assert_eq!(many("owner", MOST_CONDITIONS).check_size(), Ok(()));
        let over = MOST_CONDITIONS + 1;
        assert_eq!(many("owner", over).check_size(), Err(TooLarge::Conditions(over)));
        assert_eq!(many("shoe size", MOST_LOOKUPS).check_size(), Ok(()));
        let over = MOST_LOOKUPS + 1;
        assert_eq!(many("shoe size", over).check_size(), Err(TooLarge::Lookups(over)));
    }
}
