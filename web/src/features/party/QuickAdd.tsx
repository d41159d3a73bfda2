import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CalendarPlus } from "lucide-react";
import { kindsQuery } from "@/api/vocabularies";
import { FAMILY_ICONS } from "@/parts/evidence/familyIcons";
import { kindTitle } from "@/parts/evidence/titles";
import { t } from "@/messages/messages";
import classes from "./timeline.module.css";
import { usePartySearch } from "./usePartySearch";

/** The kinds that are recorded most often. */
const QUICK = ["call_held", "meeting_held", "mail_answered", "criterion_assessed", "deal_won"];

/** A button for each common kind, and one for everything else. */
export function QuickAdd() {
  const { set } = usePartySearch();
  const { data: kinds = [] } = useQuery(kindsQuery);
  return (
    <div className={classes.quick} role="group" aria-label={t("party.add")}>
      {QUICK.flatMap((name) => kinds.find((kind) => kind.name === name) ?? []).map(({ name, family }) => {
        const Icon = FAMILY_ICONS[family];
        return (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            leftSection={<Icon size={14} aria-hidden="true" />}
            onClick={() => set({ record: name })}
          >
            {kindTitle(name)}
          </Button>
        );
      })}
      <Button size="compact-sm" variant="light" leftSection={<CalendarPlus size={14} aria-hidden="true" />} onClick={() => set({ record: "any" })}>
        {t("party.add.other")}
      </Button>
    </div>
  );
}
