import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CalendarPlus } from "lucide-react";
import { useMemo } from "react";
import { kindsQuery } from "@/api/vocabularies";
import type { ImportGuess } from "@/api/wire";
import { t } from "@/messages/messages";
import { valuesOf } from "./ColumnsTable";
import classes from "./columns.module.css";
import { HappeningCard } from "./HappeningCard";
import type { Happening, Mapping } from "./mapping/mapping";
import { kindOptions } from "./meaningOptions";

interface Props {
  guess: ImportGuess;
  mapping: Mapping;
  change: (change: (mapping: Mapping) => Mapping) => void;
}

const FIRST_KIND = "details_learned";

/** The evidence in each row. */
export function Happenings({ guess, mapping, change }: Props) {
  const { data: kinds } = useQuery(kindsQuery);
  const groups = useMemo(() => kindOptions(kinds ?? []), [kinds]);
  const set = (place: number, after: Happening | undefined) =>
    change((before) => ({
      ...before,
      evidence: before.evidence.flatMap((one, at) => (at === place ? (after ?? []) : one)),
    }));
  const add = () => change((before) => ({ ...before, evidence: [...before.evidence, { kind: FIRST_KIND }] }));
  return (
    <section className={classes.happenings} aria-labelledby="happenings">
      <header className={classes.titleRow}>
        <h2 id="happenings">{t("imports.happened.title")}</h2>
        <span className={classes.grow} />
        <Button size="compact-sm" variant="subtle" leftSection={<CalendarPlus size={14} aria-hidden="true" />} onClick={add}>
          {t("imports.happened.add")}
        </Button>
      </header>
      <p className={classes.soft}>{t(mapping.evidence.length === 0 ? "imports.happened.none" : "imports.happened.lead")}</p>
      <ul className={classes.cards}>
        {mapping.evidence.map((one, place) => (
          <HappeningCard
            // oxlint-disable-next-line react/no-array-index-key -- evidence has no name of its own, and its kind may change under the hand
            key={place}
            happening={one}
            columns={guess.columns}
            values={one.column ? valuesOf(guess, one.column) : []}
            groups={groups}
            set={(after) => set(place, after)}
          />
        ))}
      </ul>
    </section>
  );
}
