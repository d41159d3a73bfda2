//! Evidence and who took part in it. Rows are added, never changed.

use std::collections::BTreeMap;

use casebook_domain::evidence::{Detail, Evidence, Participant, Piece, SUBJECT, Via};
use casebook_domain::ids::{ChangeSetId, DealId, EvidenceId, PartyId};
use casebook_domain::kind::KindCode;
use casebook_domain::lifecycle::order::Naming;
use casebook_domain::money::{Currency, Money};
use casebook_domain::time::{Precision, Timestamp};

use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Batch, Connection, Row, checksum, dialect};

const COLUMNS: [&str; 14] = [
    "id",
    "kind",
    "occurred_at",
    "precision",
    "recorded_at",
    "recorded_by",
    "via",
    "deal",
    "amount",
    "currency",
    "product_line",
    "names",
    "detail",
    "import",
];
const PARTICIPANT: [&str; 3] = ["party", "evidence", "role"];
const READ: &str = "e.id, e.kind, e.occurred_at, e.precision, e.recorded_at, e.deal, e.amount, e.currency, \
    e.product_line, e.names, e.detail, e.recorded_by, e.via";
const PIECE: &str = "e.id, e.kind, e.occurred_at, e.precision, e.recorded_at, e.deal, e.amount, e.currency, \
    e.product_line, e.names, e.detail, ep.party, ep.role";

// The numbers are stored: never renumber, only add.
const PRECISIONS: [Precision; 5] = [
    Precision::Instant,
    Precision::Day,
    Precision::Unknown,
    Precision::InstantAtEarliest,
    Precision::DayAtEarliest,
];
const WAYS: [Via; 6] = [Via::Form, Via::Import, Via::Api, Via::Shell, Via::System, Via::Demo];

/// The numbers of what is known to the day, as a list in SQL.
pub(super) fn known_to_the_day() -> String {
    let days = PRECISIONS.iter().filter(|precision| precision.is_day());
    let numbers: Vec<String> = days.map(|one| number_of(&PRECISIONS, one).to_string()).collect();
    numbers.join(", ")
}

fn number_of<T: PartialEq>(list: &[T], wanted: &T) -> i64 {
    list.iter().position(|one| one == wanted).unwrap_or_default() as i64
}

fn numbered<T: Copy>(list: &[T], number: i64) -> Result<T> {
    let place = usize::try_from(number).ok();
    place
        .and_then(|place| list.get(place))
        .copied()
        .ok_or_else(|| Error::Unreadable(format!("the code {number}")))
}

/// The precision of a stored number.
pub(super) fn precision_of(number: i64) -> Result<Precision> {
    numbered(&PRECISIONS, number)
}

/// The stored number of a way of recording.
pub(crate) fn via_code(via: Via) -> i64 {
    number_of(&WAYS, &via)
}

/// Reads [`via_code`].
pub(crate) fn via_from(code: i64) -> Result<Via> {
    numbered(&WAYS, code)
}

fn values(evidence: &Evidence, set: ChangeSetId) -> [Value<'_>; COLUMNS.len()] {
    [
        evidence.id.into(),
        i64::from(evidence.kind.0).into(),
        evidence.occurred_at.into(),
        number_of(&PRECISIONS, &evidence.precision).into(),
        evidence.recorded_at.into(),
        (&evidence.recorded_by).into(),
        via_code(evidence.via).into(),
        evidence.deal.into(),
        evidence.amount.map(|money| money.minor).into(),
        evidence.amount.map(|money| money.currency.code().to_owned()).into(),
        evidence.product_line.as_deref().into(),
        evidence.names.into(),
        evidence.detail.canonical().into(),
        set.into(),
    ]
}

/// Appends pieces with their participants, as part of a change set.
pub fn insert_many(connection: &mut Connection<'_>, pieces: &[Evidence], set: ChangeSetId) -> Result<()> {
    let mut batch = Batch::default();
    add_to(&mut batch, pieces, set);
    connection.run(&batch)
}

/// Lets a batch append pieces with their participants, as part of a change set.
pub fn add_to<'p>(batch: &mut Batch<'p>, pieces: &'p [Evidence], set: ChangeSetId) {
    batch.insert("evidence", &COLUMNS, pieces.iter().flat_map(|piece| values(piece, set)).collect());
    let participants = pieces.iter().flat_map(|piece| piece.participants.iter().map(|one| (piece.id, one)));
    let participants =
        participants.flat_map(|(id, one)| [one.party.into(), id.into(), Value::from(&one.role)]);
    batch.insert("evidence_party", &PARTICIPANT, participants.collect());
}

