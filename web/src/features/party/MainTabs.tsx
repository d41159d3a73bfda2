import { Tabs } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useEvidence } from "@/api/useEvidence";
import type { WholeParty } from "@/api/wire";
import { NumberText } from "@/parts/NumberText";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import classes from "./party.module.css";
import { Timeline } from "./Timeline";
import { usePartySearch } from "./usePartySearch";

const ChangeLog = lazy(() => import("./ChangeLog"));

/** The timeline and the change log. */
export function MainTabs({ party }: { party: WholeParty }) {
  const { search, set } = usePartySearch();
  const { evidence, hasOlder } = useEvidence(party.id);
  const count = evidence?.filter((piece) => piece.kind !== "retracted").length;
  return (
    <Tabs
      value={search.tab ?? "timeline"}
      onChange={(tab) => set({ tab: tab === "changes" ? "changes" : undefined })}
      keepMounted={false}
      className={classes.card ?? ""}
    >
      <Tabs.List>
        <Tabs.Tab value="timeline" rightSection={
            <>
              <NumberText value={count} />
              {hasOlder && "+"}
            </>
          }>
          {t("party.timeline")}
        </Tabs.Tab>
        <Tabs.Tab value="changes">{t("party.changes")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="timeline">
        <Timeline party={party} />
      </Tabs.Panel>
      <Tabs.Panel value="changes">
        <Suspense fallback={<CardSkeleton />}>
          <ChangeLog party={party} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}
