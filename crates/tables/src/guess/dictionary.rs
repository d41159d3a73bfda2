//! What headers mean, in the languages and spellings in which exports write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::header::plain;
use super::{consent, ids};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    Name,
    FirstName,
    LastName,
    Email,
    Phone,
    EmailAndPhone,
    /// A person or contact details; its values decide.
    Contact,
    Company,
    JobTitle,
    Title,
    Website,
    Street,
    City,
    Region,
    PostalCode,
    Country,
    Language,
    Note,
    Source,
    Platform,
    Owner,
    /// An id of whatever the rows are about.
    Id,
    PersonId,
    OrganizationId,
    /// The organization above that of the row.
    Parent,
    /// Its id.
    ParentId,
    /// An id of a person or of an account; its values decide.
    CustomerId,
    /// An id of something that happened: an order, a ticket, a form that was sent.
    FactId,
    Created,
    Connected,
    Submitted,
    FormName,
    ConversionName,
    ConversionTime,
    ClickId,
    Advertisement,
    Status,
    LifecycleStage,
    IsConverted,
    ConvertedAt,
    OptOut,
    OptedOutAt,
    OptIn,
    Newsletter,
    /// Subscribed, unsubscribed and the like, as words.
    Subscription,
    DealTitle,
    Product,
    DealId,
    Amount,
    Currency,
    Stage,
    EnteredAt,
    WonAt,
    LostAt,
    ClosedAt,
    LostReason,
    ContactPerson,
    InteractionDate,
    InteractionType,
}

use Meaning as M;

