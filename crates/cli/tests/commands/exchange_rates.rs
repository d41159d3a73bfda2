//! `casebook setting exchange-rates`.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::shell::Shell;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn rates_are_set_from_a_table_and_shown(#[case] engine: Engine) {
    let shell = Shell::new(engine);
    assert_eq!(shell.run("setting exchange-rates").stdout.trim(), "No exchange rates are set yet.");
    let file = shell.file("rates.csv", "rate,currency,from\n1.25, USD,2026-03-01\n1.0842,usd,2026-01-01\n");
    let set = shell.answer(&format!("setting exchange-rates --base EUR {file}"));
    let usd = |from: &str, rate: f64| json!({ "currency": "USD", "from": from, "rate": rate });
    let rates = json!({ "base": "EUR", "rates": [usd("2026-01-01", 1.0842), usd("2026-03-01", 1.25)] });
    assert_eq!(set, rates);
    assert_eq!(shell.answer("setting exchange-rates"), rates);
    let text = shell.run("setting exchange-rates").stdout;
    assert!(text.contains("sums in EUR\nfrom 2026-01-01: 1 EUR = 1.0842 USD\n"), "{text}");
    let other = shell.answer("setting exchange-rates --base CHF");
    assert_eq!((&other["base"], &other["rates"]), (&json!("CHF"), &rates["rates"]));

    let wrong = shell.file("wrong.csv", "currency,from,rate\nUSD,2026-01-01,1\nUSD,2026-02-01,none\n");
    let refused = shell.run(&format!("setting exchange-rates --base EUR {wrong} --json"));
    assert_eq!((refused.code, refused.error_code().as_str()), (2, "usage"));
    assert!(refused.stderr.contains("rates.1.rate"), "{refused:?}");
    let named = shell.file("named.csv", "currency,day,rate\nUSD,2026-01-01,1\n");
    let refused = shell.run(&format!("setting exchange-rates --base EUR {named}"));
    assert!(refused.code == 2 && refused.stderr.contains("from"), "{refused:?}");
    assert_eq!(shell.run(&format!("setting exchange-rates {named}")).code, 2, "sums in which currency?");
    assert_eq!(shell.answer("setting exchange-rates"), other);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn deals_are_added_up_in_the_own_currency(#[case] engine: Engine) {
    let shell = Shell::new(engine);
    let buyer = shell.person("Nia", "1");
    for (name, stage, amount) in
        [("Looms", "won", "125 USD"), ("Yarn", "won", "20 EUR"), ("Dyes", "proposal", "5 CHF")]
    {
        let fields = [format!("people={buyer}"), format!("stage={stage}"), format!("amount={amount}")];
        let mut words = vec!["record", "deal", "add", "--name", name];
        for field in &fields {
            words.extend(["--field", field]);
        }
        shell.answer_words(&words);
    }
    let groups = "record deal groups --by state --sum amount";
    assert_eq!(shell.answer("deal funnel")["amount"]["exchanged"], json!(null));
    assert_eq!(shell.answer(groups)["items"][0].get("exchanged"), None);

    let file = shell.file("rates.csv", "currency,from,rate\nUSD,2020-01-01,1.25\n");
    shell.answer(&format!("setting exchange-rates --base EUR {file}"));
    let rates = json!([{ "currency": "USD", "from": "2020-01-01", "rate": 1.25 }]);
    let sums = |won: i64, without: u64, rates: &serde_json::Value| json!({ "currency": "EUR", "total": won, "open": 0, "weighted": 0, "won": won, "lost": 0, "without_rate": without, "rates": rates });
    assert_eq!(shell.answer("deal funnel")["amount"]["exchanged"], sums(12_000, 1, &rates));
    let text = shell.run("deal funnel").stdout;
    let line = "In EUR: 120.00 won, 0.00 lost, 0.00 open, 0.00 weighted; without 1 deal that has no rate.";
    assert!(text.contains(line), "{text}");
    let of = |state: &str| {
        let groups = shell.answer(groups)["items"].as_array().unwrap().clone();
        groups.into_iter().find(|group| group["by"]["state"] == state).unwrap()["exchanged"].clone()
    };
    assert_eq!(of("won"), sums(12_000, 0, &rates));
    assert_eq!(of("open"), sums(0, 1, &json!([])));
    let text = shell.run(groups).stdout;
    assert!(text.contains("in EUR") && text.contains("120.00"), "{text}");
}