/// Adds participants to stored pieces; one who already takes part in that role is left unchanged.
pub fn add_participants(connection: &mut Connection<'_>, added: &[(EvidenceId, Participant)]) -> Result<u64> {
    let row = |(id, one): &(EvidenceId, Participant)| -> [Value<'static>; 3] {
        [one.party.into(), (*id).into(), one.role.clone().into()]
    };
    let flat = added.iter().flat_map(row).collect();
    let flat = checksum::added("evidence_party", &PARTICIPANT, flat);
    let sql = "INSERT INTO evidence_party (party, evidence, role, checksum) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (party, evidence, role) DO NOTHING";
    connection.execute_many(sql, PARTICIPANT.len() + 1, &flat)
}

/// Removes participants; for undoing what added them.
pub fn remove_participants(
    connection: &mut Connection<'_>,
    removed: &[(EvidenceId, Participant)],
) -> Result<u64> {
    let row = |(id, one): &(EvidenceId, Participant)| -> [Value<'static>; 3] {
        [one.party.into(), (*id).into(), one.role.clone().into()]
    };
    let flat: Vec<Value<'_>> = removed.iter().flat_map(row).collect();
    let sql = "DELETE FROM evidence_party WHERE party = $1 AND evidence = $2 AND role = $3";
    connection.execute_many(sql, PARTICIPANT.len(), &flat)
}

fn money(row: &Row<'_>) -> Result<Option<Money>> {
    let Some(minor) = row.opt_int(6)? else { return Ok(None) };
    let currency = Currency::parse(row.text(7)?);
    let currency = currency.ok_or_else(|| Error::Unreadable("a currency of evidence".to_owned()))?;
    Ok(Some(Money { minor, currency }))
}

fn kind_code(number: i64) -> Result<KindCode> {
    let code = u16::try_from(number).map_err(|_| Error::Unreadable("a kind of evidence".to_owned()))?;
    Ok(KindCode(code))
}

fn read_piece(row: &Row<'_>, subject: bool) -> Result<Piece> {
    Ok(Piece {
        id: EvidenceId(row.int(0)?),
        kind: kind_code(row.int(1)?)?,
        occurred_at: row.opt_time(2)?,
        precision: numbered(&PRECISIONS, row.int(3)?)?,
        recorded_at: row.time(4)?,
        subject,
        deal: row.opt_int(5)?.map(DealId),
        amount: money(row)?,
        product_line: row.opt_string(8)?,
        names: row.opt_int(9)?.map(EvidenceId),
        detail: Detail::from_canonical(row.text(10)?),
    })
}

fn read(row: &Row<'_>) -> Result<Evidence> {
    let piece = read_piece(row, false)?;
    Ok(Evidence {
        id: piece.id,
        kind: piece.kind,
        occurred_at: piece.occurred_at,
        precision: piece.precision,
        recorded_at: piece.recorded_at,
        recorded_by: row.string(11)?,
        via: via_from(row.int(12)?)?,
        deal: piece.deal,
        amount: piece.amount,
        product_line: piece.product_line,
        names: piece.names,
        detail: piece.detail,
        participants: Vec::new(),
    })
}

/// The pieces that `condition` on `e` picks, in the order of their ids, with all their participants.
fn load(connection: &mut Connection<'_>, condition: &str, values: &[Value<'_>]) -> Result<Vec<Evidence>> {
    let sql = format!("SELECT {READ} FROM evidence e WHERE {condition} ORDER BY e.id");
    let mut found = connection.query(&sql, values, read)?;
    let ids: Vec<EvidenceId> = found.iter().map(|piece| piece.id).collect();
    let mut participants = participants_of(connection, &ids)?;
    for piece in &mut found {
        piece.participants = participants.remove(&piece.id).unwrap_or_default();
    }
    Ok(found)
}

/// Who took part in these pieces, each list in the order of party and role.
pub fn participants_of(
    connection: &mut Connection<'_>,
    ids: &[EvidenceId],
) -> Result<BTreeMap<EvidenceId, Vec<Participant>>> {
    let wanted = dialect::among(connection.engine(), 1);
    let sql = format!(
        "SELECT evidence, party, role FROM evidence_party WHERE evidence {wanted} ORDER BY evidence, party, role"
    );
    let mut all: BTreeMap<EvidenceId, Vec<Participant>> = BTreeMap::new();
    connection.for_each(&sql, &[id_list(ids, |id| id.0)], |row| {
        let participant = Participant { party: PartyId(row.int(1)?), role: row.string(2)? };
        all.entry(EvidenceId(row.int(0)?)).or_default().push(participant);
        Ok::<(), Error>(())
    })?;
    Ok(all)
}

/// One piece with its participants.
pub fn get(connection: &mut Connection<'_>, id: EvidenceId) -> Result<Option<Evidence>> {
    load(connection, "e.id = $1", &[id.into()]).map(|found| found.into_iter().next())
}

