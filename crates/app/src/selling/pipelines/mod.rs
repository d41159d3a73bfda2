//! Pipelines: reading them, trying a changed one over all deals, putting it to use, and taking it out of use.

mod adopt;
mod list;
mod retire;
mod try_out;

pub use adopt::{MOST_VERSIONS, PipelineAdopted, adopt};
pub use list::{check, in_force, list, show};
pub use retire::retire;
pub use try_out::{DealMove, PipelineTrial, try_out};

/// A version of a pipeline.
pub use casebook_store::pipeline::PipelineRow;
