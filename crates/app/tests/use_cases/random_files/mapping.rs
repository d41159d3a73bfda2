//! The mapping of a file whose headers say nothing.

use std::fmt::Write as _;

use super::table::{File, Holds as H, Of};

/// The text of the mapping.
pub fn toml(file: &File) -> String {
    let File { feed, system, zone, .. } = file;
    let name = format!("name = \"{feed}\"\nsystem = \"{system}\"\n");
    let dates = format!("[dates]\nzone = \"{}\"\n", zone.0);
    [name, party(file), filled(file), organization(file), deal(file), evidence(file), dates].concat()
}

/// A line of it, if there is anything to say.
fn line(name: &str, value: Option<String>) -> String {
    value.map(|value| format!("{name} = {value}\n")).unwrap_or_default()
}

fn party(file: &File) -> String {
    let is_organization = matches!(file.of, Of::Accounts | Of::AccountSales);
    let (kind, id) = if is_organization { ("organization", H::AccountId) } else { ("person", H::PersonId) };
    let keys: Vec<String> = keys(file).iter().map(|key| format!("\"{key}\"")).collect();
    let is_known = file.of == Of::Activities;
    let row_key = quoted(file, H::FactId).filter(|_| is_known).map(|id| format!("[row]\nkey = [{id}]\n"));
    [
        format!("[party]\nkind = \"{kind}\"\n"),
        line("external_id", quoted(file, id)),
        line("key", Some(format!("[{}]", keys.join(", ")))),
        line("known", is_known.then(|| "true".to_owned())),
        row_key.unwrap_or_default(),
    ]
    .concat()
}

fn quoted(file: &File, holds: H) -> Option<String> {
    file.header(holds).map(|header| format!("\"{header}\""))
}

fn filled(file: &File) -> String {
    let field = |(name, holds): (&str, Vec<H>)| {
        let columns = file.columns.iter().filter(|column| column.is_mapped && holds.contains(&column.holds));
        let columns: Vec<String> = columns.map(|column| format!("\"{}\"", column.header)).collect();
        line(name, (!columns.is_empty()).then(|| format!("[{}]", columns.join(", "))))
    };
    "[fields]\n".to_owned() + &fields(file).into_iter().map(field).collect::<String>()
}

fn organization(file: &File) -> String {
    let (name, id) = (quoted(file, H::Company), quoted(file, H::AccountId));
    if file.of != Of::People || name.is_none() && id.is_none() {
        return String::new();
    }
    format!("[organization]\n{}{}", line("name", name), line("external_id", id))
}

/// The fields that tell who it is, the strongest first.
pub fn keys(file: &File) -> Vec<&'static str> {
    match file.of {
        Of::Accounts | Of::AccountSales => vec!["name"],
        Of::PersonSales | Of::Activities => {
            if file.place(H::Mail).is_some() {
                vec!["email"]
            } else {
                vec![]
            }
        }
        Of::People => {
            let has = |holds| file.place(holds).is_some();
            let has_name = has(H::FullName) || has(H::FirstName);
            let has_phone = has(H::Phone) || has(H::OtherPhone);
            let offered =
                [(has(H::Mail), "email"), (has_name && has_phone, "name+phone"), (has_phone, "phone")];
            offered.into_iter().filter(|(is_there, _)| *is_there).map(|(_, key)| key).collect()
        }
    }
}

/// The fields of the party, and what fills each.
pub fn fields(file: &File) -> Vec<(&'static str, Vec<H>)> {
    let mut fields = match file.of {
        Of::Accounts | Of::AccountSales => vec![("name", vec![H::Company])],
        Of::PersonSales => vec![("name", vec![H::FullName]), ("email", vec![H::Mail])],
        Of::Activities => vec![("email", vec![H::Mail])],
        Of::People => vec![
            ("name", vec![H::FullName]),
            ("first_name", vec![H::FirstName]),
            ("last_name", vec![H::LastName]),
            ("email", vec![H::Mail, H::OtherMail]),
            ("phone", vec![H::Phone, H::OtherPhone]),
        ],
    };
    for column in &file.columns {
        if let H::Field(name) = column.holds {
            fields.push((name, vec![column.holds]));
        }
    }
    fields
}

