import { Menu, UnstyledButton } from "@mantine/core";
import { ChevronDown } from "lucide-react";
import type { Funnel } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { RichMessage } from "@/messages/RichMessage";
import { t } from "@/messages/messages";
import type { Compared } from "./compared";
import classes from "./funnel.module.css";
import { ListLink } from "./ListLink";
import { sentences } from "./sentences";
import type { Sentence } from "./sentence";
import { titleOf } from "./split";

interface Props {
  funnel: Funnel;
  vocabulary: Vocabulary;
  /** The stage that the first sentence is about. */
  goal: string | undefined;
  setGoal: (stage: string | undefined) => void;
  compared: Compared | undefined;
}

type Ground = Omit<Props, "goal" | "compared">;

/** The stage that a sentence is about; clicking it chooses another. */
function Goal({ stage, funnel, vocabulary, setGoal }: { stage: string } & Ground) {
  const stages = funnel.stages.slice(1);
  return (
    <Menu shadow="md" position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.goal} title={t("funnel.goal")}>
          {titleOf(vocabulary, stage)}
          <ChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {stages.map((one) => (
          <Menu.Item key={one.stage} onClick={() => setGoal(one === stages.at(-1) ? undefined : one.stage)}>
            {titleOf(vocabulary, one.stage)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Words of a sentence other than stages, shares and reasons. */
const UNSTRESSED = new Set(["half", "when"]);

function SentenceText({ sentence, ...props }: { sentence: Sentence } & Ground) {
  const { of, texts, figures, goal, also } = sentence;
  const strong = Object.entries(texts).map(([name, word]) => [name, UNSTRESSED.has(name) ? word : <strong key={name}>{word}</strong>]);
  const numbers = Object.entries(figures).map(([name, figure]) => [name, <ListLink key={name} {...figure} />]);
  const last = goal ? { last: <Goal stage={goal} {...props} /> } : {};
  const ending = also ? <SentenceText sentence={also} {...props} /> : "";
  return <RichMessage of={of} parts={{ ...Object.fromEntries([...strong, ...numbers]), ...last, also: ending }} />;
}

/** What the chart shows, in sentences; each number opens its list. */
export function InWords({ goal, compared, ...props }: Props) {
  const [most, ...others] = sentences(props.funnel, props.vocabulary, goal, compared);
  return (
    <section className={classes.summary} aria-label={t("funnel.summary")}>
      {most && (
        <p className={classes.summaryFirst}>
          <SentenceText sentence={most} {...props} />
        </p>
      )}
      {others.map((sentence) => (
        <p key={sentence.of}>
          <SentenceText sentence={sentence} {...props} />
        </p>
      ))}
    </section>
  );
}
