import { Menu } from "@mantine/core";
import { BadgeCheck } from "lucide-react";
import { memo } from "react";
import type { Party, Stage, Vocabulary } from "@/api/wire";
import classes from "@/parts/board/board.module.css";
import { Card } from "@/parts/board/Card";
import { DateText } from "@/parts/DateText";
import { StageBadge } from "@/parts/StageBadge";
import { StandingBadge } from "@/parts/StandingBadge";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import type { Wish } from "./Board";

interface Props {
  party: Party;
  vocabulary: Vocabulary;
  stage: Stage;
  wishFor: (wish: Wish) => void;
  convert: (party: string) => void;
}

/** A party on the board. */
export const BoardCard = memo(function BoardCard({ party, vocabulary, stage, wishFor, convert }: Props) {
  const others = vocabulary.stages.filter((one) => one.name !== stage.name);
  return (
    <Card
      data={{ party }}
      name={party.name}
      link={
        <TextLink to="/parties/$id" params={{ id: party.id }} className={classes.name ?? ""} draggable={false}>
          {party.name}
        </TextLink>
      }
      actions={
        <Menu.Item leftSection={<BadgeCheck size={14} aria-hidden="true" />} onClick={() => convert(party.id)}>
          {t("convert.menu")}
        </Menu.Item>
      }
      moves={others.map((other) => (
        <Menu.Item key={other.name} onClick={() => wishFor({ party, stage: other })}>
          <StageBadge vocabulary={vocabulary} stage={other.name} still />
        </Menu.Item>
      ))}
    >
      <div className={classes.cardAbout}>{[party.title, party.company ?? party.city].filter(Boolean).join(" · ")}</div>
      <div className={classes.cardFoot}>
        <StandingBadge standing={party.standing} party={party.id} />
        <span>
          <DateText time={party.stages_since[vocabulary.name]} />
        </span>
      </div>
    </Card>
  );
});
