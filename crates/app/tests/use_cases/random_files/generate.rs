//! Making files up.

use std::collections::BTreeSet;

use super::cast::{Cast, Person};
use super::cell::{Amounts, Cell, Says, Times};
use super::dice::Dice;
use super::headers;
use super::table::{Column, File, Holds as H, Line, Of, nothing};

const FIELDS: [&str; 9] =
    ["title", "city", "country", "source", "owner", "note", "language", "website", "street"];
const ZONES: [(&str, i64); 2] = [("UTC", 0), WORKSPACE];
/// The zone of the workspace, in which files are read that say none.
pub const WORKSPACE: (&str, i64) = ("Asia/Kolkata", 330);
/// The most columns.
const MOST: usize = 14;

/// A file about those of a story.
pub fn file(dice: &mut Dice, cast: &Cast, of: Of, name: &str, has_own_sales: bool) -> File {
    let is_guessed = dice.is_one_of(2);
    let mut holds = match of {
        Of::People => people(dice, is_guessed),
        Of::Accounts => accounts(dice),
        Of::AccountSales => sales(dice, &[(H::Company, 4, 5), (H::AccountId, 1, 2), (H::Contact, 1, 3)]),
        Of::PersonSales => sales(dice, &[(H::Mail, 1, 1), (H::PersonId, 1, 2), (H::FullName, 1, 3)]),
        Of::Activities => activities(dice),
    };
    if matches!(of, Of::AccountSales | Of::Accounts)
        && !holds.contains(&H::AccountId)
        && !holds.contains(&H::Company)
    {
        holds.push(H::Company);
    }
    // A guess tells sales without ids apart by the words of several columns.
    if of == Of::AccountSales && is_guessed && !holds.contains(&H::SaleId) {
        holds.insert(0, H::SaleId);
    }
    holds.truncate(MOST);
    dice.shuffle(&mut holds);
    let amounts = Amounts::any(dice);
    if holds.contains(&H::Amount) && amounts.is_beside {
        holds.push(H::Currency);
    }
    let columns = columns(dice, &holds, of, is_guessed);
    let mut file = File {
        of,
        feed: name.to_owned(),
        system: String::new(),
        columns,
        lines: Vec::new(),
        is_guessed,
        sales: if has_own_sales || is_guessed { name.to_owned() } else { String::new() },
        delimiter: *dice.pick(&[',', ';', '\t']),
        zone: if is_guessed { WORKSPACE } else { *dice.pick(&ZONES) },
        is_comma: amounts.is_comma,
        is_learned: is_guessed || !dice.is_one_of(4),
    };
    let times: Vec<Times> = holds.iter().map(|_| Times::any(dice)).collect();
    for number in 0..3 + dice.below(23) {
        let row = Row { cast, file: &file, times: &times, amounts, number }.cells(dice);
        file.lines.push(Line::Row(row));
    }
    file.add_no_rows(dice);
    file
}

fn columns(dice: &mut Dice, holds: &[H], of: Of, is_guessed: bool) -> Vec<Column> {
    let mut taken = BTreeSet::new();
    let mut column = |(place, holds): (usize, &H)| loop {
        let header =
            if is_guessed { headers::known(dice, *holds, of) } else { headers::unknown(dice, place) };
        if taken.insert(header.to_lowercase()) {
            let is_optional =
                matches!(holds, H::Field(_) | H::Product | H::SaleOwner | H::Reason | H::Contact);
            let is_left = matches!(holds, H::Free) || !is_guessed && is_optional && dice.is_one_of(3);
            return Column { holds: *holds, header, is_mapped: !is_left };
        }
    };
    holds.iter().enumerate().map(&mut column).collect()
}

/// Adds each of these with its chance, so many in so many.
fn some(dice: &mut Dice, holds: &mut Vec<H>, offered: &[(H, usize, usize)]) {
    for (one, chance, of) in offered {
        if dice.below(*of) < *chance {
            holds.push(*one);
        }
    }
}

