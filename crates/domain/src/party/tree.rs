//! The tree of organizations: which belongs to which.

use std::collections::BTreeSet;

use crate::ids::PartyId;

/// The role in which an organization is linked to the one above it. A person can have a role of that name too; what
/// makes a link part of the tree is that both ends are organizations.
pub const PARENT_ROLE: &str = "parent";

/// The most levels above an organization.
pub const MOST_LEVELS: usize = 32;

/// What stands above an organization, nearest first, if `parent_of` answers with what stands directly above one. A circle,
/// which two undone changes could make, ends where it closes; so does a tree of more than [`MOST_LEVELS`].
pub fn ancestors<E>(
    of: PartyId,
    mut parent_of: impl FnMut(PartyId) -> Result<Option<PartyId>, E>,
) -> Result<Vec<PartyId>, E> {
    let mut above = Vec::new();
    let mut seen = BTreeSet::from([of]);
    let mut at = of;
    while above.len() <= MOST_LEVELS
        && let Some(parent) = parent_of(at)?
        && seen.insert(parent)
    {
        above.push(parent);
        at = parent;
    }
    Ok(above)
}

/// Everything below some organizations, level by level, if `children_of` answers with what stands directly below these.
pub fn descendants<E>(
    of: PartyId,
    mut children_of: impl FnMut(&[PartyId]) -> Result<Vec<PartyId>, E>,
) -> Result<Vec<PartyId>, E> {
    let mut below = Vec::new();
    let mut seen = BTreeSet::from([of]);
    let mut level = vec![of];
    while !level.is_empty() {
        level = children_of(&level)?;
        level.retain(|child| seen.insert(*child));
        below.extend(&level);
    }
    Ok(below)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;
    use crate::party::PartyKind;

    fn organization(number: i64) -> PartyId {
        PartyId::new(number << 1, PartyKind::Organization)
    }

    fn above(parents: &BTreeMap<i64, i64>, of: i64) -> Vec<PartyId> {
        let number = |id: PartyId| (0..10).find(|number| organization(*number) == id).unwrap();
        let parent = |id: PartyId| Ok::<_, Infallible>(parents.get(&number(id)).copied().map(organization));
        ancestors(organization(of), parent).unwrap()
    }

    fn below(parents: &BTreeMap<i64, i64>, of: i64) -> Vec<PartyId> {
        let children = |level: &[PartyId]| {
            let is_child = |(_, parent): &(&i64, &i64)| level.contains(&organization(**parent));
            Ok::<_, Infallible>(
                parents.iter().filter(is_child).map(|(child, _)| organization(*child)).collect(),
            )
        };
        descendants(organization(of), children).unwrap()
    }

    #[test]
    fn a_circle_ends_where_it_closes() {
        let circle = BTreeMap::from([(1, 2), (2, 3), (3, 1)]);
        assert_eq!(above(&circle, 1), [organization(2), organization(3)]);
        assert_eq!(below(&circle, 1), [organization(3), organization(2)]);
        assert_eq!(above(&BTreeMap::from([(1, 1)]), 1), []);
    }

    proptest! {
        #[test]
        fn below_is_whoever_has_it_above(parents in prop::collection::btree_map(0..10_i64, 0..10_i64, 0..10), of in 0..10_i64) {
            let found: BTreeSet<PartyId> = below(&parents, of).into_iter().collect();
            let expected: BTreeSet<PartyId> = (0..10)
                .filter(|one| *one != of && above(&parents, *one).contains(&organization(of)))
                .map(organization)
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