/// The pieces with these ids that exist, in the order of their ids.
pub fn get_many(connection: &mut Connection<'_>, ids: &[EvidenceId]) -> Result<Vec<Evidence>> {
    let condition = format!("e.id {}", dialect::among(connection.engine(), 1));
    load(connection, &condition, &[id_list(ids, |id| id.0)])
}

/// Everything that a party takes part in.
pub fn of_party(connection: &mut Connection<'_>, party: PartyId) -> Result<Vec<Evidence>> {
    load(connection, "e.id IN (SELECT evidence FROM evidence_party WHERE party = $1)", &[party.into()])
}

/// Everything that names one of these pieces: its retractions, refunds, ….
pub fn naming(connection: &mut Connection<'_>, ids: &[EvidenceId]) -> Result<Vec<Evidence>> {
    let condition = format!("e.names {}", dialect::among(connection.engine(), 1));
    load(connection, &condition, &[id_list(ids, |id| id.0)])
}

/// What these pieces name, and the deal of each.
pub fn named_by(
    connection: &mut Connection<'_>,
    ids: &[EvidenceId],
) -> Result<Vec<(Naming, Option<DealId>)>> {
    let among = dialect::among(connection.engine(), 1);
    let sql = format!("SELECT id, kind, names, deal FROM evidence WHERE id {among} ORDER BY id");
    connection.query(&sql, &[id_list(ids, |id| id.0)], |row| {
        let (id, kind) = (EvidenceId(row.int(0)?), kind_code(row.int(1)?)?);
        let naming = Naming { id, kind, names: row.opt_int(2)?.map(EvidenceId) };
        Ok((naming, row.opt_int(3)?.map(DealId)))
    })
}

/// Everything that names any of these deals, in the order of ids.
pub fn of_deals(connection: &mut Connection<'_>, deals: &[DealId]) -> Result<Vec<Evidence>> {
    let condition = format!("e.deal {}", dialect::among(connection.engine(), 1));
    load(connection, &condition, &[id_list(deals, |id| id.0)])
}

/// The next pieces, by id, that a change set appended, each with those who took part.
pub fn parties_of_set(
    connection: &mut Connection<'_>,
    set: ChangeSetId,
    after: EvidenceId,
    limit: i64,
) -> Result<Vec<(EvidenceId, Vec<PartyId>)>> {
    let sql = "SELECT e.id, p.party FROM \
         (SELECT id FROM evidence WHERE import = $1 AND id > $2 ORDER BY id LIMIT $3) AS e \
         LEFT JOIN evidence_party p ON p.evidence = e.id ORDER BY e.id";
    let mut found: Vec<(EvidenceId, Vec<PartyId>)> = Vec::new();
    connection.for_each(sql, &[set.into(), after.into(), limit.into()], |row| {
        let (id, party) = (EvidenceId(row.int(0)?), row.opt_int(1)?.map(PartyId));
        match found.last_mut().filter(|(last, _)| *last == id) {
            Some((_, parties)) => parties.extend(party),
            None => found.push((id, party.into_iter().collect())),
        }
        Ok::<(), Error>(())
    })?;
    Ok(found)
}

/// The next pieces after one, by id: for reading everything in bounded memory.
pub fn after(connection: &mut Connection<'_>, after: EvidenceId, limit: i64) -> Result<Vec<Evidence>> {
    let ids = "e.id IN (SELECT id FROM evidence WHERE id > $1 ORDER BY id LIMIT $2)";
    load(connection, ids, &[after.into(), limit.into()])
}

/// Which change set appended which of these pieces; unknown for pieces of early versions.
pub fn sets_of(
    connection: &mut Connection<'_>,
    ids: &[EvidenceId],
) -> Result<BTreeMap<EvidenceId, ChangeSetId>> {
    let wanted = dialect::among(connection.engine(), 1);
    let sql = format!("SELECT id, import FROM evidence WHERE id {wanted} AND import IS NOT NULL");
    let rows = connection.query(&sql, &[id_list(ids, |id| id.0)], |row| {
        Ok((EvidenceId(row.int(0)?), ChangeSetId(row.int(1)?)))
    })?;
    Ok(rows.into_iter().collect())
}

/// Each of these parties, in the order of ids, with all pieces that it takes part in, in the order of ids.
pub fn pieces_of(connection: &mut Connection<'_>, parties: &[PartyId]) -> Result<Vec<(PartyId, Vec<Piece>)>> {
    let condition = format!("ep.party {}", dialect::among(connection.engine(), 1));
    let mut sorted = parties.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let wanted = id_list(&sorted, |id| id.0);
    pieces(connection, sorted, &condition, &[wanted])
}

