//! Conditions on what is not in memory: each is one statement, whose result replaces it in the filter.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use casebook_domain::Unknown;
use casebook_domain::closest;
use casebook_domain::filter::{EvidenceIs, EvidenceOf, FieldIs, Filter, Leaf, is_searched};
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::kind::{Family, KindCode, Kinds, built_in};
use casebook_domain::party::{ContactPoints, FIELDS, Fields, standard_fields};
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;
use casebook_store::definitions::Definitions;
use casebook_store::matching::{self, Part};
use casebook_store::{Connection, link};

use crate::error::{Error, Result};
use crate::own_fields::{self, OwnValues};
use crate::query::Query;
use crate::search::with_all_words;
use crate::select::select;
use crate::{Index, Reader};

/// Answers what only the database can, and leaves the rest unchanged.
pub(crate) fn answered<'f>(
    index: &Index,
    reader: &Reader<'_>,
    filter: &'f Filter,
) -> Result<Cow<'f, Filter>> {
    filter.check_size()?;
    let needs = needs_of(filter);
    if !needs.database && !needs.texts {
        return Ok(Cow::Borrowed(filter));
    }
    let cut = if needs.texts { index.cut(reader)? } else { Vec::new() };
    if !needs.database && cut.is_empty() {
        return Ok(Cow::Borrowed(filter));
    }
    Answering { index, reader, cut }.answered(filter).map(Cow::Owned)
}

#[derive(Clone, Copy, Default)]
struct Needs {
    /// Some condition can only be answered by the database.
    database: bool,
    /// Some condition searches texts, whose ends may not be in memory.
    texts: bool,
}

fn needs_of(filter: &Filter) -> Needs {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => {
            parts.iter().map(needs_of).fold(Needs::default(), |one, other| Needs {
                database: one.database || other.database,
                texts: one.texts || other.texts,
            })
        }
        Filter::Not(part) => needs_of(part),
        Filter::Leaf(leaf) => match leaf {
            Leaf::Text(_) => Needs { texts: true, database: false },
            Leaf::Field(name, _) => Needs { texts: is_searched(name), database: leaf.needs_lookup() },
            Leaf::Account(inner) => Needs { database: true, ..needs_of(inner) },
            leaf => Needs { texts: false, database: leaf.needs_lookup() },
        },
    }
}

struct Answering<'a> {
    index: &'a Index,
    reader: &'a Reader<'a>,
    /// Parties whose texts are not complete in memory.
    cut: Vec<PartyId>,
}

