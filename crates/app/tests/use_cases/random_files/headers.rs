//! What files call their columns.

use super::dice::Dice;
use super::table::{Holds as H, Of};

/// A header by which Casebook is to find out what the column holds.
pub fn known(dice: &mut Dice, holds: H, of: Of) -> String {
    let all: &[&str] = match holds {
        H::PersonId => &["Contact ID", "Lead ID", "ContactId"],
        H::AccountId => &["Account ID", "Company ID", "AccountId"],
        H::SaleId => &["Deal ID", "Opportunity ID"],
        H::FactId if of == Of::People => &["Order ID", "Ticket ID"],
        H::FactId => &["Activity ID", "Call ID"],
        H::FullName if of == Of::PersonSales => &["Contact Name", "Customer Name"],
        H::FullName => &["Name", "Full Name", "Contact Name", "Vollständiger Name"],
        H::FirstName => &["First Name", "Vorname", "Prénom"],
        H::LastName => &["Last Name", "Nachname", "Surname"],
        H::Mail | H::Contact => &["Email", "E-Mail Address", "Contact Email"],
        H::OtherMail => &["Secondary Email", "E-Mail 2"],
        H::Phone => &["Phone", "Telefon", "Mobile No."],
        H::OtherPhone => &["Other Phone", "Phone 2"],
        H::Company => &["Company", "Account Name", "Firma"],
        H::Field(name) => field(name),
        H::Free => &["Shoe size", "Favourite colour", "Tags", "Hat", "Seat", "Zeichen"],
        H::Created => &["Created Time", "Created At", "Erstellt am"],
        H::Status => &["Lead Status", "Status"],
        H::OptOut => &["Do Not Email", "Unsubscribed", "Keine Werbung"],
        H::OptedOutAt => &["Unsubscribed Time", "Abgemeldet am"],
        H::OptIn => &["Marketing Consent", "Opted in"],
        H::Booth => &["Booth visit"],
        H::SaleTitle => &["Deal Name", "Opportunity Name"],
        H::Stage => &["Stage", "Deal Stage"],
        H::Amount => &["Amount", "Deal Value", "Betrag"],
        H::Currency => &["Currency", "Währung"],
        H::Closed => &["Close Date", "Closing Date"],
        H::Reason => &["Lost Reason"],
        H::Product => &["Product"],
        H::SaleOwner => &["Owner", "Sales Rep"],
        H::ActivityType => &["Activity Type", "Interaction Type"],
        H::ActivityAt => &["Activity Date", "Interaction Date"],
    };
    let header = *dice.pick(all);
    if dice.is_one_of(5) { header.to_lowercase() } else { header.to_owned() }
}

fn field(name: &str) -> &'static [&'static str] {
    match name {
        "title" => &["Job Title", "Position"],
        "city" => &["City", "Ort"],
        "country" => &["Country", "Land"],
        "source" => &["Lead Source", "Quelle"],
        "owner" => &["Owner", "Lead Owner"],
        "note" => &["Notes", "Bemerkung"],
        "language" => &["Language"],
        "website" => &["Website"],
        _ => &["Street"],
    }
}

/// A header that says nothing.
pub fn unknown(dice: &mut Dice, place: usize) -> String {
    let words = ["Vel", "Orm", "Tas", "Quil", "Brae"];
    format!("{} {}{place}", dice.pick(&words), dice.pick(&["x", "y", "z"]))
}
