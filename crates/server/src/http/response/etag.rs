//! Versions: `ETag` names the one that was read, `If-Match` the one to change.

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;

use crate::http::error::{Mistake, Refusal};

/// The versions that may be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum IfMatch {
    /// Any version.
    Any,
    /// One of these.
    OneOf(Vec<i64>),
}

impl IfMatch {
    /// Whether `version` may be changed.
    pub(crate) fn has(&self, version: i64) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(versions) => versions.contains(&version),
        }
    }

    /// Reads `*` or a list of entity tags. A tag that was never ours, or is weak, matches nothing.
    fn parse(text: &str) -> Option<Self> {
        if text.trim() == "*" {
            return Some(Self::Any);
        }
        let mut versions = Vec::new();
        for tag in text.split(',').map(str::trim) {
            let (weak, tag) = tag.strip_prefix("W/").map_or((false, tag), |tag| (true, tag));
            let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
            if inner.contains('"') {
                return None;
            }
            versions.extend(inner.parse::<i64>().ok().filter(|_| !weak));
        }
        Some(Self::OneOf(versions))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let sent: Vec<&HeaderValue> = parts.headers.get_all(IF_MATCH).iter().collect();
        if sent.is_empty() {
            return Err(Refusal::version_missing());
        }
        let texts: Option<Vec<&str>> = sent.iter().map(|value| value.to_str().ok()).collect();
        texts.and_then(|texts| Self::parse(&texts.join(","))).ok_or_else(|| {
            Refusal::invalid(vec![Mistake::new("If-Match", "give `*` or entity tags such as \"3\"")])
        })
    }
}

/// The entity tag of a version.
pub(crate) fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_lists_of_them_are_read() {
        for (text, read) in [
            ("*", Some(IfMatch::Any)),
            ("\"3\"", Some(IfMatch::OneOf(vec![3]))),
            (" \"3\" , \"4\"", Some(IfMatch::OneOf(vec![3, 4]))),
            ("W/\"3\", \"x\"", Some(IfMatch::OneOf(vec![]))),
            ("3", None),
            ("", None),
            ("\"", None),
        ] {
            assert_eq!(IfMatch::parse(text), read, "{text}");
        }
    }

    #[test]
    fn only_the_named_versions_match() {
        assert!(IfMatch::Any.has(7));
        assert!(IfMatch::OneOf(vec![6, 7]).has(7));
        assert!(!IfMatch::OneOf(vec![6]).has(7));
    }
}
