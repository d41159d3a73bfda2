//! Putting a framework to use, or out of use: the vocabularies in which it has a say are built beside those in use, then
//! all switch at once.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::frameworks::{Framework, Frameworks, MOST_IN_USE};
use casebook_store::framework::{self, FrameworkRow, FrameworkState};
use casebook_store::vocabulary::{self, VocabularyRow, VocabularyState};

use super::list::{chosen, newest};
use super::save::insert;
use super::versions::{affected, begin, building, named, of_version};
use super::{Switched, check};
use crate::desk::progress::Progress;
use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};
use crate::upkeep::rebuild::{forget_strays, rebuild};

/// How often everything is built again because others changed what is in use meanwhile. Each time another has got on.
const TRIES: u32 = 32;

/// What is to become of a framework.
#[derive(Clone, Debug)]
enum Goal {
    /// A text is put to use.
    Use(String),
    /// The framework of a name is taken out of use.
    Retire(String),
}

/// Puts the framework of `text` to use under its name, beside the others. Killed half-way what is in use stays so, and
/// the same call again goes on. Refused if a vocabulary in use names a criterion that would be gone.
pub fn adopt(session: &Session, text: &str, progress: &dyn Progress) -> Result<Switched> {
    session.may(Subject::Workspace)?;
    check(text)?;
    switch_to(session, &Goal::Use(text.to_owned()), progress)
}

/// [`adopt`] with the newest version of a framework that is stored.
pub fn adopt_named(session: &Session, name: &str, progress: &dyn Progress) -> Result<Switched> {
    session.may(Subject::Workspace)?;
    let source = newest(session, name)?;
    switch_to(session, &Goal::Use(source), progress)
}

/// Takes a framework out of use. Its versions stay, and any of them can be put to use again. The last one in use cannot
/// go, nor one whose criteria a vocabulary in use names.
pub fn retire(session: &Session, name: &str, progress: &dyn Progress) -> Result<Switched> {
    session.may(Subject::Workspace)?;
    session.read(|connection, _| chosen(connection, name).map(drop))?;
    switch_to(session, &Goal::Retire(name.to_owned()), progress)
}

fn switch_to(session: &Session, goal: &Goal, progress: &dyn Progress) -> Result<Switched> {
    for _ in 0..TRIES {
        let begun = goal.clone();
        let plan = session.write_words(move |work| prepare(work, &begun))?;
        if plan.is_done {
            return Ok(switched(&plan.row, true, Vec::new()));
        }
        if plan.needs_building {
            rebuild(session, progress)?;
        }
        let (ended, row) = (goal.clone(), plan.row.clone());
        if let Some(vocabularies) = session.write_words(move |work| switch(work, &ended, &row))? {
            forget_strays(session)?;
            return Ok(switched(&plan.row, false, vocabularies));
        }
    }
    Err(Error::Refused("frameworks or vocabularies are being changed by others; try again later".to_owned()))
}

fn switched(row: &FrameworkRow, unchanged: bool, vocabularies: Vec<String>) -> Switched {
    Switched { name: row.name.clone(), version: row.version, unchanged, vocabularies }
}

/// What a switch begins with.
struct Plan {
    row: FrameworkRow,
    is_done: bool,
    needs_building: bool,
}

/// Stores what has to be built: the version of the framework, and of each vocabulary in which it has a say.
fn prepare(work: &mut Work<'_, '_>, goal: &Goal) -> Result<Plan> {
    let row = match goal {
        Goal::Use(source) => version_of(work, source)?,
        Goal::Retire(name) => {
            let row = chosen(work.connection, name)?;
            if row.state != FrameworkState::Active {
                return Err(Error::Refused(format!("`{name}` is not in use")));
            }
            row
        }
    };
    let is_done = matches!(goal, Goal::Use(_)) && row.state == FrameworkState::Active;
    if is_done {
        return Ok(Plan { row, is_done, needs_building: false });
    }
    let (wanted, frameworks) = after(work, goal, &row)?;
    ensure_fitting(work, &row.name, &frameworks)?;
    let (mut begun, active) = (false, affected(work)?);
    for one in &active {
        begun |= begin(work, one, &wanted)?;
    }
    if begun {
        // Raised before anything is built, so that every later write keeps the new versions up to date too.
        work.raise_generation()?;
    }
    Ok(Plan { row, is_done, needs_building: !active.is_empty() })
}

/// The version of a text: the active one if it is the same, one half built, or a new one.
fn version_of(work: &mut Work<'_, '_>, source: &str) -> Result<FrameworkRow> {
    let found = check(source)?;
    let rows = framework::of_name(work.connection, &found.name)?;
    let is_same = |row: &&FrameworkRow| row.source == source && row.state != FrameworkState::Retired;
    if let Some(known) = rows.iter().find(is_same) {
        return Ok(known.clone());
    }
    for stale in rows.iter().filter(|row| row.state == FrameworkState::Building) {
        framework::set_state(work.connection, stale.id, FrameworkState::Retired)?;
    }
    // A text that is stored already, in use before or never, needs no version of its own.
    match rows.iter().rfind(|row| row.source == source) {
        Some(row) => {
            framework::set_state(work.connection, row.id, FrameworkState::Building)?;
            Ok(FrameworkRow { state: FrameworkState::Building, ..row.clone() })
        }
        None => insert(work, &found, source, &rows, FrameworkState::Building),
    }
}

