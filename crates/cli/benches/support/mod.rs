//! Parts of the bench over HTTP.

pub mod asked;
pub mod backends;
pub mod client;
pub mod load;
pub mod promise;
pub mod raw;
pub mod reads;
pub mod sample;
pub mod server;
pub mod writes;
