use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::*;
use crate::records::field::{Choice, Role};
use crate::records::kind::FieldKind;

fn field(kind: FieldKind) -> Field {
    let choice = |name: &str| Choice { name: name.into(), title: name.into() };
    Field {
        choices: vec![choice("small"), choice("large")],
        types: vec!["deal".into()],
        ..Field::of_kind("it", "It", kind)
    }
}

fn read(field: &Field, given: &Json) -> Result<Option<Json>, String> {
    let read = FieldValue::read(field, given).map_err(|error| error.to_string())?;
    Ok(read.map(|value| value.to_json()))
}

#[rstest]
#[case(FieldKind::Text, json!("  Ada  "), json!("Ada"))]
#[case(FieldKind::LongText, json!("a\nb"), json!("a\nb"))]
#[case(FieldKind::Number, json!("12.50"), json!(12.5))]
#[case(FieldKind::Number, json!(1e3), json!(1000))]
#[case(FieldKind::Money, json!({"minor": 5, "currency": "eur"}), json!({"minor": 5, "currency": "EUR"}))]
#[case(FieldKind::YesNo, json!(false), json!(false))]
#[case(FieldKind::Date, json!("2024-02-29"), json!("2024-02-29"))]
#[case(FieldKind::Instant, json!("2026-03-03T10:00:00+01:00"), json!("2026-03-03T09:00:00Z"))]
#[case(FieldKind::Duration, json!("PT90M"), json!("PT1H30M"))]
#[case(FieldKind::Choice, json!("large"), json!("large"))]
#[case(FieldKind::Email, json!("Ada@example.org"), json!("Ada@example.org"))]
#[case(FieldKind::Phone, json!("+49 30 1234"), json!("+49 30 1234"))]
#[case(FieldKind::Url, json!("example.org/a"), json!("example.org/a"))]
#[case(FieldKind::Address, json!({"city": " Bern ", "street": ""}), json!({"city": "Bern"}))]
#[case(FieldKind::Record, json!("deal_0000000000001"), json!("deal_0000000000001"))]
#[case(FieldKind::User, json!("eve"), json!("eve"))]
fn a_value_of_each_kind_has_one_form(#[case] kind: FieldKind, #[case] given: Json, #[case] kept: Json) {
    assert_eq!(read(&field(kind), &given), Ok(Some(kept.clone())));
    assert_eq!(read(&field(kind), &kept), Ok(Some(kept)), "what is kept reads back");
    for nothing in [json!(null), json!(""), json!("  ")] {
        assert_eq!(read(&field(kind), &nothing), Ok(None));
    }
}

#[rstest]
#[case(FieldKind::Text, json!("a\u{0}b"))]
#[case(FieldKind::Text, json!("a\nb"))]
#[case(FieldKind::Text, json!(["a"]))]
#[case(FieldKind::Number, json!("1,5"))]
#[case(FieldKind::Number, json!(1.234_567_890_123_456_7))]
#[case(FieldKind::Money, json!(12))]
#[case(FieldKind::Money, json!({"minor": 1.5, "currency": "EUR"}))]
#[case(FieldKind::Money, json!({"minor": 1, "currency": "EURO"}))]
#[case(FieldKind::YesNo, json!("yes"))]
#[case(FieldKind::Date, json!("2023-02-29"))]
#[case(FieldKind::Instant, json!("2026-03-03"))]
#[case(FieldKind::Duration, json!("an hour"))]
#[case(FieldKind::Choice, json!("huge"))]
#[case(FieldKind::Email, json!("ada"))]
#[case(FieldKind::Email, json!("ada@example.org, eve@example.org"))]
#[case(FieldKind::Phone, json!("none"))]
#[case(FieldKind::Phone, json!("4.9301E+10"))]
#[case(FieldKind::Url, json!("javascript:alert(1)"))]
#[case(FieldKind::Address, json!({"town": "Bern"}))]
#[case(FieldKind::Record, json!("4711"))]
#[case(FieldKind::File, json!("a.pdf"))]
fn what_does_not_fit_a_kind_is_refused(#[case] kind: FieldKind, #[case] given: Json) {
    let refused = read(&field(kind), &given).unwrap_err();
    assert!(refused.contains("expected") || refused.contains("available"), "{refused}");
}

#[test]
fn several_values_keep_their_order_without_repetitions() {
    let tags = Field { multiple: true, ..field(FieldKind::Choice) };
    assert_eq!(read(&tags, &json!(["large", "small", "large"])), Ok(Some(json!(["large", "small"]))));
    assert_eq!(read(&tags, &json!("small")), Ok(Some(json!(["small"]))));
    assert_eq!(read(&tags, &json!([])), Ok(None));
    let error = FieldValue::read(&tags, &json!(["small", "smal"])).unwrap_err();
    assert_eq!(
        (error.path.as_slice(), error.to_string().as_str()),
        (&["1".to_owned()][..], "there is no choice `smal`; did you mean `small`?")
    );
}