/// The frameworks in use once the goal is reached: as versions of vocabularies name them, and read.
fn after(work: &mut Work<'_, '_>, goal: &Goal, row: &FrameworkRow) -> Result<(String, Frameworks)> {
    let mut rows = framework::all(work.connection)?;
    rows.retain(|one| one.state == FrameworkState::Active && one.name != row.name);
    if matches!(goal, Goal::Use(_)) {
        rows.push(row.clone());
    }
    if rows.is_empty() {
        let detail = format!("`{}` is the last framework in use; put another one to use first", row.name);
        return Err(Error::Refused(detail));
    }
    if rows.len() > MOST_IN_USE {
        let detail = format!("{MOST_IN_USE} frameworks are in use, the maximum; retire one of them first");
        return Err(Error::Refused(detail));
    }
    let read = |row: &FrameworkRow| Framework::read(&row.source).map_err(Error::Framework);
    Ok((named(rows.iter()), rows.iter().map(read).collect::<Result<_>>()?))
}

/// Refuses to let go of criteria that vocabularies in use, or being built, name.
fn ensure_fitting(work: &Work<'_, '_>, name: &str, after: &Frameworks) -> Result<()> {
    let kept = after.criteria();
    let before = work.words.frameworks.criteria();
    let mut lost: Vec<(String, String)> = Vec::new();
    for compiled in &work.words.compiled {
        let gone = compiled.named_criteria().into_iter();
        for criterion in gone.filter(|one| before.contains(one) && !kept.contains(one)) {
            let one = (criterion.to_string(), compiled.vocabulary.name.clone());
            if !lost.contains(&one) {
                lost.push(one);
            }
        }
    }
    if lost.is_empty() { Ok(()) } else { Err(Error::CriteriaInUse { framework: name.to_owned(), lost }) }
}

/// Switches everything at once; none if others changed what is in use, so that it has to be built again.
fn switch(work: &mut Work<'_, '_>, goal: &Goal, row: &FrameworkRow) -> Result<Option<Vec<String>>> {
    let rows = framework::of_name(work.connection, &row.name)?;
    let Some(now) = rows.iter().find(|one| one.id == row.id) else { return Ok(None) };
    match (goal, now.state) {
        // Another call with the same goal was first.
        (Goal::Use(_), FrameworkState::Active) | (Goal::Retire(_), FrameworkState::Retired) => {
            return Ok(Some(Vec::new()));
        }
        (Goal::Use(_), FrameworkState::Retired) => {
            let detail = format!("another version of `{}` was put to use in the meantime", row.name);
            return Err(Error::Refused(detail));
        }
        _ => {}
    }
    let (wanted, frameworks) = after(work, goal, row)?;
    ensure_fitting(work, &row.name, &frameworks)?;
    let (active, all) = (affected(work)?, vocabulary::all(work.connection)?);
    let built: Option<Vec<&VocabularyRow>> = active.iter().map(|one| building(&all, one, &wanted)).collect();
    let Some(built) = built else { return Ok(None) };
    work.raise_generation()?;
    for one in active.iter().chain(superseded(&all, &active, &wanted)) {
        vocabulary::set_state(work.connection, one.id, VocabularyState::Retired)?;
    }
    for one in built {
        vocabulary::set_state(work.connection, one.id, VocabularyState::Active)?;
    }
    set_states(work, goal, row, &rows)?;
    Ok(Some(active.into_iter().map(|one| one.name).collect()))
}

/// Versions being built by frameworks that are not those in use any more.
fn superseded<'r>(
    all: &'r [VocabularyRow],
    active: &'r [VocabularyRow],
    wanted: &'r str,
) -> impl Iterator<Item = &'r VocabularyRow> {
    all.iter().filter(move |row| {
        row.state == VocabularyState::Building
            && of_version(row) != wanted
            && active.iter().any(|one| one.name == row.name)
    })
}

fn set_states(work: &mut Work<'_, '_>, goal: &Goal, row: &FrameworkRow, rows: &[FrameworkRow]) -> Result<()> {
    for one in rows.iter().filter(|one| one.state == FrameworkState::Active) {
        framework::set_state(work.connection, one.id, FrameworkState::Retired)?;
    }
    let action = match goal {
        Goal::Use(_) => {
            framework::set_state(work.connection, row.id, FrameworkState::Active)?;
            Action::FrameworkUsed
        }
        Goal::Retire(_) => Action::FrameworkRetired,
    };
    work.announce(action, &row.name, Vec::new());
    work.enter(action, About { row_key: Some(row.name.clone()), ..About::default() });
    Ok(())
}
