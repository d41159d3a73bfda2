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