#[rustfmt::skip]
const HEADERS: &[(Meaning, &[&str])] = &[
    (M::Name, &[
        "name", "full name", "fullname", "display name", "contact name", "lead name", "customer name",
        "client name", "person name", "jméno a příjmení", "jméno", "nombre", "nombre completo", "nom",
        "nom complet", "nome", "nome completo", "vollständiger name", "ansprechpartner", "kontaktname", "الاسم",
        "الاسم الكامل", "नाम", "पूरा नाम",
    ]),
    (M::FirstName, &[
        "first name", "firstname", "given name", "forename", "vorname", "prénom", "nombre de pila",
        "křestní jméno", "primeiro nome", "الاسم الأول", "fname",
    ]),
    (M::LastName, &[
        "last name", "lastname", "surname", "family name", "nachname", "familienname", "apellido", "apellidos",
        "nom de famille", "příjmení", "sobrenome", "apelido", "اسم العائلة", "lname",
    ]),
    (M::Email, &[
        "email", "email address", "emails", "mail", "mail address", "emailadresse", "email adresse",
        "mailadresse", "correo", "correo electrónico", "courriel", "adresse email", "adresse mail",
        "endereço de email", "user email", "lead email", "contact email", "customer email", "client email",
        "primary email", "secondary email", "email 2 address", "email 3 address", "work email", "email work",
        "business email", "home email", "email home", "personal email", "other email", "email other", "البريد",
        "البريد الإلكتروني", "ईमेल",
    ]),
    (M::Phone, &[
        "phone", "phone number", "phone no", "telephone", "telephone number", "tel", "mobile", "mobile number",
        "mobile no", "mobile phone", "mobil", "mobiltelefon", "cell", "cell phone", "contact number",
        "contact no", "whatsapp", "whatsapp number", "primary phone", "work phone", "phone work",
        "business phone", "business phone 2", "home phone", "home phone 2", "phone home", "home mobile",
        "other phone", "phone other", "company main phone", "telefon", "telefonnummer", "handy", "handynummer",
        "teléfono", "móvil", "celular", "téléphone", "portable", "telefone", "lead phone", "user phone",
        "customer phone", "client phone", "الهاتف", "رقم الهاتف", "الجوال", "फ़ोन", "फोन", "मोबाइल",
        "फ़ोन नंबर",
    ]),
    (M::EmailAndPhone, &["email phone", "phone email", "email or phone", "phone or email"]),
    (M::Contact, &["contact", "kontakt", "contacto"]),
    (M::Company, &[
        "company", "company name", "organization", "organisation", "organization name", "organisation name",
        "account", "account name", "firma", "firmenname", "unternehmen", "empresa", "entreprise", "société", "organizace",
        "společnost", "název firmy", "organización", "organization 1 name", "employer", "business name",
        "associated company", "associated company name", "primary associated company",
        "الشركة", "कंपनी",
    ]),
    (M::JobTitle, &[
        "job title", "position", "designation", "organization title", "organization 1 title", "funktion",
        "cargo", "puesto", "poste", "pozice", "الوظيفة",
    ]),
    (M::Title, &["title"]),
    (M::Website, &[
        "website", "web site", "url", "web page", "web page 1", "homepage", "website url", "company website",
        "linkedin", "linkedin url", "linkedin profile", "profile url", "webseite", "site web", "sitio web",
        "website 1 value", "website home page", "website work",
    ]),
    (M::Street, &[
        "street", "address", "street address", "adresse", "straße", "dirección", "adresa", "rue", "ulice",
        "endereço", "address 1 street", "address line 1", "العنوان", "पता",
    ]),
    (M::City, &[
        "city", "town", "ort", "stadt", "ciudad", "ville", "město", "cidade", "address 1 city", "adresa město",
        "address city town village locality of address", "المدينة", "शहर",
    ]),
    (M::Region, &[
        "state", "region", "province", "state region", "state province", "bundesland", "kraj", "provincia",
        "address 1 region",
    ]),
    (M::PostalCode, &[
        "zip", "zip code", "zipcode", "postal code", "postcode", "zip postal code", "plz", "psč",
        "código postal", "code postal", "adresa psč", "address zip postal code of address",
        "address 1 postal code", "cep",
    ]),
    (M::Country, &[
        "country", "country region", "land", "país", "pays", "země", "address 1 country", "الدولة", "البلد",
        "देश",
    ]),
    (M::Language, &["language", "preferred language", "sprache", "idioma", "langue", "jazyk"]),
    (M::Note, &[
        "notes", "note", "comments", "comment", "description", "background", "notizen", "bemerkung",
        "bemerkungen", "notas", "remarques", "poznámka", "poznámky", "ملاحظات", "टिप्पणी",
    ]),
    (M::Source, &[
        "lead source", "source", "original source", "origin", "data source", "acquisition source", "utm source",
        "quelle", "leadquelle", "herkunft", "fuente", "origen", "provenance", "zdroj", "origem",
    ]),
    (M::Platform, &["platform"]),
    (M::Owner, &[
        "owner", "lead owner", "contact owner", "account owner", "company owner", "sales rep", "sales agent", "salesperson",
        "sales owner", "owner alias", "assigned to", "account manager", "sales", "vlastník", "verantwortlich",
        "besitzer", "propietario", "responsable",
    ]),
    (M::Id, &["id", "record id", "external id", "external key", "pipedrive system id", "system id"]),
    (M::Created, &[
        "created", "created time", "created at", "created date", "create date", "creation date", "created on",
        "date created", "signup date", "sign up date", "signed up", "registration date", "registered at",
        "engage date", "order date", "ordered at", "purchase date", "ticket date", "first seen", "first contact date", "first contact", "date added", "added on", "date", "erstellt am",
        "erstelldatum", "angelegt am", "erstkontakt", "erstkontakt am", "fecha de creación", "date de création", "vytvořeno", "datum vytvoření",
        "data de criação",
    ]),
    (M::Connected, &["connected on"]),
    (M::Submitted, &["submitted at", "submitted on", "submission date", "submission time"]),
    (M::FormName, &["form name", "form", "formular", "formulario", "formulaire", "formulář"]),
    (M::ConversionName, &["conversion name", "conversion action"]),
    (M::ConversionTime, &["conversion time", "conversion date"]),
    (M::ClickId, &["gclid", "google click id"]),
    (M::Advertisement, &["ad name", "adset name", "ad id", "adset id", "is organic"]),
    (M::Status, &[
        "lead status", "status", "crm status", "contact status", "lead stage", "statut", "stav", "leadstatus",
    ]),
    (M::LifecycleStage, &["lifecycle stage"]),
    (M::IsConverted, &["is converted", "converted", "konvertiert", "converti", "convertido", "konvertovano"]),
    (M::ConvertedAt, &["converted date time", "converted date", "converted at", "conversion date time"]),
    (M::Newsletter, &["has newsletter", "newsletter", "newsletter subscribed"]),
    (M::Product, &["product", "product line", "product name", "produkt", "producto", "produit"]),
    (M::DealTitle, &["deal name", "deal title", "opportunity name", "potential name", "opportunity", "deal"]),
    (M::DealId, &["auftragsnummer", "auftrag id", "angebotsnummer"]),
    (M::Amount, &[
        "amount", "close value", "deal value", "deal amount", "betrag", "auftragswert", "umsatz",
        "angebotssumme", "hodnota", "importe", "montant",
    ]),
    (M::Parent, &[
        "parent account", "parent account name", "parent company", "parent company name", "parent organization",
        "parent organisation", "parent organization name", "parent organisation name", "übergeordnete firma",
        "übergeordneter account", "muttergesellschaft", "mutterfirma", "konzernmutter", "société mère", "empresa matriz",
        "mateřská společnost",
    ]),
    (M::ParentId, &[
        "parent account id", "parent company id", "parent organization id", "parent organisation id", "parent id",
        "parent record id",
    ]),
    (M::Currency, &[
        "currency", "currency of value", "deal currency", "currency code", "currency iso code", "měna",
        "měna hodnoty", "währung", "devise", "moneda",
    ]),
    (M::Stage, &[
        "stage", "deal stage", "stage name", "stage pipeline", "sales stage", "opportunity stage", "pipeline stage",
        "new stage", "to stage", "fáze", "phase", "etapa", "étape",
    ]),
    (M::EnteredAt, &[
        "entered at", "entered on", "entered", "entered stage at", "entered stage on", "stage entered at",
        "stage entered on", "stage date", "stage change date", "stage changed at", "stage changed on", "changed at",
        "changed on", "moved at", "moved on", "transition date",
    ]),
    (M::WonAt, &["won time", "won date", "date won", "won on", "won at", "datum výhry", "gewonnen am"]),
    (M::LostAt, &[
        "lost time", "lost date", "date lost", "lost on", "lost at", "datum prohry", "verloren am",
    ]),
    (M::ClosedAt, &[
        "close date", "closing date", "closed on", "closed date", "closed time", "uzavřeno dne",
        "abschlussdatum", "abgeschlossen am",
    ]),
    (M::LostReason, &["lost reason", "loss reason", "closed lost reason", "důvod prohry", "verlustgrund"]),
    (M::ContactPerson, &["contact person", "primary contact", "kontaktní osoba", "kontaktperson"]),
    (M::InteractionDate, &[
        "interaction date", "activity date", "call start time", "meeting date", "call date",
    ]),
    (M::InteractionType, &["interaction type", "activity type", "call type", "kind of contact"]),
];

