//! Properties: what must hold for every history, checked on many generated ones.

#![expect(clippy::unwrap_used, reason = "a broken property must stop the test")]

mod arrival;
mod derivation;
mod frameworks;
mod generated;
mod knowledge;
mod periods;
mod reasons;
mod replay;
mod retraction;

use std::sync::LazyLock;

use casebook_domain::evidence::Piece;
use casebook_domain::frameworks::Frameworks;
use casebook_domain::kind::Kinds;
use casebook_domain::lifecycle::derive::{History, Rules, derive};
use casebook_domain::lifecycle::history::Standing;
use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::{CompiledVocabulary, Vocabulary};
use casebook_domain::zone::Zone;

static KINDS: LazyLock<Kinds> = LazyLock::new(Kinds::default);

/// The built-in vocabularies and one whose rules look at a window of time and at money.
static VOCABULARIES: LazyLock<Vec<CompiledVocabulary>> = LazyLock::new(|| {
    let mut vocabularies: Vec<_> = Vocabulary::built_in()
        .iter()
        .map(|one| one.compile(&KINDS, &Frameworks::default()).unwrap())
        .collect();
    vocabularies.push(Vocabulary::read(TIMELY, &KINDS, &Frameworks::default()).unwrap());
    vocabularies
});

const TIMELY: &str = r#"
name = "timely"
title = "Timely"

[[stages]]
name = "warm"
title = "Warm"
definition = "Showed interest or talked to us lately."
rule = 'within(interest.last, "3d") || within(dialogue.last, "2d")'

[[stages]]
name = "paying"
title = "Paying"
definition = "We kept some of their money and nothing speaks against them."
rule = 'purchases.net > 0 && !departed && criteria.budget != "not_met"'
"#;

/// A zone west of UTC, so that hours of generated days belong to other dates.
static ZONE: LazyLock<Zone> = LazyLock::new(|| Zone::named("America/New_York").unwrap());

fn rules() -> Rules<'static> {
    Rules { party: PartyKind::Person, kinds: &KINDS, vocabularies: &VOCABULARIES, zone: &ZONE }
}

fn history(pieces: &[Piece]) -> History {
    derive(pieces, rules())
}

/// A history without the ids of what caused it.
type Shape = (Vec<Vec<Stretch<u8>>>, Vec<Stretch<(Standing, Option<String>)>>);
type Stretch<V> = (V, Option<Timestamp>, Option<Timestamp>);

fn shape(history: &History) -> Shape {
    let stages = history
        .stages
        .iter()
        .map(|periods| periods.iter().map(|one| (one.stage, one.entered_at, one.left_at)).collect());
    let standing = history.standings.iter();
    let standing = standing.map(|one| ((one.standing, one.reason.clone()), one.entered_at, one.left_at));
    (stages.collect(), standing.collect())
}
