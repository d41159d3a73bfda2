import { Button } from "@mantine/core";
import type { Funnel, FunnelGroup, FunnelGroups } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { StageMark } from "@/parts/StageMark";
import { ink, stageColour } from "@/parts/stageColour";
import { formatShare } from "@/messages/format";
import { RichMessage } from "@/messages/RichMessage";
import { t } from "@/messages/messages";
import funnelClasses from "./funnel.module.css";
import classes from "./groups.module.css";
import { type GroupFields, inSentence, nameOfGroup } from "./groupField";
import { ListLink } from "./ListLink";
import { Points } from "./Points";
import { shareOf, titleOf } from "./split";

interface Props {
  groups: FunnelGroups;
  /** The field that they are the values of, and the own fields that there are. */
  by: string;
  own: GroupFields;
  /** The funnel of all of them together. */
  funnel: Funnel;
  vocabulary: Vocabulary;
  isAll: boolean;
  showAll: (all: boolean) => void;
}

/** Groups that are shown at first. */
const SHOWN = 6;

/** The share of the first stage that reached the last. */
const through = ({ stages }: Pick<Funnel, "stages">) => shareOf(stages.at(-1)?.reached ?? 0, stages[0]?.reached ?? 0);

function Card({ group, name, funnel, vocabulary }: { group: FunnelGroup; name: string; funnel: Funnel; vocabulary: Vocabulary }) {
  const most = Math.max(1, group.stages[0]?.reached ?? 0);
  const share = through(group);
  return (
    <li className={classes.card}>
      <header>
        <h3 title={name}>{name}</h3>
        {share !== null && (
          <p>
            <RichMessage
              of="funnel.groups.through"
              values={{ stage: titleOf(vocabulary, group.stages.at(-1)?.stage) }}
              parts={{ share: <strong>{formatShare(share)}</strong> }}
            />
            <Points share={share} other={through(funnel)} />
          </p>
        )}
      </header>
      <ol>
        {group.stages.map((stage) => {
          const place = vocabulary.stages.findIndex((one) => one.name === stage.stage);
          const title = titleOf(vocabulary, stage.stage);
          const colour = ink(stageColour(vocabulary, stage.stage));
          const whole = funnel.stages.find((one) => one.stage === stage.stage);
          return (
            <li key={stage.stage}>
              <span className={classes.title} style={{ color: colour }} title={title}>
                <StageMark place={place} count={vocabulary.stages.length} />
                <span>{title}</span>
              </span>
              <span className={classes.track} aria-hidden="true">
                <span style={{ width: `${(100 * stage.reached) / most}%`, minWidth: stage.reached && 2, background: colour }} />
              </span>
              <ListLink
                className={classes.count}
                count={stage.reached}
                list={stage.lists.reached}
                what={t("funnel.what.group", { group: name, stage: title })}
              />
              {stage.conversion !== null && (
                <span className={classes.on}>
                  {t("funnel.step.on", { share: formatShare(stage.conversion) })}
                  <Points share={stage.conversion} other={whole?.conversion} />
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </li>
  );
}

/** A small funnel for each value of a field, the largest first, each against all together. */
export function Groups({ groups, by, own, funnel, vocabulary, isAll, showAll }: Props) {
  const filled = groups.groups.filter((group) => group.stages.some((stage) => stage.reached > 0));
  const shown = isAll ? filled : filled.slice(0, SHOWN);
  return (
    <section className={funnelClasses.section}>
      <header>
        <h2>{t("funnel.groups", { field: inSentence(by, own) })}</h2>
        <p className={funnelClasses.lead}>{t("funnel.groups.lead")}</p>
      </header>
      <ul className={classes.cards}>
        {shown.map((group) => (
          <Card key={group.key ?? ""} group={group} name={nameOfGroup(by, group.key, own)} funnel={funnel} vocabulary={vocabulary} />
        ))}
      </ul>
      {filled.length > SHOWN && (
        <Button mt="md" size="xs" variant="default" onClick={() => showAll(!isAll)}>
          {isAll ? t("funnel.groups.fewer") : t("funnel.groups.all", { count: filled.length })}
        </Button>
      )}
      {groups.others && (
        <p className={funnelClasses.note}>
          {t("funnel.groups.others", { groups: groups.others.groups, count: groups.others.cohort })}
        </p>
      )}
    </section>
  );
}
