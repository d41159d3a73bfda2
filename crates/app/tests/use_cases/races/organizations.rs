//! Organizations that are put below one another at the same moment close no circle.

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::{Error, organizations};
use casebook_store::Engine;
use rstest::rstest;

use super::{CONTENDERS, race};
use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn no_circle_closes(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ring: Vec<PartyId> =
        (0..CONTENDERS).map(|number| room.add(PartyKind::Organization, &format!("Ring {number}"))).collect();
    let rounds = race(&room, |session, round, who| {
        // Whoever has a parent lets go of it first, so that each round begins with some of the ring open.
        if (round + who).is_multiple_of(3) {
            organizations::set_parent(session, ring[who], None).unwrap();
        }
        organizations::set_parent(session, ring[who], Some(ring[(who + 1) % CONTENDERS]))
    });
    for outcome in rounds.into_iter().flatten() {
        assert!(matches!(&outcome, Ok(()) | Err(Error::Argument { .. })), "{outcome:?}");
    }
    let trees: Vec<_> = ring.iter().map(|one| organizations::tree(&room.session, *one).unwrap()).collect();
    let above: Vec<usize> = trees.iter().map(|tree| tree.ancestors.len()).collect();
    assert!(above.contains(&0), "somebody stands on top: {above:?}");
    assert!(trees.iter().all(|tree| tree.children_count <= 1), "each has one parent");
}
