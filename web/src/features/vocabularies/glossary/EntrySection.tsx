import clsx from "clsx";
import { StageBadge } from "@/parts/StageBadge";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { StageCount } from "../StageCount";
import type { CountOf } from "../useStageCounts";
import type { Entry, Use } from "./entries";
import classes from "./glossary.module.css";

interface Props {
  entry: Entry;
  countOf: CountOf;
  /** Whether the address names it. */
  isArrived: boolean;
}

function Meaning({ of, text }: { of: "journey" | "crm"; text: string | undefined }) {
  return (
    <div className={classes.meaning}>
      <h3>{t(`glossary.of.${of}`)}</h3>
      <p className={clsx(!text && classes.soft)}>{text ?? t("glossary.unused")}</p>
    </div>
  );
}

function StageHere({ use: { vocabulary, stage }, countOf }: { use: Use; countOf: CountOf }) {
  return (
    <li>
      <StageBadge vocabulary={vocabulary} stage={stage.name} />
      <span className={classes.here}>
        <TextLink to="/vocabularies/$name" params={{ name: vocabulary.name }} hash={`stage-${stage.name}`}>
          {vocabulary.title}
        </TextLink>
        <StageCount
          counted="everybody"
          vocabulary={vocabulary.name}
          stage={stage}
          count={countOf("everybody", vocabulary.name, stage.name)}
        />
      </span>
      <p>{stage.definition}</p>
    </li>
  );
}

/** A term: what each way of working means by it, and the stages with this name. */
export function EntrySection({ entry, countOf, isArrived }: Props) {
  const { id, title, also, journey, crm, differ, isOwn, uses } = entry;
  return (
    <section className={clsx(classes.entry, isArrived && classes.arrived)} aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {also && <p className={classes.also}>{t("glossary.also", { words: also })}</p>}
      {isOwn ? (
        <p className={classes.soft}>{t("glossary.own.text")}</p>
      ) : (
        <div className={classes.meanings}>
          <Meaning of="journey" text={journey} />
          <Meaning of="crm" text={crm} />
        </div>
      )}
      {differ && (
        <p className={classes.differ}>
          <strong>{t("glossary.differ")}.</strong> {differ}
        </p>
      )}
      {uses.length > 0 && (
        <>
          <h3>{t("glossary.here")}</h3>
          <ul className={classes.uses}>
            {uses.map((use) => (
              <StageHere key={use.vocabulary.name} use={use} countOf={countOf} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
