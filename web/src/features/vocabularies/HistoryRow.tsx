import { Button } from "@mantine/core";
import type { VocabularyVersion } from "@/api/vocabularies";
import { DateText } from "@/parts/DateText";
import { t, tMaybe } from "@/messages/messages";
import classes from "./vocabularies.module.css";

interface Props {
  version: VocabularyVersion;
  /** When the next version was added. */
  replaced: string | undefined;
  /** The number of the active version. */
  inUse: number | undefined;
  look: (search: { show?: number; against?: number }) => void;
  useAgain: () => void;
}

/** One version: when it was active, and its actions. */
export function HistoryRow({ version: { version, state, created_at, recorded_by }, replaced, inUse, look, useAgain }: Props) {
  const isActive = state === "active";
  return (
    <tr>
      <th scope="row" className="numeric">
        {version}
      </th>
      <td className={isActive ? classes.active : undefined}>{tMaybe(`history.state.${state}`, state)}</td>
      <td>
        <DateText time={created_at} exact />
      </td>
      <td>{recorded_by === "casebook" ? t("history.by.program") : (recorded_by ?? <span className={classes.soft}>{t("history.by.unknown")}</span>)}</td>
      <td>{replaced ? <DateText time={replaced} exact /> : <span className={classes.soft}>{t("history.stillInUse")}</span>}</td>
      <td>
        <div className={classes.rowActions}>
          <Button size="compact-sm" variant="default" aria-label={t("history.show.of", { version })} onClick={() => look({ show: version })}>
            {t("history.show")}
          </Button>
          {!isActive && inUse !== undefined && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t("history.compare.of", { version })}
              onClick={() => look({ show: inUse, against: version })}
            >
              {t("history.compare")}
            </Button>
          )}
          {!isActive && (
            <Button size="compact-sm" variant="default" aria-label={t("history.again.of", { version })} onClick={useAgain}>
              {t("history.again")}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}
