//! Who the files of one story are about. No two stories have an id, a name or an address in common.

use super::dice::Dice;

pub struct Person {
    pub id: String,
    pub first: String,
    pub last: String,
    pub mail: String,
    pub phone: String,
    pub account: usize,
}

pub struct Account {
    pub id: String,
    pub name: String,
}

pub struct Sale {
    pub id: String,
    pub title: String,
    pub account: usize,
    pub person: usize,
}

pub struct Cast {
    pub people: Vec<Person>,
    pub accounts: Vec<Account>,
    pub sales: Vec<Sale>,
}

const FIRST_NAMES: [&str; 8] = ["Mira", "Jonas", "Leïla", "Tomáš", "Greta", "Ravi", "Noor", "Silvain"];
const LAST_NAMES: [&str; 6] = ["Brandt", "O'Neill", "Sørensen", "Kaya", "Duarte", "Weiß"];
const FIRMS: [&str; 5] = ["Harbour", "Lumen", "Fjord", "Quartz", "Meadow"];

impl Cast {
    pub fn new(dice: &mut Dice, story: u64) -> Self {
        let accounts = (0..2 + dice.below(4)).map(|place| Account {
            id: format!("A{story}k{place}"),
            name: format!("{} {} {story}", FIRMS[place % 5], word(story * 8 + place as u64)),
        });
        let accounts: Vec<Account> = accounts.collect();
        let people = (0..3 + dice.below(8)).map(|place| Person {
            id: format!("P{story}k{place}"),
            first: (*dice.pick(&FIRST_NAMES)).to_owned(),
            last: format!("{}-{}", dice.pick(&LAST_NAMES), word(story * 16 + place as u64)),
            mail: format!("m{place}@s{story}.example"),
            phone: format!("+49 30 {:07}", story * 16 + place as u64),
            account: dice.below(accounts.len()),
        });
        let people: Vec<Person> = people.collect();
        let sales = (0..3 + dice.below(6)).map(|place| Sale {
            id: format!("D{story}k{place}"),
            title: format!("Renewal {} {place}", word(story * 32 + place as u64)),
            account: dice.below(accounts.len()),
            person: dice.below(people.len()),
        });
        Self { sales: sales.collect(), people, accounts }
    }
}

/// A word for a number.
fn word(number: u64) -> String {
    const SYLLABLES: [&str; 8] = ["ba", "ke", "lo", "mu", "ni", "ra", "so", "tu"];
    let (mut left, mut text) = (number, String::new());
    for _ in 0..6 {
        text.push_str(SYLLABLES[(left % 8) as usize]);
        left /= 8;
    }
    format!("{}{}", text[..1].to_uppercase(), &text[1..])
}
