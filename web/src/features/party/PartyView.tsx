import { Button } from "@mantine/core";
import { Building2, UserRound } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { WholeParty } from "@/api/wire";
import { useConverted } from "@/features/conversion/useConverted";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { AsOfBar } from "./AsOfBar";
import { HeaderActions } from "./HeaderActions";
import { LinksCard } from "./LinksCard";
import { MainTabs } from "./MainTabs";
import classes from "./party.module.css";
import { PartyNote } from "./PartyNote";
import { RecordsCards } from "./RecordsCards";
import { showOrHide } from "./showOrHide";
import { StageCards } from "./StageCards";
import { StripCard } from "./StripCard";
import { TreeCard } from "./TreeCard";
import { usePartySearch } from "./usePartySearch";
import { WhoCard } from "./WhoCard";

const RecordDialog = lazy(() => import("./RecordDialog"));
const RetractDialog = lazy(() => import("./RetractDialog"));
const LinkDialog = lazy(() => import("./LinkDialog"));
const ConversionDialog = lazy(() => import("@/features/conversion/ConversionDialog"));
const ConvertedNote = lazy(() => import("@/features/conversion/ConvertedNote"));
const QualificationCards = lazy(() => import("@/features/qualification/QualificationCards"));
const AskDialog = lazy(() => import("@/features/qualification/AskDialog"));
const StepDialog = lazy(() => import("@/features/qualification/StepDialog"));
const ParentDialog = lazy(() => import("./ParentDialog"));

function Dialogs({ party }: { party: WholeParty }) {
  const { search, set } = usePartySearch();
  return (
    <Suspense>
      {search.record && <RecordDialog party={party} about={search.record} />}
      {search.retract && <RetractDialog party={party} piece={search.retract} />}
      {search.link && <LinkDialog party={party} close={() => set({ link: undefined })} />}
      {search.convert && <ConversionDialog id={party.id} close={() => set({ convert: undefined })} />}
      {search.ask && (
        <AskDialog party={party} close={() => set({ ask: undefined })} convert={() => set({ ask: undefined, convert: true })} />
      )}
      {search.decide && <StepDialog party={party} step={search.decide} close={() => set({ decide: undefined })} />}
      {search.parent && party.kind === "organization" && <ParentDialog party={party} close={() => set({ parent: undefined })} />}
    </Suspense>
  );
}

function HiddenNote({ party }: { party: WholeParty }) {
  return (
    <div className={classes.hidden} role="status">
      {t("party.hidden.text")}
      <Button size="compact-sm" variant="default" onClick={() => void showOrHide(party)}>
        {t("party.restore")}
      </Button>
    </div>
  );
}

function Conversion({ party }: { party: WholeParty }) {
  const { set } = usePartySearch();
  const receipt = useConverted(party.id);
  return <Suspense>{receipt && <ConvertedNote party={party} receipt={receipt} open={() => set({ convert: true })} />}</Suspense>;
}

/** Everything about one person or organization on one page. */
export function PartyView({ party }: { party: WholeParty }) {
  const { set } = usePartySearch();
  const [isEditing, setEditing] = useState(false);
  const Icon = party.kind === "person" ? UserRound : Building2;
  return (
    <Page
      as="wide"
      title={party.name || t("party.unnamed")}
      note={
        <span className={classes.wideNote}>
          <PartyNote party={party} icon={Icon} />
        </span>
      }
      actions={<HeaderActions party={party} edit={() => setEditing(true)} />}
    >
      <div className={classes.scroll}>
        {party.hidden && <HiddenNote party={party} />}
        <Conversion party={party} />
        <AsOfBar />
        <div className={classes.narrowNote}>
          <PartyNote party={party} icon={Icon} />
        </div>
        <div className={classes.layout}>
          <StageCards party={party} />
          <div className={classes.aside}>
            <WhoCard party={party} isEditing={isEditing} setEditing={setEditing} />
            <LinksCard party={party} />
            {party.kind === "organization" && <TreeCard party={party} />}
            <RecordsCards party={party} />
          </div>
          <Suspense fallback={<CardSkeleton />}>
            <QualificationCards party={party} ask={() => set({ ask: true })} open={(decide) => set({ decide })} />
          </Suspense>
          <StripCard party={party} />
          <MainTabs party={party} />
        </div>
      </div>
      <Dialogs party={party} />
    </Page>
  );
}
