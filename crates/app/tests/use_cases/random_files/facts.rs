//! What has happened according to a row.

use super::cell::Cell;
use super::meaning::{Key, Reading};
use super::table::{Holds as H, Of};

/// Why a row is refused: a date cannot be read.
pub struct Refused;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    pub kind: &'static str,
    /// When, and whether that is a day.
    pub at: Option<(i64, bool)>,
    pub is_earliest: bool,
    pub money: Option<(i64, &'static str)>,
    pub sale: Option<Key>,
}

impl Fact {
    pub fn new(kind: &'static str, at: Option<(i64, bool)>) -> Self {
        Self { kind, at, is_earliest: false, money: None, sale: None }
    }

    /// Whether it makes somebody known.
    pub fn is_of_consent(&self) -> bool {
        self.kind.starts_with("consent")
    }
}

/// The sale of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Sale {
    pub key: Key,
    pub title: Option<String>,
    pub owner: Option<String>,
}

impl Reading<'_> {
    /// The time in a column, if the row has one; none at all refuses the row.
    fn time(&mut self, holds: H) -> Result<Option<(i64, bool)>, Refused> {
        let Some(place) = self.places(&[holds]).first().copied() else { return Ok(None) };
        self.used[place] = true;
        let cell = &self.row[place];
        if let Some(time) = cell.time() {
            // However it is written.
            self.texts[place] = format!("{time:?}");
        }
        if cell.is_misfit() { Err(Refused) } else { Ok(cell.time()) }
    }

    pub fn facts(&mut self, buyer: Option<&Key>) -> Result<(Vec<Fact>, Option<Sale>), Refused> {
        match self.file.of {
            Of::People | Of::Accounts => Ok((self.of_party()?, None)),
            Of::Activities => Ok((self.activity()?, None)),
            Of::AccountSales | Of::PersonSales => self.sale(buyer),
        }
    }

    fn of_party(&mut self) -> Result<Vec<Fact>, Refused> {
        let mut facts = Vec::new();
        if self.file.cell(self.row, H::Booth).is_some() {
            facts.push(Fact::new("booth_visited", None));
        }
        let created = self.learned(&mut facts)?;
        let status = self.value(H::Status, |value| match value {
            "Qualified" => Some("sales_accepted"),
            "Converted" => Some("converted"),
            "Junk Lead" => Some("disqualified"),
            "Customer" => Some("purchased"),
            _ => None,
        });
        let is_known_new = if self.file.is_guessed { None } else { Some("New") };
        self.note_unknown(H::Status, status, is_known_new);
        if let Some(kind) = status {
            let since = self.time(H::Created)?;
            let money = if kind == "purchased" { self.money() } else { None };
            self.misfit_money();
            self.take_nothing(H::SaleTitle);
            facts.push(Fact { is_earliest: created.is_some(), money, ..Fact::new(kind, since) });
        } else {
            self.misfit_money();
            self.take_nothing(H::SaleTitle);
        }
        let yes = |value: &str| matches!(value, "yes" | "true").then_some("yes");
        let out = self.value(H::OptOut, yes);
        self.note_unknown(H::OptOut, out, Some("no"));
        let is_by_time = self.file.is_guessed && self.file.place(H::OptOut).is_none();
        if out.is_some() || is_by_time && self.file.cell(self.row, H::OptedOutAt).is_some() {
            let at = self.time(H::OptedOutAt)?;
            facts.push(Fact::new("consent_withdrawn", at));
        } else if is_by_time {
            // A mark of no date is none.
            self.time(H::OptedOutAt)?;
        }
        let given = self.value(H::OptIn, yes);
        self.note_unknown(H::OptIn, given, Some("no"));
        facts.extend(given.map(|_| Fact::new("consent_given", None)));
        put_off(&mut facts);
        // When the record began is kept where nothing else says it.
        let is_said = |at: (i64, bool)| facts.iter().any(|one| one.at.is_some_and(|found| found.0 == at.0));
        if let (Some(place), Some(at)) = (self.file.place(H::Created), created)
            && !is_said(at)
        {
            self.used[place] = false;
        }
        Ok(facts)
    }

    /// When details were learned, where the file says so; of an order, where the row has one. Returns the date of the row.
    fn learned(&mut self, facts: &mut Vec<Fact>) -> Result<Option<(i64, bool)>, Refused> {
        let is_of_order = self.file.of == Of::People && self.file.place(H::FactId).is_some();
        let written = self.file.cell(self.row, H::Created).and_then(Cell::time);
        if is_of_order {
            if self.file.cell(self.row, H::FactId).is_some() {
                let at = self.time(H::Created)?;
                facts.push(Fact::new("details_learned", at));
                if self.file.people_come_again() {
                    self.use_details();
                }
            }
        } else if self.file.is_learned {
            let at = self.time(H::Created)?;
            facts.extend(at.map(|at| Fact::new("details_learned", Some(at))));
        }
        Ok(written)
    }

    /// The amount of what was bought.
    fn money(&mut self) -> Option<(i64, &'static str)> {
        let (amount, currency) = (self.file.cell(self.row, H::Amount), self.file.place(H::Currency));
        let is_priced = currency.is_none_or(|place| !self.row[place].is_empty());
        let money = amount.filter(|_| is_priced).and_then(Cell::money);
        if money.is_some() {
            self.take(H::Amount);
            self.take(H::Currency);
        }
        self.take_nothing(H::Amount);
        self.take_nothing(H::Currency);
        money
    }

    /// A mark of nothing is not kept.
    fn take_nothing(&mut self, holds: H) {
        if self.file.cell(self.row, holds).is_none() {
            self.take(holds);
        }
    }

    /// An amount that cannot be read is counted.
    fn misfit_money(&mut self) {
        let (place, currency) = (self.file.place(H::Amount), self.file.place(H::Currency));
        let has_currency = currency.is_none_or(|place| !self.row[place].is_empty());
        let unread = |place: &usize| {
            let cell = &self.row[*place];
            !cell.is_empty() && (cell.money().is_none() || !has_currency)
        };
        self.unknown.extend(place.filter(unread));
        self.take_nothing(H::Amount);
        self.take_nothing(H::Currency);
    }

    fn activity(&mut self) -> Result<Vec<Fact>, Refused> {
        let kind = self.value(H::ActivityType, |value| match value {
            "Call" => Some("call_held"),
            "Meeting" => Some("meeting_held"),
            "Email" => Some("mail_sent"),
            _ => None,
        });
        self.note_unknown(H::ActivityType, kind, None);
        let Some(kind) = kind else { return Ok(Vec::new()) };
        let at = self.time(H::ActivityAt)?;
        self.take(H::FactId);
        self.use_details();
        Ok(vec![Fact::new(kind, at)])
    }

    /// What nobody knows is a detail of what happened, where the file is guessed.
    fn use_details(&mut self) {
        for place in 0..self.row.len() {
            let is_detail = self.file.is_guessed && self.column(place).holds == H::Free;
            self.used[place] |= is_detail;
        }
    }

    fn sale(&mut self, buyer: Option<&Key>) -> Result<(Vec<Fact>, Option<Sale>), Refused> {
        let opened = self.time(H::Created)?;
        let filled = |holds| {
            let column = self.places(&[holds]).first().copied();
            column.map(|place| &self.row[place]).filter(|cell| !cell.is_empty())
        };
        let (id, title) = (filled(H::SaleId), filled(H::SaleTitle).map(|cell| cell.text.clone()));
        let owner = filled(H::SaleOwner).map(|cell| cell.text.clone());
        let key = match (id.map(|cell| cell.text.clone()), &title) {
            (Some(id), _) => Some(("id", id)),
            (None, Some(title)) => Some(("title", format!("{title} | {buyer:?} | {opened:?}"))),
            _ => None,
        };
        let money = self.money();
        self.misfit_money();
        let stage = self.value(H::Stage, |value| match value {
            "Won" => Some("deal_won"),
            "Closed Lost" => Some("deal_lost"),
            _ => None,
        });
        if !self.file.is_guessed {
            self.note_unknown(H::Stage, stage, Some("Proposal"));
        }
        if let Some(place) = self.places(&[H::SaleOwner]).first().filter(|_| key.is_some()) {
            self.texts[*place].clear();
        }
        for holds in [H::SaleId, H::SaleTitle, H::SaleOwner, H::Product] {
            // Without a sale nobody owns it.
            let is_empty = self.file.cell(self.row, holds).is_none();
            if key.is_some() || holds == H::Product || is_empty {
                self.take(holds);
            }
        }
        let mut facts = vec![Fact::new("deal_opened", opened)];
        if let Some(stage) = stage {
            facts.push(Fact::new(stage, self.time(H::Closed)?));
            if stage == "deal_lost" {
                self.take(H::Reason);
            }
        }
        if self.file.is_guessed {
            self.use_details();
            self.take(H::Stage);
            self.take(H::Closed);
        }
        for fact in &mut facts {
            (fact.money, fact.sale) = (money, key.clone());
        }
        Ok((facts, key.map(|key| Sale { key, title, owner })))
    }

    /// What a column's value says has happened.
    fn value(&mut self, holds: H, says: impl Fn(&str) -> Option<&'static str>) -> Option<&'static str> {
        let place = self.file.place(holds)?;
        let found = says(&self.row[place].text);
        self.used[place] |= found.is_some() || self.row[place].is_empty();
        found
    }

    /// A value that says nothing and is not known to do so is counted.
    fn note_unknown(&mut self, holds: H, found: Option<&str>, known: Option<&str>) {
        let Some(place) = self.file.place(holds) else { return };
        let cell = &self.row[place];
        if found.is_none() && !cell.is_empty() && Some(cell.text.as_str()) != known {
            self.unknown.push(place);
        }
    }
}

/// What is so at the earliest since the row began is so at the earliest since the last date of the row.
fn put_off(facts: &mut [Fact]) {
    let last = facts
        .iter()
        .filter(|one| !one.is_earliest)
        .filter_map(|one| one.at)
        .max_by_key(|(at, is_day)| (*at, *is_day));
    for one in facts.iter_mut().filter(|one| one.is_earliest) {
        if last.is_some_and(|(at, _)| Some(at) > one.at.map(|(at, _)| at)) {
            one.at = last;
        }
    }
}
