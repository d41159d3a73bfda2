//! Kinds of evidence: the built-in ones, their families, their rank in the order of folding, and custom ones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a group of kinds has in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Family {
    /// How someone became known.
    Reach,
    /// What they did of their own accord.
    Interest,
    /// What we sent, one-way.
    Outreach,
    /// Two-way talk.
    Dialogue,
    /// Whether they are worth pursuing.
    Qualification,
    /// The decision to convert them.
    Conversion,
    /// The course of a deal.
    Deal,
    /// Money changing hands.
    Purchase,
    /// What happens after the sale.
    Service,
    /// Leaving.
    Departure,
    /// Promoting us.
    Advocacy,
    /// What they allow us to do with their data.
    Consent,
    /// A stage set by hand, with its reason and its end.
    Judgement,
    /// Corrections of the record.
    Correction,
}

impl Family {
    /// Every family, in the documented order.
    pub const ALL: [Self; 14] = [
        Self::Reach,
        Self::Interest,
        Self::Outreach,
        Self::Dialogue,
        Self::Qualification,
        Self::Conversion,
        Self::Deal,
        Self::Purchase,
        Self::Service,
        Self::Departure,
        Self::Advocacy,
        Self::Consent,
        Self::Judgement,
        Self::Correction,
    ];

    /// The word used in files, rules and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reach => "reach",
            Self::Interest => "interest",
            Self::Outreach => "outreach",
            Self::Dialogue => "dialogue",
            Self::Qualification => "qualification",
            Self::Conversion => "conversion",
            Self::Deal => "deal",
            Self::Purchase => "purchase",
            Self::Service => "service",
            Self::Departure => "departure",
            Self::Advocacy => "advocacy",
            Self::Consent => "consent",
            Self::Judgement => "judgement",
            Self::Correction => "correction",
        }
    }

    /// Reads [`Family::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.word() == word)
    }

    /// Whether live evidence of the family makes a party known at all ("any evidence").
    pub fn makes_known(self) -> bool {
        !matches!(self, Self::Consent | Self::Judgement | Self::Correction)
    }
}

/// A kind's number: built-in ones are fixed forever, custom ones begin at [`Kinds::FIRST_CUSTOM`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KindCode(pub u16);

macro_rules! kinds {
    ($($constant:ident = $code:literal $word:literal $family:ident $rank:literal;)*) => {
        /// The built-in kinds by name.
        #[expect(missing_docs, reason = "each constant is named as its kind; docs/lifecycle.md says what each means")]
        pub mod built_in {
            use super::KindCode;
            $(pub const $constant: KindCode = KindCode($code);)*
        }
        const BUILT_IN: &[(u16, &str, Family, u8)] = &[$(($code, $word, Family::$family, $rank)),*];
    };
}

