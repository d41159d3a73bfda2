use rstest::rstest;

use super::*;

fn error(text: &str) -> RuleError {
    Rule::compile(text, &Kinds::default(), &criteria()).unwrap_err()
}

#[rstest]
#[case("", 1, 1, "the rule is empty", "interest.count > 0")]
#[case(" // only a remark", 1, 1, "the rule is empty", "interest.count > 0")]
#[case("intrest.count > 0", 1, 1, "there is no fact `intrest`", "`interest`")]
#[case("qualified &&\n  deals.opne > 0", 2, 9, "`deals` has no `opne`", "`open`")]
#[case("interest.total > 0", 1, 10, "`interest` has no `total`", "`count`, `first`, `last`")]
#[case("criteria.money == 'met'", 1, 10, "`criteria` has no `money`", "`budget`")]
#[case("interest", 1, 1, "`interest` is a group of evidence, not a yes or no", "`interest.count > 0`")]
#[case("interest.count", 1, 1, "`interest.count` is a count", "`interest.count > 0`")]
#[case("interest.last", 1, 1, "`interest.last` is a moment", "within(interest.last")]
#[case("criteria.fit", 1, 1, "`criteria.fit` is a criterion", "== 'met'")]
#[case("deals", 1, 1, "`deals` is not a name on its own", "deals.open")]
#[case("purchases > 0", 1, 1, "`purchases` without its second part", "purchases.count")]
#[case("interest > 0", 1, 1, "a group of evidence cannot be compared", "`interest.count`")]
#[case("interest.count > 'x'", 1, 16, "a count is compared with text", "a whole number")]
#[case("interest.last > 5", 1, 15, "a moment is compared with a number", "another moment")]
#[case("criteria.fit == 1", 1, 14, "a criterion is compared with a number", "'met'")]
#[case("criteria.fit == 'confirmed'", 1, 17, "'confirmed' is not a value", "'partly'")]
#[case("1 < 2", 1, 3, "a number is compared with a number", "a fact")]
#[case("qualified == true", 1, 1, "a yes or no cannot be compared", "`qualified` or `!qualified`")]
#[case("!interest.count > 0", 1, 2, "`interest.count` is a count", "`interest.count > 0`")]
#[case("qualified and converted", 1, 11, "`and` is not an operator", "`&&`")]
#[case("qualified & converted", 1, 11, "a single `&`", "`&&`")]
#[case("interest.count = 1", 1, 16, "a single `=`", "`==`")]
#[case("0 < interest.count < 5", 1, 20, "comparisons cannot be chained", "`&&`")]
#[case("interest.count + 1 > 2", 1, 16, "rules do not support arithmetic", "parentheses")]
#[case("interest.count - 1 > 2", 1, 16, "rules do not support arithmetic", "parentheses")]
#[case("interest.count > 1.5", 1, 18, "not a whole number", "digits")]
#[case("interest.count > 9999999999999999999", 1, 18, "too large", "18 digits")]
#[case("criteria.fit == ‘met’", 1, 17, "rules do not support `‘`", "straight quotes")]
#[case("criteria.fit == 'met", 1, 17, "the quote is not closed", "")]
#[case("criteria.fit == b'met'", 1, 17, "cannot have a prefix", "")]
#[case("criteria.fit == 'm\\x'", 1, 19, "not allowed in quotes", "")]
#[case("has(interest.count)", 1, 1, "there is no function `has`", "`within(interest")]
#[case("interest.within('3d')", 1, 10, "there is no function `within`", "`within(interest")]
#[case("within(interest)", 1, 1, "`within` takes a fact and a duration", "30d")]
#[case("within(interest, 30)", 1, 18, "not a duration", "\"30d\"")]
#[case("within(interest, \"30m\")", 1, 18, "not a duration", "weeks")]
#[case("within(interest, \"0d\")", 1, 18, "not a duration", "weeks")]
#[case("within(interest, \"99999999999999999d\")", 1, 18, "not a duration", "weeks")]
#[case("within(qualified, \"30d\")", 1, 8, "needs a moment", "purchases.last")]
#[case("within(deals, \"30d\")", 1, 8, "needs a moment", "purchases.last")]
#[case("interest.last.at > 0", 1, 14, "at most two parts", "deals.open")]
#[case("(qualified", 1, 1, "this `(` is not closed", "`)`")]
#[case("qualified)", 1, 10, "unmatched `)`", "")]
#[case("qualified converted", 1, 11, "unexpected `converted`", "`&&`")]
#[case("qualified &&", 1, 13, "is incomplete", "a fact")]
#[case("interest.count in 3", 1, 16, "rules do not support `in`", "parentheses")]
#[case("qualified ? true : false", 1, 11, "rules do not support `?`", "parentheses")]
#[case("[1]", 1, 1, "rules do not support `[`", "parentheses")]
#[case("null", 1, 1, "not a condition", "interest.count > 0")]
#[case("converted || // übrig\n\tx", 2, 2, "there is no fact `x`", "a kind or family")]
fn an_error_says_where_what_and_what_instead(
    #[case] text: &str,
    #[case] line: usize,
    #[case] column: usize,
    #[case] message: &str,
    #[case] expected: &str,
) {
    let found = error(text);
    assert_eq!((found.line, found.column), (line, column), "{found:?}");
    assert!(found.message.contains(message), "{found:?}");
    assert!(found.expected.as_deref().unwrap_or_default().contains(expected), "{found:?}");
}

#[rstest]
#[case("(".repeat(65) + "qualified" + &")".repeat(65), "nest deeper than 64")]
#[case("!".repeat(65) + "qualified", "more than 64 `!`")]
#[case("!(".repeat(4_000), "nest deeper than 64")]
#[case("qualified || ".repeat(1_000), "bytes")]
#[case("a.".repeat(4_000), "at most two parts")]
#[case("-".repeat(9_000), "do not support arithmetic")]
#[case("1<".repeat(4_000), "cannot be chained")]
#[case("a ".repeat(4_000), "unexpected")]
fn a_rule_too_deep_or_too_long_is_refused_not_overflowed(#[case] text: String, #[case] message: &str) {
    let found = error(&text);
    assert!(found.message.contains(message), "{found:?}");
}

#[rstest]
#[case("(".repeat(64) + "qualified" + &")".repeat(64))]
#[case("!(".repeat(64) + "qualified" + &")".repeat(64))]
#[case(["qualified"; 900].join("||"))]
#[case(["(qualified && !converted)"; 300].join("||"))]
fn a_rule_at_the_limit_compiles(#[case] text: String) {
    rule(&text);
}
