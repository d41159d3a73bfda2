//! Documents to draw.

use casebook_domain::money::Currency;
use casebook_domain::quotes::{
    Company, Content, Discount, Document, Language, Line, Percent, Quantity, Recipient, Recurrence,
};

/// A line that is charged once.
pub fn line(description: &str, quantity: &str, unit: &str, unit_price: i64, tax: &str) -> Line {
    Line {
        description: description.into(),
        quantity: Quantity::parse(quantity).unwrap_or_default(),
        unit: unit.into(),
        unit_price,
        tax_rate: Percent::parse(tax).unwrap_or_default(),
        ..Line::default()
    }
}

/// A document of what a quote says, sent by a company as `Q-2026-0001` on 3 March.
pub fn document(sender: Company, content: Content) -> Document {
    let (amounts, totals) = content.check().unwrap_or_default();
    let (number, sent_on) = (Some("Q-2026-0001".into()), Some("2026-03-03".into()));
    Document { number, version: 1, sent_on, sender, content, amounts, totals }
}

/// What a quote of a language says, with these lines.
pub fn content(language: Language, currency: &str, title: &str, lines: Vec<Line>) -> Content {
    Content {
        title: title.into(),
        currency: Currency::parse(currency).unwrap_or_else(|| panic!("`{currency}` is no currency")),
        language,
        recipient: Recipient::default(),
        valid_until: Some("2026-03-31".into()),
        introduction: String::new(),
        terms: String::new(),
        lines,
    }
}

fn recipient(name: &str, address: &str) -> Recipient {
    Recipient { party: None, name: name.into(), address: address.into() }
}

fn weavers() -> Company {
    Company {
        name: "Loom & Co".into(),
        address: "Weavers' Yard 1\n20457 Hamburg\nGermany".into(),
        tax_id: "DE 123 456 789".into(),
        bank: "Hanse Bank\nIBAN DE02 1203 0000 0000 2020 51\nBIC BYLADEM1001".into(),
        contact: "hello@loom.example\n+49 40 123456\nloom.example".into(),
        accent: "#0b6e6e".into(),
    }
}

/// Euros, discounts, and what recurs.
pub fn english() -> Document {
    let support = Line {
        recurring: Recurrence::Monthly,
        term: Some(12),
        ..line("Support by phone, on working days from 8 to 18 o'clock", "1", "", 24_900, "19")
    };
    let hosting = Line {
        recurring: Recurrence::Yearly,
        term: Some(3),
        discount: Some(Discount::Amount(5_000)),
        ..line("Hosting of the pattern library, with backups kept for 90 days", "1", "", 120_000, "19")
    };
    let loom = Line {
        discount: Percent::parse("10").map(Discount::Percent),
        ..line(
            "Jacquard loom, 2.4 m wide\nWith electronic shedding and delivery to the mill.",
            "2",
            "pieces",
            1_249_950,
            "19",
        )
    };
    let lines = vec![
        loom,
        line("Installation and first run", "12.5", "hours", 9_500, "19"),
        line("Handbook “The Weaver’s Companion”, second edition", "4", "copies", 3_900, "7"),
        support,
        hosting,
    ];
    let content = Content {
        recipient: recipient("Northern Mills Ltd", "Ms Ada Carder\n12 Spindle Street\nManchester M1 2AB\nUnited Kingdom"),
        introduction: "Dear Ms Carder,\n\nThank you for visiting us in Hamburg. As discussed, we are pleased to offer you two looms with everything that is needed to run them from the first day on.".into(),
        terms: "Payment within 30 days of the invoice, without deduction.\n\nDelivery six weeks after the order. The looms remain ours until they are paid in full.".into(),
        ..content(Language::English, "EUR", "Two Jacquard looms with support", lines)
    };
    Document { version: 2, ..document(weavers(), content) }
}