fn people(dice: &mut Dice, is_guessed: bool) -> Vec<H> {
    let mut holds = if dice.is_one_of(2) { vec![H::FullName] } else { vec![H::FirstName, H::LastName] };
    if !is_guessed && dice.is_one_of(6) {
        holds.clear();
    }
    let offered = [
        (H::PersonId, 2, 3),
        (H::Mail, 4, 5),
        (H::Created, 2, 3),
        (H::Status, 1, 2),
        (H::Company, 1, 2),
        (H::AccountId, 1, 3),
        (H::Phone, 1, 2),
        (H::OptOut, 1, 3),
        (H::OptIn, 1, 5),
        (H::OptedOutAt, 1, 5),
        (H::OtherPhone, 1, 6),
        (H::FactId, usize::from(is_guessed), 6),
        (H::Booth, usize::from(!is_guessed), 4),
        (H::Amount, usize::from(!is_guessed), 3),
        (H::Free, 1, 2),
        (H::Free, 1, 3),
    ];
    some(dice, &mut holds, &offered);
    if holds.contains(&H::Amount) {
        holds.insert(0, H::SaleTitle);
    }
    if holds.contains(&H::Mail) && dice.is_one_of(4) {
        holds.push(H::OtherMail);
    }
    if !holds.contains(&H::PersonId) && !holds.contains(&H::Mail) {
        holds.push(H::Mail);
    }
    fields(dice, &mut holds, &FIELDS);
    holds
}

fn fields(dice: &mut Dice, holds: &mut Vec<H>, names: &[&'static str]) {
    for name in names {
        if dice.is_one_of(4) {
            holds.push(H::Field(name));
        }
    }
    while holds.len() < 3 {
        holds.push(H::Free);
    }
}

fn accounts(dice: &mut Dice) -> Vec<H> {
    let mut holds = vec![H::Company];
    some(dice, &mut holds, &[(H::AccountId, 2, 3), (H::Created, 1, 2), (H::Free, 2, 3)]);
    fields(dice, &mut holds, &["source", "owner", "note", "street"]);
    holds
}

fn sales(dice: &mut Dice, about: &[(H, usize, usize)]) -> Vec<H> {
    let mut holds = vec![H::SaleTitle, H::Stage];
    some(dice, &mut holds, about);
    let offered = [
        (H::SaleId, 3, 4),
        (H::Amount, 4, 5),
        (H::Created, 3, 4),
        (H::Closed, 3, 4),
        (H::Product, 1, 3),
        (H::SaleOwner, 1, 3),
        (H::Reason, 1, 4),
        (H::Free, 1, 2),
        (H::Free, 1, 4),
    ];
    some(dice, &mut holds, &offered);
    holds
}

fn activities(dice: &mut Dice) -> Vec<H> {
    let mut holds = vec![H::ActivityType, H::ActivityAt];
    holds.push(if dice.is_one_of(2) { H::Mail } else { H::PersonId });
    some(dice, &mut holds, &[(H::FactId, 2, 3), (H::Free, 2, 3), (H::Free, 1, 2)]);
    holds
}

/// A row under way.
struct Row<'c> {
    cast: &'c Cast,
    file: &'c File,
    times: &'c [Times],
    amounts: Amounts,
    number: usize,
}

