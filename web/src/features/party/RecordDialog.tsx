import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { pieceQuery } from "@/api/party";
import { kindsQuery } from "@/api/vocabularies";
import type { WholeParty } from "@/api/wire";
import { EvidenceDialog } from "@/parts/evidence/EvidenceDialog";
import { type Filled, filledLike } from "@/parts/evidence/entry";
import { kindTitle } from "@/parts/evidence/titles";
import { t } from "@/messages/messages";
import { today } from "./days";
import { correct, record } from "./record";
import { usePartySearch } from "./usePartySearch";
import { useTimeline } from "./useTimeline";

interface Props {
  party: WholeParty;
  /** A kind, a family, or `any`. */
  about: string;
}

/**
 * The form for a piece of evidence about the party of the page; seen as of a day, it is dated to that day at first. One
 * that corrects another is filled in like it, and takes its place when it is saved, not before.
 */
export default function RecordDialog({ party, about }: Props) {
  const { search, set } = usePartySearch();
  const { data: kinds } = useQuery(kindsQuery);
  const { data: alike, isLoading } = useQuery({ ...pieceQuery(party.id, search.like ?? ""), enabled: search.like !== undefined });
  const { nameOf } = useTimeline(party);
  if (!kinds) return null;
  const { as_of, criterion, because } = search;
  const wrong = because && alike?.live ? alike : undefined;
  // The form does not wait for a piece that does not exist.
  if (isLoading) return null;
  const first: Partial<Filled> = {
    kind: kinds.find((kind) => kind.name === about)?.name ?? null,
    ...(as_of && as_of <= today() && { when: "day" as const, day: as_of }),
    ...(criterion && { detail: { criterion, value: "met" } }),
    ...(wrong && filledLike(wrong, nameOf)),
  };
  return (
    <EvidenceDialog
      title={wrong ? t("party.correct.title", { what: kindTitle(wrong.kind) }) : t("party.addTo", { name: party.name })}
      party={party.id}
      first={first}
      family={kinds.find((kind) => kind.family === about)?.family}
      close={() => set({ record: undefined, criterion: undefined, like: undefined, because: undefined })}
      save={(entry) => (wrong && because ? correct(party, wrong, because, entry) : record(party, entry))}
    >
      {wrong && <Text c="var(--soft)">{t("party.correct.text")}</Text>}
    </EvidenceDialog>
  );
}
