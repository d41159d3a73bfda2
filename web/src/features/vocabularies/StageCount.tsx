import { TextLink } from "@/parts/TextLink";
import { formatNumber } from "@/messages/format";
import { t } from "@/messages/messages";
import type { Counted } from "./useStageCounts";
import classes from "./vocabularies.module.css";

const LISTS = {
  person: { to: "/people", words: "vocabularies.people" },
  organization: { to: "/organizations", words: "vocabularies.organizations" },
  everybody: { to: "/parties", words: "vocabularies.everybody" },
} as const;

interface Props {
  counted: Counted;
  vocabulary: string;
  stage: { name: string; title: string };
  count: number | undefined;
  /** The number alone, for where its column says what it counts. */
  short?: boolean;
}

/** How many people, organizations or both are in a stage, as a link to their list. */
export function StageCount({ counted, vocabulary, stage, count, short }: Props) {
  const { to, words } = LISTS[counted];
  if (count === undefined) return <span className={classes.pending} aria-hidden="true" />;
  return (
    <TextLink
      to={to}
      search={{ filter: { stage: { vocabulary, one_of: [stage.name] } } }}
      className={classes.count ?? ""}
      aria-label={t(`${words}.open`, { count, stage: stage.title })}
    >
      {short ? formatNumber(count) : t(words, { count })}
    </TextLink>
  );
}
