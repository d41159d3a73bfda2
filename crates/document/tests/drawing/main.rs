//! Documents as their readers get them.

#[cfg(test)]
mod documents;
#[cfg(test)]
mod extraction;
#[cfg(test)]
mod properties;
mod samples;
