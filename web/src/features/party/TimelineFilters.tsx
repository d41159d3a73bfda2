import clsx from "clsx";
import type { Family } from "@/api/wire";
import { FAMILY_ICONS } from "@/parts/evidence/familyIcons";
import { familyTitle } from "@/parts/evidence/titles";
import { SearchField } from "@/parts/SearchField";
import { formatNumber } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./timeline.module.css";
import { usePartySearch } from "./usePartySearch";

interface Props {
  families: { family: Family; count: number }[];
  /** How many pieces are left. */
  count: number;
}

/** Filters the timeline by family and text. */
export function TimelineFilters({ families, count }: Props) {
  const { search, set } = usePartySearch();
  const chosen = search.family?.split(",") ?? [];
  function toggle(family: string) {
    const next = chosen.includes(family) ? chosen.filter((one) => one !== family) : [...chosen, family];
    set({ family: next.join(",") || undefined });
  }
  return (
    <div className={classes.filters}>
      <SearchField label={t("party.timeline.search")} className={classes.search} value={search.q} ask={(q) => set({ q })} />
      <div className={classes.families} role="group" aria-label={t("party.timeline.families")}>
        {families.map(({ family, count: many }) => {
          const Icon = FAMILY_ICONS[family];
          const isChosen = chosen.includes(family);
          return (
            <button
              key={family}
              type="button"
              aria-pressed={isChosen}
              className={clsx(classes.family, isChosen && classes.chosen)}
              onClick={() => toggle(family)}
            >
              <Icon size={13} aria-hidden="true" />
              {familyTitle(family)}
              <span className="numeric">{formatNumber(many)}</span>
            </button>
          );
        })}
      </div>
      <span className={classes.hiddenWords} role="status">
        {t("party.timeline.count", { count })}
      </span>
    </div>
  );
}
