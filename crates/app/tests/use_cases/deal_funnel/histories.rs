//! Stage histories made up at random, as a file of another system has them: a row for each thing that happened.

use std::fmt::Write as _;

use casebook_app::domain::time::{DAY, Timestamp};

/// A mapping of the file.
pub const MAPPING: &str = "name = \"histories\"\nsystem = \"crm\"\n[party]\nkind = \"organization\"\n\
    external_id = \"Account\"\n[row]\nkey = [\"Row\"]\n[fields]\nname = \"Account\"\n[deal]\nid = \"Deal\"\n\
    amount = \"Amount\"\ndefault_currency = \"EUR\"\n\
    [[evidence]]\nkind = \"deal_opened\"\nat = \"Opened\"\nwhen = \"Opened\"\n\
    [[evidence]]\nkind = \"deal_moved\"\nat = \"Moved\"\nwhen = \"Moved\"\ndetail = { stage = \"Stage\" }\n\
    [[evidence]]\nkind = \"deal_won\"\nat = \"Won\"\nwhen = \"Won\"\n\
    [[evidence]]\nkind = \"deal_lost\"\nat = \"Lost\"\nwhen = \"Lost\"\ndetail = { reason = \"Reason\" }\n\
    [[evidence]]\nkind = \"deal_reopened\"\nat = \"Reopened\"\nwhen = \"Reopened\"\n";

/// What happened with a deal, in the order in which one instant is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    Opened,
    Moved(&'static str),
    Lost(&'static str),
    Won,
    Reopened,
}

/// Something that happened with a deal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub deal: String,
    pub at: Timestamp,
    pub happening: Happening,
}

/// Numbers that look random and are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for place in (1..all.len()).rev() {
            all.swap(place, self.below(place + 1));
        }
    }
}

/// When the first deals are opened: half a year before the clock of tests.
pub fn start() -> Timestamp {
    Timestamp::parse_rfc3339("2025-09-01T08:00:00Z").unwrap()
}

/// The stages in order, by their names and then by those of another system. A name is part of what happened, not of the
/// row in which it stands: by it the moves of one instant are ordered.
pub const STAGES: [&str; 6] = [
    "qualification",
    "proposal",
    "negotiation",
    "Needs Analysis",
    "Proposal/Price Quote",
    "Negotiation/Review",
];
const REASONS: [&str; 3] = ["", "Price", "No budget"];

/// What happened with so many deals. Names of stages are those of another system now and then.
pub fn generated(deals: usize, seed: u64) -> Vec<Event> {
    let mut dice = Dice(seed);
    let mut events = Vec::new();
    for deal in 0..deals {
        let mut at = start().plus(dice.below(40) as i64 * DAY);
        let mut put = |at: Timestamp, happening| {
            events.push(Event { deal: format!("D{deal}"), at, happening });
        };
        // Some files do not say when a deal was opened.
        if dice.below(8) > 0 {
            put(at, Happening::Opened);
        }
        for _ in 0..=dice.below(6) {
            // Now and then at the same instant as what was before.
            at = at.plus([0, 1, 3, 11][dice.below(4)] * DAY);
            put(
                at,
                match dice.below(10) {
                    0..=5 => Happening::Moved(STAGES[dice.below(STAGES.len())]),
                    6 => Happening::Won,
                    7 | 8 => Happening::Lost(REASONS[dice.below(3)]),
                    _ => Happening::Reopened,
                },
            );
        }
    }
    events
}

/// The file, a row for each event in the given order.
pub fn table(events: &[Event]) -> String {
    let mut text = String::from("Row,Account,Deal,Amount,Opened,Moved,Stage,Won,Lost,Reason,Reopened\n");
    for (row, Event { deal, at, happening }) in events.iter().enumerate() {
        let account =
            format!("A{}", deal.len() + deal.bytes().map(usize::from).sum::<usize>() % 3 - deal.len());
        let cells = match happening {
            Happening::Opened => format!("{at},,,,,,"),
            Happening::Moved(stage) => format!(",{at},{stage},,,,"),
            Happening::Won => format!(",,,{at},,,"),
            Happening::Lost(reason) => format!(",,,,{at},{reason},"),
            Happening::Reopened => format!(",,,,,,{at}"),
        };
        writeln!(text, "R{row},{account},{deal},10.00,{cells}").unwrap();
    }
    text
}
