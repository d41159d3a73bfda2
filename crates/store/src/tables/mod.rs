//! The tables: one noun, one file. Each knows the executor, and other tables if one noun contains another.

pub mod change_entry;
pub mod change_set;
pub mod deal;
pub mod deal_period;
pub mod evidence;
pub mod feed;
pub mod framework;
pub mod hand_over;
pub mod import;
pub mod index_row;
pub mod kind;
pub mod link;
pub mod matching;
pub mod own_field;
pub mod party;
pub mod party_key;
pub mod pipeline;
pub mod projection;
pub mod quote;
pub mod record;
pub mod record_key;
pub mod record_type;
pub mod request_key;
mod search_text;
pub mod setting;
mod version_state;
pub mod vocabulary;