impl Answering<'_> {
    fn answered(&self, filter: &Filter) -> Result<Filter> {
        let all = |parts: &[Filter]| parts.iter().map(|part| self.answered(part)).collect::<Result<Vec<_>>>();
        Ok(match filter {
            Filter::All(parts) => Filter::All(all(parts)?),
            Filter::Any(parts) => Filter::Any(all(parts)?),
            Filter::Not(part) => Filter::Not(Box::new(self.answered(part)?)),
            Filter::Leaf(leaf) => self.leaf(leaf)?,
        })
    }

    fn leaf(&self, leaf: &Leaf) -> Result<Filter> {
        self.reader.check_wanted()?;
        let kept = || Filter::Leaf(leaf.clone());
        let ids = match leaf {
            Leaf::Text(text) if !self.cut.is_empty() => {
                return Ok(self.among_cut(kept(), with_all_words(self.reader, &Query::of(text), &self.cut)?));
            }
            Leaf::Field(name, is) if is_searched(name) && !self.cut.is_empty() => {
                let ids = self.values(name, is, Some(&self.cut))?;
                return Ok(self.among_cut(kept(), ids));
            }
            Leaf::Field(name, is) if leaf.needs_lookup() => self.field(name, is)?,
            Leaf::Evidence(is) => self.evidence(is)?,
            Leaf::Linked(party) => self.linked(*party)?,
            Leaf::Account(inner) => self.with_account(inner)?,
            Leaf::LinkedToAny(_) | Leaf::Below(_) | Leaf::InRecord(_) => return Err(Error::Unanswered),
            Leaf::Imported(_) | Leaf::Funnel(_) if leaf.needs_lookup() => return Err(Error::Unanswered),
            _ => return Ok(kept()),
        };
        Ok(Filter::Leaf(Leaf::Ids(ids)))
    }

    /// The condition for parties with complete texts, the database's answer for the others.
    fn among_cut(&self, condition: Filter, found: Vec<PartyId>) -> Filter {
        let cut = Filter::Not(Box::new(Filter::Leaf(Leaf::Ids(self.cut.clone()))));
        Filter::Any(vec![Filter::All(vec![condition, cut]), Filter::Leaf(Leaf::Ids(found))])
    }

    /// Parties with such a value in a standard field; among these parties only, if given.
    fn values(&self, field: &str, is: &FieldIs, ids: Option<&[PartyId]>) -> Result<Vec<PartyId>> {
        let test = is.test();
        let mut values = Matches::new(test(""));
        self.reader.store.read(|connection| {
            matching::values(connection, field, ids, |party, value| values.note(party, test(&fold(value))))
        })?;
        self.completed(values, ids)
    }

    fn field(&self, name: &str, is: &FieldIs) -> Result<Vec<PartyId>> {
        if FIELDS.contains(&name) {
            return self.values(name, is, None);
        }
        if let Some(points) = ContactPoints::from_field_name(name) {
            return self.contact_points(points, is);
        }
        if let Some(kept) = self.index.kept_fields.known(self.reader, name)? {
            return self.among_kept(&kept, is);
        }
        let test = is.test();
        let mut values = Matches::new(test(""));
        let names = own_fields::each(self.reader, |party, own| {
            if let Some(value) = own.get(name) {
                values.note(party, test(&fold(value)));
            }
        })?;
        if !names.contains(name) {
            let standard: Vec<&str> = standard_fields().collect();
            let all = standard.into_iter().chain(names.iter().map(String::as_str));
            return Err(Unknown::among("field", name, all).into());
        }
        self.completed(values, None)
    }

    /// Parties with such a value in a custom field that is kept.
    fn among_kept(&self, (values, numbers): &OwnValues, is: &FieldIs) -> Result<Vec<PartyId>> {
        let test = is.test();
        let fits = values.picked(|value| test(&fold(value)));
        let mut found = Matches::new(test(""));
        for (party, number) in numbers {
            found.note(*party, fits.get(*number as usize).copied().unwrap_or_default());
        }
        self.completed(found, None)
    }

    /// Parties of whose several email addresses, phone numbers or postal addresses one fits.
    fn contact_points(&self, points: ContactPoints, is: &FieldIs) -> Result<Vec<PartyId>> {
        let test = is.test();
        let mut values = Matches::new(test(""));
        self.reader.store.read(|connection| {
            for primary in points.primary_fields() {
                matching::values(connection, primary, None, |party, value| {
                    values.note(party, test(&fold(value)));
                })?;
            }
            matching::own_fields(connection, |party, more| {
                let own: Fields = serde_json::from_str(more).unwrap_or_default();
                for text in points.texts_of(&own) {
                    values.note(party, test(&fold(&text)));
                }
            })
        })?;
        let mut found = self.completed(values, None)?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Adds parties without a value, if an absent one fits.
    fn completed(&self, values: Matches, ids: Option<&[PartyId]>) -> Result<Vec<PartyId>> {
        let Some(misses) = values.misses else { return Ok(values.hits) };
        let mut all = match ids {
            Some(ids) => ids.to_vec(),
            None => self.index.all_parties(self.reader)?,
        };
        all.retain(|party| !misses.contains(party));
        Ok(all)
    }

    fn linked(&self, party: PartyId) -> Result<Vec<PartyId>> {
        if !self.reader.scope.sees(party) {
            return Ok(Vec::new());
        }
        let links = self.reader.store.read(|connection| link::of_parties(connection, &[party]))?;
        let other = |one: &link::LinkRow| if one.person == party { one.organization } else { one.person };
        Ok(links.iter().filter(|one| !one.ended).map(other).collect())
    }

    /// Parties whose account fits.
    fn with_account(&self, inner: &Filter) -> Result<Vec<PartyId>> {
        let inner = self.answered(inner)?;
        let links = self.index.accounts.current(self.reader)?;
        self.index.read(self.reader, |columns, now| {
            let fitting = select(self.reader, columns, &inner, now)?;
            let accounts = links.by_slot(columns, &self.reader.scope, now);
            Ok(columns.parties(&accounts.with(&fitting)))
        })
    }

    fn evidence(&self, is: &EvidenceIs) -> Result<Vec<PartyId>> {
        let now = self.reader.now();
        self.reader.read(|connection, definitions| {
            let kinds = kinds_of(definitions, &is.of)?;
            let dead = dead(connection)?;
            let instants = is.within.in_zone(&definitions.zone).ends(now);
            let day = |at: Option<Timestamp>| at.map(|at| definitions.zone.first_day(at));
            let days = (day(instants.0), day(instants.1));
            let mut found = Counted { at_least: is.at_least.max(1), ..Counted::default() };
            matching::parts(connection, &kinds, (instants, days), |part| {
                let counts = part.subject || !definitions.kinds.counts_for_subject_alone(part.kind);
                if counts && !dead.contains(&part.evidence) {
                    found.note(part);
                }
            })?;
            Ok(found.parties)
        })
    }
}

