import type { WholeParty } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./party.module.css";
import { StageCard } from "./StageCard";
import { useActiveVocabularies } from "@/shell/useActiveVocabularies";

/** The stage in every active vocabulary. */
export function StageCards({ party }: { party: WholeParty }) {
  return (
    <section className={classes.stages} aria-label={t("party.stages")}>
      {useActiveVocabularies().map((vocabulary) => (
        <StageCard key={vocabulary.name} party={party} vocabulary={vocabulary} />
      ))}
    </section>
  );
}
