import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { explanationQuery } from "@/api/parties";
import type { StageMove } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { TextLink } from "@/parts/TextLink";
import { formatDay } from "@/messages/format";
import { t, tMaybe } from "@/messages/messages";
import { RuleChange } from "./RuleChange";
import { titleIn } from "./summary";
import classes from "./tried.module.css";

const FIRST = 5;

interface Props {
  move: StageMove;
  before: Vocabulary | undefined;
  after: Vocabulary;
  opened: boolean;
  toggle: (opened: boolean) => void;
}

/** The evidence behind a party's present stage, in a line. */
function Because({ party, before }: { party: string; before: Vocabulary }) {
  const { data } = useQuery(explanationQuery(party, before.name));
  if (!data) return null;
  const pieces = data.because.map((piece) => {
    const kind = tMaybe(`evidence.${piece.kind}`, piece.kind);
    return piece.occurred_at ? t("try.because.piece", { kind, day: formatDay(piece.occurred_at) }) : kind;
  });
  const stage = titleIn(before, data.stage);
  return (
    <span className={classes.because}>
      {pieces.length > 0 ? t("try.because", { stage, pieces: pieces.join(", ") }) : t("try.because.none", { stage })}
    </span>
  );
}

/** The parties of one move: the rule that causes it, and examples with the evidence behind their present stage. */
export function MoveCard({ move, before, after, opened, toggle }: Props) {
  const [isLong, setIsLong] = useState(false);
  const shown = isLong ? move.examples : move.examples.slice(0, FIRST);
  return (
    <details
      id={`move-${move.from ?? ""}-${move.to ?? ""}`}
      className={classes.move}
      open={opened}
      onToggle={(event) => toggle(event.currentTarget.open)}
    >
      <summary>
        <span className={classes.moveCount}>{t("try.parties", { count: move.count })}</span>
        <StageBadge vocabulary={before} stage={move.from} still />
        <ArrowRight size={14} className={classes.arrow} role="img" aria-label={t("try.to")} />
        <StageBadge vocabulary={after} stage={move.to} still />
      </summary>
      {opened && (
        <div className={classes.moveBody}>
          {[...new Set([move.from, move.to])].map((stage) => (
            <RuleChange key={stage} stage={stage} before={before} after={after} />
          ))}
          <ul className={classes.examples}>
            {shown.map(({ party, name }) => (
              <li key={party}>
                <TextLink to="/parties/$id" params={{ id: party }}>
                  {name}
                </TextLink>
                {before && <Because party={party} before={before} />}
              </li>
            ))}
          </ul>
          {shown.length < move.examples.length && (
            <Button size="compact-sm" variant="default" onClick={() => setIsLong(true)}>
              {t("try.examples.more", { count: move.examples.length })}
            </Button>
          )}
          {move.count > move.examples.length && <p className={classes.soft}>{t("try.examples.some", { count: move.examples.length })}</p>}
        </div>
      )}
    </details>
  );
}