/// Meanings whose names are often misspelled, with the right spelling.
const OFTEN_MISSPELLED: &[(&str, Meaning)] = &[
    ("name", M::Name),
    ("full name", M::Name),
    ("first name", M::FirstName),
    ("last name", M::LastName),
    ("email", M::Email),
    ("email address", M::Email),
    ("phone", M::Phone),
    ("phone number", M::Phone),
    ("mobile", M::Phone),
    ("company", M::Company),
    ("company name", M::Company),
    ("organization", M::Company),
    ("status", M::Status),
    ("lead status", M::Status),
    ("website", M::Website),
    ("address", M::Street),
    ("country", M::Country),
    ("source", M::Source),
    ("lead source", M::Source),
    ("job title", M::JobTitle),
];

static BY_HEADER: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
    let pairs =
        HEADERS.iter().flat_map(|(meaning, headers)| headers.iter().map(|header| (plain(header), *meaning)));
    pairs.collect()
});

/// The meaning of a header in plain words, if the dictionary has it.
pub fn look_up(words: &str) -> Option<Meaning> {
    let known = BY_HEADER.get(words).copied();
    known.or_else(|| numbered(words)).or_else(|| consent::meaning(words)).or_else(|| ids::meaning(words))
}

/// `email 2 value`, `phone 1`, `mobile2`, `second phone`: further addresses and numbers.
fn numbered(words: &str) -> Option<Meaning> {
    const WHICH: [&str; 8] =
        ["second ", "2nd ", "third ", "3rd ", "alternate ", "alternative ", "additional ", "secondary "];
    let unlabelled = words.strip_suffix(" value").unwrap_or(words);
    let bare = unlabelled.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let bare = WHICH.iter().find_map(|which| bare.strip_prefix(which)).unwrap_or(bare);
    let known = BY_HEADER.get(bare).copied().filter(|_| bare != words);
    known.filter(|meaning| matches!(meaning, M::Email | M::Phone))
}