/// Each of these parties that takes part in any piece, in the order of ids, with what decides which of its pieces are
/// live, in the order of ids. Much less is read than by [`pieces_of`].
pub fn namings_of(
    connection: &mut Connection<'_>,
    parties: &[PartyId],
) -> Result<Vec<(PartyId, Vec<Naming>)>> {
    let sql = format!(
        "SELECT e.id, e.kind, e.names, ep.party FROM {} WHERE ep.party {} ORDER BY ep.party, ep.evidence",
        dialect::participations(connection.engine()),
        dialect::among(connection.engine(), 1)
    );
    let mut found: Vec<(PartyId, Vec<Naming>)> = Vec::with_capacity(parties.len());
    connection.for_each(&sql, &[id_list(parties, |id| id.0)], |row| {
        let party = PartyId(row.int(3)?);
        let (id, kind) = (EvidenceId(row.int(0)?), kind_code(row.int(1)?)?);
        let naming = Naming { id, kind, names: row.opt_int(2)?.map(EvidenceId) };
        match found.last_mut().filter(|(last, _)| *last == party) {
            // The same party in a second role.
            Some((_, own)) if own.last().is_some_and(|last| last.id == id) => {}
            Some((_, own)) => own.push(naming),
            None => found.push((party, vec![naming])),
        }
        Ok::<(), Error>(())
    })?;
    Ok(found)
}

/// [`pieces_of`] for a range: `sorted` are all parties after one, up to the last. Faster than a list.
pub fn pieces_between(
    connection: &mut Connection<'_>,
    sorted: &[PartyId],
    after: PartyId,
) -> Result<Vec<(PartyId, Vec<Piece>)>> {
    let Some(last) = sorted.last().copied() else { return Ok(Vec::new()) };
    let range = [after.into(), last.into()];
    pieces(connection, sorted.to_vec(), "ep.party > $1 AND ep.party <= $2", &range)
}

/// The next `limit` parties after one, with all their pieces: for reading everything in bounded memory.
pub fn pieces_after(
    connection: &mut Connection<'_>,
    after: PartyId,
    limit: i64,
) -> Result<Vec<(PartyId, Vec<Piece>)>> {
    let parties = super::party::ids_after(connection, after, limit)?;
    pieces_between(connection, &parties, after)
}

fn pieces(
    connection: &mut Connection<'_>,
    sorted: Vec<PartyId>,
    condition: &str,
    values: &[Value<'_>],
) -> Result<Vec<(PartyId, Vec<Piece>)>> {
    let participations = dialect::participations(connection.engine());
    let sql =
        format!("SELECT {PIECE} FROM {participations} WHERE {condition} ORDER BY ep.party, ep.evidence");
    let mut found: Vec<(PartyId, Vec<Piece>)> = sorted.into_iter().map(|party| (party, Vec::new())).collect();
    let mut place = 0;
    connection.for_each(&sql, values, |row| {
        let party = PartyId(row.int(11)?);
        while found.get(place).is_some_and(|one| one.0 < party) {
            place += 1;
        }
        let Some((_, list)) = found.get_mut(place).filter(|one| one.0 == party) else { return Ok(()) };
        let subject = row.text(12)? == SUBJECT;
        match list.last_mut().filter(|last| last.id.0 == row.int(0).unwrap_or_default()) {
            // The same party in a second role.
            Some(same) => same.subject |= subject,
            None => list.push(read_piece(row, subject)?),
        }
        Ok::<(), Error>(())
    })?;
    Ok(found)
}

/// Whether anything was recorded later than `at`. Reads all evidence if nothing was.
pub fn is_any_recorded_after(connection: &mut Connection<'_>, at: Timestamp) -> Result<bool> {
    let sql = "SELECT 1 FROM evidence WHERE recorded_at > $1 LIMIT 1";
    Ok(connection.query_one(sql, &[at.into()], |_| Ok(()))?.is_some())
}

/// How many pieces each party after one, up to `last`, takes part in, and the highest id among them. Evidence
/// is only ever appended, so equal marks mean equal evidence.
pub fn marks(
    connection: &mut Connection<'_>,
    after: PartyId,
    last: PartyId,
) -> Result<BTreeMap<PartyId, (i64, i64)>> {
    let sql = "SELECT party, evidence FROM evidence_party WHERE party > $1 AND party <= $2 \
               ORDER BY party, evidence";
    let mut marks: BTreeMap<PartyId, (i64, i64)> = BTreeMap::new();
    connection.for_each(sql, &[after.into(), last.into()], |row| {
        let (pieces, highest) = marks.entry(PartyId(row.int(0)?)).or_insert((0, i64::MIN));
        let piece = row.int(1)?;
        // A party in two roles has the piece once.
        if piece != *highest {
            (*pieces, *highest) = (*pieces + 1, piece);
        }
        Ok::<(), Error>(())
    })?;
    Ok(marks)
}
