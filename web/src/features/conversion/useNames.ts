import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { linksQuery, namesQuery } from "@/api/party";
import type { ConversionReceipt } from "@/api/wire";
import type { Names } from "./items";

/** The parties that a receipt names by their ids alone. */
function idsIn({ made, kept }: ConversionReceipt): string[] {
  const filled = made.filter(({ field, record }) => record?.startsWith("deal_") && (field === "people" || field === "account"));
  const taking = kept.filter(({ reason }) => reason === "already_takes_part");
  return [...new Set([...filled.map((one) => one.name), ...taking.flatMap((one) => one.record ?? [])])];
}

/** The names that a receipt speaks of; ids until they are known. */
export function useNames(lead: string, receipt: ConversionReceipt | undefined, account: string | undefined): Names {
  const ids = useMemo(() => (receipt ? idsIn(receipt) : []), [receipt]);
  const isLinked = receipt?.kept.some(({ reason }) => reason === "other_account") ?? false;
  const { data: names } = useQuery(namesQuery(ids));
  const { data: links } = useQuery({ ...linksQuery(lead), enabled: isLinked });
  return {
    account,
    party: (id) => names?.get(id) ?? id,
    linked: (link) => links?.find((one) => one.id === link)?.name,
  };
}
