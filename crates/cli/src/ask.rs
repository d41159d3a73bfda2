//! Questions to a person at a terminal. Nobody else is ever asked.

use std::io::{self, BufRead, IsTerminal, stderr, stdin};

use casebook_app::Error;
use casebook_app::tables::dates::{AmbiguousDate, DateOrder};
use casebook_app::tables::guess::RowsAre;

use crate::output::print_message;

/// Whether a person can be asked and can answer.
pub fn is_possible() -> bool {
    stdin().is_terminal() && stderr().is_terminal()
}

/// Asks how the dates of a column are written until the answer is clear; no answer leaves it open.
pub fn date_order(question: &AmbiguousDate) -> Result<DateOrder, Error> {
    loop {
        print_message(&format!(
            "`{}` in column `{}`: does {} come first?",
            question.example,
            question.column,
            choices(&question.orders)
        ));
        let mut answer = String::new();
        let length = stdin().lock().read_line(&mut answer).map_err(|error| unreadable(&error))?;
        match order_in(&answer).filter(|order| question.orders.contains(order)) {
            Some(order) => return Ok(order),
            None if length == 0 => return Err(Error::AmbiguousDate(question.clone())),
            None => {}
        }
    }
}

fn choices(orders: &[DateOrder]) -> String {
    let choice = |order: &DateOrder| match order {
        DateOrder::DayFirst => "the (d)ay",
        DateOrder::MonthFirst => "the (m)onth",
        DateOrder::YearFirst => "the (y)ear",
    };
    orders.iter().map(choice).collect::<Vec<_>>().join(" or ")
}

/// Asks what the people of a list are until the answer is clear; without one their details are known, no more.
pub fn rows_are() -> Result<RowsAre, Error> {
    loop {
        print_message(
            "Are these people whose details you have (k)nown, who are (i)nterested as they asked for something, or who \
             (b)ought?",
        );
        let mut answer = String::new();
        let length = stdin().lock().read_line(&mut answer).map_err(|error| unreadable(&error))?;
        match rows_are_in(&answer) {
            Some(rows) => return Ok(rows),
            None if length == 0 => return Ok(RowsAre::Known),
            None => {}
        }
    }
}

fn rows_are_in(answer: &str) -> Option<RowsAre> {
    let answer = answer.trim().to_lowercase();
    let is_meant = |one: &RowsAre| one.word() == answer || one.word().get(..1) == Some(answer.as_str());
    RowsAre::ALL.into_iter().find(is_meant)
}

fn order_in(answer: &str) -> Option<DateOrder> {
    match answer.trim().to_lowercase().as_str() {
        "d" | "day" | "day-first" => Some(DateOrder::DayFirst),
        "m" | "month" | "month-first" => Some(DateOrder::MonthFirst),
        "y" | "year" | "year-first" => Some(DateOrder::YearFirst),
        _ => None,
    }
}

fn unreadable(error: &io::Error) -> Error {
    Error::Usage(format!("the answer could not be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_understood_in_short_and_in_full() {
        for (answer, order) in [
            ("d\n", Some(DateOrder::DayFirst)),
            (" Month-First ", Some(DateOrder::MonthFirst)),
            ("m", Some(DateOrder::MonthFirst)),
            ("year", Some(DateOrder::YearFirst)),
            ("yes", None),
            ("", None),
        ] {
            assert_eq!(order_in(answer), order, "{answer:?}");
        }
        for (answer, rows) in
            [("i\n", Some(RowsAre::Interested)), ("Bought", Some(RowsAre::Bought)), ("", None), ("x", None)]
        {
            assert_eq!(rows_are_in(answer), rows, "{answer:?}");
        }
    }
}
