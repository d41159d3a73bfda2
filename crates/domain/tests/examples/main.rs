//! Worked examples: stories written as evidence, and the history that each must give.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a broken example must stop the test")]

mod days;
mod departure;
mod judgement;
mod order;
mod purchase;
mod qualification;
mod reasons;
mod retraction;
mod stage;
mod standing;
mod story;
mod time;

/// Compares every example of a table and reports all that differ at once.
fn all(table: &[(&str, &str)], actual: impl Fn(&str) -> String) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(story, expected)| (story, expected, actual(story)))
        .filter(|(_, expected, found)| found != **expected)
        .map(|(story, expected, found)| format!("story    {story}\nexpected {expected}\nfound    {found}\n"))
        .collect();
    assert!(wrong.is_empty(), "{} of {} examples differ\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

fn journey(table: &[(&str, &str)]) {
    all(table, |story| story::stages(story, "journey"));
}

fn zoho(table: &[(&str, &str)]) {
    all(table, |story| story::stages(story, "zoho"));
}

fn inbound(table: &[(&str, &str)]) {
    all(table, |story| story::stages(story, "inbound"));
}

fn standings(table: &[(&str, &str)]) {
    all(table, story::standings);
}
