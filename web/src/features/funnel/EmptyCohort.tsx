import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Building2, FileUp, Filter, UserPlus } from "lucide-react";
import type { Funnel, FunnelOptions } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { EmptyState } from "@/parts/EmptyState";
import { t } from "@/messages/messages";
import type { FunnelSearch } from "./search";
import { titleOf } from "./split";

interface Props {
  funnel: Funnel;
  options: FunnelOptions;
  vocabulary: Vocabulary;
  set: (change: Partial<FunnelSearch>) => void;
}

/** An empty cohort: why, and what to do. */
export function EmptyCohort({ funnel, options, vocabulary, set }: Props) {
  const stage = titleOf(vocabulary, funnel.stages[0]?.stage);
  const isNarrowed = Boolean(options.from ?? options.to ?? options.as_of) || options.of === "organizations";
  if (!isNarrowed) {
    return (
      <EmptyState
        icon={Filter}
        title={t("funnel.empty.title", { stage })}
        text={t("funnel.empty.text")}
        actions={
          <>
            <Button component={Link} to="/imports" leftSection={<FileUp size={14} aria-hidden="true" />}>
              {t("funnel.empty.import")}
            </Button>
            {options.of === "people" && (
              <Button variant="default" leftSection={<Building2 size={14} aria-hidden="true" />} onClick={() => set({ of: "organizations" })}>
                {t("funnel.empty.organizations")}
              </Button>
            )}
            <Button component={Link} to="/people?add=true" variant="default" leftSection={<UserPlus size={14} aria-hidden="true" />}>
              {t("funnel.empty.add")}
            </Button>
          </>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={Filter}
      title={t("funnel.none.title", { stage })}
      text={t(funnel.cohort > 0 ? "funnel.none.earlier" : "funnel.none.text")}
      actions={
        <>
          {(options.from ?? options.to) && (
            <Button variant="default" onClick={() => set({ period: undefined, from: undefined, to: undefined })}>
              {t("funnel.none.all")}
            </Button>
          )}
          {options.as_of && (
            <Button variant="default" onClick={() => set({ as_of: undefined })}>
              {t("funnel.none.now")}
            </Button>
          )}
          {options.of && (
            <Button variant="default" onClick={() => set({ of: "all" })}>
              {t("funnel.none.everybody")}
            </Button>
          )}
        </>
      }
    />
  );
}
