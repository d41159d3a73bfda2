//! The words that a document adds, in each language.

use casebook_domain::quotes::{Language, Recurrence};

/// The words of a language.
#[derive(Debug)]
pub(crate) struct Words {
    pub quote: &'static str,
    pub draft: &'static str,
    pub version: &'static str,
    pub sent: &'static str,
    pub valid_until: &'static str,
    pub recipient: &'static str,
    pub position: &'static str,
    pub description: &'static str,
    pub quantity: &'static str,
    pub unit_price: &'static str,
    pub discount: &'static str,
    pub tax: &'static str,
    pub net: &'static str,
    pub total: &'static str,
    pub once: &'static str,
    pub monthly: &'static str,
    pub yearly: &'static str,
    pub agreed: &'static str,
    pub terms: &'static str,
    pub sender: &'static str,
    pub tax_id: &'static str,
    pub contact: &'static str,
    pub bank: &'static str,
}

impl Words {
    /// The words of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::German => &GERMAN,
            Language::Arabic => &ARABIC,
        }
    }

    /// The heading of what is charged so often.
    pub(crate) fn charged(&self, recurring: Recurrence) -> &'static str {
        match recurring {
            Recurrence::Once => self.once,
            Recurrence::Monthly => self.monthly,
            Recurrence::Yearly => self.yearly,
        }
    }
}

static ENGLISH: Words = Words {
    quote: "Quote",
    draft: "Draft",
    version: "Version",
    sent: "Date",
    valid_until: "Valid until",
    recipient: "To",
    position: "No.",
    description: "Description",
    quantity: "Quantity",
    unit_price: "Unit price",
    discount: "Discount",
    tax: "Tax",
    net: "Net",
    total: "Total",
    once: "Charged once",
    monthly: "Charged monthly",
    yearly: "Charged yearly",
    agreed: "Over all agreed terms",
    terms: "Terms",
    sender: "Sender",
    tax_id: "Tax number",
    contact: "Contact",
    bank: "Bank details",
};

static GERMAN: Words = Words {
    quote: "Angebot",
    draft: "Entwurf",
    version: "Version",
    sent: "Datum",
    valid_until: "Gültig bis",
    recipient: "An",
    position: "Pos.",
    description: "Beschreibung",
    quantity: "Menge",
    unit_price: "Einzelpreis",
    discount: "Rabatt",
    tax: "Steuer",
    net: "Netto",
    total: "Gesamt",
    once: "Einmalig",
    monthly: "Monatlich",
    yearly: "Jährlich",
    agreed: "Über alle vereinbarten Laufzeiten",
    terms: "Bedingungen",
    sender: "Absender",
    tax_id: "Steuernummer",
    contact: "Kontakt",
    bank: "Bankverbindung",
};

static ARABIC: Words = Words {
    quote: "عرض سعر",
    draft: "مسودة",
    version: "الإصدار",
    sent: "التاريخ",
    valid_until: "صالح حتى",
    recipient: "إلى",
    position: "م",
    description: "الوصف",
    quantity: "الكمية",
    unit_price: "سعر الوحدة",
    discount: "الخصم",
    tax: "الضريبة",
    net: "الصافي",
    total: "الإجمالي",
    once: "يدفع مرة واحدة",
    monthly: "يدفع شهريًا",
    yearly: "يدفع سنويًا",
    agreed: "لكامل المدة المتفق عليها",
    terms: "الشروط",
    sender: "المرسل",
    tax_id: "الرقم الضريبي",
    contact: "للتواصل",
    bank: "البيانات المصرفية",
};
