import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { linksQuery } from "@/api/party";
import type { WholeParty } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { LinkRow } from "./LinkRow";
import { isOver } from "./linking";
import { usePartySearch } from "./usePartySearch";
import classes from "./who.module.css";

/** The organizations of a person, or the people of an organization. */
export function LinksCard({ party }: { party: WholeParty }) {
  const { set } = usePartySearch();
  const { data, error, refetch } = useQuery(linksQuery(party.id));
  const links = data?.toSorted((a, b) => Number(isOver(a)) - Number(isOver(b)));
  const title = t(party.kind === "person" ? "shell.organizations" : "shell.people");
  const addLabel = t(`party.link.add.${party.kind}`);
  return (
    <section className={classes.card} aria-label={title}>
      <header className={classes.cardHead}>
        <h2 className={classes.title}>{title}</h2>
        <ActionIcon size={28} variant="subtle" color="gray" aria-label={addLabel} title={addLabel} onClick={() => set({ link: true })}>
          <Plus size={16} aria-hidden="true" />
        </ActionIcon>
      </header>
      {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {!links && !error && <CardSkeleton />}
      {links?.length === 0 && <p className={classes.quiet}>{t(`party.link.none.${party.kind}`)}</p>}
      {links && links.length > 0 && (
        <ul className={classes.links}>
          {links.map((link) => (
            <LinkRow key={link.id} party={party} link={link} />
          ))}
        </ul>
      )}
    </section>
  );
}