/// Forty lines with umlauts, on more than one page.
pub fn german() -> Document {
    let kinds = [
        "Webstuhl „Größe Süd“ mit Schützenwächter und Fußgestell aus geölter Esche",
        "Kettfäden, mercerisierte Baumwolle, naturweiß",
        "Einweisung der Weberinnen und Weber in Köln-Mülheim, einschließlich Anfahrt, Übernachtung und Übungsmaterial für alle Teilnehmenden",
        "Ölwechsel",
    ];
    let kind = |place: usize| kinds[place % kinds.len()];
    let lines = (0..40).map(|place| Line {
        recurring: if place % 13 == 7 { Recurrence::Monthly } else { Recurrence::Once },
        ..line(
            &format!("{} ({})", kind(place), place + 1),
            &format!("{}.5", place % 7 + 1),
            "Stück",
            12_345 + 9_999 * place as i64,
            if place % 3 == 0 { "7" } else { "19" },
        )
    });
    let content = Content {
        recipient: recipient("Weberei Übersee GmbH & Co. KG", "Frau Dörte Größer\nKäthe-Kollwitz-Straße 7\n04109 Leipzig"),
        introduction: "Sehr geehrte Frau Größer,\n\nvielen Dank für Ihre Anfrage. Gern bieten wir Ihnen wie besprochen an:".into(),
        terms: "Zahlbar innerhalb von 14 Tagen ohne Abzug.\nEs gelten unsere Allgemeinen Geschäftsbedingungen.".into(),
        ..content(Language::German, "EUR", "Ausstattung der Weberei in Köln-Mülheim", lines.collect())
    };
    document(Company { accent: "#9a3412".into(), ..weavers() }, content)
}

/// Dinars and Latin names of products, from right to left.
pub fn arabic() -> Document {
    let support = Line {
        recurring: Recurrence::Monthly,
        term: Some(12),
        ..line("دعم فني عبر الهاتف (Support Plus)", "1", "", 45_500, "5")
    };
    let lines = vec![
        line("نول جاكار Jacquard 3000 مع التركيب والتشغيل في الموقع", "2", "قطعة", 3_750_250, "5"),
        line("Loom Studio Pro: برنامج تصميم الأقمشة، رخصة دائمة", "10", "رخصة", 125_500, "5"),
        line("Jacquard Cards (blank)", "1000", "", 125, "0"),
        support,
    ];
    let sender = Company {
        name: "شركة النول للنسيج".into(),
        address: "شارع الحرير 12\nالشرق، مدينة الكويت\nالكويت".into(),
        tax_id: "300123456700003".into(),
        bank: "بنك الخليج\nIBAN KW81 CBKU 0000 0000 0000 1234 5601 01".into(),
        contact: "hello@loom.example\n+965 2222 3333".into(),
        accent: "#7c3aed".into(),
    };
    let content = Content {
        recipient: recipient("مصنع الشمال للأقمشة", "السيدة آمنة الخياط\nشارع الغزالين 7\nالجهراء"),
        introduction: "تحية طيبة وبعد،\n\nنشكركم على زيارتكم، ويسرنا أن نقدم لكم عرضنا للنولين Jacquard 3000 مع كل ما يلزم لتشغيلهما من اليوم الأول.".into(),
        terms: "يسدد المبلغ خلال 30 يوما من تاريخ الفاتورة.".into(),
        ..content(Language::Arabic, "KWD", "نولان من طراز Jacquard 3000", lines)
    };
    document(sender, content)
}

/// Yen, and characters that the crate's fonts lack. A draft.
pub fn yen() -> Document {
    let lines = vec![
        line("西陣織 sample book, 120 patterns", "3", "冊", 48_000, "10"),
        line("Freight to Kyōto", "1", "", 125_500, "10"),
    ];
    let content = Content {
        recipient: recipient("西陣織物株式会社", "京都市上京区\nJapan"),
        ..content(Language::English, "JPY", "Sample books", lines)
    };
    let company = Company { name: "Loom & Co".into(), accent: "#ffcc00".into(), ..Company::default() };
    Document { number: None, sent_on: None, ..document(company, content) }
}

/// All that is hard at once.
pub fn monstrous() -> Document {
    let largest = Line {
        discount: Some(Discount::Amount(1)),
        recurring: Recurrence::Yearly,
        ..line(&"x".repeat(2_000), "1", &"u".repeat(40), 333_333_333_333_333, "0.0001")
    };
    let lines = vec![
        largest,
        line("e\u{301}🧶👩‍🔬 \u{202e}abc\u{202c} \u{2066}עברית\u{2069} ﷽ \u{200f}", "0.000001", "m²", 1, "100"),
        line(&"Zeile\n".repeat(333), "999999999.999999", "Stück", 1, "7.1234"),
        Line {
            discount: Some(Discount::Amount(333_333_333_333_333)),
            ..line("Ganz umsonst", "1", "", 333_333_333_333_333, "7")
        },
    ];
    let company = Company {
        name: "Ganz & Gar ".repeat(30),
        address: "Straße\n".repeat(100),
        bank: "B".repeat(1_000),
        ..weavers()
    };
    let content = Content {
        recipient: recipient(&"N".repeat(200), &"Zeile\n".repeat(150)),
        introduction: "W".repeat(10_000),
        ..content(Language::German, "EUR", &"Titel ".repeat(33), lines)
    };
    document(company, content)
}