// Codes are stored: never renumber, only add. Ranks are the order in which one instant folds.
kinds! {
    DETAILS_LEARNED = 1 "details_learned" Reach 0;
    CARD_RECEIVED = 2 "card_received" Reach 0;
    MET_AT_EVENT = 3 "met_at_event" Reach 0;
    INTRODUCED = 4 "introduced" Reach 0;
    INQUIRY_RECEIVED = 5 "inquiry_received" Reach 0;
    NEWSLETTER_SUBSCRIBED = 10 "newsletter_subscribed" Interest 1;
    CONTENT_DOWNLOADED = 11 "content_downloaded" Interest 1;
    WEBINAR_REGISTERED = 12 "webinar_registered" Interest 1;
    WEBINAR_ATTENDED = 13 "webinar_attended" Interest 1;
    FORM_SUBMITTED = 14 "form_submitted" Interest 1;
    BOOTH_VISITED = 15 "booth_visited" Interest 1;
    DEMO_REQUESTED = 16 "demo_requested" Interest 1;
    TRIAL_STARTED = 17 "trial_started" Interest 1;
    PRICING_VIEWED = 18 "pricing_viewed" Interest 1;
    MAIL_CLICKED = 19 "mail_clicked" Interest 1;
    CALL_ATTEMPTED = 30 "call_attempted" Outreach 2;
    MESSAGE_LEFT = 31 "message_left" Outreach 2;
    MAIL_SENT = 32 "mail_sent" Outreach 2;
    INVITED = 33 "invited" Outreach 2;
    CALL_HELD = 40 "call_held" Dialogue 3;
    MEETING_HELD = 41 "meeting_held" Dialogue 3;
    MAIL_ANSWERED = 42 "mail_answered" Dialogue 3;
    CHAT_HELD = 43 "chat_held" Dialogue 3;
    DEMO_GIVEN = 44 "demo_given" Dialogue 3;
    CRITERION_ASSESSED = 50 "criterion_assessed" Qualification 4;
    MARKETING_QUALIFIED = 51 "marketing_qualified" Qualification 5;
    SALES_REJECTED = 52 "sales_rejected" Qualification 6;
    PARKED = 53 "parked" Qualification 7;
    DISQUALIFIED = 54 "disqualified" Qualification 8;
    REQUALIFIED = 55 "requalified" Qualification 9;
    SALES_ACCEPTED = 56 "sales_accepted" Qualification 10;
    CONVERTED = 60 "converted" Conversion 11;
    DEAL_OPENED = 70 "deal_opened" Deal 12;
    DEAL_MOVED = 71 "deal_moved" Deal 13;
    PROPOSAL_SENT = 72 "proposal_sent" Deal 14;
    DEAL_WON = 73 "deal_won" Deal 15;
    DEAL_LOST = 74 "deal_lost" Deal 15;
    DEAL_REOPENED = 75 "deal_reopened" Deal 16;
    PROPOSAL_ACCEPTED = 76 "proposal_accepted" Deal 14;
    PROPOSAL_DECLINED = 77 "proposal_declined" Deal 14;
    PURCHASED = 80 "purchased" Purchase 17;
    EXPANDED = 81 "expanded" Purchase 18;
    REFUNDED = 82 "refunded" Purchase 19;
    RENEWED = 83 "renewed" Purchase 22;
    CANCELLED = 90 "cancelled" Departure 20;
    CONTRACT_ENDED = 91 "contract_ended" Departure 21;
    LEFT_COMPANY = 92 "left_company" Departure 24;
    UNREACHABLE = 93 "unreachable" Departure 24;
    ONBOARDING_STEP_DONE = 100 "onboarding_step_done" Service 23;
    TRAINING_HELD = 101 "training_held" Service 23;
    REQUEST_OPENED = 102 "request_opened" Service 23;
    REQUEST_RESOLVED = 103 "request_resolved" Service 23;
    SATISFACTION_GIVEN = 104 "satisfaction_given" Service 23;
    REFERRAL_GIVEN = 110 "referral_given" Advocacy 25;
    REVIEW_PUBLISHED = 111 "review_published" Advocacy 25;
    TESTIMONIAL_GIVEN = 112 "testimonial_given" Advocacy 25;
    CASE_STUDY_PUBLISHED = 113 "case_study_published" Advocacy 25;
    REFERENCE_GIVEN = 114 "reference_given" Advocacy 25;
    CONSENT_GIVEN = 120 "consent_given" Consent 26;
    CONSENT_WITHDRAWN = 121 "consent_withdrawn" Consent 26;
    STAGE_JUDGED = 130 "stage_judged" Judgement 27;
    RETRACTED = 140 "retracted" Correction 28;
    MERGED = 141 "merged" Correction 28;
}

/// Names that mean something else in a rule: facts, operators, and reserved words of CEL.
const TAKEN: &str = "any_evidence criteria deals departed evidence purchases qualified within and not or as break \
    const continue else false for function if import in let loop namespace null package return true var void while";

/// Every kind that evidence may have: the built-in and the custom ones.
#[derive(Clone, Debug)]
pub struct Kinds {
    by_code: Vec<Option<Entry>>,
    by_name: BTreeMap<String, KindCode>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: String,
    family: Family,
    rank: u8,
}

/// Why a custom kind was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KindError {
    /// The name is taken, by a kind, a family or a fact.
    #[error("`{0}` is already a kind, family or fact; choose another name")]
    Taken(String),
    /// The name could not be written in a rule.
    #[error("`{0}` is not a valid name for a kind: use 2 to 60 of a-z, 0-9 and _, beginning with a letter")]
    Malformed(String),
    /// There are too many custom kinds.
    #[error("a workspace can have at most {0} custom kinds")]
    TooMany(u16),
}

impl Default for Kinds {
    fn default() -> Self {
        let mut kinds = Self { by_code: Vec::new(), by_name: BTreeMap::new() };
        for &(code, name, family, rank) in BUILT_IN {
            kinds.put(KindCode(code), name, family, rank);
        }
        kinds
    }
}

impl Kinds {
    /// The first code of a kind that users add.
    pub const FIRST_CUSTOM: u16 = 1_000;
    /// How many custom kinds a workspace may have.
    pub const MOST_CUSTOM: u16 = 1_000;

    fn put(&mut self, code: KindCode, name: &str, family: Family, rank: u8) {
        let place = usize::from(code.0);
        if self.by_code.len() <= place {
            self.by_code.resize(place + 1, None);
        }
        self.by_code[place] = Some(Entry { name: name.to_owned(), family, rank });
        self.by_name.insert(name.to_owned(), code);
    }

    /// Adds a custom kind to a family; it folds with the first of that family.
    pub fn add(&mut self, name: &str, family: Family) -> Result<KindCode, KindError> {
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !(2..=60).contains(&name.len())
            || !name.starts_with(|c: char| c.is_ascii_lowercase())
            || !name.chars().all(letters)
        {
            return Err(KindError::Malformed(name.to_owned()));
        }
        if self.code(name).is_some()
            || Family::from_word(name).is_some()
            || TAKEN.split(' ').any(|taken| taken == name)
        {
            return Err(KindError::Taken(name.to_owned()));
        }
        let next = self.by_code.len().max(usize::from(Self::FIRST_CUSTOM)) as u16;
        if next >= Self::FIRST_CUSTOM + Self::MOST_CUSTOM {
            return Err(KindError::TooMany(Self::MOST_CUSTOM));
        }
        let rank = BUILT_IN.iter().filter(|kind| kind.2 == family).map(|kind| kind.3).min().unwrap_or(0);
        self.put(KindCode(next), name, family, rank);
        Ok(KindCode(next))
    }

