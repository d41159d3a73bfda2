import { Unplug } from "lucide-react";
import { t } from "@/messages/messages";
import classes from "./ConnectionNote.module.css";
import { useConnection } from "./live";

/** Notes that the server does not answer at the moment; the screen may be outdated. */
export function ConnectionNote() {
  const connection = useConnection();
  return (
    <div role="status" aria-live="polite">
      {connection === "lost" && (
        <div className={classes.note}>
          <Unplug size={14} aria-hidden="true" />
          {t("api.lost")}
        </div>
      )}
    </div>
  );
}
