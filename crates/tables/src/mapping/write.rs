//! Writing a mapping as TOML text that reads back as the same mapping.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::{
    Claim, Claims, DEFAULT_ROLE, DatesMapping, DealMapping, EvidenceMapping, Mapping, SharedMail, Source,
};
use crate::dates::{DateFormat, Orders};

impl Mapping {
    /// The mapping as text that can be saved, edited and read again.
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        entry(out, "name", &quoted(&self.name))?;
        entry(out, "system", &quoted(&self.system))?;
        if !self.ignore.is_empty() {
            entry(out, "ignore", &list(&self.ignore))?;
        }
        out.push_str("\n[party]\n");
        entry(out, "kind", &quoted(self.party.kind.word()))?;
        some(out, "external_id", &self.party.external_id)?;
        if !self.party.key.is_empty() {
            entry(out, "key", &list(&self.party.key.iter().map(|key| key.join("+")).collect::<Vec<_>>()))?;
        }
        if self.party.known {
            entry(out, "known", "true")?;
        }
        if self.party.shared_mail != SharedMail::Undecided {
            entry(out, "shared_mail", &quoted(self.party.shared_mail.word()))?;
        }
        if !self.row_key.is_empty() {
            out.push_str("\n[row]\n");
            entry(out, "key", &list(&self.row_key))?;
        }
        self.write_export(out)?;
        self.write_fields(out)?;
        self.write_others(out)?;
        for evidence in &self.evidence {
            write_evidence(out, evidence)?;
        }
        write_dates(out, &self.dates)
    }

    fn write_export(&self, out: &mut String) -> fmt::Result {
        let Some(export) = &self.export else { return Ok(()) };
        out.push_str("\n[export]\n");
        entry(out, "id", &quoted(&export.id))?;
        optional(out, "kind", export.kind.as_ref())?;
        optional(out, "external", export.external.as_ref())?;
        optional(out, "updated_at", export.updated_at.as_ref())
    }

    fn write_fields(&self, out: &mut String) -> fmt::Result {
        if self.fields.is_empty() {
            return Ok(());
        }
        out.push_str("\n[fields]\n");
        for (field, source) in &self.fields {
            let columns = match source {
                Source::First(columns) => one_or_list(columns),
                Source::Joined(columns, between) => {
                    format!("{{ join = {}, with = {} }}", list(columns), quoted(between))
                }
            };
            entry(out, &key(field), &columns)?;
        }
        Ok(())
    }

    fn write_others(&self, out: &mut String) -> fmt::Result {
        if let Some(organization) = &self.organization {
            out.push_str("\n[organization]\n");
            optional(out, "name", organization.name.as_ref())?;
            some(out, "external_id", &organization.external_id)?;
            if organization.role != DEFAULT_ROLE {
                entry(out, "role", &quoted(&organization.role))?;
            }
        }
        if let Some(deal) = &self.deal {
            write_deal(out, deal)?;
        }
        for participant in &self.participants {
            out.push_str("\n[[participant]]\n");
            entry(out, "column", &quoted(&participant.column))?;
            entry(out, "by", &quoted(participant.by.word()))?;
            optional(out, "kind", participant.kind.map(|kind| kind.word().to_owned()).as_ref())?;
            entry(out, "role", &quoted(&participant.role))?;
        }
        Ok(())
    }
}

fn write_deal(out: &mut String, deal: &DealMapping) -> fmt::Result {
    out.push_str("\n[deal]\n");
    some(out, "id", &deal.id)?;
    optional(out, "title", deal.title.as_ref())?;
    optional(out, "amount", deal.amount.as_ref())?;
    optional(out, "currency", deal.currency.as_ref())?;
    if let Some(currency) = &deal.default_currency {
        entry(out, "default_currency", &quoted(currency.code()))?;
    }
    if let Some(sign) = deal.decimal {
        entry(out, "decimal", &quoted(sign.word()))?;
    }
    optional(out, "product_line", deal.product_line.as_ref())?;
    optional(out, "owner", deal.owner.as_ref())
}