    /// Adds a kind as an earlier program has stored it. Where a later program brought a kind of that name, the stored one keeps
    /// its code, and the name is that of the built-in one.
    pub fn add_stored(&mut self, name: &str, family: Family) -> Result<KindCode, KindError> {
        let Some(built_in) = self.code(name).filter(|code| code.0 < Self::FIRST_CUSTOM) else {
            return self.add(name, family);
        };
        let next = self.by_code.len().max(usize::from(Self::FIRST_CUSTOM)) as u16;
        self.put(KindCode(next), name, family, self.rank(built_in));
        self.by_name.insert(name.to_owned(), built_in);
        Ok(KindCode(next))
    }

    /// The kind of that name.
    pub fn code(&self, name: &str) -> Option<KindCode> {
        self.by_name.get(name).copied()
    }

    fn entry(&self, code: KindCode) -> Option<&Entry> {
        self.by_code.get(usize::from(code.0)).and_then(Option::as_ref)
    }

    /// The kind's name; `unknown` for an unregistered code.
    pub fn name(&self, code: KindCode) -> &str {
        self.entry(code).map_or("unknown", |entry| entry.name.as_str())
    }

    /// The family of a kind; an unregistered code counts as a correction, so for nothing.
    pub fn family(&self, code: KindCode) -> Family {
        self.entry(code).map_or(Family::Correction, |entry| entry.family)
    }

    /// Where a kind stands in the order of folding within one instant.
    pub fn rank(&self, code: KindCode) -> u8 {
        self.entry(code).map_or(u8::MAX, |entry| entry.rank)
    }

    /// All names, sorted, with their codes.
    pub fn names(&self) -> impl Iterator<Item = (&str, KindCode)> {
        self.by_name.iter().map(|(name, code)| (name.as_str(), *code))
    }

    /// Whether evidence of the kind may be dated after it was recorded.
    pub fn may_lie_ahead(&self, code: KindCode) -> bool {
        code == built_in::CONTRACT_ENDED
    }

    /// Whether evidence of the kind counts for its subject alone, not for other participants.
    pub fn counts_for_subject_alone(&self, code: KindCode) -> bool {
        matches!(self.family(code), Family::Advocacy | Family::Consent | Family::Judgement)
            || code == built_in::LEFT_COMPANY
            || code == built_in::UNREACHABLE
    }

    /// Whether evidence of the kind takes on the participants of the piece or deal that it names.
    pub fn takes_on_participants(&self, code: KindCode) -> bool {
        use built_in as k;
        [k::REFUNDED, k::CANCELLED, k::CONTRACT_ENDED, k::RENEWED, k::RETRACTED].contains(&code)
            || self.family(code) == Family::Deal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_kinds_are_found_by_name_and_by_code() {
        let kinds = Kinds::default();
        assert_eq!(kinds.code("deal_won"), Some(built_in::DEAL_WON));
        assert_eq!(kinds.name(built_in::DEAL_WON), "deal_won");
        assert_eq!(kinds.names().count(), BUILT_IN.len());
    }

    #[test]
    fn a_custom_kind_folds_with_its_family() {
        let mut kinds = Kinds::default();
        let code = kinds.add("podcast_heard", Family::Interest).unwrap();
        assert_eq!((kinds.family(code), kinds.rank(code)), (Family::Interest, 1));
        assert_eq!(code.0, Kinds::FIRST_CUSTOM);
        assert_eq!(kinds.add("podcast_heard", Family::Reach), Err(KindError::Taken("podcast_heard".into())));
    }

    #[test]
    fn a_stored_kind_whose_name_became_a_built_in_one_keeps_its_code() {
        let mut kinds = Kinds::default();
        let code = kinds.add_stored("proposal_accepted", Family::Deal).unwrap();
        assert_eq!((code.0, kinds.name(code)), (Kinds::FIRST_CUSTOM, "proposal_accepted"));
        assert_eq!(kinds.code("proposal_accepted"), Some(built_in::PROPOSAL_ACCEPTED));
        assert_eq!(kinds.add_stored("podcast_heard", Family::Interest).unwrap().0, Kinds::FIRST_CUSTOM + 1);
    }

    #[test]
    fn names_that_a_rule_cannot_contain_are_refused() {
        for name in
            ["", "a", "Podcast", "1st", "x-y", "naïve", "interest", "deals", "within", "evidence", "import"]
        {
            assert!(Kinds::default().add(name, Family::Interest).is_err(), "{name}");
        }
    }
}