impl Row<'_> {
    fn cells(&self, dice: &mut Dice) -> Vec<Cell> {
        let sale = dice.pick(&self.cast.sales);
        let (person, account) = match self.file.of {
            Of::People | Of::Activities => {
                let person = dice.pick(&self.cast.people);
                (person, person.account)
            }
            Of::Accounts => (&self.cast.people[0], dice.below(self.cast.accounts.len())),
            Of::AccountSales | Of::PersonSales => (&self.cast.people[sale.person], sale.account),
        };
        let (amount, currency) = self.amounts.cells(dice);
        let account = &self.cast.accounts[account];
        let mut cell = |(column, times): (&Column, &Times)| {
            let is_kept = matches!(column.holds, H::Free) || !column.is_mapped;
            if !is_needed(self.file.of, column.holds) && dice.is_one_of(7) {
                return if is_kept { Cell::default() } else { nothing(dice, is_date(column.holds)) };
            }
            match column.holds {
                H::PersonId => Cell::text(&person.id),
                H::AccountId => Cell::text(&account.id),
                H::Company => Cell::text(&account.name),
                H::SaleId => Cell::text(format!("{}{}", sale.id, self.file.sales)),
                H::SaleTitle => Cell::text(&sale.title),
                H::Amount if self.may_misfit(column.holds) && dice.is_one_of(12) => {
                    Cell::misfit(["on request", "10 mil"][dice.below(2)])
                }
                H::Amount => amount.clone(),
                H::Currency => currency.clone(),
                H::Created | H::Closed | H::ActivityAt | H::OptedOutAt => self.time(dice, *times),
                other => self.text(dice, other, person),
            }
        };
        loop {
            let row: Vec<Cell> = self.file.columns.iter().zip(self.times).map(&mut cell).collect();
            // A row with a single value may be taken for the foot of a report.
            if row.iter().filter(|cell| !cell.text.trim().is_empty()).count() > 1 {
                return row;
            }
        }
    }

    /// Whether a cell that holds something else leaves the column what it is, in a file of which that is to be found out.
    fn may_misfit(&self, holds: H) -> bool {
        !self.file.is_guessed || holds == H::Amount && self.amounts.is_beside || holds == H::Mail
    }

    fn time(&self, dice: &mut Dice, times: Times) -> Cell {
        if !self.file.is_guessed && dice.is_one_of(40) {
            return Cell::misfit("soon");
        }
        times.cell(dice, self.file.zone.1)
    }

    fn text(&self, dice: &mut Dice, holds: H, person: &Person) -> Cell {
        let number = self.number;
        Cell::text(match holds {
            H::FullName => format!("{} {}", person.first, person.last),
            H::FirstName => person.first.clone(),
            H::LastName => person.last.clone(),
            H::Mail | H::Contact if self.may_misfit(holds) && dice.is_one_of(30) => {
                return Cell::misfit("ask reception");
            }
            H::Mail if dice.is_one_of(15) => {
                let text = format!("{}, second{number}.{}", person.mail, person.mail);
                return Cell { text, says: Says::Several };
            }
            H::Mail | H::Contact => person.mail.clone(),
            H::OtherMail => format!("other{number}.{}", person.mail),
            H::Phone if dice.is_one_of(30) => return Cell::misfit("see card"),
            H::Phone => person.phone.clone(),
            H::OtherPhone => format!("{}{number:02}", person.phone),
            H::FactId => format!("{}-{number}", self.file.feed),
            H::Field(name) => format!("{name} {}", dice.below(4)),
            H::Free => {
                format!("{} {}", dice.pick(&["red", "9", "x;y,z", "a \"b\"", "two\nlines"]), dice.below(9))
            }
            H::Status => {
                (*dice.pick(&["Qualified", "Converted", "Junk Lead", "Customer", "Contacted", "New"]))
                    .to_owned()
            }
            H::OptOut | H::OptIn => (*dice.pick(&["yes", "no", "no", "maybe", "true"])).to_owned(),
            H::Stage => (*dice.pick(&["Won", "Closed Lost", "Proposal", "Negotiation"])).to_owned(),
            H::Booth => format!("hall {}", dice.below(4)),
            H::Reason => format!("price {}", dice.below(5)),
            H::Product => format!("Line {}", dice.below(4)),
            H::SaleOwner => format!("Agent {}", dice.below(3)),
            H::ActivityType => (*dice.pick(&["Call", "Meeting", "Email", "Call", "Fax"])).to_owned(),
            _ => unreachable!("every other kind of cell is made above"),
        })
    }
}

/// What every row has, so that none has a single cell.
fn is_needed(of: Of, holds: H) -> bool {
    matches!(holds, H::FullName | H::FirstName | H::LastName | H::Stage | H::ActivityType)
        || of == Of::Accounts && holds == H::Company
}

fn is_date(holds: H) -> bool {
    matches!(holds, H::Created | H::Closed | H::ActivityAt | H::OptedOutAt)
}
