import "./messages";
import { reversed } from "@/api/changes";
import { refreshConverted } from "@/api/conversion";
import { nameQuery } from "@/api/party";
import { Problem } from "@/api/problem";
import { queries } from "@/api/queries";
import { recordNameQuery } from "@/api/recordNames";
import type { ChangeKept, ConversionReceipt } from "@/api/wire";
import { plain } from "@/parts/evidence/titles";
import { formatList } from "@/messages/format";
import { t, tMaybe } from "@/messages/messages";

async function nameOf(record: string): Promise<string> {
  const isParty = record.startsWith("per_") || record.startsWith("org_");
  const name = isParty ? queries.fetchQuery(nameQuery(record)) : queries.fetchQuery(recordNameQuery("deals", record));
  return (await name) ?? record;
}

async function textOf({ record, field }: ChangeKept): Promise<string> {
  if (record.startsWith("link_")) return t("convert.undone.kept.link");
  const name = await nameOf(record);
  return field === null ? name : t("convert.undone.kept.field", { field: tMaybe(`field.${field}`, plain(field)), name });
}

/** Takes a conversion back; a problem names what stays because it was changed since. */
export async function takeBack(id: string, receipt: ConversionReceipt): Promise<void> {
  const kept = receipt.change_set === null ? [] : await reversed(receipt.change_set);
  await refreshConverted(id, receipt);
  if (kept.length === 0) return;
  const names = await Promise.all(kept.map(textOf));
  const detail = t("convert.undone.kept.names", { names: formatList([...new Set(names)]) });
  throw new Problem({ status: 409, code: "kept", title: t("convert.undone.kept"), detail });
}