fn write_evidence(out: &mut String, evidence: &EvidenceMapping) -> fmt::Result {
    out.push_str("\n[[evidence]]\n");
    optional(out, "when", evidence.when.as_ref())?;
    match &evidence.claims {
        Claims::Always(claim) => {
            for (name, value) in parts(claim) {
                entry(out, name, &value)?;
            }
            Ok(())
        }
        Claims::ByValue { column, values } => {
            entry(out, "column", &quoted(column))?;
            out.push_str("\n[evidence.values]\n");
            for (value, claim) in values {
                entry(out, &key(value), &value_claim(claim.as_ref()))?;
            }
            Ok(())
        }
    }
}

fn value_claim(claim: Option<&Claim>) -> String {
    let Some(claim) = claim else { return quoted("") };
    match parts(claim).as_slice() {
        [(_, kind)] => kind.clone(),
        parts => {
            let parts: Vec<String> = parts.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            format!("{{ {} }}", parts.join(", "))
        }
    }
}

fn parts(claim: &Claim) -> Vec<(&'static str, String)> {
    let mut parts = vec![("kind", quoted(&claim.kind.name))];
    let mut constant = claim.constant.clone();
    parts.extend(claim.id.as_ref().map(|column| ("id", quoted(column))));
    parts.extend(claim.at.as_ref().map(|column| ("at", quoted(column))));
    parts.extend(claim.earliest.then(|| ("earliest", "true".to_owned())));
    parts.extend(claim.deal.then(|| ("deal", "true".to_owned())));
    parts.extend(constant.remove("reason").map(|reason| ("reason", quoted(&reason))));
    parts.extend((!constant.is_empty()).then(|| ("constant", pairs(&constant))));
    parts.extend((!claim.detail.is_empty()).then(|| ("detail", pairs(&claim.detail))));
    parts
}

fn write_dates(out: &mut String, dates: &DatesMapping) -> fmt::Result {
    if *dates == DatesMapping::default() {
        return Ok(());
    }
    out.push_str("\n[dates]\n");
    dates.zone.iter().try_for_each(|zone| entry(out, "zone", &quoted(zone)))?;
    if !dates.formats.is_empty() {
        let formats: Vec<&str> = dates.formats.iter().map(DateFormat::text).collect();
        entry(out, "formats", &list(&formats))?;
    }
    if dates.orders != Orders::default() {
        entry(out, "order", &orders(&dates.orders))?;
    }
    if !dates.columns.is_empty() {
        out.push_str("\n[dates.columns]\n");
    }
    dates.columns.iter().try_for_each(|(column, own)| entry(out, &key(column), &orders(own)))
}

fn orders(orders: &Orders) -> String {
    match orders.general {
        Some(order) if orders.by_separator.is_empty() => quoted(order.word()),
        general => {
            let general = general.map(|order| ("general".to_owned(), order.word().to_owned()));
            let signs =
                orders.by_separator.iter().map(|(sign, order)| (sign.to_string(), order.word().to_owned()));
            pairs(&general.into_iter().chain(signs).collect())
        }
    }
}

fn entry(out: &mut String, name: &str, value: &str) -> fmt::Result {
    writeln!(out, "{name} = {value}")
}

fn optional(out: &mut String, name: &str, value: Option<&String>) -> fmt::Result {
    value.map_or(Ok(()), |value| entry(out, name, &quoted(value)))
}

fn some(out: &mut String, name: &str, columns: &[String]) -> fmt::Result {
    if columns.is_empty() { Ok(()) } else { entry(out, name, &one_or_list(columns)) }
}

fn pairs(pairs: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{} = {}", key(name), quoted(value))).collect();
    if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
}

fn one_or_list(texts: &[String]) -> String {
    match texts {
        [one] => quoted(one),
        several => list(several),
    }
}

fn list(texts: &[impl AsRef<str>]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text.as_ref())).collect::<Vec<_>>().join(", "))
}

fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    quoted
}
