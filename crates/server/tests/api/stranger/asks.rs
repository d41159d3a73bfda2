//! What a stranger asks of every address. `<name>` stands for something of another's, `<own:name>` for his own.

/// A request. Whatever names something of another's is also asked for what is not there, and has to be answered
/// alike.
#[derive(Clone, Copy)]
pub struct Ask {
    /// As the description of the API has it: method and address.
    pub operation: &'static str,
    /// What stands in the place of `{…}`.
    pub named: &'static str,
    /// The query, its values not encoded yet.
    pub query: &'static [(&'static str, &'static str)],
    pub body: &'static str,
    /// The status that it is answered with, whether what is named is another's or nobody's.
    pub status: u16,
}

pub(super) const fn ask(operation: &'static str, named: &'static str, status: u16) -> Ask {
    Ask { operation, named, query: &[], body: "", status }
}

impl Ask {
    pub(super) const fn with(self, query: &'static [(&'static str, &'static str)]) -> Self {
        Self { query, ..self }
    }

    pub(super) const fn sends(self, body: &'static str) -> Self {
        Self { body, ..self }
    }
}

/// Whether a party is there, in every way in which one can be asked for.
const CONDITIONS: &[&str] = &[
    r#"{"ids":["<other>"]}"#,
    r#"{"ids":["<hidden>"]}"#,
    r#"{"in_record":{"type":"deal"}}"#,
    r#"{"linked_to_any":{"ids":["<other>"]}}"#,
    r#"{"account":{"ids":["<organization>"]}}"#,
    r#"{"not":{"account":{"field":{"name":"city","contains":"<city>"}}}}"#,
    r#"{"text":"<name>"}"#,
    r#"{"linked_to":"<organization>"}"#,
    r#"{"below":"<organization>"}"#,
    r#"{"field":{"name":"email","is":"<mail>"}}"#,
    r#"{"field":{"name":"city","contains":"<city>"}}"#,
    r#"{"not":{"field":{"name":"source","is":"<source>"}}}"#,
    r#"{"evidence":{"kind":"deal_won"}}"#,
    r#"{"or":[{"hidden":true},{"hidden":false}]}"#,
    r#"{"funnel":{"vocabulary":"journey","number":"cohort"}}"#,
    r#"{"funnel":{"vocabulary":"zoho","number":"reached","stage":"customer"}}"#,
    r#"{"funnel":{"vocabulary":"journey","number":"cohort","basis":"recorded","as_of":"2026-03-03T10:00:00Z"}}"#,
];
/// Conditions on what nobody has, as far as the stranger knows.
const UNKNOWN: &[&str] =
    &[r#"{"imported":{"import":"<import>"}}"#, r#"{"field":{"name":"<field>","contains":"t"}}"#];

/// The lists that take a filter.
const LISTS: [&str; 6] = [
    "get /api/v1/parties",
    "get /api/v1/people",
    "get /api/v1/organizations",
    "get /api/v1/parties/count",
    "get /api/v1/parties/facets",
    "get /api/v1/exports/parties",
];

/// What only reads, by a filter.
pub fn filtered() -> Vec<(Ask, &'static str)> {
    let mut all = Vec::new();
    for (conditions, status) in [(CONDITIONS, 200), (UNKNOWN, 422)] {
        for condition in conditions {
            all.extend(LISTS.map(|list| (ask(list, "", status), *condition)));
            for list in ["post /api/v1/parties/search", "post /api/v1/exports/parties"] {
                all.push((ask(list, "", status), *condition));
            }
        }
    }
    all
}

/// What only reads.
pub const READS: &[Ask] = &[
    ask("get /api/v1/health", "", 200),
    ask("get /api/v1/version", "", 200),
    ask("get /api/v1/openapi.json", "", 200),
    ask("get /api/v1/metrics", "", 403),
    ask("get /api/v1/kinds", "", 200),
    ask("get /api/v1/settings/time-zone", "", 200),
    ask("get /api/v1/settings/handover-days", "", 200),
    ask("get /api/v1/frameworks", "", 200),
    ask("get /api/v1/frameworks/{name}", "journey", 200),
    ask("get /api/v1/frameworks/{name}", "latin", 404),
    ask("get /api/v1/qualification/hand-overs", "", 200),
    ask("get /api/v1/qualification/hand-overs", "", 200).with(&[("overdue", "true"), ("limit", "1")]),
    ask("get /api/v1/parties/{id}/qualification", "<own:pia>", 200),
    ask("get /api/v1/parties/{id}/qualification", "<other>", 404),
    ask("get /api/v1/parties/{id}/qualification", "<hidden>", 404),
    ask("get /api/v1/vocabularies", "", 200),
    ask("get /api/v1/vocabularies/{name}", "journey", 200),
    ask("get /api/v1/vocabularies/{name}", "housewords", 200),
    ask("get /api/v1/vocabularies/{name}", "tried", 404),
    ask("get /api/v1/changes", "", 200),
    ask("get /api/v1/changes", "", 200).with(&[("limit", "1")]),
    ask("get /api/v1/changes", "", 200).with(&[("party", "<own:pia>")]),
    ask("get /api/v1/changes", "", 404).with(&[("party", "<other>")]),
    ask("get /api/v1/changes/{id}", "<set>", 404),
    ask("get /api/v1/changes/{id}/conversions", "<set>", 404),
    ask("get /api/v1/people", "", 200),
    ask("get /api/v1/people", "", 200).with(&[("limit", "1"), ("sort", "-created_at")]),
    ask("get /api/v1/people/{id}", "<own:pia>", 200),
    ask("get /api/v1/people/{id}", "<other>", 404),
    ask("get /api/v1/people/{id}", "<hidden>", 404),
    ask("get /api/v1/organizations", "", 200),
    ask("get /api/v1/organizations/{id}", "<organization>", 404),
    ask("get /api/v1/organizations/{id}/tree", "<organization>", 404),
    ask("get /api/v1/people/{id}/convert/options", "<other>", 404),
    ask("get /api/v1/people/{id}/convert/options", "<hidden>", 404),
    ask("get /api/v1/people/{id}/convert/options", "<own:pia>", 200),
    ask("get /api/v1/organizations/{id}/convert/options", "<organization>", 404),
    ask("get /api/v1/parties", "", 200),
    ask("get /api/v1/parties", "", 200).with(&[("hidden", "true")]),
    ask("get /api/v1/parties", "", 200).with(&[("q", "<name>")]),
    ask("get /api/v1/parties", "", 200).with(&[("source", "<source>")]),
    ask("get /api/v1/parties/count", "", 200),
    ask("get /api/v1/parties/count", "", 200).with(&[("q", "<mail>")]),
    ask("get /api/v1/parties/facets", "", 200).with(&[(
        "fields",
        "kind,standing,source,owner,country,city,language,title,stage.journey,stage.housewords",
    )]),
    ask("get /api/v1/parties/facets", "", 200)
        .with(&[("fields", "account.owner,account.country,account.source")]),
    ask("get /api/v1/parties/facets", "", 422).with(&[("fields", "account.more.<field>")]),
    ask("get /api/v1/parties/facets", "", 422).with(&[("fields", "more.<field>")]),
    ask("get /api/v1/parties/similar", "", 200).with(&[("name", "<name>")]),
    ask("get /api/v1/parties/similar", "", 200).with(&[("name", "Pia Owm")]),
    ask("post /api/v1/parties/search", "", 200).sends(r#"{"sort":"-updated_at"}"#),
    ask("get /api/v1/parties/{id}", "<own:pia>", 200),
    ask("get /api/v1/parties/{id}", "<other>", 404),
    ask("get /api/v1/parties/{id}/history", "<own:pia>", 200),
    ask("get /api/v1/parties/{id}/history", "<other>", 404),
    ask("get /api/v1/parties/{id}/links", "<own:pia>", 200),
    ask("get /api/v1/parties/{id}/links", "<organization>", 404),
    ask("get /api/v1/parties/{id}/evidence", "<own:pia>", 200),
    ask("get /api/v1/parties/{id}/evidence", "<own:pia>", 200)
        .with(&[("sort", "-occurred_at"), ("limit", "1")]),
    ask("get /api/v1/parties/{id}/evidence", "<other>", 404),
    ask("get /api/v1/parties/{id}/changes", "<own:pia>", 200),
    ask("get /api/v1/parties/{id}/changes", "<other>", 404),
    ask("get /api/v1/parties/{id}/explain", "<own:pia>", 200),
    ask("get /api/v1/parties/{id}/explain", "<other>", 404),
    ask("get /api/v1/links/{id}", "<link>", 404),
    ask("get /api/v1/links/{id}", "<half>", 404),
    ask("get /api/v1/evidence/numbers", "", 200)
        .with(&[("kind", "deal_won"), ("by", "month,source,account.city")]),
    ask("get /api/v1/evidence/numbers", "", 200).with(&[
        ("kind", "form_submitted"),
        ("by", "number"),
        ("filter", r#"{"ids":["<other>"]}"#),
    ]),
    ask("get /api/v1/evidence/numbers", "", 422).with(&[("kind", "deal_won"), ("by", "more.<field>")]),
    ask("get /api/v1/evidence/{id}", "<own:shared>", 200),
    ask("get /api/v1/evidence/{id}", "<own:evidence>", 200),
    ask("get /api/v1/evidence/{id}", "<evidence>", 404),
    ask("get /api/v1/funnel", "", 200),
    ask("get /api/v1/funnel", "", 200).with(&[("by", "source"), ("vocabulary", "zoho")]),
    ask("get /api/v1/funnel", "", 200).with(&[("by", "account.country")]),
    ask("get /api/v1/funnel", "", 422).with(&[("by", "account.more.<field>")]),
    ask("get /api/v1/funnel", "", 200).with(&[("basis", "recorded"), ("as_of", "2026-03-03T10:00:00Z")]),
    ask("get /api/v1/funnel", "", 200).with(&[("basis", "recorded"), ("by", "source")]),
    ask("get /api/v1/exports/parties", "", 200),
    ask("get /api/v1/exports/parties", "", 200).with(&[("format", "json"), ("hidden", "true")]),
    ask("post /api/v1/exports/parties", "", 200).sends(r#"{"hidden":true}"#),
    ask("get /api/v1/exports/evidence", "", 200).with(&[("hidden", "true")]),
    ask("get /api/v1/exports/evidence", "", 200).with(&[("format", "json")]),
    ask("get /api/v1/imports", "", 200),
    ask("get /api/v1/imports/{id}", "<import>", 404),
    ask("get /api/v1/imports/{id}/rejects", "<import>", 404),
    ask("get /api/v1/imports/{id}/rejects.csv", "<import>", 404),
    ask("get /api/v1/uploads/{id}", "<upload>", 404),
    ask("get /api/v1/jobs/{id}", "<job>", 404),
    ask("get /api/v1/record-types", "", 200),
    ask("get /api/v1/records/{plural}", "products", 200),
    ask("get /api/v1/records/{plural}", "products", 200).with(&[("q", "<product_name>"), ("sort", "-price")]),
    ask("get /api/v1/records/{plural}/{id}", "products/<product>", 404),
    ask("post /api/v1/records/{plural}/search", "products", 200)
        .sends(r#"{"filter":{"text":"<product_name>"}}"#),
    ask("post /api/v1/records/{plural}/search", "products", 200).sends(r#"{"filter":{"ids":["<product>"]}}"#),
    ask("post /api/v1/records/{plural}/search", "products", 200).sends(r#"{"filter":{"party":"<other>"}}"#),
    ask("post /api/v1/records/{plural}/count", "products", 200).sends(r#"{"filter":{"hidden":false}}"#),
    ask("get /api/v1/products", "", 200),
    ask("get /api/v1/products/{id}", "<product>", 404),
    ask("post /api/v1/products/search", "", 200).sends(r#"{"sort":"name"}"#),
    ask("post /api/v1/products/count", "", 200).sends("{}"),
    ask("post /api/v1/records/{plural}/groups", "products", 200).sends(r#"{"by":"family"}"#),
    ask("get /api/v1/records/{plural}/export", "products", 200),
    ask("get /api/v1/records/{plural}/{id}/evidence", "products/<product>", 404),
    ask("get /api/v1/records/{plural}/{id}/changes", "products/<product>", 404),
    ask("post /api/v1/products/groups", "", 200).sends(r#"{"by":"family"}"#),
    ask("get /api/v1/products/export", "", 200),
    ask("get /api/v1/products/{id}/evidence", "<product>", 404),
    ask("get /api/v1/products/{id}/changes", "<product>", 404),
    ask("get /api/v1/deals", "", 200).with(&[("q", "<deal_name>"), ("sort", "-amount")]),
    ask("get /api/v1/deals/{id}", "<deal>", 404),
    ask("post /api/v1/deals/search", "", 200).sends(r#"{"filter":{"party":"<other>"}}"#),
    ask("post /api/v1/deals/count", "", 200).sends(r#"{"filter":{"ids":["<deal>"]}}"#),
    ask("post /api/v1/deals/groups", "", 200).sends(r#"{"by":"stage"}"#),
    ask("post /api/v1/deals/groups", "", 200)
        .sends(r#"{"by":"account.country,closed_on:quarter","sum":"amount"}"#),
    ask("get /api/v1/deals/export", "", 200),
    ask("get /api/v1/deals/{id}/evidence", "<deal>", 404),
    ask("get /api/v1/deals/{id}/changes", "<deal>", 404),
    ask("get /api/v1/deals/{id}/history", "<deal>", 404),
    ask("get /api/v1/deals/funnel", "", 200),
    ask("get /api/v1/deals/funnel", "", 200)
        .with(&[("by", "account.country,owner"), ("filter", r#"{"ids":["<deal>"]}"#)]),
    ask("post /api/v1/deals/count", "", 200)
        .sends(r#"{"filter":{"funnel":{"number":"reached","stage":"qualification"}}}"#),
    ask("get /api/v1/pipelines", "", 200),
    ask("get /api/v1/pipelines/{name}", "sales", 200),
    ask("get /api/v1/pipelines/{name}", "renewals", 404),
];

/// What writes, or would.
pub const WRITES: &[Ask] = &[
    ask("post /api/v1/parties/{id}/qualification/disqualify", "<own:pia>", 200)
        .sends(r#"{"reason":"no_need"}"#),
    ask("post /api/v1/people", "", 201).sends(r#"{"name":"<name>","email":"<mail>"}"#),
    ask("post /api/v1/people", "", 201)
        .with(&[("duplicates", "add_to")])
        .sends(r#"{"name":"Namesake","email":"<mail>"}"#),
    ask("post /api/v1/people", "", 201)
        .sends(r#"{"name":"Claimant","external":[{"system":"secretcrm","id":"<external>"}]}"#),
    ask("post /api/v1/organizations", "", 201)
        .sends(r#"{"name":"Claimants","external":[{"system":"secretcrm","id":"<external>"}]}"#),
    ask("patch /api/v1/people/{id}", "<other>", 404).sends(r#"{"name":"Mine"}"#),
    ask("patch /api/v1/people/{id}", "<own:pia>", 200).sends(r#"{"email":"<mail>"}"#),
    ask("patch /api/v1/organizations/{id}", "<organization>", 404).sends(r#"{"name":"Mine"}"#),
    ask("patch /api/v1/parties/{id}", "<hidden>", 404).sends(r#"{"name":"Mine"}"#),
    ask("post /api/v1/parties/{id}/hide", "<other>", 404),
    ask("post /api/v1/parties/{id}/hide", "<own:pia>", 200),
    ask("post /api/v1/parties/{id}/restore", "<hidden>", 404),
    ask("post /api/v1/parties/{id}/restore", "<own:pia>", 200),
    ask("put /api/v1/organizations/{id}/parent", "<organization>", 404).sends(r#"{"parent":null}"#),
    ask("post /api/v1/people/{id}/convert", "<other>", 404).sends(r#"{"reason":"mine"}"#),
    ask("post /api/v1/people/{id}/convert", "<own:pia>", 422)
        .sends(r#"{"account":{"link":"<organization>"},"reason":"mine"}"#),
    ask("post /api/v1/people/{id}/convert", "<own:pia>", 403).sends(r#"{"deal":{"join":"<deal>"},"reason":"mine"}"#),
    ask("post /api/v1/organizations/{id}/convert", "<organization>", 404).sends(r#"{"reason":"mine"}"#),
    ask("post /api/v1/links", "", 422)
        .sends(r#"{"person":"<own:pia>","organization":"<organization>","role":"spy"}"#),
    ask("post /api/v1/links/{id}/end", "<link>", 404).sends(r#"{"to":"2026-03-04"}"#),
    ask("post /api/v1/links/{id}/end", "<half>", 404).sends(r#"{"to":"2026-03-04"}"#),
    ask("delete /api/v1/links/{id}", "<link>", 404),
    ask("delete /api/v1/links/{id}", "<half>", 404),
    ask("post /api/v1/evidence", "", 201)
        .sends(r#"{"kind":"call_held","participants":[{"party":"<own:pia>","role":"subject"}]}"#),
    ask("post /api/v1/evidence", "", 422)
        .sends(r#"{"kind":"call_held","participants":[{"party":"<other>","role":"subject"}]}"#),
    ask("post /api/v1/evidence", "", 422).sends(
        r#"{"kind":"call_held","participants":[{"party":"<own:pia>","role":"subject"},{"party":"<organization>","role":"host"}]}"#,
    ),
    ask("post /api/v1/evidence", "", 207).sends(
        r#"[{"kind":"call_held","participants":[{"party":"<own:pia>","role":"subject"}]},{"kind":"call_held","participants":[{"party":"<hidden>","role":"subject"}]}]"#,
    ),
    ask("post /api/v1/evidence", "", 422).sends(
        r#"{"kind":"refunded","names":"<evidence>","participants":[{"party":"<own:pia>","role":"subject"}]}"#,
    ),
    ask("post /api/v1/evidence", "", 422).sends(
        r#"{"kind":"deal_won","deal":"<deal>","participants":[{"party":"<own:pia>","role":"subject"}]}"#,
    ),
    ask("post /api/v1/evidence", "", 201).sends(
        r#"{"kind":"deal_won","deal":"<deal_name>","participants":[{"party":"<own:pia>","role":"subject"}]}"#,
    ),
    ask("post /api/v1/evidence", "", 201).sends(
        r#"{"kind":"deal_lost","deal":"<deal_name>","detail":{"reason":"none"},"participants":[{"party":"<own:pia>","role":"subject"}]}"#,
    ),
    ask("post /api/v1/evidence/{id}/retract", "<evidence>", 404).sends(r#"{"reason":"envy"}"#),
    ask("post /api/v1/evidence/{id}/retract", "<own:shared>", 403).sends(r#"{"reason":"envy"}"#),
    ask("post /api/v1/evidence/{id}/correct", "<evidence>", 404).sends(
        r#"{"reason":"envy","instead":{"kind":"call_held","participants":[{"party":"<own:pia>","role":"subject"}]}}"#,
    ),
    ask("post /api/v1/evidence/{id}/correct", "<own:shared>", 403).sends(
        r#"{"reason":"envy","instead":{"kind":"call_held","participants":[{"party":"<own:pia>","role":"subject"}]}}"#,
    ),
    ask("post /api/v1/evidence/{id}/retract", "<own:evidence>", 201).sends(r#"{"reason":"it was not so"}"#),
    ask("put /api/v1/settings/time-zone", "", 403).sends(r#"{"time_zone":"Europe/Oslo"}"#),
    ask("put /api/v1/settings/handover-days", "", 403).sends(r#"{"handover_days":9}"#),
    ask("put /api/v1/frameworks/{name}", "spied", 403).sends(r#"{"toml":"name = 'spied'"}"#),
    ask("post /api/v1/frameworks/check", "", 422).sends(r#"{"toml":"name = 'spied'"}"#),
    ask("post /api/v1/frameworks/try", "", 422).with(&[("wait", "30")]).sends(r#"{"toml":"name = 'spied'"}"#),
    ask("post /api/v1/frameworks/use", "", 403).with(&[("wait", "30")]).sends(r#"{"toml":"name = 'spied'"}"#),
    ask("post /api/v1/frameworks/{name}/use", "bant", 403).with(&[("wait", "30")]),
    ask("post /api/v1/frameworks/{name}/retire", "journey", 403).with(&[("wait", "30")]),
    ask("post /api/v1/parties/{id}/qualification/hand-over", "<other>", 404),
    ask("post /api/v1/parties/{id}/qualification/accept", "<other>", 404),
    ask("post /api/v1/parties/{id}/qualification/reject", "<other>", 404)
        .sends(r#"{"reason":"no_need","until":"2099-01-01"}"#),
    ask("post /api/v1/parties/{id}/qualification/disqualify", "<other>", 404)
        .sends(r#"{"reason":"no_need"}"#),
    ask("post /api/v1/parties/{id}/qualification/requalify", "<hidden>", 404).sends("{}"),
    ask("post /api/v1/kinds", "", 403).sends(r#"{"name":"spied_upon","family":"dialogue"}"#),
    ask("post /api/v1/vocabularies/check", "", 200).sends("VOCABULARY"),
    ask("post /api/v1/vocabularies/try", "", 200).with(&[("wait", "30")]).sends("VOCABULARY"),
    ask("post /api/v1/vocabularies/use", "", 403).with(&[("wait", "30")]).sends("VOCABULARY"),
    ask("post /api/v1/vocabularies/{name}/retire", "inbound", 403),
    ask("post /api/v1/vocabularies/{name}/retire", "latin", 403),
    ask("post /api/v1/pipelines/check", "", 200).sends("PIPELINE"),
    ask("post /api/v1/pipelines/try", "", 200).with(&[("wait", "30")]).sends("PIPELINE"),
    ask("post /api/v1/pipelines/use", "", 403).with(&[("wait", "30")]).sends("PIPELINE"),
    ask("post /api/v1/pipelines/{name}/retire", "sales", 403),
    ask("post /api/v1/uploads", "", 403).with(&[("name", "mine.csv")]).sends("FILE"),
    ask("delete /api/v1/uploads/{id}", "<upload>", 403),
    ask("post /api/v1/imports", "", 422).sends("IMPORT"),
    ask("post /api/v1/imports/guess", "", 422).sends(r#"{"upload":"<upload>"}"#),
    ask("post /api/v1/imports/preview", "", 422).sends("IMPORT"),
    ask("post /api/v1/imports/{id}/cancel", "<import>", 403),
    ask("post /api/v1/imports/{id}/resume", "<import>", 404),
    ask("post /api/v1/imports/{id}/undo", "<import>", 404),
    ask("post /api/v1/changes/{id}/undo", "<set>", 404).with(&[("wait", "30")]),
    ask("post /api/v1/changes/{id}/resume", "<set>", 404).with(&[("wait", "30")]),
    ask("post /api/v1/parties/bulk", "", 200)
        .with(&[("wait", "30")])
        .sends(r#"{"filter":{"text":"<name>"},"set":{"owner":"eve"}}"#),
    ask("post /api/v1/parties/convert", "", 200)
        .with(&[("wait", "30")])
        .sends(r#"{"filter":{"text":"<name>"},"reason":"mine"}"#),
    ask("post /api/v1/parties/convert", "", 403)
        .with(&[("wait", "30")])
        .sends(r#"{"filter":{"text":"<name>"},"deal":{"name":"Mine"},"reason":"mine"}"#),
    ask("post /api/v1/parties/convert", "", 422)
        .with(&[("preview", "true")])
        .sends(r#"{"filter":{"text":"<name>"},"account":{"link":"<organization>"},"reason":"mine"}"#),
    ask("post /api/v1/jobs/{id}/stop", "<job>", 404),
    ask("post /api/v1/record-types", "", 403).sends(r#"{"name":"visit","plural":"visits","title":"Visit"}"#),
    ask("patch /api/v1/record-types/{name}/fields/{field}", "product/fields/family", 403)
        .sends(r#"{"title":"Line"}"#),
    ask("post /api/v1/record-types/{name}/fields", "product", 403)
        .sends(r#"{"name":"weight","title":"Weight","kind":"number"}"#),
    ask("post /api/v1/records/{plural}", "products", 403).sends(r#"{"name":"<product_name>"}"#),
    ask("patch /api/v1/records/{plural}/{id}", "products/<product>", 403).sends(r#"{"name":"Mine"}"#),
    ask("post /api/v1/records/{plural}/{id}/hide", "products/<product>", 403),
    ask("post /api/v1/records/{plural}/{id}/restore", "products/<product>", 403),
    ask("post /api/v1/records/{plural}/bulk", "products", 403)
        .with(&[("wait", "30")])
        .sends(r#"{"filter":{"text":"<product_name>"},"set":{"owner":"eve"}}"#),
    ask("post /api/v1/products", "", 403).sends(r#"{"name":"<product_name>"}"#),
    ask("patch /api/v1/products/{id}", "<product>", 403).sends(r#"{"name":"Mine"}"#),
    ask("post /api/v1/products/{id}/hide", "<product>", 403),
    ask("post /api/v1/products/{id}/restore", "<product>", 403),
    ask("post /api/v1/products/bulk", "", 403)
        .with(&[("wait", "30")])
        .sends(r#"{"filter":{"text":"<product_name>"},"set":{"owner":"eve"}}"#),
    ask("post /api/v1/records/{plural}/import", "products", 422).with(&[("wait", "30")]).sends(r#"{"upload":"<upload>"}"#),
    ask("post /api/v1/products/import", "", 422).with(&[("wait", "30")]).sends(r#"{"upload":"<upload>"}"#),
    ask("post /api/v1/deals", "", 403).sends(r#"{"name":"<deal_name>","people":["<other>"]}"#),
    ask("patch /api/v1/deals/{id}", "<deal>", 403).sends(r#"{"stage":"won"}"#),
    ask("post /api/v1/deals/{id}/hide", "<deal>", 403),
    ask("post /api/v1/deals/{id}/restore", "<deal>", 403),
    ask("post /api/v1/deals/bulk", "", 403)
        .with(&[("wait", "30")])
        .sends(r#"{"filter":{"text":"<deal_name>"},"set":{"stage":"won"}}"#),
    ask("post /api/v1/deals/import", "", 422).with(&[("wait", "30")]).sends(r#"{"upload":"<upload>"}"#),
    ask("post /api/v1/sample_data", "", 403).sends(r#"{"parties":5}"#),
];

/// What is followed rather than read.
pub const FOLLOWED: &str = "get /api/v1/events";