fn deal(file: &File) -> String {
    let has_money = file.of == Of::People && file.place(H::Amount).is_some();
    if !has_money && !matches!(file.of, Of::AccountSales | Of::PersonSales) {
        return String::new();
    }
    let mut text = "[deal]\n".to_owned();
    let named = [
        ("id", H::SaleId),
        ("title", H::SaleTitle),
        ("amount", H::Amount),
        ("currency", H::Currency),
        ("product_line", H::Product),
        ("owner", H::SaleOwner),
    ];
    for (name, holds) in named {
        let column = file.columns.iter().find(|column| column.holds == holds && column.is_mapped);
        if let Some(column) = column {
            writeln!(text, "{name} = \"{}\"", column.header).unwrap();
        }
    }
    writeln!(text, "decimal = \"{}\"", if file.is_comma { "comma" } else { "point" }).unwrap();
    let contact = file.columns.iter().find(|column| column.holds == H::Contact && column.is_mapped);
    if let Some(contact) = contact {
        let column = &contact.header;
        writeln!(text, "[[participant]]\ncolumn = \"{column}\"\nby = \"email\"\nrole = \"contact\"").unwrap();
    }
    text
}

fn evidence(file: &File) -> String {
    match file.of {
        Of::People | Of::Accounts => of_party(file),
        Of::AccountSales | Of::PersonSales => of_sale(file),
        Of::Activities => of_activity(file),
    }
}

/// Evidence by the values of a column; those without a claim are known to say nothing.
fn by_value(file: &File, holds: H, values: &[(&str, &str)]) -> String {
    let Some(column) = quoted(file, holds) else { return String::new() };
    let claim = |(value, claim): &(&str, &str)| match *claim {
        "" => format!("\"{value}\" = \"\"\n"),
        claim => format!("\"{value}\" = {{ {claim} }}\n"),
    };
    format!(
        "[[evidence]]\ncolumn = {column}\n[evidence.values]\n{}",
        values.iter().map(claim).collect::<String>()
    )
}

fn at(file: &File, holds: H) -> String {
    quoted(file, holds).map(|at| format!(", at = {at}")).unwrap_or_default()
}

fn of_party(file: &File) -> String {
    let booth =
        quoted(file, H::Booth).map(|when| format!("[[evidence]]\nkind = \"booth_visited\"\nwhen = {when}\n"));
    let created = quoted(file, H::Created).filter(|_| file.is_learned);
    let created =
        created.map(|at| format!("[[evidence]]\nkind = \"details_learned\"\nat = {at}\nwhen = {at}\n"));
    let since = quoted(file, H::Created).map(|at| format!(", at = {at}, earliest = true"));
    let claim = |kind: &str| format!("kind = \"{kind}\"{}", since.as_deref().unwrap_or_default());
    let statuses = [
        ("Qualified", &*claim("sales_accepted")),
        ("Converted", &claim("converted")),
        ("Junk Lead", &(claim("disqualified") + ", reason = \"Junk Lead\"")),
        ("Customer", &claim("purchased")),
        ("New", ""),
    ];
    let out = format!("kind = \"consent_withdrawn\"{}", at(file, H::OptedOutAt));
    let given = "kind = \"consent_given\"";
    [
        booth.unwrap_or_default(),
        created.unwrap_or_default(),
        by_value(file, H::Status, &statuses),
        by_value(file, H::OptOut, &[("yes", &out), ("true", &out), ("no", "")]),
        by_value(file, H::OptIn, &[("yes", given), ("true", given), ("no", "")]),
    ]
    .concat()
}

fn of_sale(file: &File) -> String {
    let reason = file.columns.iter().find(|column| column.holds == H::Reason && column.is_mapped);
    let reason = reason.map(|one| format!(", detail = {{ reason = \"{}\" }}", one.header));
    let won = format!("kind = \"deal_won\"{}", at(file, H::Closed));
    let lost = format!("kind = \"deal_lost\"{}{}", at(file, H::Closed), reason.unwrap_or_default());
    let opened = line("at", quoted(file, H::Created));
    let stages = [("Won", &*won), ("Closed Lost", &*lost), ("Proposal", "")];
    format!("[[evidence]]\nkind = \"deal_opened\"\n{opened}") + &by_value(file, H::Stage, &stages)
}

fn of_activity(file: &File) -> String {
    let id = quoted(file, H::FactId).map(|id| format!(", id = {id}")).unwrap_or_default();
    let claim = |kind: &str| format!("kind = \"{kind}\"{}{id}", at(file, H::ActivityAt));
    let kinds =
        [("Call", &*claim("call_held")), ("Meeting", &claim("meeting_held")), ("Email", &claim("mail_sent"))];
    by_value(file, H::ActivityType, &kinds)
}
