import type { Vocabulary } from "@/api/wire";
import { colourAt, ink } from "@/parts/stageColour";
import classes from "./VocabularySwitch.module.css";

/** The colours of a vocabulary's stages in order, to recognize it at a glance. */
export function StageStripes({ vocabulary }: { vocabulary: Vocabulary | undefined }) {
  const stages = vocabulary?.stages ?? [];
  return (
    <span className={classes.dots} aria-hidden="true">
      {stages.map((stage, place) => (
        <span key={stage.name} className={classes.dot} style={{ background: ink(colourAt(place, stages.length)) }} />
      ))}
    </span>
  );
}
