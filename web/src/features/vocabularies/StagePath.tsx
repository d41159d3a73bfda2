import type { Vocabulary } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { t } from "@/messages/messages";
import { StageCount } from "./StageCount";
import type { CountOf } from "./useStageCounts";
import classes from "./vocabularies.module.css";

interface Props {
  vocabulary: Vocabulary;
  countOf: CountOf;
}

/** The stages of a vocabulary in their order, with how many are in each now. */
export function StagePath({ vocabulary, countOf }: Props) {
  return (
    <ol className={classes.path} aria-label={t("vocabularies.path", { vocabulary: vocabulary.title })}>
      {vocabulary.stages.map((stage) => (
        <li key={stage.name}>
          <StageBadge vocabulary={vocabulary} stage={stage.name} />
          <StageCount
            counted="everybody"
            vocabulary={vocabulary.name}
            stage={stage}
            count={countOf("everybody", vocabulary.name, stage.name)}
            short
          />
        </li>
      ))}
    </ol>
  );
}
