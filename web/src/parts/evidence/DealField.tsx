import { Select, TextInput } from "@mantine/core";
import type { Evidence } from "@/api/wire";
import { t } from "@/messages/messages";
import { dealsOf } from "./deals";
import type { Filled } from "./entry";

interface Props {
  evidence: Evidence[];
  filled: Filled;
  fill: (change: Partial<Filled>) => void;
}

/** The deal: an existing or a new one. */
export function DealField({ evidence, filled, fill }: Props) {
  const deals = dealsOf(evidence);
  return (
    <>
      {deals.length > 0 && (
        <Select
          label={t("detail.deal")}
          data={[{ value: "", label: t("deal.new") }, ...deals.map(({ id, label }) => ({ value: id, label }))]}
          value={filled.deal ?? ""}
          allowDeselect={false}
          onChange={(deal) => fill({ deal: deal ?? "" })}
        />
      )}
      {!filled.deal && (
        <TextInput
          label={t("deal.title")}
          value={filled.dealTitle}
          onChange={(event) => fill({ dealTitle: event.currentTarget.value })}
        />
      )}
    </>
  );
}