/// The meaning of a misspelled header, and its right spelling.
pub fn misspelled(words: &str) -> Option<(&'static str, Meaning)> {
    let length = words.chars().count();
    if length < 4 {
        return None;
    }
    let near = |right: &str| {
        words.chars().next() == right.chars().next() && casebook_domain::likeness::distance(words, right) == 1
    };
    let found = OFTEN_MISSPELLED.iter().filter(|(right, _)| near(right));
    // `statu` is nearer to `status` than to `state`: what was cut off beats what was swapped.
    found.copied().max_by_key(|(right, _)| right.starts_with(words))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Full Name", M::Name)]
    #[case("  E-Mail Address ", M::Email)]
    #[case("E-mail 2 - Value", M::Email)]
    #[case("Phone 1 - Value", M::Phone)]
    #[case("Mobile No.", M::Phone)]
    #[case("FirstName", M::FirstName)]
    #[case("LeadSource", M::Source)]
    #[case("created_time", M::Created)]
    #[case("☎ Contact", M::Contact)]
    #[case("Email / Phone", M::EmailAndPhone)]
    #[case("Correo", M::Email)]
    #[case("Téléphone", M::Phone)]
    #[case("Příjmení", M::LastName)]
    #[case("Straße", M::Street)]
    #[case("Erstkontakt", M::Created)]
    #[case("Abgeschlossen am", M::ClosedAt)]
    #[case("Auftragswert", M::Amount)]
    #[case("Auftragsnummer", M::DealId)]
    #[case("البريد", M::Email)]
    #[case("الهاتف", M::Phone)]
    #[case("फ़ोन", M::Phone)]
    #[case("नाम", M::Name)]
    #[case("Name (2)", M::Name)]
    #[case("Phone 1", M::Phone)]
    #[case("Phone2", M::Phone)]
    #[case("E-Mail 2", M::Email)]
    #[case("Secondary Phone", M::Phone)]
    #[case("Opportunity ID", M::DealId)]
    #[case("StageName", M::Stage)]
    #[case("Converted", M::IsConverted)]
    fn headers_are_understood(#[case] header: &str, #[case] meaning: Meaning) {
        assert_eq!(look_up(&plain(header)), Some(meaning));
    }

    #[rstest]
    #[case("Nmae", Some(M::Name))]
    #[case("Emial", Some(M::Email))]
    #[case("Phne", Some(M::Phone))]
    #[case("Compny", Some(M::Company))]
    #[case("Statu", Some(M::Status))]
    #[case("Game", None)]
    #[case("Fax", None)]
    #[case("Rating", None)]
    fn small_typos_are_understood(#[case] header: &str, #[case] meaning: Option<Meaning>) {
        assert_eq!(misspelled(&plain(header)).map(|found| found.1), meaning);
    }
}
