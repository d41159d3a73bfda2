import type { Missing, Vocabulary, Way } from "@/api/wire";
import { WayButtons } from "@/parts/evidence/WayButtons";
import { t } from "@/messages/messages";
import classes from "./party.module.css";
import { usePartySearch } from "./usePartySearch";

const sentence = (needs: string) => needs.charAt(0).toUpperCase() + needs.slice(1);

function Need({ needs, ways }: { needs: string; ways: Way[] }) {
  const { set } = usePartySearch();
  return (
    <li>
      <span>{sentence(needs)}</span>
      {ways.length === 0 && <span className={classes.quiet}>{t("party.missing.byHand")}</span>}
      {ways.length > 0 && (
        <WayButtons
          ways={ways}
          // Being converted is more than a piece of evidence that says so.
          choose={(way) => set(way.kind === "converted" ? { convert: true } : { record: way.kind ?? way.family ?? undefined, criterion: way.criterion ?? undefined })}
        />
      )}
    </li>
  );
}

function ForStage({ title, missing }: { title: string; missing: Missing[] }) {
  return (
    <div>
      <h3 className={classes.small}>{t("stage.missing", { stage: title })}</h3>
      <ul className={classes.needs}>
        {missing.map(({ needs, ways }) => (
          <Need key={needs} needs={needs} ways={ways} />
        ))}
      </ul>
    </div>
  );
}

/** What is missing for each higher stage; each missing thing is a button that records it. The next stage comes first. */
export function MissingList({ missing, vocabulary }: { missing: Missing[]; vocabulary: Vocabulary }) {
  const stages = vocabulary.stages
    .map(({ name, title }) => ({ name, title, missing: missing.filter((one) => one.stage === name) }))
    .filter((stage) => stage.missing.length > 0);
  const [next, ...further] = stages;
  if (!next) return null;
  return (
    <>
      <ForStage {...next} />
      {further.length > 0 && (
        <details className={classes.further}>
          <summary>{t("party.missing.further", { count: further.length })}</summary>
          {further.map((stage) => (
            <ForStage key={stage.name} {...stage} />
          ))}
        </details>
      )}
    </>
  );
}
