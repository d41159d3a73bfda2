import { ArrowRight } from "lucide-react";
import type { ConversionStage, Vocabulary } from "@/api/wire";
import { StageBadge } from "@/parts/StageBadge";
import { useActiveVocabularies } from "@/shell/useActiveVocabularies";
import { t } from "@/messages/messages";
import classes from "./conversion.module.css";

function Stages({ vocabulary, stage: { before, after } }: { vocabulary: Vocabulary; stage: ConversionStage }) {
  if (before === after) {
    return (
      <>
        <span className={classes.quiet}>{t("convert.stages.same")}</span>
        <StageBadge vocabulary={vocabulary} stage={after} still />
      </>
    );
  }
  return (
    <>
      <StageBadge vocabulary={vocabulary} stage={before} still />
      <ArrowRight size={14} className={classes.arrow} role="img" aria-label={t("convert.stages.then")} />
      <StageBadge vocabulary={vocabulary} stage={after} still />
    </>
  );
}

/** The stage in each vocabulary, before and after; that of the current one comes first. */
export function Became({ stages }: { stages: ConversionStage[] }) {
  const vocabularies = useActiveVocabularies();
  return (
    <dl className={classes.stages}>
      {vocabularies.flatMap((vocabulary) => {
        const stage = stages.find((one) => one.vocabulary === vocabulary.name);
        if (!stage) return [];
        return (
          <div key={vocabulary.name}>
            <dt>{vocabulary.title}</dt>
            <dd>
              <Stages vocabulary={vocabulary} stage={stage} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
