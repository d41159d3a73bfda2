import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Building2, Pencil } from "lucide-react";
import { treeQuery, type TreeNode } from "@/api/organizationTree";
import type { WholeParty } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { NumberText } from "@/parts/NumberText";
import { CardSkeleton } from "@/parts/Skeletons";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { usePartySearch } from "./usePartySearch";
import classes from "./tree.module.css";
import who from "./who.module.css";

/** A deep tree stays within a narrow card. */
const indented = (depth: number) => ({ paddingInlineStart: `${Math.min(depth, 6) * 0.875}rem` });

function Row({ node, depth }: { node: TreeNode; depth: number }) {
  return (
    <li className={classes.row} style={indented(depth)}>
      <Building2 size={15} aria-hidden="true" />
      <TextLink to="/parties/$id" params={{ id: node.id }}>
        {node.name}
      </TextLink>
      {node.children_count > 0 && (
        <span className={classes.count}>
          <NumberText value={node.children_count} />
        </span>
      )}
    </li>
  );
}

/** The organizations that an organization belongs to, and those that belong to it. */
export function TreeCard({ party }: { party: WholeParty }) {
  const { set } = usePartySearch();
  const { data, error, refetch } = useQuery(treeQuery(party.id));
  const label = t(data?.ancestors.length ? "tree.change" : "tree.set");
  const left = data ? data.children_count - data.children.length : 0;
  const depth = data?.ancestors.length ?? 0;
  return (
    <section className={who.card} aria-label={t("tree.title")}>
      <header className={who.cardHead}>
        <h2 className={who.title}>{t("tree.title")}</h2>
        <ActionIcon size={28} variant="subtle" color="gray" aria-label={label} title={label} onClick={() => set({ parent: true })}>
          <Pencil size={15} aria-hidden="true" />
        </ActionIcon>
      </header>
      {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {!data && !error && <CardSkeleton />}
      {data && depth + data.children_count === 0 && <p className={who.quiet}>{t("tree.none")}</p>}
      {data && depth + data.children_count > 0 && (
        <ul className={who.links}>
          {data.ancestors.map((node, above) => (
            <Row key={node.id} node={{ ...node, children_count: 0 }} depth={above} />
          ))}
          <li className={classes.row} style={indented(depth)} aria-current="true">
            <Building2 size={15} aria-hidden="true" />
            <strong className={classes.own}>{party.name}</strong>
          </li>
          {data.children.map((node) => (
            <Row key={node.id} node={node} depth={depth + 1} />
          ))}
        </ul>
      )}
      {data && data.children_count > 0 && (
        <TextLink to="/organizations" search={{ filter: { below: party.id } }} className={who.quiet}>
          {t("tree.all", { name: party.name })}
        </TextLink>
      )}
      {left > 0 && <p className={who.quiet}>{t("tree.more", { count: left })}</p>}
    </section>
  );
}