#[rstest]
#[case(FieldKind::Email, json!("Ada King <Ada@Example.ORG>;"), json!("Ada@example.org"))]
#[case(FieldKind::Email, json!("mailto:ada@example.org"), json!("ada@example.org"))]
#[case(FieldKind::Email, json!("ada@example.org\u{200b}"), json!("ada@example.org"))]
#[case(FieldKind::Email, json!("ada@xn--bcher-kva.example"), json!("ada@bücher.example"))]
#[case(FieldKind::Email, json!("ada@intranet"), json!("ada@intranet"))]
#[case(FieldKind::Phone, json!("'+49 30 1234567"), json!("+49 30 1234567"))]
#[case(FieldKind::Phone, json!("49301234567.0"), json!("49301234567"))]
fn contact_points_have_one_writing(#[case] kind: FieldKind, #[case] given: Json, #[case] kept: Json) {
    assert_eq!(read(&field(kind), &given), Ok(Some(kept)));
}

#[test]
fn one_address_in_two_writings_is_one() {
    let mails = Field { multiple: true, ..field(FieldKind::Email) };
    let kept = json!([{ "value": "ada@x.org", "primary": true }]);
    assert_eq!(read(&mails, &json!(["ada@x.org", "mailto:ADA@X.org"])), Ok(Some(kept)));
}

#[test]
fn labelled_values_begin_with_the_primary_one() {
    let mails = Field { multiple: true, ..field(FieldKind::Email) };
    let given = json!(["a@x.org", { "value": "b@x.org", "label": " work ", "primary": true }, "c@x.org"]);
    let kept = json!([
        { "value": "b@x.org", "label": "work", "primary": true },
        { "value": "a@x.org", "primary": false },
        { "value": "c@x.org", "primary": false },
    ]);
    assert_eq!(read(&mails, &given), Ok(Some(kept.clone())));
    assert_eq!(read(&mails, &kept), Ok(Some(kept)));
    let two = json!([{ "value": "a@x.org", "primary": true }, { "value": "b@x.org", "primary": true }]);
    assert!(read(&mails, &two).unwrap_err().contains("only one"));
    assert!(read(&mails, &json!([{ "value": "a@x.org", "lable": "work" }])).unwrap_err().contains("lable"));
}

#[test]
fn parties_have_roles_of_the_field() {
    let role = |name: &str| Role { name: name.into(), title: name.into(), takes_part: true };
    let people =
        Field { multiple: true, roles: vec![role("buyer"), role("blocker")], ..field(FieldKind::Party) };
    let (ada, bob) = ("per_0000000000002", "per_0000000000004");
    let given = json!([ada, { "party": bob, "role": "blocker" }, { "party": ada }]);
    let kept = json!([{ "party": ada, "role": "buyer" }, { "party": bob, "role": "blocker" }]);
    assert_eq!(read(&people, &given), Ok(Some(kept)));
    assert!(
        read(&people, &json!([{ "party": ada, "role": "byer" }]))
            .unwrap_err()
            .contains("did you mean `buyer`")
    );
    assert!(read(&people, &json!(["evd_0000000000002"])).unwrap_err().contains("is not the id of a party"));
    let account = Field { of: Some(crate::party::PartyKind::Organization), ..field(FieldKind::Party) };
    assert!(read(&account, &json!(ada)).unwrap_err().contains("organization alone"));
    assert_eq!(
        read(&account, &json!("org_0000000000003")),
        Ok(Some(json!([{ "party": "org_0000000000003", "role": "subject" }])))
    );
    let unknown = json!({ "party": "org_0000000000003", "role": "host" });
    assert!(read(&account, &unknown).unwrap_err().contains("there is no role `host`; available: subject"));
    assert!(read(&account, &json!(["org_0000000000003", "org_0000000000005"])).is_err());
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        "\\PC{0,12}".prop_map(Json::from),
        Just(json!("2026-03-03")),
        Just(json!("per_0000000000002")),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map("value|label|primary|party|role|minor|currency|city", inner, 0..4)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_taken_reads_back_as_itself(given in any_json(), kind in 0..FieldKind::ALL.len(), multiple: bool) {
        let field = Field { multiple, ..field(FieldKind::ALL[kind]) };
        if let Ok(Some(value)) = FieldValue::read(&field, &given) {
            let written = value.to_json().to_string();
            prop_assert!(written.len() <= value.most_bytes(), "{written} is longer than {}", value.most_bytes());
            let again = FieldValue::read(&field, &value.to_json());
            prop_assert_eq!(again, Ok(Some(value)));
        }
    }
}
