//! What the use cases promise, checked on both engines; one behaviour in a file.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod ahead;
mod batches;
mod cancelled;
mod change_sets;
mod clock;
mod concurrent;
mod conversion;
mod damage;
mod deal_rows;
mod deals;
mod dry_run;
mod duplicates;
mod evidence;
mod evidence_numbers;
mod feed;
mod funnel;
mod import_keys;
mod index;
mod long_histories;
mod namesakes;
mod next_export;
mod olist;
mod opportunities;
mod own_export;
mod parents;
mod races;
mod records;
mod records_evidence;
mod records_model;
mod refused;
mod reimport;
mod resume;
mod room;
mod second_rows;
mod stay_known;
mod steps;
mod time_zone;
mod undo;
mod undo_leaves;
mod undo_model;
mod uploads;
mod verify;
mod views;
mod vocabularies;
