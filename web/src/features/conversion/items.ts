import type { ConversionItem } from "@/api/wire";
import { kindTitle, plain, roleTitle } from "@/parts/evidence/titles";
import { t, tMaybe } from "@/messages/messages";

/** The names that items speak of. */
export interface Names {
  /** The account, if there is one. */
  account: string | undefined;
  /** A person or an organization. */
  party: (id: string) => string;
  /** The organization at the other end of a link of the lead. */
  linked: (link: string) => string | undefined;
}

const fieldTitle = (field: string) => tMaybe(`field.${field}`, plain(field));

function filled({ field, name }: ConversionItem, names: Names): string {
  if (field === "people") return t("convert.made.dealPeople", { name: names.party(name) });
  if (field === "account") return t("convert.made.dealAccount", { name: names.party(name) });
  return t("convert.made.field", { field: fieldTitle(field ?? ""), value: name });
}

/** What was made or filled, in words. */
export function madeText(item: ConversionItem, names: Names): string {
  switch (item.what) {
    case "link": {
      const role = roleTitle(item.name);
      return names.account ? t("convert.made.link", { account: names.account, role }) : t("convert.made.link.plain", { role });
    }
    case "field":
      return filled(item, names);
    case "evidence":
      return t("convert.made.evidence", { kind: kindTitle(item.name) });
    case "deal":
      return t("convert.made.deal", { name: item.name });
    default:
      return t("convert.made.account", { name: item.name });
  }
}

function keptLink({ record, name, reason }: ConversionItem, names: Names): string {
  const role = roleTitle(name);
  const account = reason === "already_linked" ? names.account : names.linked(record ?? "");
  return account ? t("convert.kept.other_account", { account, role }) : t("convert.kept.other_account.plain", { role });
}

/** What stays as it is, in words. */
export function keptText(item: ConversionItem, names: Names): string {
  const { reason, name, field, record } = item;
  switch (reason) {
    case "already_linked":
    case "other_account":
      return keptLink(item, names);
    case "has_a_value":
      return t("convert.kept.has_a_value", { field: fieldTitle(field ?? ""), value: name });
    case "already_takes_part":
      return t("convert.kept.already_takes_part", { name: names.party(record ?? ""), role: roleTitle(name) });
    case "same_record":
      return t("convert.kept.same_record", { name });
    default:
      return t("convert.kept.chosen", { name });
  }
}
