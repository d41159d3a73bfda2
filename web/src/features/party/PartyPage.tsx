import "@/parts/evidence/messages";
import "./messages";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { asProblem } from "@/api/problem";
import { partyQuery } from "@/api/parties";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { PageSkeleton } from "@/parts/Skeletons";
import { UnknownVocabulary } from "@/parts/UnknownVocabulary";
import { useUnknownVocabulary } from "@/shell/useUnknownVocabulary";
import { t } from "@/messages/messages";
import { MissingParty } from "./MissingParty";
import { PartyView } from "./PartyView";

/** One person or organization. */
export default function PartyPage() {
  const { id } = useParams({ from: "/parties/$id" });
  const unknown = useUnknownVocabulary();
  const { data, error, refetch } = useQuery(partyQuery(id));
  if (error && asProblem(error).isMissing) return <MissingParty />;
  if (data && unknown !== undefined) {
    return (
      <Page title={data.name || t("party.unnamed")}>
        <UnknownVocabulary name={unknown} />
      </Page>
    );
  }
  if (data) return <PartyView key={id} party={data} />;
  if (!error) return <PageSkeleton />;
  return (
    <Page title={t("party.title")}>
      <ErrorState thrown={error} again={() => void refetch()} />
    </Page>
  );
}