/// Parties by whether their values fit.
struct Matches {
    hits: Vec<PartyId>,
    /// If an absent value fits: the parties with a value that does not.
    misses: Option<HashSet<PartyId>>,
}

impl Matches {
    fn new(absent_fits: bool) -> Self {
        Self { hits: Vec::new(), misses: absent_fits.then(HashSet::new) }
    }

    fn note(&mut self, party: PartyId, fits: bool) {
        match &mut self.misses {
            Some(misses) if !fits => _ = misses.insert(party),
            None if fits => self.hits.push(party),
            _ => {}
        }
    }
}

/// Counts distinct pieces by party; parts come in the order of parties and pieces.
#[derive(Default)]
struct Counted {
    at_least: u32,
    parties: Vec<PartyId>,
    last: Option<(PartyId, EvidenceId)>,
    pieces: u32,
}

impl Counted {
    fn note(&mut self, part: Part) {
        match self.last {
            // The same party in a second role.
            Some(last) if last == (part.party, part.evidence) => return,
            Some((party, _)) if party == part.party => self.pieces += 1,
            _ => self.pieces = 1,
        }
        self.last = Some((part.party, part.evidence));
        if self.pieces == self.at_least {
            self.parties.push(part.party);
        }
    }
}

pub(crate) fn kinds_of(definitions: &Definitions, of: &EvidenceOf) -> Result<Vec<KindCode>> {
    let of_family = |test: &dyn Fn(Family) -> bool, kinds: &Kinds| -> Vec<KindCode> {
        kinds.names().map(|(_, code)| code).filter(|code| test(kinds.family(*code))).collect()
    };
    match of {
        EvidenceOf::Any => Ok(of_family(&Family::makes_known, &definitions.kinds)),
        EvidenceOf::Family(name) => {
            let family = Family::from_word(name);
            let all = Family::ALL.iter().map(|family| family.word());
            let family = family.ok_or_else(|| Unknown::among("family of evidence", name, all))?;
            Ok(of_family(&|one| one == family, &definitions.kinds))
        }
        EvidenceOf::Kind(name) => {
            let names: Vec<&str> = definitions.kinds.names().map(|(name, _)| name).collect();
            let code = definitions.kinds.code(name);
            let unknown = || match closest(name, names.iter().copied()) {
                Some(_) => Unknown::among("kind of evidence", name, names.iter().copied()),
                None => Unknown::plain("kind of evidence", name),
            };
            Ok(vec![code.ok_or_else(unknown)?])
        }
    }
}

/// Retracted pieces: a live retraction names them.
pub(crate) fn dead(connection: &mut Connection<'_>) -> Result<HashSet<EvidenceId>> {
    let mut against: HashMap<EvidenceId, Vec<EvidenceId>> = HashMap::new();
    for (retraction, named) in matching::naming(connection, built_in::RETRACTED)? {
        against.entry(named).or_default().push(retraction);
    }
    let mut dead: HashMap<EvidenceId, bool> = HashMap::new();
    for start in against.keys() {
        // Without recursion, since retractions of retractions may be many.
        let mut open = vec![*start];
        while let Some(one) = open.last().copied() {
            let by = against.get(&one).map(Vec::as_slice).unwrap_or_default();
            let unsettled = |next: &&EvidenceId| {
                against.contains_key(next) && !dead.contains_key(next) && !open.contains(next)
            };
            if let Some(next) = by.iter().find(unsettled).copied().filter(|_| !dead.contains_key(&one)) {
                open.push(next);
                continue;
            }
            let is_live = |retraction: &EvidenceId| dead.get(retraction) != Some(&true);
            let is_dead = by.iter().any(is_live);
            dead.entry(one).or_insert(is_dead);
            open.pop();
        }
    }
    Ok(dead.into_iter().filter(|(_, is_dead)| *is_dead).map(|(one, _)| one).collect())
}
