//! Putting a pipeline to use: from then on, what evidence says of stages is read by it, for the past too.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::deals::{MOST_PIPELINES, Pipeline, Pipelines};
use casebook_domain::ids::PipelineId;
use casebook_domain::records::MOST_CHOICES;
use casebook_store::deal_period;
use casebook_store::pipeline::{self, PipelineRow};

use super::list::check;
use crate::desk::progress::Progress;
use crate::desk::{About, Session, Work, deals};
use crate::error::{Error, Result};
use crate::upkeep::upgrade;

/// The most versions of a pipeline that are kept.
pub const MOST_VERSIONS: i64 = 1_000;

/// What putting a pipeline to use came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineAdopted {
    /// The pipeline's name.
    pub name: String,
    /// The number of the version in use now.
    pub version: i64,
    /// Whether it was in use already, so that nothing was done.
    pub unchanged: bool,
}

/// Puts the pipeline of `text` to use under its name. Refused while deals stand in a stage that would go without another
/// that takes its place.
///
/// Where evidence reads otherwise by it, deals are derived anew. If that is interrupted, whoever opens the database next
/// derives the rest.
pub fn adopt(session: &Session, text: &str, progress: &dyn Progress) -> Result<PipelineAdopted> {
    session.may(Subject::Workspace)?;
    let new = check(session, text)?;
    let source = text.to_owned();
    let (adopted, is_read_anew) = session.write_words(move |work| switch(work, &new, &source))?;
    if is_read_anew {
        deals::rebuild(session, progress)?;
        upgrade::note_form(session)?;
    }
    Ok(adopted)
}

fn switch(work: &mut Work<'_, '_>, new: &Pipeline, source: &str) -> Result<(PipelineAdopted, bool)> {
    let rows = pipeline::all(work.connection)?.into_iter().filter(|row| row.name == new.name);
    let rows: Vec<PipelineRow> = rows.collect();
    let active = rows.iter().find(|row| row.active);
    let adopted = |version, unchanged| PipelineAdopted { name: new.name.clone(), version, unchanged };
    if let Some(same) = active.filter(|row| row.source == source) {
        return Ok((adopted(same.version, true), false));
    }
    let old = active.and_then(|_| work.words.pipelines.get(&new.name).ok().cloned());
    ensure_room(work, new, &rows, old.is_none())?;
    if let Some(old) = &old {
        ensure_places(work, old, new)?;
    }
    work.raise_generation()?;
    let version = rows.iter().map(|row| row.version).max().unwrap_or(0) + 1;
    put_in_place(work, &rows, new, version, source)?;
    work.announce(Action::PipelineUsed, &new.name, Vec::new());
    work.enter(Action::PipelineUsed, About { row_key: Some(new.name.clone()), ..About::default() });
    let is_read_anew = old.is_none_or(|old| !old.reads_as(new));
    if is_read_anew {
        upgrade::forget_form(work)?;
    }
    Ok((adopted(version, false), is_read_anew))
}

/// Refuses what would be too much to choose from.
fn ensure_room(work: &Work<'_, '_>, new: &Pipeline, rows: &[PipelineRow], is_added: bool) -> Result<()> {
    if rows.iter().any(|row| row.version >= MOST_VERSIONS) {
        let detail = format!("`{}` has {MOST_VERSIONS} versions, the maximum; use a new name", new.name);
        return Err(Error::Refused(detail));
    }
    let others = work.words.pipelines.all().filter(|one| one.name != new.name).cloned();
    let all: Vec<Pipeline> = others.chain([new.clone()]).collect();
    if is_added && all.len() > MOST_PIPELINES {
        let detail =
            format!("there are {MOST_PIPELINES} pipelines, the maximum; change or retire one of them");
        return Err(Error::Refused(detail));
    }
    let stages = Pipelines::of(all).stage_choices().len();
    if stages > MOST_CHOICES {
        let detail = format!(
            "all pipelines together would have {stages} names of stages; at most {MOST_CHOICES} are possible: \
             use the same names in several pipelines"
        );
        return Err(Error::Refused(detail));
    }
    Ok(())
}

/// Refuses to let stages go in which deals stand, unless another takes the place of each.
fn ensure_places(work: &mut Work<'_, '_>, old: &Pipeline, new: &Pipeline) -> Result<()> {
    let going = |stage: &str| new.named(stage).is_none();
    if !old.stage_names().any(going) {
        return Ok(());
    }
    let standing = deal_period::standing_in(work.connection, &old.name)?;
    let left: Vec<String> = standing
        .iter()
        .filter(|(stage, _)| going(stage))
        .map(|(stage, count)| format!("{count} in `{stage}`"))
        .collect();
    let Some((first, _)) = standing.iter().find(|(stage, _)| going(stage)) else { return Ok(()) };
    let target = new.first();
    Err(Error::Refused(format!(
        "deals stand in stages that would go: {}; say which stage takes the place of each, such as \
         moved = {{ {first} = \"{target}\" }}, or move the deals first",
        left.join(", ")
    )))
}

/// Stores a new version in place of the active one. The built-in pipeline is stored with its first change.
fn put_in_place(
    work: &mut Work<'_, '_>,
    rows: &[PipelineRow],
    new: &Pipeline,
    version: i64,
    source: &str,
) -> Result<()> {
    for row in rows.iter().filter(|row| row.active) {
        retire_row(work, row)?;
    }
    let row = PipelineRow {
        id: PipelineId(work.session.next_id()),
        name: new.name.clone(),
        version,
        title: new.title.clone(),
        source: source.to_owned(),
        active: true,
        created_at: work.now,
        recorded_by: work.session.actor().to_owned(),
    };
    Ok(pipeline::insert(work.connection, &row)?)
}

/// Takes a version out of force.
pub(super) fn retire_row(work: &mut Work<'_, '_>, row: &PipelineRow) -> Result<()> {
    if !pipeline::set_active(work.connection, row.id, false)? {
        let id = PipelineId(work.session.next_id());
        let (active, created_at) = (false, work.now);
        pipeline::insert(work.connection, &PipelineRow { id, active, created_at, ..row.clone() })?;
    }
    Ok(())
}
