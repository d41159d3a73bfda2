mod amounts;
mod content;
