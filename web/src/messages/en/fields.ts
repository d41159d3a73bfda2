import { FIELD_TITLES } from "@/api/standardFields";

/** The standard fields of a party, and what else lists show of it. */
export const fields = {
  ...FIELD_TITLES,
  "field.email.mistake": "Enter an email address such as ada@example.org.",
  "field.stage": "Stage",
  "field.since": "Since",
  "field.standing": "Standing",
  "field.kind": "Type",
  "field.created_at": "Added",
  "field.updated_at": "Updated",
  "field.last_evidence": "Last activity",
  "kind.person": "Person",
  "kind.organization": "Organization",
};
