//! What a stranger asks of quotes, the catalogue and tasks. A link that is not his is one that never was.

use super::asks::{Ask, ask};

/// A link that nobody was given.
const NO_LINK: &str = "00000000000000000000000000000000";
const BULK: &str = r#"{"filter":{"text":"<product_name>"},"set":{"owner":"eve"}}"#;

/// What only reads.
pub const SELLING_READS: &[Ask] = &[
    ask("get /api/v1/settings/company", "", 200),
    ask("get /api/v1/settings/exchange-rates", "", 200),
    ask("get /api/v1/quotes", "", 200),
    ask("get /api/v1/quotes", "", 200).with(&[("deal", "<deal>")]),
    ask("get /api/v1/quotes/{id}", "<quote>", 404),
    ask("get /api/v1/quotes/{id}.pdf", "<quote>", 404),
    ask("get /api/v1/public/quotes/{token}", NO_LINK, 404),
    ask("get /api/v1/public/quotes/{token}.pdf", NO_LINK, 404),
    ask("get /api/v1/price_lists", "", 200),
    ask("get /api/v1/price_lists/{id}", "<product>", 404),
    ask("post /api/v1/price_lists/search", "", 200),
    ask("post /api/v1/price_lists/count", "", 200),
    ask("post /api/v1/price_lists/groups", "", 200).sends(r#"{"by":"currency"}"#),
    ask("get /api/v1/price_lists/export", "", 200),
    ask("get /api/v1/price_lists/{id}/evidence", "<product>", 404),
    ask("get /api/v1/price_lists/{id}/changes", "<product>", 404),
    ask("get /api/v1/prices", "", 200),
    ask("get /api/v1/prices/{id}", "<product>", 404),
    ask("post /api/v1/prices/search", "", 200),
    ask("post /api/v1/prices/count", "", 200),
    ask("post /api/v1/prices/groups", "", 200).sends(r#"{"by":"owner"}"#),
    ask("get /api/v1/prices/export", "", 200),
    ask("get /api/v1/prices/{id}/evidence", "<product>", 404),
    ask("get /api/v1/prices/{id}/changes", "<product>", 404),
    ask("get /api/v1/tasks", "", 200),
    ask("get /api/v1/tasks/{id}", "<product>", 404),
    ask("post /api/v1/tasks/search", "", 200),
    ask("post /api/v1/tasks/count", "", 200),
    ask("post /api/v1/tasks/groups", "", 200).sends(r#"{"by":"owner"}"#),
    ask("get /api/v1/tasks/export", "", 200),
    ask("get /api/v1/tasks/{id}/evidence", "<product>", 404),
    ask("get /api/v1/tasks/{id}/changes", "<product>", 404),
];

/// What writes, or would.
pub const SELLING_WRITES: &[Ask] = &[
    ask("put /api/v1/settings/company", "", 403).sends(r#"{"name":"Mine"}"#),
    ask("put /api/v1/settings/exchange-rates", "", 403).sends(r#"{"base":"EUR","rates":[]}"#),
    ask("post /api/v1/quotes", "", 403).sends(r#"{"deal":"<deal>","currency":"EUR"}"#),
    ask("post /api/v1/quotes", "", 403)
        .with(&[("preview", "true")])
        .sends(r#"{"deal":"<deal>","currency":"EUR"}"#),
    ask("patch /api/v1/quotes/{id}", "<quote>", 403).sends(r#"{"title":"Mine"}"#),
    ask("post /api/v1/quotes/{id}/send", "<quote>", 403),
    ask("post /api/v1/quotes/{id}/withdraw", "<quote>", 403),
    ask("post /api/v1/quotes/{id}/accept", "<quote>", 403),
    ask("post /api/v1/quotes/{id}/decline", "<quote>", 403).sends(r#"{"reason":"no"}"#),
    ask("post /api/v1/quotes/{id}/revise", "<quote>", 403),
    ask("post /api/v1/quotes/{id}/link", "<quote>", 403),
    ask("post /api/v1/public/quotes/{token}/accept", NO_LINK, 404).sends(r#"{"name":"Eve"}"#),
    ask("post /api/v1/public/quotes/{token}/decline", NO_LINK, 404).sends(r#"{"reason":"no"}"#),
    ask("post /api/v1/price_lists", "", 403).sends(r#"{"name":"Mine","fields":{"currency":"EUR"}}"#),
    ask("patch /api/v1/price_lists/{id}", "<product>", 403).sends(r#"{"name":"Mine"}"#),
    ask("post /api/v1/price_lists/{id}/hide", "<product>", 403),
    ask("post /api/v1/price_lists/{id}/restore", "<product>", 403),
    ask("post /api/v1/price_lists/bulk", "", 403).with(&[("wait", "30")]).sends(BULK),
    ask("post /api/v1/price_lists/import", "", 422).with(&[("wait", "30")]).sends(r#"{"upload":"<upload>"}"#),
    ask("post /api/v1/prices", "", 403).sends(r#"{"name":"Mine"}"#),
    ask("patch /api/v1/prices/{id}", "<product>", 403).sends(r#"{"name":"Mine"}"#),
    ask("post /api/v1/prices/{id}/hide", "<product>", 403),
    ask("post /api/v1/prices/{id}/restore", "<product>", 403),
    ask("post /api/v1/prices/bulk", "", 403).with(&[("wait", "30")]).sends(BULK),
    ask("post /api/v1/prices/import", "", 422).with(&[("wait", "30")]).sends(r#"{"upload":"<upload>"}"#),
    ask("post /api/v1/tasks", "", 403).sends(r#"{"name":"Mine"}"#),
    ask("patch /api/v1/tasks/{id}", "<product>", 403).sends(r#"{"name":"Mine"}"#),
    ask("post /api/v1/tasks/{id}/hide", "<product>", 403),
    ask("post /api/v1/tasks/{id}/restore", "<product>", 403),
    ask("post /api/v1/tasks/bulk", "", 403).with(&[("wait", "30")]).sends(BULK),
    ask("post /api/v1/tasks/import", "", 422).with(&[("wait", "30")]).sends(r#"{"upload":"<upload>"}"#),
];
