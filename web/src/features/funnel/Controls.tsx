import { Button, Input, SegmentedControl } from "@mantine/core";
import { SlidersHorizontal } from "lucide-react";
import { useId, useState } from "react";
import type { Vocabulary } from "@/api/wire";
import { t } from "@/messages/messages";
import { AsOfChoice } from "./AsOfChoice";
import { Choice } from "./Choice";
import { CompareChoice } from "./CompareChoice";
import classes from "./controls.module.css";
import { groupFieldChoices } from "./groupField";
import { PeriodChoice } from "./PeriodChoice";
import type { FunnelSearch } from "./search";
import { useGroupFields } from "./useGroupFields";

interface Props {
  search: FunnelSearch;
  set: (change: Partial<FunnelSearch>) => void;
  vocabulary: Vocabulary;
}

const OF = ["people", "organizations", "all"] as const;

/** Everything that can be chosen about the funnel; on small screens behind a button. */
export function Controls({ search, set, vocabulary }: Props) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const own = useGroupFields(search.of);
  const stages = vocabulary.stages.map(({ name, title }) => ({ value: name, label: title }));
  const stage = stages.find(({ value }) => value === search.cohort_stage) ?? stages[0];
  const basis = search.basis ?? "occurred";
  return (
    <section className={classes.controls} aria-label={t("funnel.options")}>
      <Button
        className={classes.opener ?? ""}
        variant="default"
        size="xs"
        leftSection={<SlidersHorizontal size={14} aria-hidden="true" />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {t("funnel.options")}
      </Button>
      <div id={id} className={classes.fields} data-open={isOpen}>
        <div className={classes.of}>
          <Input.Label size="xs" labelElement="div">
            {t("funnel.of")}
          </Input.Label>
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label={t("funnel.of")}
            value={search.of ?? "people"}
            onChange={(of) => set({ of: of === "people" ? undefined : (of as FunnelSearch["of"]) })}
            data={OF.map((value) => ({ value, label: t(`funnel.of.${value}`) }))}
          />
        </div>
        <Choice
          label={t("funnel.cohort")}
          value={stage?.value ?? ""}
          values={stages}
          choose={(name) => set({ cohort_stage: name === stages[0]?.value ? undefined : name })}
        />
        <PeriodChoice search={search} set={set} />
        <AsOfChoice day={search.as_of} choose={(as_of) => set({ as_of })} />
        <Choice
          label={t("funnel.basis")}
          value={basis}
          values={(["occurred", "recorded"] as const).map((value) => ({ value, label: t(`funnel.basis.${value}`) }))}
          choose={(value) => set({ basis: value === "recorded" ? value : undefined })}
          about={t(`funnel.basis.${basis}.about`)}
        />
        <CompareChoice search={search} set={set} />
        <Choice
          label={t("funnel.by")}
          value={search.by ?? ""}
          values={groupFieldChoices(own, search.by)}
          choose={(by) => set({ by: by || undefined, groups: undefined })}
        />
      </div>
      {(search.basis || search.with) && (
        <p className={classes.about}>
          {search.basis && t(`funnel.basis.${basis}.about`)} {search.with && t("funnel.with.fair")}
        </p>
      )}
    </section>
  );
}
