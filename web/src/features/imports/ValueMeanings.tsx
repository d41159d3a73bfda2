import { Select } from "@mantine/core";
import { useState } from "react";
import { typedOver } from "@/parts/typedOver";
import { t } from "@/messages/messages";
import classes from "./columns.module.css";
import type { Claim, Happening } from "./mapping/mapping";
import { folded } from "./mapping/same";
import type { OptionGroup } from "./meaningOptions";

/** Evidence that ends a relationship keeps the value as its reason. */
const WITH_REASON = new Set(["disqualified", "deal_lost", "sales_rejected"]);
const NOTHING = "nothing";

interface Props {
  happening: Happening;
  values: string[];
  groups: OptionGroup[];
  set: (after: Happening) => void;
}

const kindOf = (claim: string | Claim | undefined) => (typeof claim === "string" ? claim : claim?.kind) || NOTHING;

function claimOf(before: string | Claim | undefined, kind: string, value: string): string | Claim {
  if (kind === NOTHING) return "";
  const rest = typeof before === "object" ? before : {};
  const reason = WITH_REASON.has(kind) && !("detail" in rest) ? { reason: value } : {};
  const { reason: _, ...others } = rest as Partial<Claim>;
  const claim = { ...others, ...reason, kind };
  return Object.keys(claim).length === 1 ? kind : claim;
}

/** The evidence for each value of a column. */
export function ValueMeanings({ happening, values, groups, set }: Props) {
  const known = happening.values ?? {};
  const unknown = values.filter((value) => !Object.keys(known).some((one) => folded(one) === folded(value)));
  const inFile = new Set(values.map(folded));
  const all = [...Object.keys(known), ...unknown];
  const seen = all.filter((value) => inFile.has(folded(value)));
  const usual = all.filter((value) => !inFile.has(folded(value)));
  // A value without a meaning was found in the whole file, and is why the user came here.
  const [isOpen, setOpen] = useState(() => usual.some((value) => kindOf(known[value]) === NOTHING));
  const data = [{ group: t("imports.value.group"), items: [{ value: NOTHING, label: t("imports.value.nothing") }] }, ...groups];
  const rowOf = (value: string) => (
    <label key={value} className={classes.value}>
      <span className={classes.valueName}>{value}</span>
      <Select
        size="xs"
        aria-label={t("imports.value.means", { value })}
        data={data}
        value={kindOf(known[value])}
        searchable
        {...typedOver}
        allowDeselect={false}
        openOnFocus={false}
        onChange={(kind) => kind && set({ ...happening, values: { ...known, [value]: claimOf(known[value], kind, value) } })}
      />
    </label>
  );
  return (
    <div className={classes.values} role="group" aria-label={t("imports.happened.byValue", { column: happening.column ?? "" })}>
      {seen.map(rowOf)}
      {usual.length > 0 && (
        <details className={classes.usual} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{t("imports.value.usual", { count: usual.length })}</summary>
          <div className={classes.values}>{usual.map(rowOf)}</div>
        </details>
      )}
    </div>
  );
}
