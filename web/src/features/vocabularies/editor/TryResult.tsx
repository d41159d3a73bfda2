import { useState } from "react";
import type { StageMove, VocabularyTried } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { t } from "@/messages/messages";
import { FunnelComparison } from "./FunnelComparison";
import { MoveCard } from "./MoveCard";
import { MoveMatrix } from "./MoveMatrix";
import { movesInWords } from "./summary";
import classes from "./tried.module.css";

interface Props {
  tried: VocabularyTried;
  /** The active vocabulary of the same name. */
  before: Vocabulary | undefined;
  /** The vocabulary that was previewed. */
  after: Vocabulary;
  /** Whether the text has changed since. */
  isOld: boolean;
}

const nameOf = ({ from, to }: StageMove) => `move-${from ?? ""}-${to ?? ""}`;

/** What a changed vocabulary would mean for all history: who would move, why, and both funnels. */
export function TryResult({ tried, before, after, isOld }: Props) {
  const [opened, setOpened] = useState<string[]>(() => tried.moves.slice(0, 1).map(nameOf));
  const toggle = (name: string, isOpen: boolean) =>
    setOpened((names) => (isOpen ? [...new Set([...names, name])] : names.filter((one) => one !== name)));
  function open(move: StageMove) {
    const name = nameOf(move);
    toggle(name, true);
    const card = document.getElementById(name);
    card?.scrollIntoView({ block: "nearest" });
    card?.querySelector("summary")?.focus();
  }
  return (
    <div className={classes.tried}>
      {isOld && <p className={classes.old}>{t("try.old")}</p>}
      <p className={classes.moves}>{movesInWords(tried, before, after)}</p>
      {tried.moves.length > 0 && before && <MoveMatrix tried={tried} before={before} after={after} open={open} />}
      <FunnelComparison tried={tried} before={before} after={after} />
      {tried.moves.length > 0 && (
        <section className={classes.part}>
          <h3>{t("try.examples")}</h3>
          {tried.moves.map((move) => (
            <MoveCard
              key={nameOf(move)}
              move={move}
              before={before}
              after={after}
              opened={opened.includes(nameOf(move))}
              toggle={(isOpen) => toggle(nameOf(move), isOpen)}
            />
          ))}
        </section>
      )}
    </div>
  );
}
