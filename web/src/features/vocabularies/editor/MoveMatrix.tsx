import type { StageMove, VocabularyTried } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { formatNumber } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./tried.module.css";
import { titleIn } from "./summary";

interface Props {
  tried: VocabularyTried;
  before: Vocabulary | undefined;
  after: Vocabulary;
  open: (move: StageMove) => void;
}

/** The stages that occur in moves, in the order of their vocabulary, none first. */
function occurring(stages: (string | null)[], vocabulary: Vocabulary | undefined): (string | null)[] {
  const order = [null, ...(vocabulary?.stages.map((one) => one.name) ?? [])];
  return order.filter((name) => stages.includes(name));
}

/** How many would move from where to where: rows are the stages now, columns those that would be. */
export function MoveMatrix({ tried: { moves }, before, after, open }: Props) {
  const rows = occurring(moves.map((move) => move.from), before);
  const columns = occurring(moves.map((move) => move.to), after);
  return (
    // A box that scrolls has to be reached by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroller} role="region" aria-label={t("try.matrix")} tabIndex={0}>
      <table className={classes.matrix}>
        <caption>{t("try.matrix")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("try.matrix.corner")}</th>
            {columns.map((to) => (
              <th key={to} scope="col">
                <StageBadge vocabulary={after} stage={to} still />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((from) => (
            <tr key={from}>
              <th scope="row">
                <StageBadge vocabulary={before} stage={from} still />
              </th>
              {columns.map((to) => {
                const move = moves.find((one) => one.from === from && one.to === to);
                return (
                  <td key={to}>
                    {move ? (
                      <button
                        type="button"
                        onClick={() => open(move)}
                        aria-label={t("try.matrix.open", { count: move.count, from: titleIn(before, from), to: titleIn(after, to) })}
                      >
                        {formatNumber(move.count)}
                      </button>
                    ) : (
                      <span aria-hidden="true">·</span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
