import { Button } from "@mantine/core";
import { History } from "lucide-react";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { today } from "./days";
import classes from "./party.module.css";
import { usePartySearch } from "./usePartySearch";

/** Notes that the page shows another time than the present, and leads back to it. */
export function AsOfBar() {
  const { search, set } = usePartySearch();
  if (!search.as_of) return null;
  const date = formatDay(search.as_of, "day");
  return (
    <div className={classes.asOf} role="status">
      <History size={16} aria-hidden="true" />
      <span>{t(search.as_of > today() ? "party.asOf.ahead" : "party.asOf.text", { date })}</span>
      <Button size="compact-sm" variant="white" onClick={() => set({ as_of: undefined })}>
        {t("party.asOf.now")}
      </Button>
    </div>
  );
}
