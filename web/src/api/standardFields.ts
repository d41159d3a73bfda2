// Written from openapi.json; renew it with `npm run api`.

/** The standard fields of a party with one value, in the order in which forms show them. */
export const FIELDS = [
  "name",
  "first_name",
  "last_name",
  "email",
  "phone",
  "company",
  "title",
  "website",
  "street",
  "city",
  "region",
  "postal_code",
  "country",
  "language",
  "note",
  "source",
  "owner",
] as const;

/** What the standard fields are called. */
export const FIELD_TITLES = {
  "field.name": "Name",
  "field.first_name": "First name",
  "field.last_name": "Last name",
  "field.email": "Email",
  "field.emails": "Email addresses",
  "field.phone": "Phone",
  "field.phones": "Phone numbers",
  "field.company": "Company",
  "field.title": "Job title",
  "field.website": "Website",
  "field.street": "Street",
  "field.city": "City",
  "field.region": "Region",
  "field.postal_code": "Postal code",
  "field.country": "Country",
  "field.addresses": "Addresses",
  "field.language": "Language",
  "field.note": "Note",
  "field.source": "Source",
  "field.owner": "Owner",
} as const;

/** What they hold; text if nothing is said. */
export const FIELD_KINDS = {
  email: "email",
  phone: "phone",
  website: "url",
  note: "long_text",
  owner: "user",
} as const;
