import "./messages";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { MessageCircleQuestionMark } from "lucide-react";
import { qualificationQuery } from "@/api/qualification";
import type { Qualification, WholeParty } from "@/api/wire";
import type { PartyStep } from "@/features/party/routes";
import { ErrorState } from "@/parts/ErrorState";
import { SinceText } from "@/parts/SinceText";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { FrameworkCard } from "./FrameworkCard";
import { HandOverCard } from "./HandOverCard";
import classes from "./qualification.module.css";

interface Props {
  party: WholeParty;
  /** Opens the questions. */
  ask: () => void;
  /** Opens the dialog of a step. */
  open: (step: PartyStep) => void;
}

function Stands({ found }: { found: Qualification }) {
  return (
    <p className={classes.stands}>
      <strong>{t(found.qualified ? "qualification.yes" : "qualification.no")}</strong>
      {found.since !== null && (
        <span>
          <SinceText time={found.since} earliest={false} />
        </span>
      )}
    </p>
  );
}

/** How far a party is qualified: a card for each framework in use, and one for the hand-over to sales. */
export default function QualificationCards({ party, ask, open }: Props) {
  const { data, error, refetch } = useQuery(qualificationQuery(party.id));
  if (error) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  if (!data) return <CardSkeleton />;
  return (
    <section className={classes.cards} aria-label={t("qualification.title")}>
      <header className={classes.head}>
        <h2>{t("qualification.title")}</h2>
        <Stands found={data} />
        {!party.hidden && (
          <Button
            size="compact-sm"
            variant="default"
            className={classes.ask ?? ""}
            leftSection={<MessageCircleQuestionMark size={14} aria-hidden="true" />}
            onClick={ask}
          >
            {data.next ? t("qualification.ask", { criterion: data.next.title }) : t("qualification.ask.again")}
          </Button>
        )}
      </header>
      <div className={classes.grid}>
        {data.frameworks.map((framework) => (
          <FrameworkCard key={framework.name} framework={framework} />
        ))}
        <HandOverCard party={party} stands={data.hand_over} open={open} />
      </div>
    </section>
  );
}
