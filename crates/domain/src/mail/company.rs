//! Whose an email address is: the domain of a company, or that of a provider where anybody has one.

use crate::text::fold;

/// Providers of mailboxes for everybody: an address there says nothing of a company.
const PUBLIC: [&str; 42] = [
    "126.com",
    "163.com",
    "aol.com",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "comcast.net",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "seznam.cz",
    "t-online.de",
    "uol.com.br",
    "web.de",
    "yahoo.com",
    "yandex.ru",
    "ymail.com",
];

/// The domain of an address, folded.
pub fn domain(address: &str) -> Option<String> {
    let (_, domain) = address.rsplit_once('@')?;
    Some(fold(domain)).filter(|domain| domain.contains('.'))
}

/// The domain of an address, unless anybody can have one there.
pub fn company_domain(address: &str) -> Option<String> {
    let is_public = |domain: &String| {
        PUBLIC.contains(&domain.as_str()) || domain.starts_with("yahoo.") || domain.starts_with("hotmail.")
    };
    domain(address).filter(|domain| !is_public(domain))
}

/// The host of a website, folded and without `www.`.
pub fn host(website: &str) -> String {
    let folded = fold(website);
    let behind = folded.split_once("://").map_or(folded.as_str(), |(_, rest)| rest);
    let host = behind.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ada@Acme.Example", Some("acme.example"))]
    #[case("ada@gmail.com", None)]
    #[case("ada@yahoo.co.jp", None)]
    #[case("ada@localhost", None)]
    #[case("ada", None)]
    fn a_domain_is_that_of_a_company_or_of_nobody(#[case] address: &str, #[case] expected: Option<&str>) {
        assert_eq!(company_domain(address).as_deref(), expected);
    }

    #[rstest]
    #[case("https://www.acme.example/team?x=1", "acme.example")]
    #[case("ACME.example:8080", "acme.example")]
    #[case("shop.acme.example", "shop.acme.example")]
    fn a_website_has_a_host(#[case] website: &str, #[case] expected: &str) {
        assert_eq!(host(website), expected);
    }
}
